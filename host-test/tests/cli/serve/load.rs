//! Clients that ask all the time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, ScopedJoinHandle};

use super::REQUEST;
use crate::client::Connection;
use crate::serving::Serving;

const CLIENTS: usize = 4;

/// What one client was answered, one after another, while something changed.
pub(super) struct Client {
    pub(super) answers: Vec<(u16, String)>,
}

impl Client {
    /// Asks by one connection until it is told to stop, and once more after that. Says when it has its first answer.
    fn ask(mut connection: Connection, target: &str, begun: &Sender<()>, stop: &AtomicBool) -> Self {
        let mut answers = Vec::new();
        loop {
            let last = stop.load(Ordering::SeqCst);
            let answer = connection.ask("POST", target, REQUEST);
            if answers.is_empty() {
                begun.send(()).unwrap();
            }
            answers.push((answer.status, answer.body));
            if last {
                return Self { answers };
            }
        }
    }

    /// Each answer is `before` whole or, from some point on, `after` whole; and the last one is `after`.
    pub(super) fn saw(&self, before: &str, after: &str) {
        let (old, new) = ((200, before.to_owned()), (200, after.to_owned()));
        let turn = self.answers.iter().position(|answer| *answer != old).unwrap();
        let (by_old, by_new) = self.answers.split_at(turn);
        assert!(!by_old.is_empty(), "{by_new:?}");
        for answer in by_new {
            assert_eq!(*answer, new);
        }
    }
}

/// Tells the clients to stop.
struct StopsOnDrop<'s>(&'s AtomicBool);

impl Drop for StopsOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Keeps clients asking for `target` while `change` is made.
pub(super) fn under_load(serving: &Serving, target: &str, change: impl FnOnce()) -> Vec<Client> {
    let stop = &AtomicBool::new(false);
    let (begun, has_begun) = channel();
    thread::scope(|scope| {
        let start = |begun: Sender<()>| {
            let connection = serving.connect();
            scope.spawn(move || Client::ask(connection, target, &begun, stop))
        };
        let clients: Vec<ScopedJoinHandle<'_, Client>> = vec![begun; CLIENTS].into_iter().map(start).collect();
        (0..CLIENTS).for_each(|_| has_begun.recv().unwrap());
        // Also when the change is not seen as the test expects: a client that went on for ever would hide that.
        let at_the_end = StopsOnDrop(stop);
        change();
        drop(at_the_end);
        clients.into_iter().map(|client| client.join().unwrap()).collect()
    })
}
