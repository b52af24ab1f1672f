//! The webhook's whole surface, in the machine's own code: whatever is asked it answers as docs/http.md says.
#![no_main]

use std::io;
use std::sync::LazyLock;

use allocator::{Service, VariableError};
use fuzz::call::{Call, SECRET};
use fuzz::choice::Choice;
use fuzz::variables::{KEY, Settings, at_once};
use http::HeaderMap;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

static SERVICE: LazyLock<Service> = LazyLock::new(|| Service::new(Ok(include_str!("../policy.toml").into())));
static INVALID: LazyLock<Service> = LazyLock::new(|| Service::new(Ok("language = 2\npolicy = 3".into())));
static MISSING: LazyLock<Service> = LazyLock::new(|| Service::new(Err(io::Error::other("it is gone"))));

fuzz_target!(|bytes: &[u8]| {
    let mut choice = Choice::new(bytes);
    let service = match choice.below(16) {
        1 => &*INVALID,
        2 => &*MISSING,
        _ => &*SERVICE,
    };
    let settings = settings(&mut choice);
    let call = Call::by(choice);
    let (Some(first), Some(second)) = (call.request(), call.request()) else { return };
    let reply = at_once(service.respond(first, &settings));
    let again = at_once(service.respond(second, &settings));
    let (parts, body) = reply.response.into_parts();
    assert_eq!(
        (parts.status, &body),
        (again.response.status(), again.response.body()),
        "asked again it answers otherwise"
    );
    assert_eq!(reply.log, again.log);
    let status = parts.status.as_u16();
    assert!([200, 400, 401, 404, 405, 413, 422, 503].contains(&status), "{status}");
    headers(&parts.headers, call.method, body.len());
    let text = String::from_utf8(body.to_vec()).expect("text");
    if call.method != "HEAD" {
        serde_json::from_str::<Value>(&text).expect("JSON");
    }
    let log = reply.log.unwrap_or_default();
    for said in [&text, &log] {
        assert!(!said.contains(KEY) && !said.contains("second-key"), "a key is shown: {said}");
    }
    logged(&log, &call);
    allowed(status, &text, &call, &settings);
});

fn settings(choice: &mut Choice<'_>) -> Settings {
    let mut settings = Settings::default();
    match choice.below(24) {
        1 => settings.keys = Err(VariableError::Undefined),
        2 => settings.keys = Err(VariableError::Unreadable("the vault is shut".into())),
        3 => settings.keys = Ok(format!("{KEY},short")),
        4 => settings.keys = Ok(String::from_utf8_lossy(choice.bytes(40)).into_owned()),
        5 => settings.log_ids = Err(VariableError::Unreadable("the vault is shut".into())),
        6..=12 => settings.log_ids = Ok("masked".into()),
        _ => {}
    }
    settings
}

fn headers(headers: &HeaderMap, method: &str, length: usize) {
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["cache-control"], "no-store");
    match headers.get("content-length") {
        Some(said) => assert_eq!(said, &length.to_string()),
        None => assert_eq!((method, length), ("HEAD", 0)),
    }
}

/// One line of JSON that hosts do not cut, with nothing in it that a device or an enrollment says but the ID and hubs.
fn logged(line: &str, call: &Call) {
    if line.is_empty() {
        assert!(!(call.method == "POST" && call.target.starts_with("/allocate?")), "nothing is logged of {call:?}");
        return;
    }
    serde_json::from_str::<Value>(line).expect("JSON");
    assert!(line.len() < 60_000 && !line.contains('\n'), "{} bytes", line.len());
    if !hubs(&call.body()).iter().any(|hub| hub.contains(SECRET)) {
        assert!(!line.contains(SECRET), "{line}");
    }
}

fn allowed(status: u16, text: &str, call: &Call, settings: &Settings) {
    let mut keys = settings.keys.as_deref().unwrap_or_default().split(',').map(str::trim);
    let header = call.headers.iter().find(|(name, _)| *name == "x-functions-key").map(|(_, value)| value.clone());
    let given = [decoded(&call.target), header.unwrap_or_default()];
    if call.target.starts_with("/allocate") && matches!(status, 200 | 400 | 413 | 422) {
        let is_given = |key: &str| !key.is_empty() && given.iter().any(|given| contains(given, key.as_bytes()));
        assert!(keys.any(is_given), "nobody let {call:?} in");
    }
    if status == 200 && call.method == "POST" {
        let answer: Value = serde_json::from_str(text).expect("JSON");
        let hub = answer["iotHubHostName"].as_str().expect("a hub");
        let linked = hubs(&call.body());
        // A body that another reader of JSON does not take, such as one with 1e999 in a field that nobody reads, is not looked at.
        assert!(linked.is_empty() || linked.iter().any(|linked| linked == hub), "{hub} is not linked");
    }
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn decoded(target: &str) -> Vec<u8> {
    let (mut rest, mut decoded) = (target.as_bytes(), Vec::new());
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| str::from_utf8(digits).ok()).filter(|digits| !digits.contains('+'));
        match code.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    decoded
}

fn hubs(body: &[u8]) -> Vec<String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let members = body.as_object().into_iter().flatten();
    let linked =
        members.filter(|(name, _)| name.eq_ignore_ascii_case("linkedHubs")).filter_map(|(_, hubs)| hubs.as_array());
    linked.flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
