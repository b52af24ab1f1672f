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

guarantees
  - nobody of the group eu in the US: `enrollment-group = "eu"` does not hold: the group is `g` (line 91)

round 1, the device on no stamp
  pins
    - benches: `registration-id = { prefix = "bench-" }` does not hold: the ID is `press-4` (line 69)
  attributes
    geo = eu, by `country`
      - tag: the twin has nothing at /tags/geo
    family = press, by `first part of the ID`
  stamps that serve it
    eu-1, eu-2, eu-3 (reserved)
  fallbacks
    - Asia may use the US: `geo = "ap"` does not hold: geo is eu (line 86)
  placed by weight among the open stamps
    eu-1  weight 2,000  share  66.7 %  cost  90,329,243  preferred
    eu-2  weight 1,000  share  33.3 %  cost 180,867,816
      would win from a weight of 2,003 on, or if eu-1 weighed at most 998, or without eu-1
  moves
    relieve eu-1 to eu-2
      eu-2  weight 3  share  75.0 %  cost 118,902,712,449  preferred
      eu-3  weight 1  share  25.0 %  cost 326,957,964,478
        would win from a weight of 3 on, or if eu-2 weighed at most 1, or without eu-2

round 2, the device on eu-2
  pins, attributes and stamps as in round 1
  stays on eu-2, which serves it
  moves
    - relieve eu-1: its `from` does not name eu-2
    eu-3 gets its share to eu-3
      eu-3  weight 1,000  share 100.0 %  cost 162,930,877  preferred

round 3, the device on eu-3
  pins, attributes and stamps as in round 2
  stays on eu-3, which serves it
  moves
    - relieve eu-1: its `from` does not name eu-3
    - eu-3 gets its share: its `from` does not name eu-3

answer 200, placed on eu-3
  shop-eu-3.azure-devices.net
  family = press, geo = eu
  by `country` (geo), `first part of the ID` (family), move `relieve eu-1`, move `eu-3 gets its share`
  {
    "iotHubHostName": "shop-eu-3.azure-devices.net",
    "payload": {
      "stamp": "eu-3"
    }
  }

otherwise
  if eu-3 were down: placed on eu-2
  if eu-2 weighed 2,003: placed on eu-2

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

guarantees
  - nobody of the group eu in the US: `enrollment-group = "eu"` does not hold: the group is `us` (line 91)

round 1, the device on us-1
  pins
    - benches: `registration-id = { prefix = "bench-" }` does not hold: the ID is `kettle-1` (line 69)
  attributes
    geo = us, by `group`
      - tag: the twin has nothing at /tags/geo
      - country: the payload has nothing at /country
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    us-1
  fallbacks
    - Asia may use the US: `geo = "ap"` does not hold: geo is us (line 86)
  stays on us-1, which serves it
  moves
    - relieve eu-1: its `from` does not name us-1
    - eu-3 gets its share: its `from` does not name us-1

answer 200, stayed on us-1
  shop-us-1.azure-devices.net
  geo = us
  by `group` (geo)
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

otherwise
  if us-1 were down: refused, none-open
  if the device were new: placed on us-1, as today

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

guarantees
  - nobody of the group eu in the US: `enrollment-group = "eu"` does not hold: the group is `g` (line 91)

round 1, the device on no stamp
  pins
    - benches: `registration-id = { prefix = "bench-" }` does not hold: the ID is `kettle-1` (line 69)
  attributes
    geo = ap, by `country`
      - tag: the twin has nothing at /tags/geo
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    ap-1 (down)
  stamps that `Asia may use the US` admits
    us-1
  placed by weight among the open stamps that `Asia may use the US` admits
    us-1  weight 1,000  share 100.0 %  cost 156,600,807  preferred
  moves
    - relieve eu-1: its `from` does not name us-1
    - eu-3 gets its share: its `from` does not name us-1

round 2, the device on us-1
  pins, attributes, stamps and moves as in round 1
  stays on us-1, which `Asia may use the US` admits

answer 200, placed on us-1
  shop-us-1.azure-devices.net
  geo = ap
  by `country` (geo), fallback `Asia may use the US`
  {
    "iotHubHostName": "shop-us-1.azure-devices.net",
    "payload": {
      "stamp": "us-1"
    }
  }

otherwise
  if us-1 were down: refused, none-open

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

guarantees
  nobody of the group eu in the US forbids us-1

round 1, the device on no stamp
  pins
    - benches: `registration-id = { prefix = "bench-" }` does not hold: the ID is `kettle-1` (line 69)
  attributes
    geo = ap, by `country`
      - tag: the twin has nothing at /tags/geo
    family has no value
      - first part of the ID: `kettle` is not one of the values
  stamps that serve it
    none that the device may be on
    - ap-1: it is not linked
  stamps that `Asia may use the US` admits
    none that the device may be on
    - us-1: `nobody of the group eu in the US` forbids it
  no stamp of these takes it

refusal 422, not-linked: no stamp that this device may be on is linked to the enrollment

otherwise
  if ap-1 were linked: refused, none-open
  if there were no guarantees: placed on us-1

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

guarantees
  - nobody of the group eu in the US: `enrollment-group = "eu"` does not hold: the group is `nowhere` (line 91)

round 1, the device on us-1
  pins
    - benches: `registration-id = { prefix = "bench-" }` does not hold: the ID is `kettle-1` (line 69)
  attributes
    geo has no value
      - tag: the twin has nothing at /tags/geo
      - country: the payload has nothing at /country
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

otherwise
  if us-1 were down: refused, no-value
  if the device were new: refused, no-value

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

otherwise
  if DPS accepted the hub of any stamp: stays on us-1, as today

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

guarantees
  - nobody of the group eu in the US: `enrollment-group = "eu"` does not hold: the group is `us` (line 91)

round 1, the device on no stamp
  pins
    benches
  pinned to eu-3

round 2, the device on eu-3
  pins, attributes, stamps and moves as in round 1
  pinned to eu-3

answer 200, pinned to eu-3
  shop-eu-3.azure-devices.net
  geo = us
  by pin `benches`
  {
    "iotHubHostName": "shop-eu-3.azure-devices.net",
    "payload": {
      "stamp": "eu-3"
    }
  }

otherwise
  if eu-3 were down: placed on us-1
  if the device were new: pinned to eu-3, as today

"#]])
        .exits(0);
}
