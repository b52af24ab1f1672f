//! The wire between Azure's Device Provisioning Service (DPS) and a custom allocation webhook.
//!
//! DPS posts an [`AllocationRequest`] for each registration and takes an [`AllocationAnswer`]. This crate reads the
//! one and writes the other, and says what a valid [`RegistrationId`] and [`HubName`] are.
//!
//! ```
//! let body = br#"{
//!     "enrollmentGroup": { "enrollmentGroupId": "Contoso-EU" },
//!     "deviceRuntimeContext": { "registrationId": "Press-0042", "symmetricKey": {} },
//!     "linkedHubs": ["contoso-eu-1.azure-devices.net"]
//! }"#;
//! let request = dps::AllocationRequest::parse(body)?;
//! assert_eq!(request.registration_id.as_str(), "press-0042");
//! assert_eq!(request.current_hub, None);
//! # Ok::<(), dps::RequestError>(())
//! ```
//!
//! It is lenient in what DPS may vary (letter case of names, unknown fields and values, missing enrollment fields) and
//! strict in what a decision needs. It knows no policy, does no I/O and never panics, whatever the bytes are.
#![no_std]

extern crate alloc;

mod answer;
mod depth;
mod document;
mod enrollment;
mod fields;
mod hub_name;
mod linked_hubs;
mod registration_id;
mod request;
mod request_error;
mod retry;
mod text;

pub use answer::AllocationAnswer;
pub use depth::MAX_DEPTH;
pub use document::{Object, parse_object};
pub use enrollment::{AttestationKind, Enrollment, EnrollmentKind};
pub use hub_name::{HubName, HubNameError};
pub use linked_hubs::LinkedHubs;
pub use registration_id::{RegistrationId, RegistrationIdError};
pub use request::AllocationRequest;
pub use request_error::RequestError;
pub use retry::retry;
