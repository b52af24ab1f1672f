//! The bodies that DPS sends, as its documentation, its logs and the contract have them.

use dps::{AllocationRequest, AttestationKind, EnrollmentKind, LinkedHubs, RequestError};
use serde_json::{Value, json};

const FIRST_GROUP: &[u8] = include_bytes!("../../policies/requests/dps/first-group.json");
const AGAIN_WITH_PAYLOAD: &[u8] = include_bytes!("../../policies/requests/dps/again-with-payload.json");
const X509_INDIVIDUAL: &[u8] = include_bytes!("../../policies/requests/dps/x509-individual.json");
const TPM_CONTEXT: &[u8] = include_bytes!("../../policies/requests/dps/tpm-context.json");

fn parse(body: &Value) -> Result<AllocationRequest, RequestError> {
    AllocationRequest::parse(body.to_string().as_bytes())
}

/// The least body that DPS may send: every optional field of the enrollment is missing.
fn least() -> Value {
    json!({
        "enrollmentGroup": {},
        "deviceRuntimeContext": { "registrationId": "press-0042" },
        "linkedHubs": ["a.azure-devices.net"],
    })
}

fn group(name: &str) -> EnrollmentKind {
    EnrollmentKind::Group { name: Some(name.into()) }
}

#[test]
fn the_first_registration_of_a_group_has_no_current_hub_and_no_payload() {
    let request = AllocationRequest::parse(FIRST_GROUP).unwrap();
    assert_eq!(request.registration_id.as_str(), "breakroom499-contoso-tstrsd-007");
    assert_eq!(request.current_hub, None);
    assert_eq!(request.payload, None);
    let hubs = ["custom-allocation-toasters-hub", "custom-allocation-heatpumps-hub"];
    assert_eq!(request.linked_hubs, hubs.map(|hub| format!("{hub}.azure-devices.net")).into_iter().collect());
    assert_eq!(request.enrollment.kind, group("contoso-custom-allocated-devices"));
    assert_eq!(request.enrollment.attestation, Some(AttestationKind::SymmetricKey));
    assert_eq!(request.enrollment.initial_twin, None);
    assert_eq!(request.enrollment.update_hub_assignment, Some(true));
    assert_eq!(request.enrollment.iot_edge, Some(false));
}

#[test]
fn a_repeated_registration_has_its_current_hub_and_what_the_device_sent() {
    let request = AllocationRequest::parse(AGAIN_WITH_PAYLOAD).unwrap();
    assert_eq!(request.current_hub.as_deref(), Some("contoso-toasters-hub-1098.azure-devices.net"));
    let sent = json!({ "MyDeviceFirmwareVersion": "12.0.2.5", "MyDeviceProvisioningVersion": "1.0.0.0" });
    assert_eq!(request.payload.map(Value::Object), Some(sent));
}

#[test]
fn an_individual_enrollment_by_certificate_is_read() {
    let request = AllocationRequest::parse(X509_INDIVIDUAL).unwrap();
    assert_eq!(request.enrollment.kind, EnrollmentKind::Individual);
    assert_eq!(request.enrollment.attestation, Some(AttestationKind::X509));
}

#[test]
fn the_context_tells_the_attestation_that_the_enrollment_does_not_name() {
    let mut body = least();
    body["deviceRuntimeContext"] = serde_json::from_slice(TPM_CONTEXT).unwrap();
    let request = parse(&body).unwrap();
    assert_eq!(request.enrollment.attestation, Some(AttestationKind::Tpm));
    assert_eq!(request.payload.unwrap()["property2"]["property2-2"], 1234);
}

#[test]
fn the_least_body_is_enough() {
    let request = parse(&least()).unwrap();
    assert_eq!(request.enrollment.kind, EnrollmentKind::Group { name: None });
    assert_eq!(request.enrollment.attestation, None);
    assert_eq!(request.enrollment.update_hub_assignment, None);
    assert_eq!(request.enrollment.iot_edge, None);
}

