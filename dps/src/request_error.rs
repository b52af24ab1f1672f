use alloc::string::String;

use thiserror::Error;

use crate::{MAX_DEPTH, RegistrationIdError};

/// What is wrong with the body of a request, and what to send instead.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum RequestError {
    /// The bytes are no text.
    #[error("the body is not UTF-8: send JSON in UTF-8")]
    NotUtf8,
    /// The text is nested too deep.
    #[error("the body is nested too deep: send JSON of at most {MAX_DEPTH} levels")]
    TooDeep,
    /// The text is no JSON.
    #[error("the body is not JSON ({reason}): send one JSON object")]
    NotJson {
        /// What the parser ran into, and where.
        reason: String,
    },
    /// The JSON is no object.
    #[error("the body is JSON, but no object: send one JSON object")]
    NotAnObject,
    /// A field that has to be there is not, or is null.
    #[error("`{field}` is missing: send {expected}")]
    Missing {
        /// The path of the field.
        field: String,
        /// What to send.
        expected: &'static str,
    },
    /// A field is not what it has to be.
    #[error("`{field}` is of the wrong kind: send {expected}")]
    Wrong {
        /// The path of the field.
        field: String,
        /// What to send.
        expected: &'static str,
    },
    /// A field is given twice, so that nobody knows which one is meant.
    #[error("`{field}` is given twice, letter case aside: send it once")]
    Twice {
        /// The path of the field.
        field: String,
    },
    /// The request says by no enrollment how the device comes.
    #[error("`enrollmentGroup` and `individualEnrollment` are both missing: send the one that the device comes by")]
    NoEnrollment,
    /// The request says twice how the device comes.
    #[error("`enrollmentGroup` and `individualEnrollment` are both given: send the one that the device comes by")]
    TwoEnrollments,
    /// The registration ID is none.
    #[error("`deviceRuntimeContext.registrationId` {0}")]
    RegistrationId(#[from] RegistrationIdError),
}

impl RequestError {
    /// The path of the field that is wrong, such as `deviceRuntimeContext.registrationId`. None if it is the body
    /// itself, or the lack of a field that has two names.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Missing { field, .. } | Self::Wrong { field, .. } | Self::Twice { field } => Some(field),
            Self::RegistrationId(_) => Some("deviceRuntimeContext.registrationId"),
            Self::NotUtf8 | Self::TooDeep | Self::NotJson { .. } | Self::NotAnObject => None,
            Self::NoEnrollment | Self::TwoEnrollments => None,
        }
    }
}
