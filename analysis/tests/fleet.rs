//! Fleets, as files give them.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

use analysis::fleet::{CSV_HEADER, Defaults, Format, Layout, Member, Summary, Unreadable};
use dps::{AllocationRequest, AttestationKind, EnrollmentKind};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read_as(name: &str, text: &str, defaults: &Defaults) -> Vec<Result<Member, Unreadable>> {
    let layout = Layout::detect(name, text.as_bytes(), None).unwrap_or_else(|error| panic!("{error}"));
    let mut read = Vec::new();
    let rest = &text.as_bytes()[layout.header()..];
    layout.reader(defaults).read(rest, layout.first_line(), |one| read.push(one.cloned()));
    read
}

fn read(text: &str) -> Vec<Result<Member, Unreadable>> {
    read_as("fleet", text, &Defaults::default())
}

fn members(text: &str) -> Vec<Member> {
    read(text).into_iter().map(|one| one.unwrap_or_else(|wrong| panic!("{wrong:?}"))).collect()
}

fn requests(text: &str) -> Vec<AllocationRequest> {
    members(text).into_iter().map(|member| member.request).collect()
}

/// What is said of lines that are no devices.
fn wrongs(text: &str) -> Vec<String> {
    read(text).into_iter().filter_map(Result::err).map(|wrong| format!("{}: {wrong}", wrong.line)).collect()
}

fn refused(text: &str) -> String {
    Layout::detect("fleet.csv", text.as_bytes(), None).unwrap_err().to_string()
}

fn format(name: &str, text: &str) -> Format {
    Layout::detect(name, text.as_bytes(), None).unwrap().format()
}

#[test]
fn the_format_is_found_by_bytes_and_name() {
    assert_eq!(format("fleet", "press-1\npress-2\n"), Format::Ids);
    assert_eq!(format("fleet", "\u{feff}registrationId\npress-2\n"), Format::Csv);
    assert_eq!(format("fleet", "weight;registration-id\n2;press-2\n"), Format::Csv);
    assert_eq!(format("devices.txt", "{\"id\":\"press-1\"}\n{\"id\":\"press-2\"}\n"), Format::Ndjson);
    assert_eq!(format("fleet", "{\n\"id\":\"press-1\"}\n"), Format::Json);
    assert_eq!(format("fleet.csv", " [{}]"), Format::Json);
}

#[test]
fn a_list_of_ids_has_one_on_each_line() {
    let ids: Vec<String> = requests("Press-1\r\n\npress-2").iter().map(|r| r.registration_id.to_string()).collect();
    assert_eq!(ids, ["press-1", "press-2"]);
    assert_eq!(
        wrongs("press-1\n\npress 2\n"),
        ["3: the registration ID has ` ` as character 6: write `A-Z a-z 0-9 - . _ :` alone"]
    );
}

#[test]
fn a_device_of_which_nothing_is_said_is_as_in_tests() {
    let request = &requests("press-1\n")[0];
    let enrollment = &request.enrollment;
    assert_eq!(enrollment.kind, EnrollmentKind::Group { name: Some("test".into()) });
    assert_eq!(enrollment.attestation, Some(AttestationKind::SymmetricKey));
    assert_eq!((enrollment.update_hub_assignment, enrollment.iot_edge), (Some(true), Some(false)));
    assert_eq!((&request.current_hub, &request.payload, &enrollment.initial_twin), (&None, &None, &None));
}

#[test]
fn columns_are_fields_of_a_request_and_places() {
    let text = "registrationId,CURRENT_HUB,enrollmentGroupId,attestation,iotEdge,neverReprovision,twin/tags/geo,\
                twin/tags/pilot:json,payload/country,linkedHubs,weight,#note\n\
                press-1,h.example,Contoso-EU,X509,TRUE,true,eu,true,\"D,E\",a.example;b.example,3,\"so \"\"so\"\"\"\n\
                press-2,,,,,,,,,,,\n";
    let members = members(text);
    let [first, second] = [&members[0].request, &members[1].request];
    assert_eq!((members[0].weight, members[1].weight), (3, 1));
    assert_eq!(first.current_hub.as_deref(), Some("h.example"));
    assert_eq!(first.enrollment.kind, EnrollmentKind::Group { name: Some("contoso-eu".into()) });
    assert_eq!(first.enrollment.attestation, Some(AttestationKind::X509));
    assert_eq!((first.enrollment.iot_edge, first.enrollment.update_hub_assignment), (Some(true), Some(false)));
    let twin = first.enrollment.initial_twin.clone().map(Value::Object);
    assert_eq!(twin, Some(json!({ "tags": { "geo": "eu", "pilot": true } })));
    assert_eq!(first.payload.clone().map(Value::Object), Some(json!({ "country": "D,E" })));
    assert_eq!(first.linked_hubs.iter().collect::<Vec<_>>(), ["a.example", "b.example"]);
    let plain = &requests("registrationId\npress-2\n")[0];
    assert_eq!(second, plain);
}

