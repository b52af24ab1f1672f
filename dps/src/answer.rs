use alloc::string::String;

use serde::Serialize;

use crate::Object;

/// The body of a 200: the hub that the device belongs on, and what DPS is to hand on.
///
/// DPS takes it only if `hub` is one of the request's linked hubs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AllocationAnswer {
    /// The host name of the hub, in the spelling of the request's `linkedHubs`.
    #[serde(rename = "iotHubHostName")]
    pub hub: String,
    /// Replaces the enrollment's initial twin. Without it DPS uses the enrollment's own.
    #[serde(rename = "initialTwin", skip_serializing_if = "Option::is_none")]
    pub initial_twin: Option<Object>,
    /// Handed to the device on every registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<Object>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer(initial_twin: Option<Object>, payload: Option<Object>) -> String {
        let answer = AllocationAnswer { hub: "Contoso-EU-1.azure-devices.net".into(), initial_twin, payload };
        serde_json::to_string(&answer).unwrap()
    }

    #[test]
    fn an_answer_without_twin_and_payload_is_the_hub_alone() {
        assert_eq!(answer(None, None), r#"{"iotHubHostName":"Contoso-EU-1.azure-devices.net"}"#);
    }

    #[test]
    fn an_answer_uses_the_names_of_the_wire() {
        let twin = json!({ "tags": { "stamp": "eu-1" } }).as_object().cloned();
        let expected = concat!(
            r#"{"iotHubHostName":"Contoso-EU-1.azure-devices.net","#,
            r#""initialTwin":{"tags":{"stamp":"eu-1"}},"payload":{}}"#,
        );
        assert_eq!(answer(twin, Some(Object::new())), expected);
    }
}
