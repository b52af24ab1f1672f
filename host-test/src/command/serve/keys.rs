use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};

use super::subject::regular;
use crate::command::units::keys;

/// The variable that holds keys, separated by commas, where no argument names any.
const ENVIRONMENT: &str = "STAMP_KEYS";

/// The shortest that the component takes.
const SHORTEST: usize = 16;

/// More are no rotation, and every request is held against each.
const MOST: usize = 100;

/// Which keys callers may use.
#[derive(clap::Args)]
#[command(next_help_heading = "Keys")]
pub(crate) struct KeyArgs {
    /// A key that callers may use, at least 16 characters. May be given several times: two are valid while one replaces the
    /// other. Other users of this machine may see it; --key-file and STAMP_KEYS are not seen [default: STAMP_KEYS, and
    /// without it a new random key]
    #[arg(long = "key", value_name = "KEY")]
    keys: Vec<String>,

    /// A file with keys that callers may use, one a line. When it changes its new keys take over
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

/// Where the keys come from, as the arguments say.
pub(crate) struct KeySource {
    named: Vec<String>,
    file: Option<PathBuf>,
    /// Whether the file's changes can be followed: what comes by a pipe comes once.
    lasting: bool,
}

/// The keys that callers may use; at least one.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Keys {
    first: String,
    others: Vec<String>,
    shown: bool,
}

impl KeySource {
    /// What the arguments name, or else the environment.
    pub(crate) fn of(args: &KeyArgs) -> Self {
        let file = args.key_file.clone();
        Self { named: args.keys.clone(), lasting: file.as_deref().is_some_and(Path::is_file), file }
    }

    /// The keys that the arguments give, else those of the environment, else a new one.
    pub(crate) fn first(&self) -> Result<Keys> {
        if let Some(file) = &self.file {
            return self.with(file, fs::read_to_string(file).map_err(Into::into));
        }
        let environment = if self.named.is_empty() { env::var(ENVIRONMENT).ok() } else { None };
        let keys: Vec<String> = self.named.iter().chain(&environment).flat_map(|text| split(text)).collect();
        // Arguments are seen by all the machine, and a new key must be seen by somebody.
        let shown = environment.is_none() || keys.is_empty();
        Keys::of(keys, shown).with_context(|| format!("check --key and {ENVIRONMENT}"))
    }

    /// The file whose changes are to be followed, if there is one.
    pub(crate) fn followed(&self) -> Option<&Path> {
        self.file.as_deref().filter(|_| self.lasting)
    }

    /// The keys as that file has them now; none where there are no others than at first.
    pub(crate) fn again(&self) -> Option<Result<Keys>> {
        let file = self.followed()?;
        Some(self.with(file, regular(file).and_then(|bytes| Ok(String::from_utf8(bytes)?))))
    }

    fn with(&self, file: &Path, read: Result<String>) -> Result<Keys> {
        let name = file.display();
        let text = read.with_context(|| format!("could not read the keys in {name}"))?;
        let in_file = split(&text);
        ensure!(!in_file.is_empty(), "there is no key in {name}: write one or more, separated by commas or lines");
        let keys = self.named.iter().flat_map(|text| split(text)).chain(in_file).collect();
        Keys::of(keys, !self.named.is_empty()).with_context(|| format!("check --key and {name}"))
    }
}

impl Keys {
    fn of(keys: Vec<String>, shown: bool) -> Result<Self> {
        if let Some(position) = keys.iter().position(|key| key.chars().count() < SHORTEST) {
            bail!("key {} is too short: a key has at least {SHORTEST} characters", position + 1);
        }
        ensure!(keys.len() <= MOST, "there are {} keys: {MOST} are the most that can be valid at once", keys.len());
        let mut keys = keys.into_iter();
        let first = match keys.next() {
            Some(key) => key,
            None => random()?,
        };
        Ok(Self { first, others: keys.collect(), shown })
    }

    /// One of them, to show how the webhook is called. None if they were given in a way that keeps them secret: what
    /// is printed may go into a log.
    pub(crate) fn shown(&self) -> Option<&str> {
        self.shown.then_some(&self.first)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        1 + self.others.len()
    }

    /// All of them, as the component's variable `webhook_keys` takes them.
    pub(crate) fn joined(&self) -> String {
        self.others.iter().fold(self.first.clone(), |keys, key| keys + "," + key)
    }
}

/// Owned ones of [`keys`].
fn split(text: &str) -> Vec<String> {
    keys(text).map(str::to_owned).collect()
}

/// 128 bits in hexadecimal.
fn random() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).context("the system has no random key to give: name one by --key")?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(texts: &[&str]) -> Result<String> {
        Keys::of(texts.iter().flat_map(|text| split(text)).collect(), true).map(|keys| keys.joined())
    }

    #[test]
    fn keys_are_separated_by_commas_and_lines() {
        let joined = joined(&["first-key-01234567, second-key-0123456", "third-key-01234567\r\n\n"]).unwrap();
        assert_eq!(joined, "first-key-01234567,second-key-0123456,third-key-01234567");
    }

    #[test]
    fn a_short_key_is_refused_by_its_number_and_not_shown() {
        let error = joined(&["first-key-01234567", "short"]).unwrap_err().to_string();
        assert_eq!(error, "key 2 is too short: a key has at least 16 characters");
    }

    #[test]
    fn without_keys_a_new_one_is_made_each_time() {
        let (one, other) = (joined(&[]).unwrap(), joined(&[]).unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
