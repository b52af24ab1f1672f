//! The steps of decisions, for people.

use snapbox::str;

use crate::run::{Run, stamp};

const SHOP: &str = include_str!("shop.toml");

const SHOP_HUBS: [&str; 5] = ["eu-1", "eu-2", "eu-3", "us-1", "ap-1"];

/// The explanation of a request to the shop: a group, the context of the device, and the stamps that are linked.
fn shop(group: &str, context: &str, linked: &[&str]) -> Run {
    let hubs: Vec<String> = linked.iter().map(|stamp| format!("\"shop-{stamp}.azure-devices.net\"")).collect();
    let hubs = hubs.join(",");
    stamp(["explain", "shop.toml", "-"]).file("shop.toml", SHOP).input(&format!(
        r#"{{ "enrollmentGroup": {{ "enrollmentGroupId": "{group}" }},
            "deviceRuntimeContext": {{ {context} }}, "linkedHubs": [{hubs}] }}"#
    ))
}

#[test]
fn a_new_device_is_explained_step_by_step() {
    let context = r#""registrationId": "Press-4", "payload": { "country": "DE" }"#;
    shop("g", context, &SHOP_HUBS)
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device press-4, new

round 1, the device on no stamp
  pins
    - benches: its condition does not hold
  attributes
    geo = eu, by `country`
      - tag: there is nothing to read
    family = press, by `first part of the ID`
  stamps that serve it
    eu-1, eu-2, eu-3 (reserved)
  placed by weight among the open stamps
    eu-1  weight 2,000  share  66.7 %  cost  90,329,243  preferred
    eu-2  weight 1,000  share  33.3 %  cost 180,867,816
  moves
    relieve eu-1 to eu-2
      eu-2  weight 3  share  75.0 %  cost 118,902,712,449  preferred
      eu-3  weight 1  share  25.0 %  cost 326,957,964,478

round 2, the device on eu-2
  pins, attributes and stamps as in round 1
  stays on eu-2, which serves it
  moves
    - relieve eu-1: the stamp found is not in its `from`
    eu-3 gets its share to eu-3
      eu-3  weight 1,000  share 100.0 %  cost 162,930,877  preferred

round 3, the device on eu-3
  pins, attributes and stamps as in round 2
  stays on eu-3, which serves it
  moves
    - relieve eu-1: the stamp found is not in its `from`
    - eu-3 gets its share: the stamp found is not in its `from`

answer 200, placed on eu-3
  shop-eu-3.azure-devices.net
  family = press, geo = eu
  {
    "iotHubHostName": "shop-eu-3.azure-devices.net",
    "payload": {
      "stamp": "eu-3"
    }
  }

"#]])
        .exits(0);
}

#[test]
fn a_device_that_stays_is_explained() {
    let context = r#""registrationId": "kettle-1", "currentIotHubHostName": "SHOP-us-1.azure-devices.net""#;
    shop("us", context, &SHOP_HUBS)
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device kettle-1, on us-1 (SHOP-us-1.azure-devices.net)

round 1, the device on us-1
  pins
    - benches: its condition does not hold
  attributes
    geo = us, by `group`
      - tag: there is nothing to read
      - country: there is nothing to read
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    us-1
  stays on us-1, which serves it
  moves
    - relieve eu-1: the stamp found is not in its `from`
    - eu-3 gets its share: the stamp found is not in its `from`

answer 200, stayed on us-1
  shop-us-1.azure-devices.net
  geo = us
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

"#]])
        .exits(0);
}

#[test]
fn what_a_fallback_admits_is_told() {
    let context = r#""registrationId": "kettle-1", "payload": { "country": "JP" }"#;
    shop("g", context, &SHOP_HUBS)
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device kettle-1, new

round 1, the device on no stamp
  pins
    - benches: its condition does not hold
  attributes
    geo = ap, by `country`
      - tag: there is nothing to read
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    ap-1 (down)
  stamps that `Asia may use the US` admits
    us-1
  placed by weight among the open stamps that `Asia may use the US` admits
    us-1  weight 1,000  share 100.0 %  cost 156,600,807  preferred
  moves
    - relieve eu-1: the stamp found is not in its `from`
    - eu-3 gets its share: the stamp found is not in its `from`

round 2, the device on us-1
  pins, attributes and stamps as in round 1
  stays on us-1, which `Asia may use the US` admits
  moves
    - relieve eu-1: the stamp found is not in its `from`
    - eu-3 gets its share: the stamp found is not in its `from`

answer 200, placed on us-1
  shop-us-1.azure-devices.net
  geo = ap
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

"#]])
        .exits(0);
}

#[test]
fn stamps_that_fall_out_are_told_with_the_reason() {
    let context = r#""registrationId": "kettle-1", "payload": { "country": "JP" }"#;
    shop("eu", context, &["us-1"])
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device kettle-1, new

round 1, the device on no stamp
  pins
    - benches: its condition does not hold
  attributes
    geo = ap, by `country`
      - tag: there is nothing to read
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    none that the device may be on
    - ap-1: it is not linked
  stamps that `Asia may use the US` admits
    none that the device may be on
    - us-1: a guarantee forbids it
  no stamp of these takes it

refusal 422, not-linked: no stamp that this device may be on is linked to the enrollment

"#]])
        .exits(0);
}

#[test]
fn a_device_that_is_kept_is_explained() {
    let context = r#""registrationId": "kettle-1", "currentIotHubHostName": "shop-us-1.azure-devices.net""#;
    shop("nowhere", context, &SHOP_HUBS)
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device kettle-1, on us-1 (shop-us-1.azure-devices.net)

round 1, the device on us-1
  pins
    - benches: its condition does not hold
  attributes
    geo has no value
      - tag: there is nothing to read
      - country: there is nothing to read
      - group: `nowhere` is not one of the values
    family has no value
      - first part of the ID: `kettle` is not one of the values
  no stamp serves a device without geo

answer 200, kept on us-1: no stamp was found for it, and it keeps its own for now
  shop-us-1.azure-devices.net
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

"#]])
        .exits(0);
}

#[test]
fn a_forced_answer_has_no_steps() {
    let context = r#""registrationId": "kettle-1", "currentIotHubHostName": "shop-us-1.azure-devices.net""#;
    shop("us", context, &["us-1"])
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device kettle-1, on us-1 (shop-us-1.azure-devices.net)

answer 200, forced on us-1: DPS would accept no other hub
  shop-us-1.azure-devices.net
  geo = us
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

"#]])
        .exits(0);
}

#[test]
fn a_pinned_device_is_explained() {
    let context = r#""registrationId": "bench-1", "currentIotHubHostName": "elsewhere.example""#;
    shop("us", context, &SHOP_HUBS)
        .prints(str![[r#"
policy shop 7, sha256 b78ae2c0d00a25e5815e97de1ce583be8546c06e977889b126f98ae1fd189bd9
device bench-1, on elsewhere.example, which is no stamp's hub

round 1, the device on no stamp
  pins
    benches
  pinned to eu-3

round 2, the device on eu-3
  pins, attributes and stamps as in round 1
  pinned to eu-3

answer 200, pinned on eu-3
  shop-eu-3.azure-devices.net
  geo = us
  {
    "iotHubHostName": "shop-eu-3.azure-devices.net",
    "payload": {
      "stamp": "eu-3"
    }
  }

"#]])
        .exits(0);
}
