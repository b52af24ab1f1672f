//! Writes devices as lines that the readers read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::{AttestationKind, EnrollmentKind, Object};
use serde::Serialize;

use super::csv::write_cell;
use super::member::Member;

/// The columns that are written, whatever a fleet gives.
pub const CSV_HEADER: &str = "registrationId,currentIotHubHostName,enrollmentGroupId,individualEnrollment,attestation,\
                              iotEdge,neverReprovision,twin,payload,linkedHubs,weight";

impl Member {
    /// Adds the device to CSV as a line below [`CSV_HEADER`].
    pub fn write_csv(&self, to: &mut String) {
        let request = &self.request;
        let enrollment = &request.enrollment;
        let flag = |flag: Option<bool>| if flag == Some(true) { "true" } else { "" };
        let object = |object: &Option<Object>| object.as_ref().map(json).unwrap_or_default();
        let hubs: String = self.linked_hubs().join(" ");
        let weight = if self.weight == 1 { String::new() } else { format!("{}", self.weight) };
        let cells = [
            request.registration_id.as_str(),
            request.current_hub.as_deref().unwrap_or_default(),
            self.group().unwrap_or_default(),
            if enrollment.kind == EnrollmentKind::Individual { "true" } else { "" },
            word(enrollment.attestation),
            flag(enrollment.iot_edge),
            flag(enrollment.update_hub_assignment.map(|may| !may)),
            &object(&enrollment.initial_twin),
            &object(&request.payload),
            &hubs,
            &weight,
        ];
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                to.push(',');
            }
            write_cell(cell, to);
        }
        to.push('\n');
    }

    /// Adds the device to NDJSON, as an object of what its fields are.
    pub fn write_ndjson(&self, to: &mut String) {
        let request = &self.request;
        let enrollment = &request.enrollment;
        let hubs = self.linked_hubs();
        to.push_str(&json(&Fields {
            registration_id: request.registration_id.as_str(),
            current_iot_hub_host_name: request.current_hub.as_deref(),
            enrollment_group_id: self.group(),
            individual_enrollment: enrollment.kind == EnrollmentKind::Individual,
            attestation: word(enrollment.attestation),
            iot_edge: enrollment.iot_edge == Some(true),
            never_reprovision: enrollment.update_hub_assignment == Some(false),
            twin: enrollment.initial_twin.as_ref(),
            payload: request.payload.as_ref(),
            linked_hubs: &hubs,
            weight: self.weight,
        }));
        to.push('\n');
    }

    /// A body as DPS would post it.
    pub fn body(&self) -> Vec<u8> {
        json(&crate::body::body(&self.request)).into_bytes()
    }

    fn group(&self) -> Option<&str> {
        match &self.request.enrollment.kind {
            EnrollmentKind::Group { name } => name.as_deref(),
            EnrollmentKind::Individual => None,
        }
    }

    fn linked_hubs(&self) -> Vec<&str> {
        self.request.linked_hubs.iter().collect()
    }
}

/// A device, as it is written. What a device has anyway is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fields<'m> {
    registration_id: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_iot_hub_host_name: Option<&'m str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    enrollment_group_id: Option<&'m str>,
    #[serde(skip_serializing_if = "is_not")]
    individual_enrollment: bool,
    attestation: &'static str,
    #[serde(skip_serializing_if = "is_not")]
    iot_edge: bool,
    #[serde(skip_serializing_if = "is_not")]
    never_reprovision: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    twin: Option<&'m Object>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<&'m Object>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    linked_hubs: &'m [&'m str],
    #[serde(skip_serializing_if = "is_one")]
    weight: u64,
}

fn is_not(flag: &bool) -> bool {
    !flag
}

fn is_one(number: &u64) -> bool {
    *number == 1
}

pub(crate) fn word(kind: Option<AttestationKind>) -> &'static str {
    match kind {
        Some(AttestationKind::SymmetricKey) => "symmetric-key",
        Some(AttestationKind::X509) => "x509",
        Some(AttestationKind::Tpm) => "tpm",
        None => "none",
    }
}

/// What has text keys alone is JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
