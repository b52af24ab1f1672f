//! Fleets from files: decompressed, cut into pieces, and read by every core; and fleets that are made.

mod compression;
mod fold;
mod generated;
mod pieces;
mod progress;

pub(crate) use compression::Compression;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use analysis::fleet::generate::{ENDING, Recipe};
use analysis::fleet::{Defaults, Format, Layout, Member, Unreadable};
use anyhow::{Context as _, Result, anyhow, bail};

use crate::command::source;
use crate::render::diagnostic;
use fold::Fold;
use generated::Generated;
use pieces::Pieces;
use progress::Progress;

/// A fleet that has been opened: its format is known, and nothing is read of it but its beginning.
pub(crate) struct Fleet {
    /// How it is named to people.
    pub(crate) name: String,
    source: Source,
    progress: Progress,
}

/// How a file is compressed, and what it is without.
type Opened = (Compression, Box<dyn Read + Send>);

enum Source {
    File { compression: Compression, layout: Layout, pieces: Pieces },
    Generated(Recipe),
}

/// How a fleet is said to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Written {
    As(Format),
    /// It is a description, by which it is made.
    Generated,
}

/// The word for fleets that are made.
pub(crate) const GENERATED: &str = "generated";

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
    /// Opens a file, or the standard input. What is not said of it, its name and its beginning tell.
    pub(crate) fn open(path: &Path, written: Option<Written>) -> Result<Self> {
        let name = source::name(path);
        let format = match written {
            Some(Written::Generated) => return Self::described(path, name),
            None if is_description(path) => return Self::described(path, name),
            Some(Written::As(format)) => Some(format),
            None if is_toml(path) => bail!(
                "{name} is TOML, which is no list of devices: the name of a description of a fleet ends with {ENDING}"
            ),
            None => None,
        };
        let open = || -> io::Result<(Progress, Opened)> {
            if source::is_standard_input(path) {
                return Ok((Progress::of_bytes(None), Compression::find(io::stdin())?));
            }
            let file = File::open(path)?;
            let metadata = file.metadata()?;
            // A pipe has no length.
            let progress = Progress::of_bytes(metadata.is_file().then_some(metadata.len()));
            let found = Compression::find(progress.through(file))?;
            Ok((progress, found))
        };
        let (progress, (compression, bytes)) = open().with_context(|| format!("could not read {name}"))?;
        let mut pieces = Pieces::of(bytes);
        let head = pieces.head().with_context(|| format!("could not read {name}"))?;
        let layout = Layout::detect(&name, head, format).map_err(|error| anyhow!("{name}:{}: {error}", error.line))?;
        pieces.begin(&layout);
        Ok(Self { name, source: Source::File { compression, layout, pieces }, progress })
    }

    fn described(path: &Path, name: String) -> Result<Self> {
        let text = source::text(path)?;
        let recipe = Recipe::parse(&text).map_err(|problems| {
            // The error may be told as JSON too, and is no place for colours.
            let problems = diagnostic::for_people(&name, &text, &problems);
            anyhow!("{name} describes no fleet\n{}", anstream::adapter::strip_str(&problems))
        })?;
        Ok(Self::generated(name, recipe))
    }

    /// A fleet that is made.
    pub(crate) fn generated(name: String, recipe: Recipe) -> Self {
        Self { name, progress: Progress::of_devices(recipe.devices()), source: Source::Generated(recipe) }
    }

    /// The same; how far it has been read is shown on a terminal.
    pub(crate) fn watched(self) -> Self {
        self.progress.watch();
        self
    }

    /// The word for how it is written.
    pub(crate) fn format(&self) -> &'static str {
        match &self.source {
            Source::File { layout, .. } => layout.format().word(),
            Source::Generated(_) => GENERATED,
        }
    }

    /// How it is compressed.
    pub(crate) fn compression(&self) -> Compression {
        match &self.source {
            Source::File { compression, .. } => *compression,
            Source::Generated(_) => Compression::None,
        }
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
        self.fold_by_pieces(defaults, on_error, new, add, |_, _| {}, merge)
    }

    /// The same; `end` is told the end of each piece, which one core reads in the order of the fleet, and its number,
    /// counted from 0. Pieces with higher numbers may end before it.
    pub(crate) fn fold_by_pieces<A: Send>(
        self,
        defaults: &Defaults,
        on_error: OnError,
        new: impl Fn() -> A + Sync,
        add: impl Fn(&mut A, Result<&Member, Unreadable>) + Sync,
        end: impl Fn(&mut A, u64) + Sync,
        merge: impl Fn(&mut A, A),
    ) -> Result<A> {
        let Self { name, source, progress } = self;
        let (new, add, end) = (&new, &add, &end);
        let (parts, first) = match source {
            Source::File { layout, pieces, .. } => {
                let fold = Fold { layout: &layout, defaults, on_error, new, add, end };
                fold.run(pieces).with_context(|| format!("could not read {name}"))?
            }
            Source::Generated(recipe) => {
                Generated { recipe: &recipe, defaults, on_error, new, add, end, progress: &progress }.run()
            }
        };
        if let Some(unreadable) = first {
            return Err(stopped(&name, &unreadable));
        }
        let mut all = new();
        parts.into_iter().for_each(|part| merge(&mut all, part));
        Ok(all)
    }

    /// The first of its devices.
    pub(crate) fn first(self, count: usize, defaults: &Defaults) -> Result<Vec<Member>> {
        let mut members = Vec::new();
        let read = self.each(defaults, OnError::Continue, |read| {
            members.extend(read.ok().cloned());
            if members.len() < count { Ok(()) } else { Err(Enough.into()) }
        });
        match read {
            Err(error) if !error.is::<Enough>() => Err(error),
            _ => Ok(members),
        }
    }

    /// Shows every line in the order of the fleet, until one ends it by an error.
    pub(crate) fn each(
        self,
        defaults: &Defaults,
        on_error: OnError,
        mut show: impl FnMut(Result<&Member, Unreadable>) -> Result<()>,
    ) -> Result<()> {
        let Self { name, source, .. } = self;
        let mut show = |read: Result<&Member, Unreadable>| match read {
            Err(unreadable) if on_error == OnError::Stop => Err(stopped(&name, &unreadable)),
            read => show(read),
        };
        match source {
            Source::Generated(recipe) => {
                let mut maker = recipe.maker(defaults);
                (0..recipe.devices()).try_for_each(|index| show(maker.make(index)))
            }
            Source::File { layout, mut pieces, .. } => {
                let mut reader = layout.reader(defaults);
                let mut outcome = Ok(());
                let unread = || format!("could not read {name}");
                while let Some(piece) = pieces.next(&layout, Vec::new()).with_context(unread)? {
                    reader.read(&piece.bytes, piece.line, |read| {
                        if outcome.is_ok() {
                            outcome = show(read);
                        }
                    });
                    std::mem::replace(&mut outcome, Ok(()))?;
                }
                Ok(())
            }
        }
    }
}

/// What ends a fleet of which enough is known.
#[derive(Debug, thiserror::Error)]
#[error("there is enough")]
struct Enough;

/// Whether a file is a description of a fleet, by its name.
pub(crate) fn is_description(path: &Path) -> bool {
    path.to_string_lossy().ends_with(ENDING)
}

/// Whether a file is TOML by its name, which no list of devices is.
fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "toml")
}

fn stopped(name: &str, unreadable: &Unreadable) -> anyhow::Error {
    anyhow!("{name}:{}: {}", unreadable.line, crate::render::Visible(unreadable))
}
