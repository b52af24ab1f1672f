use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// The variable that holds keys, separated by commas, where no argument names any.
const ENVIRONMENT: &str = "STAMP_KEYS";

/// The shortest that the component takes.
const SHORTEST: usize = 16;

/// Which keys callers may use.
#[derive(clap::Args)]
#[command(next_help_heading = "Keys")]
pub(crate) struct KeyArgs {
    /// A key that callers may use, at least 16 characters. May be given several times: two are valid while one replaces the
    /// other. Other users of this machine may see it; --key-file and STAMP_KEYS are not seen [default: STAMP_KEYS, and
    /// without it a new random key]
    #[arg(long = "key", value_name = "KEY")]
    keys: Vec<String>,

    /// A file with keys that callers may use, one a line
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

/// The keys that callers may use; at least one.
pub(crate) struct Keys {
    first: String,
    others: Vec<String>,
    shown: bool,
}

impl Keys {
    /// The keys that the arguments give, else those of the environment, else a new one.
    pub(crate) fn given(args: &KeyArgs) -> Result<Self> {
        let file = args.key_file.as_ref().map(|file| {
            fs::read_to_string(file).with_context(|| format!("could not read the keys in {}", file.display()))
        });
        let environment = if args.keys.is_empty() && file.is_none() { env::var(ENVIRONMENT).ok() } else { None };
        let texts = args.keys.iter().cloned().chain(file.transpose()?).chain(environment);
        let keys: Vec<String> = texts.flat_map(|text| split(&text)).collect();
        // Arguments are seen by all the machine, and a new key must be seen by somebody.
        let shown = !args.keys.is_empty() || keys.is_empty();
        Self::of(keys, shown).with_context(|| format!("check --key, --key-file and {ENVIRONMENT}"))
    }

    fn of(keys: Vec<String>, shown: bool) -> Result<Self> {
        if let Some(position) = keys.iter().position(|key| key.chars().count() < SHORTEST) {
            bail!("key {} is too short: a key has at least {SHORTEST} characters", position + 1);
        }
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

    /// All of them, as the component's variable `webhook_keys` takes them.
    pub(crate) fn joined(&self) -> String {
        self.others.iter().fold(self.first.clone(), |keys, key| keys + "," + key)
    }
}

/// Keys cannot hold commas, since the component's variable separates them by commas.
fn split(text: &str) -> Vec<String> {
    text.split([',', '\n', '\r']).map(str::trim).filter(|key| !key.is_empty()).map(str::to_owned).collect()
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

    fn keys(texts: &[&str]) -> Result<String> {
        Keys::of(texts.iter().flat_map(|text| split(text)).collect(), true).map(|keys| keys.joined())
    }

    #[test]
    fn keys_are_separated_by_commas_and_lines() {
        let joined = keys(&["first-key-01234567, second-key-0123456", "third-key-01234567\r\n\n"]).unwrap();
        assert_eq!(joined, "first-key-01234567,second-key-0123456,third-key-01234567");
    }

    #[test]
    fn a_short_key_is_refused_by_its_number_and_not_shown() {
        let error = keys(&["first-key-01234567", "short"]).unwrap_err().to_string();
        assert_eq!(error, "key 2 is too short: a key has at least 16 characters");
    }

    #[test]
    fn without_keys_a_new_one_is_made_each_time() {
        let (one, other) = (keys(&[]).unwrap(), keys(&[]).unwrap());
        assert_eq!(one.len(), 32);
        assert_ne!(one, other);
    }
}
