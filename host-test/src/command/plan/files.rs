//! The policies of a plan as files.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use analysis::plan::{Plan, Step};
use anyhow::{Context as _, Result, bail};

use crate::command::write;

/// The names of the files, one of each step and one of its way back.
pub(crate) struct Files {
    pub(crate) steps: Vec<String>,
    pub(crate) backs: Vec<String>,
}

/// How long the part of a name is that says what a step does.
const LONG: usize = 40;

impl Files {
    /// Names that sort as the steps follow each other.
    pub(crate) fn of(plan: &Plan) -> Self {
        let digits = plan.steps.len().to_string().len();
        let number = |number: usize| format!("{number:0digits$}");
        let named = |(at, step): (usize, &Step)| format!("{}-{}.toml", number(at), slug(step));
        Self {
            steps: (1..).zip(&plan.steps).map(named).collect(),
            backs: (1..).zip(&plan.steps).map(|(at, _)| format!("{}-back.toml", number(at))).collect(),
        }
    }

    /// Writes them.
    pub(crate) fn write(&self, folder: &Path, plan: &Plan) -> Result<()> {
        fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
        for ((step, name), back) in plan.steps.iter().zip(&self.steps).zip(&self.backs) {
            write::new(&folder.join(name), step.text.as_bytes())?;
            write::new(&folder.join(back), step.back.text.as_bytes())?;
        }
        Ok(())
    }
}

/// What a step does, in a name that every file system takes.
fn slug(step: &Step) -> String {
    let words: Vec<String> = step.units.iter().map(analysis::plan::Unit::words).collect();
    let mut slug = String::new();
    for c in words.join("-").replace('`', "").chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.truncate(LONG);
    let end = step.end.map(|end| format!("-{end}")).unwrap_or_default();
    format!("{}{end}", slug.trim_end_matches('-'))
}

/// A folder that is not there yet, or is empty.
pub(super) fn folder(path: &Path) -> Result<&Path> {
    if path.is_file() {
        bail!("{} is a file: name a folder", path.display());
    }
    let is_empty = match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == ErrorKind::NotFound => true,
        Err(error) => return Err(error).with_context(|| format!("could not look into {}", path.display())),
    };
    if !is_empty {
        bail!("the folder {} is not empty: name a new one", path.display());
    }
    Ok(path)
}
