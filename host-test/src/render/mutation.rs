//! Which changes of a policy its tests notice.

use anyhow::Result;
use serde_json::{Value, json};

use super::page::Page;
use super::style::{BAD, GOOD, PASSED, Styled};
use super::{Lines, Visible, plural};
use crate::command::test::mutate::Mutated;

/// For people: the changes that no test notices, with their places.
pub(crate) fn for_people(policies: &[Mutated]) -> String {
    let mut page = Page::default();
    for policy in policies {
        let style = if policy.survivors.is_empty() { GOOD } else { BAD };
        let count = format!("{} of {} not noticed", policy.survivors.len(), plural(policy.mutants, "change"));
        let harmless = match policy.harmless {
            0 => String::new(),
            harmless => format!("; {harmless} more are proved to change no answer"),
        };
        page.line(0, format_args!("{}: {}{harmless}", Visible(&policy.policy), Styled(style, count)));
        let lines = Lines::of(&policy.source);
        for mutant in &policy.survivors {
            let place = lines.place(&mutant.place);
            let place = format!("{}:{}:{}", policy.policy, place.line, place.column);
            page.line(1, format_args!("{} {}", Visible(&mutant.what), Styled(PASSED, place)));
        }
    }
    page.into_text()
}

/// For scripts: a list of `{ policy, changes, harmless, not_noticed }`.
pub(crate) fn for_scripts(policies: &[Mutated]) -> Result<String> {
    let policies: Vec<Value> = policies.iter().map(of_policy).collect();
    Ok(serde_json::to_string_pretty(&policies)?)
}

fn of_policy(policy: &Mutated) -> Value {
    let lines = Lines::of(&policy.source);
    let survivor = |what: &str, place| {
        let place: super::Place = place;
        json!({
            "what": what, "line": place.line, "column": place.column,
            "end_line": place.end_line, "end_column": place.end_column,
        })
    };
    let survivors: Vec<Value> =
        policy.survivors.iter().map(|mutant| survivor(&mutant.what, lines.place(&mutant.place))).collect();
    json!({ "policy": policy.policy, "changes": policy.mutants, "harmless": policy.harmless, "not_noticed": survivors })
}
