use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

use anyhow::Result;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::deployment::{Deployment, Loaded};
use super::sample::Sample;
use super::subject::PolicyFile;
use crate::Output;
use crate::render::Visible;

/// What is printed when the server is ready. It keeps the file that it names, if that is a temporary one.
pub(crate) struct Invitation {
    _sample: Sample,
}

impl Invitation {
    /// Prints the webhook's URL with a key, and a line for any shell that asks it.
    pub(crate) fn issue(
        address: SocketAddr,
        deployment: &Deployment,
        loaded: &Loaded,
        output: &mut Output,
    ) -> Result<Self> {
        let (file, key) = (&deployment.subject.policy, loaded.keys.shown());
        let sample = Sample::of(&loaded.policy, file)?;
        if !loaded.warnings.is_empty() {
            output.note(&loaded.warnings)?;
        }
        output.note(format_args!("serving {}: {}", file.name(), identity(loaded)))?;
        if *file == PolicyFile::Example {
            output.note("there is no spin.toml here, so this is the example; name a policy to serve your own")?;
        }
        if sample.temporary.is_some() {
            output.note("the request below is made for this policy, and goes when the server stops")?;
        }
        if key.is_none() {
            output.note("KEY below stands for one of the keys that you gave")?;
        }
        let url = url(address, key.unwrap_or("KEY"));
        output.result(format_args!("webhook: {url}"))?;
        output.result(format_args!("try it:  {}", curl(&url, &sample.file)))?;
        Ok(Self { _sample: sample })
    }
}

/// Name, revision and digest.
pub(crate) fn identity(loaded: &Loaded) -> String {
    let policy = &loaded.policy;
    let revision = policy.revision().map(|revision| format!(" revision {revision}")).unwrap_or_default();
    Visible(format!("policy {}{revision}, sha256 {}", policy.name(), policy.digest())).to_string()
}

/// What may stand in a query as it is, and means nothing to a shell.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn url(address: SocketAddr, key: &str) -> String {
    let mut address = address;
    // Nobody can connect to "any address"; the one who reads this is on this machine.
    address.set_ip(match address.ip() {
        IpAddr::V4(any) if any.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(any) if any.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    });
    format!("http://{address}/allocate?code={}", utf8_percent_encode(key, PLAIN))
}

/// Double quotes hold the URL together in every shell, since it has no character that they leave a meaning.
fn curl(url: &str, body: &Path) -> String {
    let body = quoted(&format!("@{}", body.display()));
    format!("curl -sS \"{url}\" -H \"content-type: application/json\" --data-binary {body}")
}

/// A word as the shells of this system read it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "@%+=:,./-_".contains(c) || (cfg!(windows) && c == '\\');
    if word.chars().all(plain) {
        // PowerShell takes an `@` at the front for its own.
        if cfg!(windows) { format!("\"{word}\"") } else { word.to_owned() }
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_escaped_in_the_url() {
        let url = url("127.0.0.1:3000".parse().unwrap(), "a key with $ & + \"");
        assert_eq!(url, "http://127.0.0.1:3000/allocate?code=a%20key%20with%20%24%20%26%20%2B%20%22");
    }

    #[test]
    fn any_address_is_shown_as_this_machine() {
        assert!(url("0.0.0.0:80".parse().unwrap(), "k").starts_with("http://127.0.0.1:80/"));
        assert!(url("[::]:80".parse().unwrap(), "k").starts_with("http://[::1]:80/"));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_with_quotes_and_spaces_is_one_word() {
        assert_eq!(quoted("@a/b-c.json"), "@a/b-c.json");
        assert_eq!(quoted("@it's here"), r"'@it'\''s here'");
    }
}
