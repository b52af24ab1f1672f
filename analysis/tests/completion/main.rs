//! What could stand at a place of a policy that is being typed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod taken_out;

use std::ops::Range;

use analysis::completion::{Completion, complete};

/// What is proposed, and what it takes the place of must be right: nothing else may change.
#[track_caller]
fn checked(source: &str, at: usize) -> Option<Completion> {
    let completion = complete(source, at)?;
    let Range { start, end } = completion.replaces;
    assert!(start <= at && at <= end && end <= source.len(), "{at} in {start}..{end}");
    assert!(source.is_char_boundary(start) && source.is_char_boundary(end), "{start}..{end}");
    assert!(!source[start..end].contains('\n') || source[start..end].starts_with(['"', '\'']), "{start}..{end}");
    assert!(!completion.options.is_empty());
    Some(completion)
}

/// A policy to type in. What a test types comes behind it.
const POLICY: &str = r#"language = 1
lists    = { benches = ["bench-01"] }

[[attribute]]
name   = "geo"
values = ["eu", "us"]

[[attribute]]
name   = "family"
values = ["press", "dryer"]
places = false

[[attribute]]
name   = "release"
values = ["4.1", "4.2"]

  [[attribute.rule]]
  name  = "canary"
  when  = { enrollment-group = "canaries", payload = { "/firmware" = { at-least = "13" } }, cohort = { name = "wave", percent = 5 } }
  value = "4.2"

[[stamp]]
name        = "eu-1"
description = "The first."
capacity    = 100_000
serves      = { geo = "eu", release = "*" }
labels      = { region = "westeurope" }

[[stamp]]
name     = "us 1"
capacity = 5_000
state    = "reserved"
labels   = { region = "eastus", cloud = "public" }
"#;

/// What is proposed at the `|` of a text behind the policy: what each takes the place of, and its text, kind and detail.
#[track_caller]
fn proposed(typed: &str) -> String {
    let at = POLICY.len() + typed.find('|').unwrap();
    let source = format!("{POLICY}{}", typed.replacen('|', "", 1));
    let Some(completion) = checked(&source, at) else { return "nothing".into() };
    let mut shown = vec![format!("<{}>", &source[completion.replaces])];
    let options = completion.options.into_iter();
    shown.extend(options.map(|option| format!("{}  ({:?}: {})", option.text, option.kind, option.detail)));
    shown.join("\n")
}

/// The same without the headers, which could stand at the beginning of every line.
#[track_caller]
fn without_headers(typed: &str) -> String {
    let proposed = proposed(typed);
    proposed.lines().filter(|line| !line.contains("  (Header: ")).collect::<Vec<_>>().join("\n")
}

/// The texts that are proposed.
#[track_caller]
fn texts(typed: &str) -> String {
    let proposed = proposed(typed);
    let texts: Vec<&str> = proposed.lines().map(|line| line.split("  (").next().unwrap()).collect();
    texts.join(" ")
}

