//! Devices that are picked out of a fleet by a condition.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::Policy;
use placement::diagnostic::Sink;
use placement::node::Tree;

use super::text::{document, key, list, quoted, value};

/// The devices for which a condition of the policy language holds, as a policy describes them.
///
/// The policy itself is asked: a copy of it that has one more attribute, with a rule of this condition.
#[derive(Clone, Debug)]
pub struct Selection {
    text: String,
    policy: Policy,
    attribute: usize,
}

impl Selection {
    /// Reads a condition: attributes with their values, such as `geo=eu lifecycle=test,production`, all of which must be
    /// so, or any condition as an inline table, such as `{ cohort = { name = "release-4.2", percent = 25 } }`.
    ///
    /// # Errors
    /// What is wrong with it, and what to do.
    pub fn parse(policy: &Policy, source: &str, text: &str) -> Result<Self, String> {
        let text = text.trim();
        let when = if text.starts_with('{') { text.to_string() } else { attributes(text)? };
        let name = (0..)
            .map(|number| format!("selected-{number}"))
            .find(|name| !is_attribute(policy, name))
            .unwrap_or_default();
        let probed = with_attribute(source, &name, &when).ok_or("the policy cannot be read")?;
        if text.contains(&*name) {
            return Err(format!("`{text}` is no condition: no attribute is named `{name}`"));
        }
        let checked = Policy::parse(&probed).map_err(|diagnostics| {
            let first = diagnostics.first();
            let help = first
                .and_then(|first| first.help.as_ref())
                .filter(|help| !help.contains(&*name))
                .map(|help| format!(": {help}"))
                .unwrap_or_default();
            format!("`{text}` is no condition: {}{help}", first.map(|first| first.message.as_str()).unwrap_or_default())
        })?;
        Ok(Self { text: text.into(), policy: checked.policy, attribute: policy.attributes().len() })
    }

    /// The condition as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The number of the attribute that has a value for selected devices.
    pub(super) fn attribute(&self) -> usize {
        self.attribute
    }
}

fn is_attribute(policy: &Policy, name: &str) -> bool {
    policy.attributes().iter().any(|attribute| attribute.name.as_str() == name)
}

/// The condition that attributes have these values.
fn attributes(text: &str) -> Result<String, String> {
    let mut pairs = Vec::new();
    for pair in text.split_whitespace() {
        let (name, values) =
            pair.split_once('=').filter(|(name, values)| !name.is_empty() && !values.is_empty()).ok_or_else(|| {
                format!(
                    "`{pair}` is no attribute with a value: write `geo=eu`, or a condition in braces as in a policy"
                )
            })?;
        pairs.push(format!("{} = {}", key(name), list(values.split(',').map(quoted))));
    }
    match pairs.is_empty() {
        true => Err("the condition is empty: write `geo=eu`, or a condition in braces as in a policy".into()),
        false => Ok(format!("{{ is = {{ {} }} }}", pairs.join(", "))),
    }
}

/// A policy's text with one more attribute, whose one rule has this condition.
fn with_attribute(source: &str, name: &str, when: &str) -> Option<String> {
    let tree = Tree::parse(source, &mut Sink::default())?;
    let root = tree.root();
    let probe = format!(
        "{{ name = {name}, values = [\"yes\"], places = false, rule = [{{ name = \"selected\", value = \"yes\", when = {when}\n}}] }}",
        name = quoted(name)
    );
    let attributes = root.entries("attribute").map(|entry| value(entry, source)).chain([probe]);
    let others =
        root.pairs().filter(|pair| pair.key != "attribute").map(|pair| (pair.key.into(), value(pair.node, source)));
    Some(document(others.chain([("attribute".into(), list(attributes))])))
}
