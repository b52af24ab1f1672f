//! The reader takes any text: it gives a policy or says what is wrong, and never panics.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::fs;
use std::sync::OnceLock;

use placement::{Diagnostic, Policy, Severity};
use proptest::prelude::*;

fn contoso() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../policies/contoso.toml")).unwrap())
}

/// What every answer of the reader holds: places inside the text, at whole characters, and an error if it refuses.
fn well_formed(text: &str) -> Result<(), TestCaseError> {
    let (diagnostics, refused): (Vec<Diagnostic>, bool) = match Policy::parse(text) {
        Ok(checked) => (checked.warnings, false),
        Err(diagnostics) => (diagnostics, true),
    };
    prop_assert_eq!(refused, diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error));
    for diagnostic in diagnostics {
        prop_assert!(text.get(diagnostic.span.clone()).is_some(), "{:?}", diagnostic);
        prop_assert!(!diagnostic.message.is_empty() && !diagnostic.message.ends_with('.'), "{:?}", diagnostic);
        prop_assert!(diagnostic.help.is_some() || diagnostic.code.as_str() == "syntax", "{:?}", diagnostic);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        well_formed(&text)?;
    }

    #[test]
    fn any_words_in_any_place_are_read(words in prop::collection::vec(word(), 0..30)) {
        well_formed(&words.join(" "))?;
    }

    #[test]
    fn a_policy_with_a_line_of_another_place_is_read(from: prop::sample::Index, to: prop::sample::Index) {
        let mut lines: Vec<&str> = contoso().lines().collect();
        let line = *from.get(&lines);
        *to.get_mut(&mut lines) = line;
        well_formed(&lines.join("\n"))?;
    }

    #[test]
    fn a_policy_that_is_broken_off_is_read(at: prop::sample::Index) {
        let ends: Vec<usize> = contoso().char_indices().map(|(at, _)| at).collect();
        well_formed(&contoso()[..*at.get(&ends)])?;
    }

    #[test]
    fn a_policy_with_other_values_is_read(at: prop::sample::Index, value in value()) {
        let places: Vec<usize> = contoso().match_indices('=').map(|(at, _)| at).collect();
        let (before, after) = contoso().split_at(*at.get(&places));
        let rest = after.find('\n').map_or("", |end| &after[end..]);
        well_formed(&format!("{before}= {value}{rest}"))?;
    }
}

#[test]
fn a_number_that_cannot_be_meant_is_said_to_be_wrong() {
    let condition = |when: &str| contoso().replacen("cohort = { name = \"release-4.2\", percent = 5 }", when, 1);
    for when in [
        "cohort = { name = \"c\", percent = 0x10 }",
        "cohort = { name = \"c\", percent = [0o1, 5] }",
        "twin = { \"/tags/f\" = 9223372036854775808 }",
        "payload = { \"/f\" = [1, 0xFFFFFFFFFFFFFFFF] }",
    ] {
        let errors = Policy::parse(&condition(when)).map(|_| ()).unwrap_err();
        assert_eq!(errors.len(), 1, "{when}: {errors:?}");
        assert_ne!(errors[0].span, 0..0, "{when}: {errors:?}");
    }
}

fn word() -> impl Strategy<Value = &'static str> {
    let words = [
        "language = 1\n",
        "hash = 1\n",
        "policy = \"p\"\n",
        "seed = \"s\"\n",
        "[[stamp]]\n",
        "name = \"a\"\n",
        "hub = \"a\"\n",
        "[[attribute]]\n",
        "values = [\"a\"]\n",
        "[[attribute.rule]]\n",
        "when = {}\n",
        "value = \"a\"\n",
        "read = { current = true }\n",
        "[[move]]\n",
        "from = \"a\"\n",
        "to = { a = 1 }\n",
        "[[guarantee]]\n",
        "only = \"a\"\n",
        "[answer.twin.tags]\n",
        "x = \"{stamp.name}\"\n",
        "[lists]\n",
        "[down]\n",
        "labels = { a = \"b\" }\n",
        "serves = { a = \"*\" }\n",
        "[[pin]]\n",
        "stamp = \"a\"\n",
        "[[fallback]]\n",
        "as = { a = \"a\" }\n",
    ];
    prop::sample::select(words.to_vec())
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        Just("0x10".to_owned()),
        Just("9223372036854775808".to_owned()),
        any::<f64>().prop_map(|number| format!("{number:?}").replace("NaN", "nan")),
        "\\PC{0,10}".prop_map(|text| format!("{text:?}")),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just("true".to_owned()),
        Just("1979-05-27".to_owned()),
        Just("[[1]]".to_owned()),
        Just("{ not = [], any = [{}] }".to_owned()),
        Just("{ labels = { region = [] } }".to_owned()),
    ]
}
