//! Lines that wait for whoever reads them, so that those who say them do not.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::Stream;

/// How many lines may wait. One of the component's log has about 500 bytes, and no more than 64 KiB.
const WAITING: usize = 4096;

/// How long the last lines are waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often it is looked whether a full queue has room for its end.
const PAUSE: Duration = Duration::from_millis(10);

enum Message {
    Line(Vec<u8>),
    /// Everything before it has been written when this is dropped.
    End(Sender<()>),
}

/// A stream that never keeps its writer waiting: a line that does not fit any more is lost, and counted. Each write is a line.
pub(super) struct Queue {
    lines: SyncSender<Message>,
    lost: Arc<AtomicU64>,
}

/// Waits for the lines of a queue to be written when it is dropped, for a while.
pub(crate) struct Drain(SyncSender<Message>);

/// A queue whose lines are written to `to` by a thread of its own.
pub(super) fn queue(to: Stream) -> io::Result<(Queue, Drain)> {
    let (lines, waiting) = sync_channel(WAITING);
    let lost = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&lost);
    thread::Builder::new().name("log".into()).spawn(move || write(&to, &waiting, &counted))?;
    Ok((Queue { lines: lines.clone(), lost }, Drain(lines)))
}

fn write(to: &Stream, waiting: &Receiver<Message>, lost: &AtomicU64) {
    for message in waiting {
        match message {
            Message::Line(line) => {
                let before = lost.swap(0, Ordering::Relaxed);
                if before > 0 && to.line(&format_args!("lines of the log that are lost: {before}")).is_err() {
                    lost.fetch_add(before, Ordering::Relaxed);
                }
                if to.bytes(&line).is_err() {
                    lost.fetch_add(1, Ordering::Relaxed);
                }
            }
            Message::End(written) => drop(written),
        }
    }
}

impl Write for Queue {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.lines.try_send(Message::Line(line.to_vec())).is_err() {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Drain {
    fn drop(&mut self) {
        let (written, all) = channel();
        let (end, mut message) = (Instant::now() + PATIENCE, Message::End(written));
        while let Err(TrySendError::Full(unsent)) = self.0.try_send(message) {
            if Instant::now() >= end {
                return;
            }
            message = unsent;
            thread::sleep(PAUSE);
        }
        // Either it is dropped, or nobody reads.
        let _ = all.recv_timeout(end.saturating_duration_since(Instant::now()));
    }
}