#[test]
fn what_a_device_has_does_not_reach_the_next() {
    let text = "registrationId,individualEnrollment,enrollmentGroupId,payload\n\
                press-1,true,,\"{\"\"country\"\":\"\"DE\"\"}\"\npress-2,,contoso-eu,\npress-3,true,contoso-eu,\npress-4,,,\n";
    let read = read(text);
    assert_eq!(read[0].as_ref().unwrap().request.enrollment.kind, EnrollmentKind::Individual);
    let second = &read[1].as_ref().unwrap().request;
    assert_eq!(second.enrollment.kind, EnrollmentKind::Group { name: Some("contoso-eu".into()) });
    assert_eq!(second.payload, None);
    assert!(read[2].as_ref().unwrap_err().wrong.contains("individual enrollment"));
    assert_eq!(read[3].as_ref().unwrap().request, requests("press-4")[0]);
}

#[test]
fn a_header_that_cannot_be_meant_is_refused() {
    for (header, said) in [
        ("registrationId,payloda/country", "no field is named `payloda/country`: did you mean `payload`?"),
        ("registrationId,colour", "write `registrationId`, `currentIotHubHostName`"),
        ("weight,iotEdge", "no column is named `registrationId`"),
        ("registrationId,registration-id", "columns 1 and 2 say the same thing"),
        ("registrationId,payload,payload/a", "columns 2 and 3 say the same thing"),
        ("registrationId,payload/a/b,payload/a", "columns 2 and 3 say the same thing"),
        ("registrationId,twin/geo", "is no place of an initial twin"),
        ("registrationId,iotEdge:json", "has places or a type: write `iotEdge`"),
        ("registrationId,payload/~2", "has a `~`"),
        ("\"registrationId", "a quote opens and does not close"),
    ] {
        let error = refused(&format!("{header}\n"));
        assert!(error.contains(said), "{header}: {error}");
    }
    assert_eq!(refused(" \n"), "the fleet is empty: write a device on each line");
    let many = refused(&format!("registrationId{}\n", ",#".repeat(5_000)));
    assert!(many.contains("there are 5001 columns, of which 5000 can be read"), "{many}");
}

#[test]
fn lines_that_are_no_devices_are_told_with_their_place() {
    let text = "registrationId,iotEdge,weight,attestation,payload/a:json\n,,,,\npress-2,yes,,,\npress-3,,0,,\n\
                press-4,,,password,\npress-5\npress-6,,,,,\n\"press-7,,,,\npress-8,,,,{\npress-9,,,,1\n";
    assert_eq!(
        wrongs(text),
        [
            "2: the registration ID is empty: write 1 to 128 characters",
            "3: `iotEdge` cannot be `yes`: write `true` or `false`, or leave it empty",
            "4: `weight` cannot be `0`: write how many devices the line stands for, 1 to 1000000000, or leave it empty",
            "5: `attestation` cannot be `password`: write `symmetric-key`, `x509`, `tpm` or `none`, or leave it empty",
            "6: the line has 1 cell, and the header 5: give every column a cell, and put cells that hold the separator in quotes",
            "7: the line has 6 cells, and the header 5: give every column a cell, and put cells that hold the separator in quotes",
            "8: a quote opens and does not close on this line: write each device on one line, and a quote within quotes twice",
            "9: `{` is no JSON value: write JSON, such as `true` or `12`",
        ]
    );
    assert_eq!(read(text)[8].as_ref().unwrap().line, 10);
}

#[test]
fn lines_of_json_are_whole_requests_or_fields() {
    let body = json!({
        "individualEnrollment": { "attestation": { "type": "tpm" } },
        "deviceRuntimeContext": { "registrationId": "Press-1", "payload": {} },
        "linkedHubs": ["a.example"],
    });
    let fields = json!({
        "registration-id": "press-2", "enrollmentGroup": "contoso-eu", "iotEdge": true, "weight": 2,
        "payload": { "n": 1.5 }, "twin/tags/geo": "eu", "linkedHubs": ["a.example", "b.example"], "#note": null,
    });
    let members = members(&format!("{body}\n\n{fields}\n\"press-3\"\n"));
    assert_eq!(members[0].request, AllocationRequest::parse(body.to_string().as_bytes()).unwrap());
    let second = &members[1];
    assert_eq!((second.line, second.weight, second.request.enrollment.iot_edge), (3, 2, Some(true)));
    assert_eq!(second.request.payload.clone().map(Value::Object), Some(json!({ "n": 1.5 })));
    let twin = second.request.enrollment.initial_twin.clone().map(Value::Object);
    assert_eq!(twin, Some(json!({ "tags": { "geo": "eu" } })));
    assert_eq!(second.request.linked_hubs.iter().count(), 2);
    assert_eq!(members[2].request, requests("press-3")[0]);
}

