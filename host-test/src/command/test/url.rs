use std::fmt;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::command::units::keys;

/// Which webhook to ask instead of the component.
#[derive(clap::Args)]
#[command(next_help_heading = "A deployed webhook")]
pub(crate) struct UrlArgs {
    /// Ask this webhook instead of the component: its URL as the enrollment has it, with ?code=KEY, or without a key.
    /// It must serve the very policy that is tested. Requests are only decided, so this is safe in production
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// A file with the webhook's key, for a URL without one
    #[arg(long, value_name = "FILE", requires = "url")]
    key_file: Option<PathBuf>,
}

/// A webhook's two places, and its key.
pub(crate) struct Endpoint {
    /// Where requests are posted. It may hold the key.
    pub(crate) allocate: Secret<Uri>,
    /// Where its health is asked. It holds no key.
    pub(crate) health: Uri,
    /// The key, where the URL does not hold it.
    pub(crate) key: Option<Secret<String>>,
    /// The host, for messages.
    pub(crate) host: String,
}

/// What must not be shown.
pub(crate) struct Secret<T>(pub(crate) T);

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

impl UrlArgs {
    /// The webhook that the arguments name, if they name one.
    pub(crate) fn endpoint(&self) -> Result<Option<Endpoint>> {
        let Some(url) = &self.url else { return Ok(None) };
        let mut endpoint = Endpoint::parse(url)?;
        if let Some(file) = &self.key_file {
            let text = fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))?;
            let key = keys(&text).next();
            endpoint.key = Some(Secret(key.with_context(|| format!("{} holds no key", file.display()))?.to_owned()));
        }
        Ok(Some(endpoint))
    }
}

impl Endpoint {
    /// Takes a webhook's URL. What stands before `/allocate` in its path stands before `/healthz` too.
    fn parse(url: &str) -> Result<Self> {
        // The errors of `Uri` do not show the text.
        let uri: Uri = url.parse().context("--url is no URL")?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            bail!("--url is no URL: write it as https://HOST/allocate?code=KEY");
        };
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            bail!("--url begins with {scheme}: write http or https");
        }
        let path = uri.path().trim_end_matches('/');
        let base = path.strip_suffix("/allocate").unwrap_or(path);
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let at = |place: String| -> Result<Uri> {
            let place: PathAndQuery = place.parse().context("--url is no URL")?;
            let uri = Uri::builder().scheme(scheme.clone()).authority(authority.clone()).path_and_query(place);
            uri.build().context("--url is no URL")
        };
        Ok(Self {
            allocate: Secret(at(format!("{base}/allocate{query}"))?),
            health: at(format!("{base}/healthz"))?,
            key: None,
            host: authority.host().to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(url: &str) -> (String, String) {
        let endpoint = Endpoint::parse(url).unwrap();
        (endpoint.allocate.0.to_string(), endpoint.health.to_string())
    }

    #[test]
    fn the_url_of_the_enrollment_leads_to_both_places() {
        let expected = ("https://h:1/allocate?code=K".to_owned(), "https://h:1/healthz".to_owned());
        assert_eq!(places("https://h:1/allocate?code=K"), expected);
        assert_eq!(places("https://h:1?code=K"), expected);
        assert_eq!(places("https://h:1/?code=K"), expected);
    }

    #[test]
    fn a_path_before_the_webhook_is_kept() {
        let expected = ("http://h/dps/allocate".to_owned(), "http://h/dps/healthz".to_owned());
        assert_eq!(places("http://h/dps/allocate"), expected);
        assert_eq!(places("http://h/dps/"), expected);
    }

    #[test]
    fn what_is_no_url_is_refused_without_being_shown() {
        for url in ["", "h/allocate?code=K", "ftp://h/allocate?code=K", "http://h/\u{7f}?code=K"] {
            let error = format!("{:#}", Endpoint::parse(url).map(drop).unwrap_err());
            assert!(error.starts_with("--url ") && !error.contains("code=K"), "{error}");
        }
    }
}