#[test]
fn names_and_values_that_dps_takes_without_letter_case_are_taken_so() {
    let request = parse(&json!({
        "ENROLLMENTGROUP": { "EnrollmentGroupID": "Contoso-EU", "Attestation": { "Type": "TPM" } },
        "deviceruntimecontext": { "RegistrationId": "PRESS-1", "currentIoTHubHostName": "Hub.azure-devices.net" },
        "LinkedHubs": ["PVDemo-IoTHub.azure-devices.net"],
    }))
    .unwrap();
    assert_eq!(request.registration_id.as_str(), "press-1");
    assert_eq!(request.enrollment.kind, group("contoso-eu"));
    assert_eq!(request.enrollment.attestation, Some(AttestationKind::Tpm));
    assert_eq!(request.current_hub.as_deref(), Some("Hub.azure-devices.net"));
    let linked = request.linked_hubs.get("pvdemo-iothub.azure-devices.net");
    assert_eq!(linked, Some("PVDemo-IoTHub.azure-devices.net"));
}

#[test]
fn no_optional_field_of_an_enrollment_fails_a_request() {
    for odd in [json!(null), json!("odd"), json!(7), json!([]), json!({ "odd": true })] {
        for field in ["enrollmentGroupId", "attestation", "initialTwin", "reprovisionPolicy", "capabilities", "odd"] {
            let mut body = least();
            body["enrollmentGroup"][field] = odd.clone();
            assert!(parse(&body).is_ok(), "{field}: {odd}");
        }
        let mut body = least();
        body["enrollmentGroup"] = json!({
            "attestation": { "type": odd.clone() },
            "reprovisionPolicy": { "updateHubAssignment": odd.clone() },
            "capabilities": { "iotEdge": odd.clone() },
        });
        let enrollment = parse(&body).unwrap().enrollment;
        let read = (enrollment.attestation, enrollment.update_hub_assignment, enrollment.iot_edge);
        assert_eq!(read, (None, None, None), "{odd}");
    }
}

#[test]
fn an_unknown_attestation_is_not_replaced_by_a_guess() {
    let mut body = least();
    body["enrollmentGroup"]["attestation"] = json!({ "type": "passkey" });
    body["deviceRuntimeContext"]["symmetricKey"] = json!({});
    assert_eq!(parse(&body).unwrap().enrollment.attestation, None);
}

#[test]
fn null_and_empty_are_absent() {
    let mut body = least();
    body["individualEnrollment"] = json!(null);
    body["deviceRuntimeContext"]["payload"] = json!(null);
    for hub in [json!(null), json!("")] {
        body["deviceRuntimeContext"]["currentIotHubHostName"] = hub;
        let request = parse(&body).unwrap();
        assert_eq!((request.current_hub, request.payload), (None, None));
    }
}

#[test]
fn a_payload_that_is_no_object_is_none() {
    for payload in [json!("text"), json!([1]), json!(7), json!(true)] {
        let mut body = least();
        body["deviceRuntimeContext"]["payload"] = payload;
        assert_eq!(parse(&body).unwrap().payload, None);
    }
}

#[test]
fn an_empty_list_of_hubs_is_a_list() {
    let mut body = least();
    body["linkedHubs"] = json!([]);
    assert_eq!(parse(&body).unwrap().linked_hubs, LinkedHubs::default());
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let body = format!("\u{feff}{}", least());
    assert!(AllocationRequest::parse(body.as_bytes()).is_ok());
}

#[test]
fn the_numbers_of_a_twin_keep_their_last_digit() {
    let mut text = least().to_string();
    let twin = r#"{"properties":{"desired":{"a":9007199254740993,"b":123456789.12345679,"c":1.7976931348623157e308}}}"#;
    text = text.replace(r#""enrollmentGroup":{"#, &format!(r#""enrollmentGroup":{{"initialTwin":{twin}"#));
    let request = AllocationRequest::parse(text.as_bytes()).unwrap();
    let read = serde_json::to_string(&request.enrollment.initial_twin).unwrap();
    assert_eq!(read.replace("e+308", "e308"), twin);
}
