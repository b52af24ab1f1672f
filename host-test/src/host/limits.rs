use std::time::Duration;

use wasmtime::ResourceLimiter;

/// What an instance may use, and for how long it is used.
///
/// The reuse of instances is that of Spin 4.1, so that state which one request leaves behind meets the next one here
/// as it does there.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The memory of one instance, in bytes. Spin has no limit unless told.
    pub memory: usize,
    /// From the request's arrival to the end of its answer. Spin has no such limit.
    pub time: Duration,
    /// Requests that one instance takes in its life.
    pub requests: usize,
    /// Requests that one instance takes at a time.
    pub concurrent: usize,
    /// How long an instance is kept without a request.
    pub idle: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 64 << 20,
            time: Duration::from_secs(3),
            requests: 128,
            concurrent: 16,
            idle: Duration::from_secs(1),
        }
    }
}

/// Refuses to let an instance grow beyond its memory, and remembers that it did.
pub(crate) struct MemoryLimit {
    limit: usize,
    used: usize,
    reached: bool,
}

impl MemoryLimit {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, used: 0, reached: false }
    }

    /// The limit in bytes, if the instance has asked for more.
    pub(crate) fn reached(&self) -> Option<usize> {
        self.reached.then_some(self.limit)
    }

    /// Several memories, or memory and tables, share the limit.
    fn grow(&mut self, by: usize) -> bool {
        let wanted = self.used.saturating_add(by);
        let granted = wanted <= self.limit;
        if granted {
            self.used = wanted;
        } else {
            self.reached = true;
        }
        granted
    }
}

impl ResourceLimiter for MemoryLimit {
    fn memory_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(desired.saturating_sub(current)))
    }

    fn table_growing(&mut self, current: usize, desired: usize, _maximum: Option<usize>) -> wasmtime::Result<bool> {
        Ok(self.grow(desired.saturating_sub(current).saturating_mul(size_of::<usize>())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_up_to_the_limit_is_granted() {
        let mut limit = MemoryLimit::new(100);
        assert!(limit.memory_growing(0, 60, None).unwrap());
        assert!(limit.memory_growing(60, 100, None).unwrap());
        assert_eq!(limit.reached(), None);
    }

    #[test]
    fn two_memories_share_one_limit() {
        let mut limit = MemoryLimit::new(100);
        assert!(limit.memory_growing(0, 60, None).unwrap());
        assert!(!limit.memory_growing(0, 60, None).unwrap());
        assert_eq!(limit.reached(), Some(100));
    }
}
