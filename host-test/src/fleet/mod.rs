//! Fleets from files: decompressed, cut into pieces, and read by every core.

mod compression;
mod fold;
mod pieces;

pub(crate) use compression::Compression;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use analysis::fleet::{Defaults, Format, Layout, Member, Unreadable};
use anyhow::{Context as _, Result, anyhow};

use crate::command::source;
use pieces::Pieces;

/// A fleet that has been opened: its format is known, and nothing is read of it but its beginning.
pub(crate) struct Fleet {
    /// How it is named to people.
    pub(crate) name: String,
    pub(crate) compression: Compression,
    layout: Layout,
    pieces: Pieces,
}

/// What to do about a line that is no device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub(crate) enum OnError {
    /// Count it, and go on.
    #[default]
    Continue,
    /// Stop, as what could not be done.
    Stop,
}

impl Fleet {
    /// Opens a file, or the standard input.
    pub(crate) fn open(path: &Path, format: Option<Format>) -> Result<Self> {
        let name = source::name(path);
        let open = || -> io::Result<(Compression, Box<dyn Read + Send>)> {
            match source::is_standard_input(path) {
                true => Compression::find(io::stdin()),
                false => Compression::find(File::open(path)?),
            }
        };
        let (compression, bytes) = open().with_context(|| format!("could not read {name}"))?;
        let mut pieces = Pieces::of(bytes);
        let head = pieces.head().with_context(|| format!("could not read {name}"))?;
        let layout = Layout::detect(&name, head, format).map_err(|error| anyhow!("{name}:{}: {error}", error.line))?;
        pieces.begin(&layout);
        Ok(Self { name, compression, layout, pieces })
    }

    /// How it is written.
    pub(crate) fn format(&self) -> Format {
        self.layout.format()
    }

    /// Shows every line to `add`, on all cores, with an `A` for each of these; then merges what they have.
    ///
    /// In which order lines are shown and parts merged is open, so only what does not depend on it may come out. Memory
    /// is bounded: a few pieces at a time are read.
    pub(crate) fn fold<A: Send>(
        self,
        defaults: &Defaults,
        on_error: OnError,
        new: impl Fn() -> A + Sync,
        add: impl Fn(&mut A, Result<&Member, Unreadable>) + Sync,
        merge: impl Fn(&mut A, A),
    ) -> Result<A> {
        let Self { name, layout, pieces, .. } = self;
        let fold = fold::Fold { layout: &layout, defaults, on_error, new: &new, add: &add };
        let (parts, first) = fold.run(pieces).with_context(|| format!("could not read {name}"))?;
        if let Some(unreadable) = first {
            return Err(stopped(&name, &unreadable));
        }
        let mut all = new();
        parts.into_iter().for_each(|part| merge(&mut all, part));
        Ok(all)
    }

    /// Shows every line in the order of the fleet.
    pub(crate) fn each(
        mut self,
        defaults: &Defaults,
        on_error: OnError,
        mut show: impl FnMut(Result<&Member, Unreadable>) -> Result<()>,
    ) -> Result<()> {
        let mut reader = self.layout.reader(defaults);
        let mut outcome = Ok(());
        while let Some(piece) =
            self.pieces.next(&self.layout, Vec::new()).with_context(|| format!("could not read {}", self.name))?
        {
            reader.read(&piece.bytes, piece.line, |read| {
                if outcome.is_ok() {
                    outcome = match read {
                        Err(unreadable) if on_error == OnError::Stop => Err(stopped(&self.name, &unreadable)),
                        read => show(read),
                    };
                }
            });
            outcome?;
            outcome = Ok(());
        }
        Ok(())
    }
}

fn stopped(name: &str, unreadable: &Unreadable) -> anyhow::Error {
    anyhow!("{name}:{}: {}", unreadable.line, crate::render::Visible(unreadable))
}
