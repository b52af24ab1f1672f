//! What a host would provide.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocator::{VariableError, Variables};

/// The key that lets in.
pub const KEY: &str = "first-key-0123456789";

/// A webhook's variables.
#[derive(Clone)]
pub struct Settings {
    /// `webhook_keys`.
    pub keys: Result<String, VariableError>,
    /// `log_ids`.
    pub log_ids: Result<String, VariableError>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { keys: Ok(format!("{KEY}, second-key-0123456789")), log_ids: Err(VariableError::Undefined) }
    }
}

impl Variables for Settings {
    async fn get(&self, name: &'static str) -> Result<String, VariableError> {
        if name == allocator::WEBHOOK_KEYS { self.keys.clone() } else { self.log_ids.clone() }
    }
}

/// Nothing here waits, so one poll is all that a future needs.
pub fn at_once<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the webhook waits for something"),
    }
}
