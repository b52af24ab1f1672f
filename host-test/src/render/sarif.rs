//! Findings as SARIF 2.1.0 (OASIS standard of 27 March 2020), which code scanning services read.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{Finding, Place};

/// What stays as it is in the path of a URI (RFC 3986, section 3.3). A `:` in the first part would look like a scheme.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A log with one run.
pub(crate) fn findings<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Value {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let codes: BTreeSet<&str> = findings.iter().map(|finding| finding.code).collect();
    let rules: Vec<Value> = codes.into_iter().map(|code| json!({ "id": code })).collect();
    let driver = json!({ "name": "stamp", "version": env!("CARGO_PKG_VERSION"), "rules": rules });
    let results: Vec<Value> = findings.into_iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    })
}

fn result(finding: &Finding) -> Value {
    let help = finding.help.as_deref().map(|help| format!("\n{help}")).unwrap_or_default();
    let related = finding.related.iter().map(|related| {
        let physical = physical(&finding.file, &related.place);
        json!({ "physicalLocation": physical, "message": { "text": related.message } })
    });
    json!({
        "ruleId": finding.code,
        "level": finding.severity,
        "message": { "text": format!("{}{help}", finding.message) },
        "locations": [{ "physicalLocation": physical(&finding.file, &finding.place) }],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn physical(file: &str, place: &Place) -> Value {
    let path = file.replace(std::path::MAIN_SEPARATOR, "/");
    let uri = utf8_percent_encode(&path, PATH).to_string();
    let region = json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    });
    json!({ "artifactLocation": { "uri": uri }, "region": region })
}
