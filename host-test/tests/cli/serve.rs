//! `stamp serve` on a real socket.

mod answer;
mod faults;
mod hostile;
mod keys;
mod limits;
mod load;
mod reload;
mod rotation;
mod start;
mod wire;

#[cfg(unix)]
mod bare;
#[cfg(unix)]
mod restart;
#[cfg(unix)]
mod stop;

/// A policy of one stamp, on the hub `HUB.azure-devices.net`, which hands `revision` to the device.
pub(crate) fn policy(hub: &str, revision: &str) -> String {
    format!(
        "language = 1\nhash = 1\npolicy = \"small\"\nrevision = \"{revision}\"\nseed = \"small\"\n\n\
         [[stamp]]\nname = \"{hub}\"\nhub = \"{hub}.azure-devices.net\"\ncapacity = 1\n\n\
         [answer.payload]\nrevision = \"{{policy.revision}}\"\n"
    )
}

/// A request of a new device whose enrollment links the hubs `one` and `two`.
pub(crate) const REQUEST: &str = r#"{
  "enrollmentGroup": { "enrollmentGroupId": "small" },
  "deviceRuntimeContext": { "registrationId": "press-0042" },
  "linkedHubs": ["one.azure-devices.net", "two.azure-devices.net"]
}"#;

/// The answer to [`REQUEST`] by [`policy`].
pub(crate) fn answered(hub: &str, revision: &str) -> String {
    format!(r#"{{"iotHubHostName":"{hub}.azure-devices.net","payload":{{"revision":"{revision}"}}}}"#)
}
