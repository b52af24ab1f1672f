//! How much is tried before a search for a request ends.

/// How many registration IDs are tried in one set.
const IDS: usize = 50_000;
/// How many requests are decided about in one set.
const REQUESTS: usize = 3_000;
/// How many registration IDs and requests are tried in every set, whatever was tried in others.
const LEAST: Left = Left { ids: 500, requests: 16 };

/// What may still be tried in all sets together: a policy may have very many in which nothing is found.
pub(crate) struct Tries {
    ids: usize,
    /// Looks at a stamp.
    looks: usize,
}

impl Tries {
    /// What one part of an analysis may try.
    pub(crate) const GRANTED: Self = Self { ids: 1_000_000, looks: 1_500_000 };

    /// What may be tried in the next set, of a policy of so many stamps.
    pub(super) fn next(&self, stamps: usize) -> Left {
        Left {
            ids: self.ids.clamp(LEAST.ids, IDS),
            requests: (self.looks / looks(stamps)).clamp(LEAST.requests, REQUESTS),
        }
    }

    /// Takes off what was tried of what might have been.
    pub(super) fn spend(&mut self, stamps: usize, before: &Left, after: &Left) {
        self.ids = self.ids.saturating_sub(before.ids - after.ids);
        self.looks = self.looks.saturating_sub((before.requests - after.requests) * looks(stamps));
    }
}

/// How much a decision is: it looks at each stamp, and at some other things.
fn looks(stamps: usize) -> usize {
    stamps + 16
}

/// What may still be tried in a set.
#[derive(Clone)]
pub(super) struct Left {
    pub(super) ids: usize,
    pub(super) requests: usize,
}
