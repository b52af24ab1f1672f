//! The JSON Schemas of policies and of test files, for editors.
//!
//! They come from the tables of words that the readers use too, so they know words, types and forms. What names refer to, and what
//! goes together, only the reader knows: what a schema accepts may still have errors. It never refuses what the reader accepts.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::Name;
use placement::language::{Key, Kind, Need, POLICY, Table, Word};
use serde_json::{Map, Value, json};

use crate::test_file::TEST_FILE;

/// The schema of policies (draft 7, which every editor's TOML support knows), with its ends of lines.
pub fn policy_schema() -> String {
    text("Stamp policy", &POLICY)
}

/// The schema of test files, as [`policy_schema`] is that of policies.
pub fn test_schema() -> String {
    text("Stamp test file", &TEST_FILE)
}

#[expect(clippy::expect_used, reason = "the keys of every map are texts, and nothing else can fail")]
fn text(title: &str, root: &'static Table) -> String {
    let mut text = serde_json::to_string_pretty(&schema(title, root)).expect("a schema is JSON");
    text.push('\n');
    text
}

fn schema(title: &str, root: &'static Table) -> Value {
    let mut definitions = BTreeMap::new();
    define(root, &mut definitions);
    let mut schema = Map::new();
    schema.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    schema.insert("title".into(), title.into());
    schema.insert("allOf".into(), json!([{ "$ref": reference(root) }]));
    schema.insert("definitions".into(), definitions.into_iter().collect::<Map<_, _>>().into());
    Value::Object(schema)
}

/// Tables are defined once and referred to, because conditions hold conditions.
fn define(table: &Table, definitions: &mut BTreeMap<String, Value>) {
    if definitions.contains_key(&slug(table)) {
        return;
    }
    // Holds its place while its words are looked at, among which it may be again.
    definitions.insert(slug(table), Value::Null);
    let definition = self::table(table, definitions);
    definitions.insert(slug(table), definition);
}

fn slug(table: &Table) -> String {
    table.name.replace(' ', "-")
}

fn reference(table: &Table) -> Value {
    format!("#/definitions/{}", slug(table)).into()
}

fn table(table: &Table, definitions: &mut BTreeMap<String, Value>) -> Value {
    let words: Map<String, Value> =
        table.words.iter().map(|word| (word.name.into(), self::word(word, definitions))).collect();
    let required: Vec<&str> =
        table.words.iter().filter(|word| word.need == Need::Required).map(|word| word.name).collect();
    let mut schema = json!({
        "type": "object",
        "description": table.doc,
        "properties": words,
        "additionalProperties": false,
    });
    if let Value::Object(schema) = &mut schema {
        if !required.is_empty() {
            schema.insert("required".into(), required.into());
        } else if !table.may_be_empty {
            schema.insert("minProperties".into(), 1.into());
        }
    }
    schema
}

fn word(word: &Word, definitions: &mut BTreeMap<String, Value>) -> Value {
    let mut schema = match kind(&word.kind, definitions) {
        // Beside a `$ref` draft 7 looks at nothing.
        Value::Object(schema) if schema.contains_key("$ref") => json!({ "allOf": [schema] }),
        schema => schema,
    };
    if let Value::Object(schema) = &mut schema {
        // A list of tables without one is as good as none.
        if word.need == Need::Required && matches!(word.kind, Kind::Entries(_)) {
            schema.insert("minItems".into(), 1.into());
        }
        schema.insert("description".into(), word.doc.into());
    }
    schema
}

fn kind(kind: &Kind, definitions: &mut BTreeMap<String, Value>) -> Value {
    match kind {
        Kind::Table(table) => {
            define(table, definitions);
            json!({ "$ref": reference(table) })
        }
        Kind::Entries(table) => {
            define(table, definitions);
            json!({ "type": "array", "items": { "$ref": reference(table) } })
        }
        Kind::Map { key, value, empty } => map(*key, value, *empty, definitions),
        Kind::List(item) => list(self::kind(item, definitions)),
        Kind::Many(item) => {
            let item = self::kind(item, definitions);
            json!({ "anyOf": [item.clone(), list(item)] })
        }
        Kind::Either(kinds) => {
            let kinds: Vec<Value> = kinds.iter().map(|kind| self::kind(kind, definitions)).collect();
            json!({ "anyOf": kinds })
        }
        leaf => self::leaf(leaf),
    }
}

fn list(item: Value) -> Value {
    json!({ "type": "array", "items": item, "minItems": 1 })
}

fn map(key: Key, value: &Kind, empty: bool, definitions: &mut BTreeMap<String, Value>) -> Value {
    let mut schema = json!({ "type": "object", "additionalProperties": kind(value, definitions) });
    if let Value::Object(schema) = &mut schema {
        match key {
            Key::Name => drop(schema.insert("propertyNames".into(), name())),
            Key::Pointer => drop(schema.insert("propertyNames".into(), pointer())),
            Key::Text => {}
        }
        if !empty {
            schema.insert("minProperties".into(), 1.into());
        }
    }
    schema
}

fn leaf(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Name => name(),
        Kind::Whole { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Version(known) => json!({ "const": known }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Only(flag) => json!({ "const": flag }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Percent => percent(),
        Kind::Slice => json!({ "type": "array", "items": percent(), "minItems": 2, "maxItems": 2 }),
        Kind::Dotted => json!({ "type": "string", "pattern": "^[0-9]+(\\.[0-9]+)*$" }),
        Kind::Pointer => pointer(),
        Kind::Hub => json!({ "type": "string", "pattern": hub_pattern() }),
        Kind::Scalar => json!({ "type": ["string", "integer", "boolean"] }),
        // What is left holds other kinds, and `kind` has taken it apart; any table is right for the last. That it is,
        // is said aloud, because Tombi takes silence for `false`.
        _ => json!({ "type": "object", "additionalProperties": true }),
    }
}

fn name() -> Value {
    json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9._-]*$", "maxLength": Name::LONGEST })
}

fn pointer() -> Value {
    json!({ "type": "string", "pattern": "^/([^~]|~[01])*$" })
}

/// The three decimals are left to the reader: a multiple of a thousandth is no exact question to binary fractions.
fn percent() -> Value {
    json!({ "type": "number", "minimum": 0, "maximum": 100 })
}

/// Host names are compared without letter case, and patterns are not.
fn hub_pattern() -> String {
    let any_case = |text: &str| -> String {
        text.chars()
            .map(|c| match c {
                'a'..='z' => format!("[{}{c}]", c.to_ascii_uppercase()),
                _ => c.to_string(),
            })
            .collect()
    };
    let ends: Vec<String> = ["net", "us", "cn"].into_iter().map(any_case).collect();
    format!("^[A-Za-z0-9-]{{2,49}}[A-Za-z0-9]\\.{}\\.({})$", any_case("azure-devices"), ends.join("|"))
}
