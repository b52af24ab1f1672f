//! What the operator sets without touching the component: the keys, and how IDs are logged.

use std::future::Future;

use thiserror::Error;

use crate::{key::Keys, problem::KeysProblem};

/// The variable that holds the keys that may be given: one or more, separated by commas.
pub const WEBHOOK_KEYS: &str = "webhook_keys";

/// The variable that says how registration IDs are logged: `plain` or `masked`.
pub const LOG_IDS: &str = "log_ids";

/// The host's variables. Each is asked for whenever it is needed, so that a rotated key is seen at once.
pub trait Variables {
    /// The value of the variable `name`.
    fn get(&self, name: &'static str) -> impl Future<Output = Result<String, VariableError>>;
}

/// Why a variable has no value.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum VariableError {
    /// Nobody has set it.
    #[error("it is not set")]
    Undefined,
    /// The host could not find out.
    #[error("{0}")]
    Unreadable(String),
}

/// The keys that may be given.
pub(crate) async fn keys(variables: &impl Variables) -> Result<Keys, KeysProblem> {
    match variables.get(WEBHOOK_KEYS).await {
        Ok(list) => Keys::parse(&list),
        Err(VariableError::Undefined) => Err(KeysProblem::Missing),
        Err(VariableError::Unreadable(reason)) => Err(KeysProblem::Unreadable { reason }),
    }
}

/// How registration IDs are logged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LogIds {
    /// As they are.
    Plain,
    /// By their keyed hash.
    Masked,
    /// By their keyed hash too, because the variable says nothing that is known: an ID that was to be hidden must not
    /// be logged because of a typing error.
    MaskedInDoubt,
}

/// How registration IDs are logged.
pub(crate) async fn log_ids(variables: &impl Variables) -> LogIds {
    match variables.get(LOG_IDS).await.as_deref().map(str::trim) {
        Ok("plain") | Err(VariableError::Undefined) => LogIds::Plain,
        Ok("masked") => LogIds::Masked,
        _ => LogIds::MaskedInDoubt,
    }
}
