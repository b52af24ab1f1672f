//! How far a fleet has been read, on a terminal alone.

use std::io::Read;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar that is not drawn until somebody watches, and then only if the notes go to a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    unit: Unit,
}

/// What a bar counts.
#[derive(Clone, Copy)]
enum Unit {
    Bytes,
    Devices,
}

impl Unit {
    fn template(self) -> &'static str {
        match self {
            Self::Bytes => "{wide_bar} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left",
            Self::Devices => "{wide_bar} {human_pos} of {human_len} devices, {per_sec:0}, {eta} left",
        }
    }
}

impl Progress {
    /// Of bytes, where it is known how many there are.
    pub(crate) fn of_bytes(bytes: Option<u64>) -> Self {
        Self { bar: ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden()), unit: Unit::Bytes }
    }

    /// Of devices.
    pub(crate) fn of_devices(devices: u64) -> Self {
        Self { bar: ProgressBar::with_draw_target(Some(devices), ProgressDrawTarget::hidden()), unit: Unit::Devices }
    }

    /// Draws the bar from now on. What has no end that is known has no bar.
    pub(crate) fn watch(&self) {
        if self.bar.length().is_some() {
            // A template of ours is right.
            self.bar.set_style(
                ProgressStyle::with_template(self.unit.template()).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Counts what is read.
    pub(crate) fn through<R: Read>(&self, read: R) -> impl Read + use<R> {
        self.bar.wrap_read(read)
    }

    /// Counts devices.
    pub(crate) fn add(&self, devices: u64) {
        self.bar.inc(devices);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
