//! Schema and reader accept and refuse the same, as far as form goes: words, types, ranges, what must not be empty.
//!
//! What names refer to, and what goes together, only the reader knows. It looks at that after the form, which
//! [`placement::language::check`] holds against the table of words; the schemas come from the same table. So a schema
//! must refuse exactly what this check refuses, but for what JSON Schema cannot say: see [`beyond_schemas`].
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod mutation;
#[path = "../pages/mod.rs"]
mod pages;

use analysis::schema::{policy_schema, test_schema};
use analysis::test_file::TEST_FILE;
use jsonschema::Validator;
use placement::diagnostic::Sink;
use placement::language::{Kind, POLICY, Table, check};
use placement::node::Tree;
use placement::{Code, Policy};
use serde_json::{Map, Number, Value};

/// A schema, and the table that the reader goes by.
struct Language {
    validator: Validator,
    table: &'static Table,
}

impl Language {
    fn of(schema: &str, table: &'static Table) -> Self {
        let schema: Value = serde_json::from_str(schema).unwrap();
        jsonschema::meta::validate(&schema).unwrap();
        Self { validator: jsonschema::validator_for(&schema).unwrap(), table }
    }

    fn policies() -> Self {
        Self::of(&policy_schema(), &POLICY)
    }

    fn tests() -> Self {
        Self::of(&test_schema(), &TEST_FILE)
    }

    /// The codes of what the reader finds wrong with the form of a text; none if it is no TOML.
    fn wrong(&self, source: &str) -> Option<Vec<Code>> {
        let mut sink = Sink::default();
        let tree = Tree::parse(source, &mut sink)?;
        check(&Kind::Table(self.table), self.table.name, tree.root(), &mut sink);
        Some(sink.into_diagnostics().into_iter().map(|diagnostic| diagnostic.code).collect())
    }

    /// Whether schema and reader agree about a text: not in which words, but whether anything is wrong.
    #[track_caller]
    fn agrees(&self, source: &str, place: &str) {
        let Some(wrong) = self.wrong(source) else { return };
        let value = json(&source.parse().unwrap());
        let errors: Vec<String> = self.validator.iter_errors(&value).map(|error| error.to_string()).collect();
        let refused_by_reader_alone = errors.is_empty() && wrong.iter().any(|code| !beyond_schemas(*code, source));
        assert!(!refused_by_reader_alone, "{place}: the schema accepts what the reader refuses: {wrong:?}\n{source}");
        assert!(errors.is_empty() || !wrong.is_empty(), "{place}: the schema refuses: {errors:#?}\n{source}");
    }
}

/// What the reader finds wrong with the form of a text, and a schema cannot say.
fn beyond_schemas(code: Code, source: &str) -> bool {
    match code {
        // At most three decimals: a multiple of a thousandth is no exact question to binary fractions.
        Code::BadPercent => source.split(|c: char| !c.is_ascii_digit() && c != '.').any(has_four_decimals),
        // To JSON Schema 7.0 is a whole number, and a date is a text.
        Code::WrongType => source.contains(".0") || source.contains("1979-"),
        _ => false,
    }
}

fn has_four_decimals(number: &str) -> bool {
    number.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 3)
}

/// TOML as editors hand it to a schema: dates are texts, and numbers that JSON does not have are nothing.
fn json(table: &toml::Table) -> Value {
    Value::Object(table.iter().map(|(key, value)| (key.clone(), json_value(value))).collect::<Map<_, _>>())
}

fn json_value(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => Number::from_f64(*number).map_or(Value::Null, Value::Number),
        toml::Value::Boolean(flag) => (*flag).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(json_value).collect(),
        toml::Value::Table(table) => json(table),
    }
}

#[test]
fn they_agree_about_every_file_of_the_repository() {
    let (policies, tests) = (Language::policies(), Language::tests());
    let files = pages::files();
    assert!(files.len() >= 7);
    for (name, source) in files {
        let language = if name.ends_with(".test.toml") { &tests } else { &policies };
        assert_eq!(language.wrong(&source).unwrap(), [], "{name}");
        language.agrees(&source, &name);
    }
}

