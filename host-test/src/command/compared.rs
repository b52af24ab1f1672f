//! The arguments of commands that compare two policies.

use std::path::{Path, PathBuf};
use std::process::Command;

use analysis::difference::Source;
use anyhow::{Context as _, Result, bail};
use placement::Policy;

use super::{refused, source};
use crate::render::Format;
use crate::{ExitStatus, Output};

/// Which two policies.
#[derive(clap::Args)]
pub(crate) struct ComparedArgs {
    /// The policy as it is, and as it shall be; with --base the second alone
    #[arg(required = true, num_args = 1..=2, value_names = ["OLD", "NEW"])]
    pub(crate) policies: Vec<PathBuf>,

    /// The policy as it is: the one that git has under this name at a revision, such as `main` or `HEAD~1`
    #[arg(long, value_name = "REVISION")]
    pub(crate) base: Option<String>,
}

/// A policy that was read.
pub(crate) struct Read {
    /// How it is named to people.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) policy: Policy,
}

impl Read {
    /// Reads a policy's file. Of one that has errors, these are told.
    pub(crate) fn file(path: &Path, format: Format, output: &mut Output) -> Result<Result<Self, ExitStatus>> {
        parse(file(path)?, format, output)
    }

    /// It, to be compared.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { policy: &self.policy, text: &self.text }
    }
}

/// Two policies that were read.
pub(crate) struct Compared {
    pub(crate) old: Read,
    pub(crate) new: Read,
}

impl ComparedArgs {
    /// The files of the policies.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.policies.iter().map(PathBuf::as_path)
    }

    /// Reads both. Of one that has errors, these are told.
    pub(crate) fn read(&self, format: Format, output: &mut Output) -> Result<Result<Compared, ExitStatus>> {
        if self.paths().filter(|path| source::is_standard_input(path)).count() > 1 {
            bail!("- is the standard input, which holds one policy alone");
        }
        let (old, new) = match (self.policies.as_slice(), &self.base) {
            ([old, new], None) => (file(old)?, file(new)?),
            ([new], Some(base)) => (of_git(new, base)?, file(new)?),
            ([one], None) => bail!(
                "there is one policy alone, {}: name the policy as it is and the policy as it shall be, or give `--base REVISION`",
                source::name(one)
            ),
            _ => bail!("with `--base` there is one policy: the one as it is comes from git"),
        };
        let (old, new) = (parse(old, format, output)?, parse(new, format, output)?);
        Ok(old.and_then(|old| Ok(Compared { old, new: new? })))
    }
}

/// The name to people, the path, and the text.
type Named = (String, PathBuf, String);

fn file(path: &Path) -> Result<Named> {
    Ok((source::name(path), path.to_owned(), source::text(path)?))
}

fn parse((name, path, text): Named, format: Format, output: &mut Output) -> Result<Result<Read, ExitStatus>> {
    match Policy::parse(&text) {
        Ok(checked) => Ok(Ok(Read { name, text, policy: checked.policy })),
        Err(problems) => Ok(Err(refused::policy(&path, &text, &problems, format, output)?)),
    }
}

/// What git has of a file at a revision.
fn of_git(path: &Path, base: &str) -> Result<Named> {
    if source::is_standard_input(path) {
        bail!("`--base` needs the policy's file: git has nothing of the standard input");
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = path.file_name().with_context(|| format!("{} is no file", path.display()))?;
    // A revision that begins so would be an option.
    if base.is_empty() || base.starts_with('-') {
        bail!("`{base}` is no revision of git");
    }
    let name = format!("{base}:{}", path.display());
    let shown = Command::new("git")
        .arg("-C")
        .arg(folder)
        .arg("show")
        .arg(format!("{base}:./{}", file.to_string_lossy()))
        .output()
        .context("could not run `git`, which `--base` needs")?;
    if !shown.status.success() {
        let why = String::from_utf8_lossy(&shown.stderr);
        bail!("git does not have {name}: {}", why.trim().trim_start_matches("fatal: "));
    }
    let text = String::from_utf8(shown.stdout).with_context(|| format!("{name} is not UTF-8"))?;
    Ok((name.clone(), PathBuf::from(name), text))
}
