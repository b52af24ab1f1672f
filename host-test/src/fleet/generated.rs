use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use analysis::fleet::generate::Recipe;
use analysis::fleet::{Defaults, Member, Unreadable};

use super::OnError;
use super::progress::Progress;

/// How many devices a thread makes at once.
const BATCH: u64 = 4096;

/// How every device of a generated fleet is looked at.
pub(crate) struct Generated<'g, A> {
    pub(crate) recipe: &'g Recipe,
    pub(crate) defaults: &'g Defaults,
    pub(crate) on_error: OnError,
    pub(crate) new: &'g (dyn Fn() -> A + Sync),
    pub(crate) add: &'g (dyn Fn(&mut A, Result<&Member, Unreadable>) + Sync),
    /// What is done at the end of each batch, given its number, counted from 0.
    pub(crate) end: &'g (dyn Fn(&mut A, u64) + Sync),
    pub(crate) progress: &'g Progress,
}

impl<A: Send> Generated<'_, A> {
    /// What each thread has made of its devices, and the first that ended the run if one did.
    pub(crate) fn run(&self) -> (Vec<A>, Option<Unreadable>) {
        // Where a device ends the run, nothing is left to be made. What stands before it has been handed out already.
        let next = AtomicU64::new(0);
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let parts: Vec<(A, Option<Unreadable>)> = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| self.work(&next))).collect();
            let join = |worker: thread::ScopedJoinHandle<'_, _>| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect()
        });
        let (parts, stopped): (Vec<A>, Vec<Option<Unreadable>>) = parts.into_iter().unzip();
        (parts, stopped.into_iter().flatten().min())
    }

    fn work(&self, next: &AtomicU64) -> (A, Option<Unreadable>) {
        let mut part = (self.new)();
        let mut first: Option<Unreadable> = None;
        let mut maker = self.recipe.maker(self.defaults);
        loop {
            let start = next.fetch_add(BATCH, Ordering::Relaxed);
            if start >= self.recipe.devices() {
                return (part, first);
            }
            let end = self.recipe.devices().min(start + BATCH);
            self.progress.add(end - start);
            for index in start..end {
                match maker.make(index) {
                    Err(unreadable) if self.on_error == OnError::Stop => {
                        next.store(self.recipe.devices(), Ordering::Relaxed);
                        first = first.take().into_iter().chain([unreadable]).min();
                    }
                    made => (self.add)(&mut part, made),
                }
            }
            (self.end)(&mut part, start / BATCH);
        }
    }
}