#[test]
fn they_agree_about_every_block_of_the_documentation() {
    let (policies, tests) = (Language::policies(), Language::tests());
    let blocks = pages::blocks();
    assert!(blocks.len() > 80);
    for (place, source) in blocks {
        let language = if source.contains("[[test]]") { &tests } else { &policies };
        language.agrees(&source, &place);
    }
}

#[test]
fn what_the_reader_accepts_no_schema_refuses() {
    let policies = Language::policies();
    let accepted = pages::blocks().into_iter().filter(|(_, source)| Policy::parse(source).is_ok());
    let mut seen = 0;
    for (place, source) in accepted {
        assert!(policies.validator.is_valid(&json(&source.parse().unwrap())), "{place}");
        seen += 1;
    }
    assert!(seen > 40, "{seen}");
}

/// What each code of a wrong form looks like, and whether a schema sees it.
#[test]
fn of_each_code_of_form_the_schema_sees_what_it_can() {
    let language = Language::policies();
    let seen = |more: &str| {
        let policy = format!("{}\n{more}", mutation::POLICY);
        let wrong = language.wrong(&policy).unwrap();
        let [code] = wrong.as_slice() else { panic!("{more}: {wrong:?}") };
        (code.as_str(), !language.validator.is_valid(&json(&policy.parse().unwrap())))
    };
    let pin = |when: &str| format!("[[pin]]\nname = 'p'\nstamp = 'eu-1'\nwhen = {{ {when} }}");
    let guarantee = |when: &str| format!("[[guarantee]]\nname = 'g'\nnever = 'eu-1'\nwhen = {{ {when} }}");
    let cohort = |percent: &str| {
        format!("[[move]]\nname = 'm'\nfrom = 'eu-1'\nwhen = {{ cohort = {{ name = 'c', percent = {percent} }} }}")
    };
    assert_eq!(seen("[[pin]]\nname = 'p'\nstamp = 'eu-1'\nwho = 'all'"), ("unknown-key", true));
    assert_eq!(seen("[[pin]]\nname = 'p'"), ("missing-key", true));
    assert_eq!(seen("[[pin]]\nname = 7\nstamp = 'eu-1'"), ("wrong-type", true));
    assert_eq!(seen(&pin("")), ("empty", true));
    assert_eq!(seen("[[stamp]]\nname = 's'\nhub = 's-1.azure-devices.net'\ncapacity = 0"), ("out-of-range", true));
    assert_eq!(seen("[[move]]\nname = 'm'\nfrom = 'eu-1'\nwhom = 'some'"), ("unknown-word", true));
    assert_eq!(seen("[[pin]]\nname = 'p'\nstamp = 'EU'"), ("bad-name", true));
    assert_eq!(seen("[[stamp]]\nname = 's'\nhub = 's-1.example'\ncapacity = 1"), ("bad-hub", true));
    assert_eq!(seen(&pin("twin = { 'tags' = 1 }")), ("bad-pointer", true));
    assert_eq!(seen(&pin("twin = { '/tags/v' = { below = 'x' } }")), ("bad-version", true));
    assert_eq!(seen(&cohort("101")), ("bad-percent", true));
    assert_eq!(seen(&cohort("0.0001")), ("bad-percent", false));
    assert_eq!(seen(&pin("payload = { '/x' = 1 }")), ("untrusted-condition", true));
    assert_eq!(seen(&guarantee("cohort = { name = 'c', percent = 5 }")), ("cohort-in-guarantee", true));
    assert_eq!(seen("[[pin]]\nname = 1979-05-27\nstamp = 'eu-1'"), ("wrong-type", false));
    assert_eq!(seen("[[stamp]]\nname = 's'\nhub = 's-1.azure-devices.net'\ncapacity = 7.0"), ("wrong-type", false));
}
