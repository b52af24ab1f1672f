//! A sketch as a description.

use analysis::fleet::sketch::{Sketch, SketchField};
use analysis::format::format;
use snapbox::{assert_data_eq, str};

use crate::{field, policy, sketch};

#[test]
fn texts_are_dealt_by_shares_and_all_else_by_groups() {
    let sketch = Sketch {
        on_hubs: 20,
        ..sketch(vec![
            field("payload/country", &[("DE", 3), ("", 1), ("FR", 0)]),
            field("twin/tags/geo", &[("eu", 1), ("a \"quoted\" \\ text\n", 1)]),
            field("twin/tags/pilot:json", &[("true", 1), ("", 9)]),
            field("individualEnrollment", &[("false", 3), ("true", 1), ("", 1)]),
            field("enrollmentGroupId", &[("contoso-eu", 1), ("", 1)]),
            field("attestation", &[("x509", 1), ("none", 1)]),
        ])
    };
    let text = sketch.description(&policy("tutorial")).unwrap();
    assert_eq!(format(&text).unwrap(), text);
    assert_data_eq!(
        text,
        str![[r#"
name            = "a sketch for the policy tutorial"
seed            = "a sketch"
devices         = 20_000
current-hub     = { shares = { "contoso-toasters-hub-1098.azure-devices.net" = 1, "contoso-heatpumps-hub-1098.azure-devices.net" = 1, "" = 8 } }
id              = "device-{n:06}"
attestation     = { shares = { x509 = 1, none = 1 } }
twin.tags.geo   = { shares = { eu = 1, "a /"quoted/" // text/n" = 1 } }
payload.country = { shares = { DE = 3, "" = 1 } }

[[group]]
name             = "all others"
share            = 36
enrollment-group = { shares = { contoso-eu = 1, "" = 1 } }

[[group]]
name                  = "individualEnrollment"
share                 = 9
individual-enrollment = true

[[group]]
name             = "twin/tags/pilot:json true"
share            = 4
enrollment-group = { shares = { contoso-eu = 1, "" = 1 } }
twin.tags.geo    = { shares = { eu = 1, "a /"quoted/" // text/n" = 1 } }
twin.tags.pilot  = true

[[group]]
name                  = "twin/tags/pilot:json true, individualEnrollment"
share                 = 1
twin.tags.geo         = { shares = { eu = 1, "a /"quoted/" // text/n" = 1 } }
twin.tags.pilot       = true
individual-enrollment = true

"#]]
    );
}

#[test]
fn what_all_devices_have_needs_no_groups() {
    let sketch = sketch(vec![
        field("registrationId", &[("press-{0100..}", 5), ("dryer-{n}", 0)]),
        field("individualEnrollment", &[("true", 2)]),
        field("enrollmentGroupId", &[("contoso-eu", 1)]),
        field("payload/n:json", &[("12", 1)]),
        field("payload/m", &[("a", 1)]),
        field("iotEdge", &[("true", 0), ("false", 0)]),
    ]);
    assert_data_eq!(
        sketch.description(&policy("one-hub")).unwrap(),
        str![[r#"
name                  = "a sketch for the policy one-hub"
seed                  = "a sketch"
devices               = 20_000
id                    = "press-{0100..}"
payload.m             = { shares = { a = 1 } }
individual-enrollment = true
payload.n             = 12

"#]]
    );
}

#[test]
fn what_cannot_be_written_is_told() {
    let of = |sketch: &Sketch| sketch.description(&policy("one-hub")).unwrap_err().to_string();
    let with = |fields: Vec<SketchField>| of(&sketch(fields));
    let one = |name: &str, value: &str| with(vec![field(name, &[(value, 1), ("", 1)])]);
    let many = |name: &str| {
        let values: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        field(name, &values.iter().map(|value| (value.as_str(), 1)).collect::<Vec<_>>())
    };
    let told = [
        of(&Sketch { devices: 0, ..sketch(vec![]) }),
        of(&Sketch { seed: String::new(), ..sketch(vec![]) }),
        of(&Sketch { on_hubs: 101, ..sketch(vec![]) }),
        with(vec![field("payload/a", &[("x", 1_001)])]),
        with(vec![field("payload/a", &[("x", 1)]), field("payload/a/b:json", &[])]),
        with(vec![field("payload/a", &[("x", 1), ("x", 1)])]),
        with(vec![many("payload/a:json"), many("payload/b:json")]),
        one("payload/a/shares", "x"),
        one("playload/a", "x"),
        one("currentIotHubHostName", "x"),
        one("weight", "2"),
        one("payload", "{}"),
        one("#note", "x"),
        one("attestation", "password"),
        one("iotEdge", "yes"),
        one("payload/a:json", "[1]"),
        one("payload/a:json", "1.5"),
        one("payload/a:json", "x"),
        one("registrationId", "press"),
        one("registrationId", "{payload/a}-{n}"),
        one("registrationId", "a press {n}"),
    ];
    assert_data_eq!(
        told.join("\n"),
        str![[r#"
a fleet of 0 devices cannot be made: ask for 1 to 1000000000
the seed is empty: give it any text
101 of 100 devices cannot be on hubs: ask for 0 to 100
`x` of the field `payload/a` cannot have a share of 1001: give it 0 to 1000
the field `payload/a/b:json` has no room beside `payload/a`: leave one of them out
the field `payload/a` cannot have the value `x`: it is there twice: give one of them both shares
the field `payload/b:json` makes 400 groups of devices, and 256 is the most: leave out some of its values
the field `payload/a/shares`: `shares` cannot be a table: write a whole number from 0 to 1,000,000
the field `playload/a`: no field is named `playload/a`: did you mean `payload`? A name that begins with `#` is left out
the field `currentIotHubHostName` cannot have the value `x`: hubs are dealt by the capacities of stamps: say how many devices are on hubs instead
the field `weight` cannot have the value `2`: it is not dealt by shares: leave the field out
the field `payload` cannot have the value `{}`: it is not dealt by shares: leave the field out
the field `#note` cannot have the value `x`: it is not dealt by shares: leave the field out
the field `attestation`: `attestation` cannot be `password`: write `symmetric-key`, `x509`, `tpm` or `none`, or leave it empty
the field `iotEdge` cannot have the value `yes`: it is no flag: write `true` or `false`
the field `payload/a:json` cannot have the value `[1]`: a sketch deals single values alone: write a text in quotes, a whole number of 64 bits, `true` or `false`
the field `payload/a:json` cannot have the value `1.5`: a sketch deals single values alone: write a text in quotes, a whole number of 64 bits, `true` or `false`
the field `payload/a:json` cannot have the value `x`: `x` is no JSON value: write JSON, such as `true` or `12`
the field `registrationId` cannot have the value `press`: it has no number: all devices would have one name: write a pattern such as `press-{n:06}`
the field `registrationId` cannot have the value `{payload/a}-{n}`: it holds `{payload/a}`, which not every sketch deals: write a pattern such as `press-{n:06}`
the field `registrationId` cannot have the value `a press {n}`: the registration ID has ` ` as character 2: write `A-Z a-z 0-9 - . _ :` alone
"#]]
    );
}

#[test]
fn a_sketch_is_json_that_pages_read() {
    let sketch = sketch(vec![field("payload/country", &[("DE", 3)])]);
    let json = serde_json::to_string(&sketch).unwrap();
    assert_data_eq!(
        &json,
        str![[
            r#"{"devices":20000,"seed":"a sketch","onHubs":0,"fields":[{"field":"payload/country","title":"payload/country","values":[{"value":"DE","share":3}]}]}"#
        ]]
    );
    assert_eq!(serde_json::from_str::<Sketch>(&json).unwrap(), sketch);
    let least: Sketch = serde_json::from_str(r#"{ "devices": 20000, "seed": "a sketch" }"#).unwrap();
    assert_eq!(least, crate::sketch(vec![]));
}
