//! Why there is no hub in the answer, with the status that tells DPS what to do about it.
//!
//! DPS repeats a request that was answered with a status of 429 or more, 10 times within about 7 minutes, and takes
//! any other error as final. So 503 is for what may be right in a minute, and what will not be has a status below 429.

use dps::RequestError;
use http::StatusCode;
use placement::Refusal;
use thiserror::Error;

use crate::{body::MAX_BODY, findings::Finding, variables::WEBHOOK_KEYS};

/// Why a request gets no hub.
#[derive(Debug, Error)]
pub(crate) enum Problem<'a> {
    /// Nothing is here.
    #[error("there is nothing here: ask `POST /allocate` or `GET /healthz`")]
    NotFound,
    /// The path is right and the method is not.
    #[error("this method does nothing here: use {allow}")]
    WrongMethod {
        /// The methods that do, as the header `allow` has them.
        allow: &'static str,
    },
    /// No key can be checked.
    #[error(transparent)]
    Keys(#[from] KeysProblem),
    /// No key was given.
    #[error("a key is missing: give it in the URL as `?code=KEY`, or in the header `x-functions-key`")]
    KeyMissing,
    /// The key that was given is none of the configured ones.
    #[error("the key is wrong")]
    KeyWrong,
    /// There is no policy to decide by.
    #[error(transparent)]
    Policy(&'a PolicyProblem),
    /// The body has too many bytes.
    #[error("the body has more than {MAX_BODY} bytes")]
    BodyTooLarge,
    /// The body ended before its end.
    #[error("the body broke off")]
    BodyBrokenOff,
    /// The body is no request for an allocation.
    #[error(transparent)]
    Malformed(#[from] RequestError),
    /// The policy has no stamp for the device.
    #[error("{}", .0.message())]
    Refused(Refusal),
}

/// Why no key can be checked.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub(crate) enum KeysProblem {
    /// There is no key.
    #[error("no key is configured: set the variable `{WEBHOOK_KEYS}` to one or more keys, separated by commas")]
    Missing,
    /// One of the keys is too short.
    #[error("key {number} of the variable `{WEBHOOK_KEYS}` is too short: set keys of at least {least} characters")]
    TooShort {
        /// Which one, counted from 1.
        number: usize,
        /// The fewest characters that a key may have.
        least: usize,
    },
    /// The host cannot tell the variable. What it says of the reason is for the log alone.
    #[error("the variable `{WEBHOOK_KEYS}` cannot be read: see the log, and whether its provider can be reached")]
    Unreadable {
        /// What the host says.
        reason: String,
    },
}

/// Why there is no policy to decide by.
#[derive(Debug, Error)]
pub(crate) enum PolicyProblem {
    /// The file cannot be read.
    #[error("the policy file cannot be read: mount it at the path that the component reads")]
    Unreadable {
        /// What the host says.
        reason: String,
    },
    /// The file is no valid policy.
    #[error("the policy is invalid (errors: {}): run `stamp check` on it", .findings.len())]
    Invalid {
        /// What is wrong with it.
        findings: Vec<Finding>,
    },
}

impl Problem<'_> {
    /// The stable name of the problem.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::WrongMethod { .. } => "wrong-method",
            Self::Keys(problem) => problem.code(),
            Self::KeyMissing => "key-missing",
            Self::KeyWrong => "key-wrong",
            Self::Policy(problem) => problem.code(),
            Self::BodyTooLarge => "body-too-large",
            Self::BodyBrokenOff => "body-broken-off",
            Self::Malformed(_) => "malformed-request",
            Self::Refused(refusal) => refusal.code(),
        }
    }

    /// The status that makes DPS do the right thing.
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Keys(_) | Self::Policy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::KeyMissing | Self::KeyWrong => StatusCode::UNAUTHORIZED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyBrokenOff | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Refused(refusal) => StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
        }
    }

    /// The path of the field that is wrong.
    pub(crate) fn field(&self) -> Option<&str> {
        match self {
            Self::Malformed(error) => error.field(),
            _ => None,
        }
    }

    /// What the host says of the reason. It may name places of the host, so it is for the log alone.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Self::Keys(KeysProblem::Unreadable { reason }) => Some(reason),
            Self::Policy(PolicyProblem::Unreadable { reason }) => Some(reason),
            _ => None,
        }
    }

    /// What is wrong with the policy.
    pub(crate) fn findings(&self) -> &[Finding] {
        match self {
            Self::Policy(PolicyProblem::Invalid { findings }) => findings,
            _ => &[],
        }
    }
}

impl KeysProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Missing => "keys-missing",
            Self::TooShort { .. } => "keys-too-short",
            Self::Unreadable { .. } => "keys-unreadable",
        }
    }
}

impl PolicyProblem {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "policy-unreadable",
            Self::Invalid { .. } => "policy-invalid",
        }
    }
}
