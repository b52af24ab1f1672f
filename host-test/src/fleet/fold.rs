use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Mutex, PoisonError};
use std::thread;

use analysis::fleet::{Defaults, Layout, Member, Unreadable};

use super::OnError;
use super::pieces::{Piece, Pieces};

/// How every line of a fleet is looked at.
pub(crate) struct Fold<'f, A> {
    pub(crate) layout: &'f Layout,
    pub(crate) defaults: &'f Defaults,
    pub(crate) on_error: OnError,
    pub(crate) new: &'f (dyn Fn() -> A + Sync),
    pub(crate) add: &'f (dyn Fn(&mut A, Result<&Member, Unreadable>) + Sync),
    /// What is done at the end of each piece, given its number, counted from 0.
    pub(crate) end: &'f (dyn Fn(&mut A, u64) + Sync),
}

/// What the threads share.
struct Shared {
    pieces: Mutex<Receiver<Piece>>,
    /// Memory of pieces that have been read.
    memory: SyncSender<Vec<u8>>,
    /// Set where a line ends the run.
    stop: AtomicBool,
}

impl<A: Send> Fold<'_, A> {
    /// What each thread has made of its lines, and the first line that ended the run if one did.
    pub(crate) fn run(&self, mut pieces: Pieces) -> io::Result<(Vec<A>, Option<Unreadable>)> {
        let threads = thread::available_parallelism().map_or(1, usize::from);
        let (send, receive) = mpsc::sync_channel(threads);
        let (back, memory) = mpsc::sync_channel(2 * threads + 1);
        let shared = Shared { pieces: Mutex::new(receive), memory: back, stop: AtomicBool::new(false) };
        thread::scope(|scope| {
            let work = || self.work(&shared);
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            // Pieces are handed out in their order, so what stands before a line that ends the run is read too.
            let mut handed = Ok(());
            while !shared.stop.load(Ordering::Relaxed) {
                match pieces.next(self.layout, memory.try_recv().unwrap_or_default()) {
                    Ok(Some(piece)) => {
                        if send.send(piece).is_err() {
                            break;
                        }
                    }
                    Ok(None) => break,
                    Err(error) => {
                        handed = Err(error);
                        break;
                    }
                }
            }
            drop(send);
            let mut parts = Vec::new();
            let mut first = None;
            for worker in workers {
                // A panic of a worker is one of ours.
                let (part, stopped): (A, Option<Unreadable>) =
                    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                parts.push(part);
                first = first.into_iter().chain(stopped).min();
            }
            handed.map(|()| (parts, first))
        })
    }

    fn work(&self, shared: &Shared) -> (A, Option<Unreadable>) {
        let mut part = (self.new)();
        let mut first: Option<Unreadable> = None;
        let mut reader = self.layout.reader(self.defaults);
        loop {
            let next = shared.pieces.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(piece) = next else { return (part, first) };
            reader.read(&piece.bytes, piece.line, |read| match read {
                Err(unreadable) if self.on_error == OnError::Stop => {
                    shared.stop.store(true, Ordering::Relaxed);
                    first = first.take().into_iter().chain([unreadable]).min();
                }
                read => (self.add)(&mut part, read),
            });
            (self.end)(&mut part, piece.number);
            // Where nobody wants it back, it is freed.
            drop(shared.memory.try_send(piece.bytes));
        }
    }
}
