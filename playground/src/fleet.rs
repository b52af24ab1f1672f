//! Fleets that the page holds: a file that was dropped, or a description by which devices are made.

use std::cell::RefCell;

use analysis::fleet::generate::Recipe;
use analysis::fleet::{Defaults, Format, Layout, Member, Unreadable};

use crate::checking::findings;
use crate::position::Positions;

/// How many bytes of a file are read at once, more or less.
const PIECE: usize = 256 * 1024;

/// How many devices of a file are kept as they were read: reading a device takes longer than deciding about it, and a fleet
/// is decided about anew with each edit. A device takes about a kilobyte. Making one is as quick as keeping it.
const KEPT: usize = 100_000;

/// How many devices are shown at once.
const SLICE: usize = 4_096;

/// A fleet that is read time and again.
pub(crate) struct Fleet {
    source: Source,
    kept: RefCell<Kept>,
}

/// The first devices.
struct Kept {
    members: Vec<One>,
    /// Where those begin that are not kept.
    reached: Reached,
}

struct One {
    read: Result<Member, Unreadable>,
    /// Whether the hubs that are linked for it are those of the policy that is asked.
    takes_hubs: bool,
}

/// Where the devices come from.
enum Source {
    File { layout: Layout, bytes: Vec<u8> },
    Made(Recipe),
}

/// How far a source has been read.
#[derive(Clone, Copy)]
pub(crate) struct Reached {
    /// Bytes of a file, devices that were made.
    at: usize,
    /// The line on which the next device begins.
    line: u64,
}

/// How far a fleet has been shown.
#[derive(Clone, Copy)]
pub(crate) enum Shown {
    /// So many of the devices that are kept.
    Kept(usize),
    /// All of these, and of the others so many.
    Beyond(Reached),
}

impl Fleet {
    /// The fleet of a file of this name.
    ///
    /// # Errors
    /// It is no fleet, in words.
    pub(crate) fn file(name: &str, bytes: Vec<u8>) -> Result<Self, String> {
        Source::file(name, bytes).map(Self::of)
    }

    /// The fleet of a description.
    ///
    /// # Errors
    /// What is wrong with the description, as a list of findings in JSON.
    pub(crate) fn made(description: &str) -> Result<Self, String> {
        Source::made(description).map(Self::of)
    }

    fn of(source: Source) -> Self {
        let kept = Kept { members: Vec::new(), reached: source.begin() };
        Self { source, kept: RefCell::new(kept) }
    }

    /// How much of it has been shown, in thousandths.
    pub(crate) fn part(&self, shown: Shown) -> u32 {
        let kept = self.kept.borrow();
        match shown {
            Shown::Beyond(reached) => self.source.part(reached),
            Shown::Kept(count) => {
                let whole = u64::from(self.source.part(kept.reached));
                let [count, all] = [count, kept.members.len().max(1)].map(|count| u64::try_from(count).unwrap_or(0));
                u32::try_from(whole * count / all).unwrap_or(1000)
            }
        }
    }

    /// Shows the next devices, some thousands of them. Gives how far it came; nothing where the fleet has ended.
    pub(crate) fn show(
        &self,
        shown: Shown,
        defaults: &Defaults,
        mut show: impl FnMut(Result<&Member, Unreadable>),
    ) -> Option<Shown> {
        let mut kept = self.kept.borrow_mut();
        let from = match shown {
            Shown::Kept(from) if from < kept.members.len() => {
                let slice = kept.members.iter_mut().skip(from).take(SLICE);
                let count = slice.map(|one| show(one.with(defaults))).count();
                return Some(Shown::Kept(from + count));
            }
            Shown::Kept(_) => kept.reached,
            Shown::Beyond(reached) => return self.source.read(reached, defaults, show).map(Shown::Beyond),
        };
        // The first time: what is shown is kept, as far as there is room.
        if kept.members.len() >= KEPT || matches!(self.source, Source::Made(_)) {
            return self.source.read(from, defaults, show).map(Shown::Beyond);
        }
        let members = &mut kept.members;
        let reached = self.source.read(from, defaults, |read| {
            members.push(One::of(&read, defaults));
            show(read);
        })?;
        kept.reached = reached;
        Some(Shown::Kept(kept.members.len()))
    }
}