#[test]
fn json_that_is_no_device_is_told_without_its_values() {
    let lines = [
        r#"{"registrationId":"press-1","wieght":2}"#,
        r#"{"registrationId":"press-1","twin":7}"#,
        r#"{"registrationId":"press-1","payload":{},"payload/a":1}"#,
        r#"{"deviceRuntimeContext":{"registrationId":"press-1"},"linkedHubs":[]}"#,
        r#"{"id":"press 1","authentication":{"symmetricKey":{"primaryKey":"SECRET"}}}"#,
        r#"{"id":"press-1","authentication":{"symmetricKey":{"primaryKey":"SECRET}}"#,
        r#"{"name":"SECRET"}"#,
        "17",
    ];
    let said = wrongs(&format!("{{\"id\":\"press-0\"}}\n{}", lines.join("\n")));
    let expected = [
        "no field is named `wieght`: did you mean `weight`?",
        "`twin` is no object that can be read",
        "`payload/a` is given twice: give it once",
        "`enrollmentGroup` and `individualEnrollment` are both missing: write the one",
        "the device ID `press 1` is no registration ID: the registration ID has ` ` as character 6",
        "this is not JSON (EOF while parsing a string",
        "the object names no device",
        "this is neither an object nor a registration ID",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.contains(expected) && !said.contains("SECRET"), "{said}");
    }
}

#[test]
fn what_azure_lists_is_read_for_what_a_request_has_of_it() {
    let twins = json!([
        { "deviceId": "Press-1", "etag": "AAA=", "authenticationType": "selfSigned", "status": "enabled",
          "capabilities": { "iotEdge": true }, "tags": { "geo": "eu" },
          "properties": { "desired": { "rate": 5, "$metadata": {}, "$version": 3 }, "reported": { "x": 1 } } },
        { "deviceId": "press#2", "authenticationType": "sas" },
    ]);
    let defaults = Defaults { current_hub: Some("h.example".into()), ..Defaults::default() };
    let read = read_as("twins.json", &serde_json::to_string_pretty(&twins).unwrap(), &defaults);
    let request = &read[0].as_ref().unwrap().request;
    assert_eq!(request.registration_id.as_str(), "press-1");
    assert_eq!(request.current_hub.as_deref(), Some("h.example"));
    assert_eq!(request.enrollment.attestation, Some(AttestationKind::X509));
    assert_eq!(request.enrollment.iot_edge, Some(true));
    let twin = request.enrollment.initial_twin.clone().map(Value::Object);
    assert_eq!(twin, Some(json!({ "tags": { "geo": "eu" }, "properties": { "desired": { "rate": 5 } } })));
    let wrong = read[1].as_ref().unwrap_err();
    let line = serde_json::to_string_pretty(&twins).unwrap().lines().position(|line| line.contains("press#2")).unwrap();
    assert!((line as u64 + 1).abs_diff(wrong.line) <= 2 && wrong.wrong.contains("`press#2`"), "{wrong:?}");

    let exported = r#"{"id":"press-3","eTag":"MA==","importMode":"create","authentication":{"type":"sas","symmetricKey":{"primaryKey":"k"}},"tags":{"geo":"us"}}"#;
    let registered = r#"{"registrationId":"press-4","assignedHub":"us.example","deviceId":"other","status":"assigned","payload":{"x":1}}"#;
    let waiting = r#"{"registrationId":"press-5","assignedHub":null,"status":"unassigned"}"#;
    let requests = requests(&[exported, registered, waiting].join("\n"));
    assert_eq!(requests[0].enrollment.attestation, Some(AttestationKind::SymmetricKey));
    assert_eq!(requests[1].current_hub.as_deref(), Some("us.example"));
    assert_eq!((&requests[1].payload, &requests[2].current_hub), (&None, &None));
}

