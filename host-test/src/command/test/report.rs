use std::fs;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context as _, Result};
use clap::ValueEnum as _;

use super::results::Results;
use crate::render::{github, junit};

/// How the results of tests are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, clap::ValueEnum)]
pub(crate) enum Form {
    /// For people.
    #[default]
    Human,
    /// For scripts: JSON.
    Json,
    /// For the test reports of CI servers: JUnit XML.
    Junit,
    /// For GitHub's workflows: an annotation for each failure.
    Github,
}

impl Form {
    /// All results in a form that is written at the end. None for people, who are told while the tests run.
    pub(crate) fn write(self, results: &Results) -> Result<Option<String>> {
        Ok(match self {
            Self::Human => None,
            Self::Json => Some(serde_json::to_string_pretty(results)?),
            Self::Junit => Some(junit::results(results)?),
            Self::Github => Some(github::results(results)),
        })
    }
}

/// A file that is to hold the results in another form.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    form: Form,
    file: PathBuf,
}

impl FromStr for Report {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (form, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, such as junit=results.xml")?;
        match Form::from_str(form, false) {
            Ok(form) if form != Form::Human && !file.is_empty() => Ok(Self { form, file: file.into() }),
            _ => Err("write it as json=FILE, junit=FILE or github=FILE".into()),
        }
    }
}

impl Report {
    /// Writes the file.
    pub(crate) fn write(&self, results: &Results) -> Result<()> {
        let text = self.form.write(results)?.unwrap_or_default();
        fs::write(&self.file, text + "\n").with_context(|| format!("could not write {}", self.file.display()))
    }
}
