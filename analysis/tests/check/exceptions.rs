//! Findings that a policy excepts.

use snapbox::{assert_data_eq, str};

use super::{LAST, check, other, told};

/// The fleet without its last rule, which has one finding, and an exception.
fn excepting(finding: &str, at: &str) -> String {
    format!("{}\n[[exception]]\nfinding = \"{finding}\"\n{at}reason  = \"meant\"\n", other(LAST, ""))
}

#[test]
fn what_is_excepted_is_counted() {
    for at in ["", "at      = \"geo\"\n"] {
        let report = check(&excepting("no-value", at), 0);
        assert_eq!((report.findings.len(), report.excepted), (0, 1));
    }
}

#[test]
fn an_exception_for_another_entry_excepts_nothing() {
    assert_data_eq!(
        told(&excepting("no-value", "at      = \"release\"\n")),
        str![[r#"
warning[no-value] at "geo"
  `geo` has no value for some new device, which is refused with 422
  example: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused
warning[unused-exception] at "no-value"
  there is no finding `no-value` to except at `release`
  help: take the exception out

"#]]
    );
    assert_eq!(check(&excepting("no-value", "at      = \"release\"\n"), 0).excepted, 0);
}

#[test]
fn an_exception_for_no_finding_is_told() {
    assert_data_eq!(
        told(&excepting("no-valu", "")),
        str![[r#"
warning[no-value] at "geo"
  `geo` has no value for some new device, which is refused with 422
  example: refused, no-value: an attribute that stamps serve has no value for this device; geo has no value
  help: add a last rule without `when` that gives a value, or say by an exception that they shall be refused
warning[unknown-finding] at "no-valu"
  `no-valu` is no finding of the analysis
  help: did you mean `no-value`?

"#]]
    );
}

#[test]
fn an_exception_for_a_guarantee_may_be_for_an_outage() {
    let policy = excepting("guarantee-acts", "");
    let unused = |outages| {
        check(&policy, outages)
            .findings
            .iter()
            .filter(|finding| finding.diagnostic.code.as_str() == "unused-exception")
            .count()
    };
    assert_eq!((unused(0), unused(1)), (0, 1));
}

#[test]
fn findings_about_exceptions_cannot_be_excepted() {
    let found = told(&excepting("unused-exception", ""));
    assert!(found.contains("warning[unused-exception]"), "{found}");
}
