//! The requests, and the stamps that the policy's text gives each of them.

use anyhow::Result;
use serde_json::{Value, json};

use super::client::request;
use super::server::KEY;

/// A device that registers.
pub(crate) struct Case {
    pub(crate) what: &'static str,
    /// The stamps that are right. Where there are several, a hash may choose.
    pub(crate) right: &'static [&'static str],
    pub(crate) request: Vec<u8>,
}

/// A device of the EU: placed by weight, then perhaps moved, or on the canary stamp.
const EU: &[&str] = &["eu-1", "eu-2", "eu-3", "eu-9"];

/// The same for a firmware that release 4.2 does not understand.
const OLD_EU: &[&str] = &["eu-1", "eu-2", "eu-3"];

const US: &[&str] = &["us-1", "us-2"];

/// A new press of the group `contoso-eu`, as DPS would send it.
const SAMPLE: &str = include_str!("../../../policies/requests/new-device.json");

/// All requests: bodies of the sample's size, each with something of its own.
pub(crate) fn cases() -> Result<Vec<Case>> {
    let mut cases = new_devices()?;
    cases.extend(by_orders()?);
    cases.extend(known_devices()?);
    Ok(cases)
}

fn new_devices() -> Result<Vec<Case>> {
    let firmware = |version: &str| json!({ "firmware": version });
    Ok(vec![
        case("a press in Germany", EU, Body::of("press-0042")?)?,
        case("nothing is known of it", EU, Body::of("press-0043")?.group("resellers").payload(json!({})))?,
        case("Canada", US, Body::of("press-1001")?.group("contoso-us").payload(json!({ "country": "ca" })))?,
        case("one of two regions is down", &["ap-2"], Body::of("dryer-0100")?.group("contoso-ap").payload(json!({})))?,
        case("4.2 in Asia", &["us-9"], Body::of("dryer-0101")?.group("contoso-ap").payload(firmware("13.2")))?,
        case("a gateway with 4.2", &["us-9"], gateway()?)?,
        case("a laboratory's", &["test-1"], Body::of("Press-0042-Lab")?.group("contoso-us").payload(json!({})))?,
        case("an engineer's own", &["test-1"], Body::of("press-0077")?.individual("symmetricKey"))?,
        case("a product with a TPM", OLD_EU, Body::of("press-0078")?.individual("tpm").payload(firmware("11.9")))?,
    ])
}

fn gateway() -> Result<Body> {
    let body = Body::of("gateway-7")?.group("contoso-us").payload(json!({ "firmware": "13.0" }));
    Ok(body.with("/enrollmentGroup/capabilities", json!({ "iotEdge": true })))
}

fn by_orders() -> Result<Vec<Case>> {
    let pilot = json!({ "tags": { "pilot": true, "floor": 3 }, "properties": { "desired": { "interval": 60 } } });
    Ok(vec![
        case("a bench in Berlin", &["eu-9"], Body::of("bench-01")?.group("contoso-benches"))?,
        case("Fabrikam's", &["fabrikam"], Body::of("fabrikam-press-7")?)?,
        case("a pilot customer's", &["eu-9"], Body::of("press-0044")?.with("/enrollmentGroup/initialTwin", pilot))?,
    ])
}

fn known_devices() -> Result<Vec<Case>> {
    let old = |id| Ok::<_, anyhow::Error>(Body::of(id)?.payload(json!({ "firmware": "11.0" })));
    let never = json!({ "updateHubAssignment": false, "migrateDeviceData": false });
    Ok(vec![
        case("on a closed stamp", &["eu-4"], old("press-0045")?.on("contoso-eu-4.azure-devices.net"))?,
        case("on a stamp that is down", OLD_EU, old("press-0046")?.on("contoso-eu-0.azure-devices.net"))?,
        case(
            "on a former hub",
            &["us-1"],
            old("press-0047")?.group("contoso-us").on("contoso-us-1.azure-devices.net"),
        )?,
        case(
            "never reprovisioned",
            &["eu-2"],
            Body::of("press-0048")?
                .with("/enrollmentGroup/reprovisionPolicy", never)
                .on("contoso-eu-2.azure-devices.net"),
        )?,
    ])
}

/// A device that may be on no stamp: it was sold to the EU and says that it is elsewhere.
pub(crate) fn forbidden() -> Result<Vec<u8>> {
    Ok(request(KEY, &Body::of("press-0049")?.payload(json!({ "country": "US" })).0.to_string()))
}

/// A request with another key.
pub(crate) fn with_another_key() -> Vec<u8> {
    request("another-key-0123456", SAMPLE)
}

fn case(what: &'static str, right: &'static [&'static str], body: Body) -> Result<Case> {
    let text = serde_json::to_string_pretty(&body.0)?;
    Ok(Case { what, right, request: request(KEY, &text) })
}

/// The body of a request.
struct Body(Value);

impl Body {
    fn of(registration_id: &str) -> Result<Self> {
        let body: Value = serde_json::from_str(SAMPLE)?;
        Ok(Self(body).with("/deviceRuntimeContext/registrationId", registration_id.into()))
    }

    /// Puts a value there; where it stands there must be an object.
    fn with(mut self, pointer: &str, value: Value) -> Self {
        let (within, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(object) = self.0.pointer_mut(within).and_then(Value::as_object_mut) {
            object.insert(name.into(), value);
        }
        self
    }

    fn group(self, name: &str) -> Self {
        self.with("/enrollmentGroup/enrollmentGroupId", name.into())
    }

    fn payload(self, payload: Value) -> Self {
        self.with("/deviceRuntimeContext/payload", payload)
    }

    fn on(self, hub: &str) -> Self {
        let mut body = self.with("/deviceRuntimeContext/currentIotHubHostName", hub.into());
        // Of a device on a hub that the stamp had before, that hub is linked too.
        if let Some(hubs) = body.0.pointer_mut("/linkedHubs").and_then(Value::as_array_mut)
            && !hubs.iter().any(|linked| linked == hub)
        {
            hubs.push(hub.into());
        }
        body
    }

    fn individual(mut self, attestation: &str) -> Self {
        let enrollment = self.0.as_object_mut().and_then(|body| body.remove("enrollmentGroup")).unwrap_or_default();
        let registration_id = self.0.pointer("/deviceRuntimeContext/registrationId").cloned().unwrap_or_default();
        let mut body = self.with("/individualEnrollment", enrollment);
        body = body.with("/individualEnrollment/registrationId", registration_id);
        if let Some(enrollment) = body.0.pointer_mut("/individualEnrollment").and_then(Value::as_object_mut) {
            enrollment.remove("enrollmentGroupId");
        }
        body.with("/individualEnrollment/attestation", json!({ "type": attestation }))
    }
}