#[test]
fn keys_are_those_that_the_table_lacks() {
    snapbox::assert_data_eq!(
        without_headers("weight = 1\nst|"),
        snapbox::str![[r#"
<st>
description =   (Key: text)
hub =   (Key: host name of a hub; required)
former-hubs =   (Key: host name of a hub, one or many)
serves =   (Key: table by name: `"*"`; or name, one or many; or table: exception)
application =   (Key: text)
"#]]
    );
    snapbox::assert_data_eq!(
        proposed("\n[[pin]]\nwhen = { |"),
        snapbox::str![[r#"
<>
cohort =   (Key: table: cohort)
enrollment-group =   (Key: text, one or many; or table: text pattern)
registration-id =   (Key: text, one or many; or table: text pattern)
individual-enrollment =   (Key: `true` or `false`)
twin =   (Key: table by JSON pointer: text, whole number or boolean, one or many; or table: field test)
attestation =   (Key: `"symmetric-key"` or `"x509"` or `"tpm"`, one or many)
iot-edge =   (Key: `true` or `false`)
all =   (Key: list of tables: condition of a pin)
any =   (Key: list of tables: condition of a pin)
not =   (Key: table: condition of a pin)
"#]]
    );
    assert_eq!(texts("\n[[pin]]\nname = \"a\"\n|stamp = \"eu-1\"\n"), "<stamp> description when stamp");
    assert_eq!(texts("\n[[move]]\nwhen = { cohort = {\n    percent = 5,\n    |\n} }\n"), "<> name = ");
}

#[test]
fn keys_that_an_author_chooses_are_what_the_policy_has() {
    snapbox::assert_data_eq!(
        proposed("serves = { release = \"*\", | }"),
        snapbox::str![[r#"
<>
geo =   (Attribute: attribute: eu, us)
"#]]
    );
    snapbox::assert_data_eq!(
        proposed("\n[[move]]\nto = { \"us 1\" = 3, | }"),
        snapbox::str![[r#"
<>
labels =   (Key: table by name: text, one or many; required)
eu-1 =   (Stamp: stamp, open, capacity 100,000)
"#]]
    );
    assert_eq!(texts("labels = { re|"), "<re> region =  cloud = ");
    assert_eq!(texts("\n[[fallback]]\nwhen = { payload = { \"/f|"), "<\"/f> \"/firmware\" = ");
    assert_eq!(texts("\n[[fallback]]\nas = { | }"), "<> geo =  family =  release = ");
    assert_eq!(texts("\n[[fallback]]\nwhen.is.g|"), "<g> geo =  family =  release = ");
}

#[test]
fn a_rule_looks_at_attributes_above_its_own() {
    let rule = "\n[[attribute]]\nname = \"trial\"\nvalues = [\"a\", \"b\"]\n[[attribute.rule]]\n";
    assert_eq!(texts(&format!("{rule}when = {{ is = {{ |")), "<> geo =  family =  release = ");
    assert_eq!(texts(&format!("{rule}read = {{ attribute = |")), "<> \"geo\" \"family\" \"release\"");
    assert_eq!(texts(&format!("{rule}read = {{ attribute = \"geo\" }}\nmap = {{ us = \"a\", |")), "<> eu = ");
    assert_eq!(texts(&format!("{rule}read = {{ attribute = \"geo\" }}\nmap = {{ us = |")), "<> \"a\" \"b\"");
}

#[test]
fn values_are_the_words_of_the_language_and_what_the_policy_has() {
    snapbox::assert_data_eq!(
        proposed("state = op|"),
        snapbox::str![[r#"
<op>
"open"  (Word: word)
"reserved"  (Word: word)
"closed"  (Word: word)
"down"  (Word: word)
"#]]
    );
    snapbox::assert_data_eq!(
        proposed("\n[[pin]]\nstamp = |"),
        snapbox::str![[r#"
<>
"eu-1"  (Stamp: stamp, open, capacity 100,000)
"us 1"  (Stamp: stamp, reserved, capacity 5,000)
"#]]
    );
    snapbox::assert_data_eq!(
        proposed("serves = { geo = |"),
        snapbox::str![[r#"
<>
"*"  (Word: word)
"eu"  (Value: value of `geo`)
"us"  (Value: value of `geo`)
"#]]
    );
    assert_eq!(texts("serves = { release = { not = |"), "<> \"4.1\" \"4.2\"");
    assert_eq!(texts("serves = { release = 4.|"), "<4.> \"*\" \"4.1\" \"4.2\"");
    assert_eq!(texts("\n[[fallback]]\nwhen = { enrollment-group = { list = |"), "<> \"benches\"");
    assert_eq!(texts("\n[[fallback]]\nwhen = { enrollment-group = |"), "<> \"canaries\"");
    assert_eq!(texts("\n[[fallback]]\nwhen = { cohort = { name = |"), "<> \"wave\"");
    assert_eq!(texts("\n[[fallback]]\nwhen = { iot-edge = |"), "<> true false");
    assert_eq!(texts("\n[[guarantee]]\nnever.labels.region = |"), "<> \"westeurope\" \"eastus\"");
    assert_eq!(texts("\n[[exception]]\nat = |"), "<> \"geo\" \"family\" \"release\" \"canary\" \"eu-1\" \"us 1\"");
    assert!(proposed("\n[[exception]]\nfinding = |").contains("\"guarantee-acts\"  (Finding: error)"));
}

#[test]
fn what_a_list_holds_is_not_proposed_again() {
    assert_eq!(texts("serves = { geo = [\"eu\", |"), "<> \"us\"");
    assert_eq!(texts("serves = { geo = [\"eu\", \"e|\"] }"), "<\"e\"> \"us\"");
    assert_eq!(texts("\n[[guarantee]]\nonly = [\n  \"us 1\",\n  |\n]\n"), "<> \"eu-1\"");
}

#[test]
fn quotes_that_are_not_closed_end_with_their_word() {
    assert_eq!(texts("serves = { geo = \"e|, release = \"4.1\" }"), "<\"e> \"*\" \"eu\" \"us\"");
    assert_eq!(texts("serves = { geo = \"e|u }"), "<\"eu> \"*\" \"eu\" \"us\"");
    assert_eq!(texts("serves = { geo = 'e|' }"), "<'e'> \"*\" \"eu\" \"us\"");
    assert_eq!(texts("serves = { geo = \"\"\"e|\n}\n[[stamp]]\n"), "<\"\"\"e> \"*\" \"eu\" \"us\"");
}

#[test]
fn what_is_half_typed_hides_nothing_else() {
    let behind = "\n[[stamp]]\nname = \"later\"\n";
    let stamps = "\"eu-1\" \"us 1\" \"later\"";
    for half in
        ["stamp = \"", "stamp = \"\"\"", "stamp = ", "stamp", "when = { twin = { \"/a\" = [", "[[sta", "[[", "x = ]"]
    {
        let proposed = texts(&format!("\n[[pin]]\n{half}\n\n[[pin]]\nstamp = |\n{behind}"));
        assert_eq!(proposed, format!("<> {stamps}"), "{half}");
        let proposed = texts(&format!("\n[[pin]]\n{half}\n{behind}[[pin]]\nstamp = |\n"));
        assert_eq!(proposed, format!("<> {stamps}"), "{half}");
    }
    let unclosed = "\n[[pin]]\nwhen = { any = [\n  { twin = {\nstamp = |\n";
    assert_eq!(texts(&format!("{unclosed}{behind}")), format!("<> {stamps}"));
}

#[test]
fn headers_come_with_their_brackets() {
    snapbox::assert_data_eq!(
        proposed("\n[answer]\n[[sta|]]\n"),
        snapbox::str![[r#"
<[[sta]]>
[lists]  (Header: table)
[down]  (Header: stamps by labels)
[down.labels]  (Header: table)
[[attribute]]  (Header: another attribute)
[[attribute.rule]]  (Header: another rule)
[attribute.rule.when]  (Header: condition)
[attribute.rule.read]  (Header: source)
[attribute.rule.read.registration-id]  (Header: part)
[attribute.rule.read.enrollment-group]  (Header: part)
[attribute.rule.map]  (Header: table)
[[stamp]]  (Header: another stamp)
[stamp.serves]  (Header: table)
[stamp.labels]  (Header: table)
[[pin]]  (Header: another pin)
[pin.when]  (Header: condition of a pin)
[[move]]  (Header: another move)
[move.from]  (Header: stamps by labels)
[move.from.labels]  (Header: table)
[move.to]  (Header: stamps by labels)
[move.to.labels]  (Header: table)
[move.when]  (Header: condition)
[[fallback]]  (Header: another fallback)
[fallback.when]  (Header: condition)
[fallback.as]  (Header: table)
[[guarantee]]  (Header: another guarantee)
[guarantee.when]  (Header: condition of a guarantee)
[guarantee.only]  (Header: stamps by labels)
[guarantee.only.labels]  (Header: table)
[guarantee.never]  (Header: stamps by labels)
[guarantee.never.labels]  (Header: table)
[answer.twin]  (Header: answered twin)
[answer.twin.tags]  (Header: table)
[answer.twin.properties]  (Header: answered properties)
[answer.twin.properties.desired]  (Header: table)
[answer.payload]  (Header: table)
[[exception]]  (Header: another excepted finding)
"#]]
    );
    let below_condition = texts("\n[[pin.when.|\n");
    assert!(below_condition.contains(" [pin.when.twin] [[pin.when.all]] [[pin.when.any]] [pin.when.not] [[move]] "));
    assert!(!texts("\n[|\n").contains("pin.when.not"));
    assert!(texts("\n|\n").contains(" application =  [lists] "));
}

#[test]
fn placeholders_take_the_place_of_what_stands_of_them() {
    snapbox::assert_data_eq!(
        proposed("\n[answer.payload]\nx = |"),
        snapbox::str![[r#"
<>
"{stamp.name}"  (Placeholder: the stamp's name)
"{stamp.application}"  (Placeholder: the address of the stamp's web application)
"{policy.name}"  (Placeholder: the policy's name)
"{policy.revision}"  (Placeholder: which edition of the policy this is)
"{stamp.labels.region}"  (Placeholder: the stamp's label `region`)
"{stamp.labels.cloud}"  (Placeholder: the stamp's label `cloud`)
"{attributes.geo}"  (Placeholder: the device's `geo`)
"{attributes.family}"  (Placeholder: the device's `family`)
"{attributes.release}"  (Placeholder: the device's `release`)
"#]]
    );
    assert!(
        texts("\n[answer.twin.tags]\nx = \"{policy.name} {stamp.n|ame}\"").starts_with("<{stamp.name}> {stamp.name} ")
    );
    assert!(texts("\n[answer.payload]\nx = \"{st|\n").starts_with("<{st> {stamp.name}\" "));
    assert!(texts("\n[answer.payload]\nx = [\"a |\"]\n").starts_with("<> {stamp.name} "));
}

#[test]
fn nothing_is_proposed_where_nothing_is_known() {
    for typed in [
        "# sta|",
        "state = \"open\" # |",
        "state = \"open\" |",
        "state = \"open\"|",
        "capacity = 10|",
        "description = \"sta|\"",
        "state | = \"open\"",
        "unknown = |",
        "serves = { geo = |{ not = \"eu\" } }",
        "\n[[stamp]]|\n",
        "\n[[stamp]] |\n",
        "\n[[unknown]]\nx = |\n",
    ] {
        assert_eq!(proposed(typed), "nothing", "{typed}");
    }
    assert_eq!(complete("größe", 3), None, "within a character");
    assert_eq!(complete("", 1), None, "behind the end");
}
