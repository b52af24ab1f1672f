use analysis::Reply;
use anyhow::Result;

/// Whom a test asks.
pub(crate) trait Webhook {
    /// Posts the body of a request for an allocation, and gives the answer.
    ///
    /// An error means that there is no answer to judge.
    fn ask(&self, body: &[u8]) -> Result<Reply>;

    /// What it has logged about the last request, if that can be known.
    fn said(&self) -> Option<String>;

    /// How many requests the component has answered, as its host counts; none where the host is not ours.
    fn answered(&self) -> u64;
}