impl One {
    fn of(read: &Result<&Member, Unreadable>, defaults: &Defaults) -> Self {
        let read = read.as_ref().map(|member| (*member).clone()).map_err(Clone::clone);
        let takes_hubs = read.as_ref().is_ok_and(|member| member.request.linked_hubs.is(&defaults.linked_hubs));
        Self { read, takes_hubs }
    }

    /// The device with the hubs of the policy that is asked now.
    fn with(&mut self, defaults: &Defaults) -> Result<&Member, Unreadable> {
        let member = self.read.as_mut().map_err(|unreadable| unreadable.clone())?;
        if self.takes_hubs {
            member.request.linked_hubs.clone_from(&defaults.linked_hubs);
        }
        Ok(member)
    }
}

impl Source {
    /// A file of this name.
    ///
    /// # Errors
    /// It is no fleet, in words.
    fn file(name: &str, mut bytes: Vec<u8>) -> Result<Self, String> {
        let layout = Layout::detect(name, &bytes, None).map_err(|error| format!("line {}: {error}", error.line))?;
        bytes.drain(..layout.header().min(bytes.len()));
        let begins = bytes.trim_ascii_start().starts_with(b"[");
        let ends = bytes.trim_ascii_end().ends_with(b"]");
        match layout.format() == Format::Json && begins && !ends {
            true => Err("the list is cut off: it ends without `]`".into()),
            false => Ok(Self::File { layout, bytes }),
        }
    }

    /// The fleet of a description.
    ///
    /// # Errors
    /// What is wrong with the description, as a list of findings in JSON.
    fn made(description: &str) -> Result<Self, String> {
        Recipe::parse(description).map(Self::Made).map_err(|problems| {
            let found = findings(&problems, &Positions::of(description));
            serde_json::to_string(&found).unwrap_or_default()
        })
    }

    /// How much there is to read, in the units of [`Reached`].
    fn end(&self) -> usize {
        match self {
            Self::File { bytes, .. } => bytes.len(),
            Self::Made(recipe) => usize::try_from(recipe.devices()).unwrap_or(usize::MAX),
        }
    }

    /// The beginning.
    fn begin(&self) -> Reached {
        let line = match self {
            Self::File { layout, .. } => layout.first_line(),
            Self::Made(_) => 1,
        };
        Reached { at: 0, line }
    }

    /// How much of it has been read, in thousandths.
    fn part(&self, reached: Reached) -> u32 {
        let (at, end) = (u64::try_from(reached.at).unwrap_or(u64::MAX), u64::try_from(self.end()).unwrap_or(u64::MAX));
        u32::try_from(u128::from(at) * 1000 / u128::from(end.max(1))).unwrap_or(1000)
    }

    /// Shows the next devices, some thousands of them. Gives how far it came; nothing where the fleet has ended.
    fn read(
        &self,
        reached: Reached,
        defaults: &Defaults,
        mut show: impl FnMut(Result<&Member, Unreadable>),
    ) -> Option<Reached> {
        if reached.at >= self.end() {
            return None;
        }
        match self {
            Self::File { layout, bytes } => {
                let piece = piece(layout, bytes.get(reached.at..).unwrap_or_default());
                layout.reader(defaults).read(piece, reached.line, show);
                Some(Reached { at: reached.at + piece.len(), line: reached.line + Layout::lines(piece) })
            }
            Self::Made(recipe) => {
                let mut maker = recipe.maker(defaults);
                let end = self.end().min(reached.at + SLICE);
                (reached.at..end).for_each(|index| show(maker.make(u64::try_from(index).unwrap_or(u64::MAX))));
                Some(Reached { at: end, line: 1 })
            }
        }
    }
}

