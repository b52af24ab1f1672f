use alloc::string::String;

use placement::{Outcome, Refusal};
use serde_json::{Value, json};

use crate::test_file::MALFORMED;

/// What a webhook answers: status and body.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body as JSON; as a JSON text if it is none.
    pub body: Value,
}

impl Reply {
    /// An answer as it came over HTTP.
    pub fn new(status: u16, body: &[u8]) -> Self {
        let text = || Value::String(String::from_utf8_lossy(body).into_owned());
        Self { status, body: serde_json::from_slice(body).unwrap_or_else(|_| text()) }
    }

    /// The answer that an outcome makes, so far as the decision knows it: of an error, `code`, `message` and `field`.
    pub(crate) fn of_outcome(outcome: &Outcome<'_>) -> Self {
        match outcome {
            Outcome::Answered { answer, .. } => {
                Self { status: 200, body: serde_json::to_value(answer).unwrap_or_default() }
            }
            Outcome::Refused(refusal) => Self::of_refusal(*refusal),
        }
    }

    fn of_refusal(refusal: Refusal) -> Self {
        let error = json!({ "code": refusal.code(), "message": refusal.message() });
        Self { status: refusal.status(), body: json!({ "error": error }) }
    }

    /// The answer to a body that cannot be read.
    pub(crate) fn of_error(error: &dps::RequestError) -> Self {
        let mut content = json!({ "code": MALFORMED, "message": alloc::format!("{error}") });
        if let (Some(field), Value::Object(content)) = (error.field(), &mut content) {
            content.insert("field".into(), field.into());
        }
        Self { status: 400, body: json!({ "error": content }) }
    }

    /// The hub that is answered.
    pub fn hub(&self) -> Option<&str> {
        self.body.get("iotHubHostName")?.as_str()
    }

    /// The code of the error.
    pub fn code(&self) -> Option<&str> {
        self.body.get("error")?.get("code")?.as_str()
    }

    /// What the error says.
    pub fn message(&self) -> Option<&str> {
        self.body.get("error")?.get("message")?.as_str()
    }

    /// The body without what only whoever speaks HTTP knows: what DPS does with an error.
    pub(crate) fn decided(&self) -> Value {
        let mut body = self.body.clone();
        if let Some(Value::Object(error)) = body.get_mut("error") {
            error.remove("retry");
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_that_is_not_json_is_kept_as_a_text() {
        assert_eq!(Reply::new(500, b"oops"), Reply { status: 500, body: "oops".into() });
    }

    #[test]
    fn what_dps_does_with_an_error_is_no_part_of_the_decision() {
        let reply = Reply::new(422, br#"{"error":{"code":"not-linked","message":"m","retry":"r"}}"#);
        assert_eq!(reply.code(), Some("not-linked"));
        assert_eq!(reply.decided(), json!({ "error": { "code": "not-linked", "message": "m" } }));
    }
}