fn device() -> impl Strategy<Value = Value> {
    let text = "[ -~]{0,6}|[,;\"{}\\[\\]äß\\\\]{0,4}";
    let twin = proptest::option::of((text, any::<i32>()).prop_map(|(a, b)| json!({ "tags": { "a": a, "b/c": b } })));
    let payload = proptest::option::of(text.prop_map(|text| json!({ "a": text, "n": null, "l": [text] })));
    (("[A-Z0-9._:-]{1,12}", twin, payload), any::<bool>(), 1_u64..5, proptest::option::of("[a-z]{1,5}"), 0_usize..3)
        .prop_map(|((id, twin, payload), flag, weight, group, hubs)| {
            let mut device =
                json!({ "registrationId": id, "twin": twin, "payload": payload, "iotEdge": flag, "weight": weight });
            device["linkedHubs"] = (0..hubs).map(|hub| format!("h{hub}.example")).collect();
            match group {
                Some(group) => device["enrollmentGroupId"] = group.into(),
                None => device["individualEnrollment"] = true.into(),
            }
            device
        })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_it_was(devices in proptest::collection::vec(device(), 1..20)) {
        let lines: Vec<String> = devices.iter().map(Value::to_string).collect();
        let fleet = members(&lines.join("\n"));
        let (mut csv, mut ndjson) = (format!("{CSV_HEADER}\n"), String::new());
        for member in &fleet {
            member.write_csv(&mut csv);
            member.write_ndjson(&mut ndjson);
        }
        let plain = |member: Member| (member.request, member.weight);
        let again = |text: &str| members(text).into_iter().map(plain).collect::<Vec<_>>();
        prop_assert_eq!(again(&ndjson), again(&lines.join("\n")));
        prop_assert_eq!(again(&csv), again(&lines.join("\n")));
        for member in &fleet {
            let read = AllocationRequest::parse(&member.body()).unwrap();
            prop_assert_eq!(&read, &member.request);
        }
        let list = serde_json::to_string_pretty(&devices).unwrap();
        prop_assert_eq!(again(&list), again(&lines.join("\n")));
    }

    #[test]
    fn pieces_give_what_the_whole_gives(text in "([-a-z0-9,\"{}\\[\\]:\\\\ ]{0,8}\n){0,12}[-a-z,]{0,4}", start in 0_usize..4, size in 1_usize..20) {
        let starts = ["registrationId,payload/a\n", "press-1\n", "{\"id\":\"a\"}\n", "["];
        let text = format!("{}{text}", starts[start]);
        let layout = Layout::detect("", text.as_bytes(), None).unwrap();
        let rest = &text.as_bytes()[layout.header()..];
        let mut whole = Vec::new();
        layout.reader(&Defaults::default()).read(rest, layout.first_line(), |one| whole.push(one.cloned()));
        let (mut pieces, mut from, mut to, mut line) = (Vec::new(), 0, 0, layout.first_line());
        while to < rest.len() {
            to = (to + size).min(rest.len());
            let complete = layout.complete(&rest[from..to]);
            let end = if to == rest.len() { to } else { from + complete };
            layout.reader(&Defaults::default()).read(&rest[from..end], line, |one| pieces.push(one.cloned()));
            line += Layout::lines(&rest[from..end]);
            from = end;
        }
        prop_assert_eq!(pieces, whole);
    }

    #[test]
    fn no_bytes_stop_a_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200), start in 0_usize..4) {
        let starts: [&[u8]; 4] = [b"registrationId,payload/a\n", b"p\n", b"{\"id\":\"a\"}\n", b"["];
        let bytes = [starts[start], &bytes].concat();
        if let Ok(layout) = Layout::detect("", &bytes, None) {
            layout.reader(&Defaults::default()).read(&bytes[layout.header()..], 1, |_| {});
        }
    }

    #[test]
    fn parts_of_a_fleet_add_up_to_the_whole(devices in proptest::collection::vec(device(), 1..20), cut in 0_usize..20) {
        let lines: Vec<String> = devices.iter().map(Value::to_string).collect();
        let members = members(&lines.join("\n"));
        let summary = |members: &[Member]| {
            let mut summary = Summary::default();
            members.iter().for_each(|member| summary.add(member, member.line % 3 == 0));
            summary
        };
        let told = |summary: &Summary| {
            let fields: Vec<String> = summary.fields().iter().map(|(name, values)| format!("{name} {:?}", values.frequent())).collect();
            (summary.lines, summary.devices, summary.repeated, summary.twice.clone(), fields)
        };
        let (first, second) = members.split_at(cut.min(members.len()));
        let mut merged = summary(second);
        merged.merge(summary(first));
        prop_assert_eq!(told(&merged), told(&summary(&members)));
    }
}