/// The next whole records.
fn piece<'b>(layout: &Layout, rest: &'b [u8]) -> &'b [u8] {
    let mut wanted = PIECE;
    while wanted < rest.len() {
        match layout.complete(rest.get(..wanted).unwrap_or(rest)) {
            0 => wanted *= 2,
            complete => return rest.get(..complete).unwrap_or(rest),
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use dps::LinkedHubs;

    use super::*;

    /// The names and the linked hubs of all devices, as one run shows them.
    fn shown(fleet: &Fleet, hubs: &[&str]) -> Vec<(String, Vec<String>)> {
        let linked_hubs: LinkedHubs = hubs.iter().copied().collect();
        let defaults = Defaults { linked_hubs, ..Defaults::default() };
        let mut all = Vec::new();
        let mut next = Some(Shown::Kept(0));
        while let Some(at) = next {
            next = fleet.show(at, &defaults, |read| {
                all.push(match read {
                    Ok(member) => {
                        let request = &member.request;
                        let hubs = request.linked_hubs.iter().map(str::to_owned).collect();
                        (request.registration_id.to_string(), hubs)
                    }
                    Err(unreadable) => (format!("line {}", unreadable.line), Vec::new()),
                });
            });
        }
        all
    }

    fn file(lines: usize) -> Fleet {
        let hub = |line: usize| if line.is_multiple_of(3) { "own.azure-devices.net" } else { "" };
        let lines: String = (0..lines).map(|line| format!("press-{line},{}\n", hub(line))).collect();
        let text = format!("registrationId,linkedHubs\n{lines},\n");
        Fleet::file("presses.csv", text.into_bytes()).unwrap()
    }

    #[test]
    fn every_run_shows_every_device_with_the_hubs_of_its_own_policy() {
        let fleet = file(KEPT + 2 * SLICE);
        let of = |hub: &str| {
            let device = |line: usize| {
                let hub = if line.is_multiple_of(3) { "own.azure-devices.net" } else { hub };
                (format!("press-{line}"), vec![hub.to_owned()])
            };
            let last = (format!("line {}", KEPT + 2 * SLICE + 2), Vec::new());
            (0..KEPT + 2 * SLICE).map(device).chain([last]).collect::<Vec<_>>()
        };
        for hub in ["one.azure-devices.net", "two.azure-devices.net", "one.azure-devices.net"] {
            assert!(shown(&fleet, &[hub]) == of(hub), "{hub}");
        }
    }

    #[test]
    fn a_run_that_was_left_off_does_no_harm_to_the_next() {
        let fleet = file(3 * SLICE);
        let begun = fleet.show(Shown::Kept(0), &Defaults::default(), |_| {});
        assert!(fleet.part(begun.unwrap()) > 0);
        assert_eq!(shown(&fleet, &["one.azure-devices.net"]).len(), 3 * SLICE + 1);
    }

    #[test]
    fn a_made_fleet_is_the_same_each_time() {
        let fleet = Fleet::made("seed = \"s\"\ndevices = 10_000\n").unwrap();
        let first = shown(&fleet, &["one.azure-devices.net"]);
        assert_eq!(first.len(), 10_000);
        assert!(first == shown(&fleet, &["one.azure-devices.net"]));
    }

    #[test]
    fn what_is_no_fleet_is_refused_in_words() {
        let refused = |name: &str, text: &str| Fleet::file(name, text.into()).err().unwrap();
        assert_eq!(refused("x.csv", ""), "line 1: the fleet is empty: write a device on each line");
        assert_eq!(refused("x.json", "[{\"deviceId\":\"a\"}"), "the list is cut off: it ends without `]`");
        let findings = Fleet::made("devices = 1\n").err().unwrap();
        assert!(findings.starts_with("[{\"code\":\"missing-key\""), "{findings}");
    }
}
