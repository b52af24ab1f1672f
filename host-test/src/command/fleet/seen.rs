use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, BuildHasherDefault, Hasher};
use std::sync::{Mutex, PoisonError};

use dps::RegistrationId;

/// How many parts the names are kept in, so that threads seldom wait for each other.
const PARTS: usize = 64;

/// The registration IDs that have been seen, by a hash of 64 bits: about 16 bytes of memory for each.
///
/// Two IDs of ten million have the same hash once in 370,000 fleets; then one too many is told to stand there twice.
pub(crate) struct Seen {
    hash: RandomState,
    parts: Vec<Mutex<HashSet<u64, BuildHasherDefault<Itself>>>>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { hash: RandomState::new(), parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl Seen {
    /// Whether the ID has been seen before; from now on it has.
    pub(crate) fn has(&self, id: &RegistrationId) -> bool {
        let hash = self.hash.hash_one(id.as_str());
        // The parts are chosen by other bits than the places within them.
        let part = usize::try_from(hash >> 32).unwrap_or_default() % PARTS;
        let Some(part) = self.parts.get(part) else { return false };
        !part.lock().unwrap_or_else(PoisonError::into_inner).insert(hash)
    }
}

/// Takes a number that is a hash already as its own.
#[derive(Default)]
pub(crate) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
