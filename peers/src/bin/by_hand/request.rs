use serde::Deserialize;
use serde_json::{Map, Value};

/// What DPS sends, as far as the rules ask about it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Allocation {
    enrollment_group: Option<Enrollment>,
    individual_enrollment: Option<Enrollment>,
    device_runtime_context: Device,
    pub(crate) linked_hubs: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Enrollment {
    enrollment_group_id: String,
    attestation: Attestation,
    capabilities: Capabilities,
    reprovision_policy: Reprovision,
    initial_twin: Map<String, Value>,
}

#[derive(Default, Deserialize)]
struct Attestation {
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Default, Deserialize)]
struct Capabilities {
    #[serde(default, rename = "iotEdge")]
    iot_edge: bool,
}

#[derive(Deserialize)]
struct Reprovision {
    #[serde(default = "yes", rename = "updateHubAssignment")]
    update_hub_assignment: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    registration_id: String,
    #[serde(default)]
    current_iot_hub_host_name: String,
    #[serde(default)]
    payload: Map<String, Value>,
}

impl Default for Reprovision {
    fn default() -> Self {
        Self { update_hub_assignment: true }
    }
}

fn yes() -> bool {
    true
}

impl Allocation {
    fn enrollment(&self) -> Option<&Enrollment> {
        self.enrollment_group.as_ref().or(self.individual_enrollment.as_ref())
    }

    /// In lower case.
    pub(crate) fn registration_id(&self) -> String {
        self.device_runtime_context.registration_id.to_ascii_lowercase()
    }

    /// In lower case; empty where there is none.
    pub(crate) fn group(&self) -> String {
        self.enrollment().map_or("", |enrollment| &enrollment.enrollment_group_id).to_ascii_lowercase()
    }

    /// Empty where there is none.
    pub(crate) fn current_hub(&self) -> &str {
        &self.device_runtime_context.current_iot_hub_host_name
    }

    pub(crate) fn payload(&self, name: &str) -> Option<&str> {
        self.device_runtime_context.payload.get(name)?.as_str()
    }

    pub(crate) fn twin(&self) -> Option<&Map<String, Value>> {
        Some(&self.enrollment()?.initial_twin)
    }

    pub(crate) fn tag(&self, name: &str) -> Option<&Value> {
        self.twin()?.get("tags")?.get(name)
    }

    pub(crate) fn text_tag(&self, name: &str) -> Option<&str> {
        self.tag(name)?.as_str()
    }

    pub(crate) fn is_individual(&self) -> bool {
        self.individual_enrollment.is_some()
    }

    pub(crate) fn has_tpm(&self) -> bool {
        self.enrollment().is_some_and(|enrollment| enrollment.attestation.kind == "tpm")
    }

    pub(crate) fn is_edge(&self) -> bool {
        self.enrollment().is_some_and(|enrollment| enrollment.capabilities.iot_edge)
    }

    pub(crate) fn may_change_hub(&self) -> bool {
        self.enrollment().is_none_or(|enrollment| enrollment.reprovision_policy.update_hub_assignment)
    }

    /// The spelling in which a hub is linked.
    pub(crate) fn linked(&self, hub: &str) -> Option<&str> {
        self.linked_hubs.iter().map(String::as_str).find(|linked| linked.eq_ignore_ascii_case(hub))
    }
}
