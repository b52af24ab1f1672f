//! What `stamp fmt` did, or would do.

use std::io;

use serde_json::{Map, Value, json};

use super::text_diff::{coloured, unified};
use super::{Finding, Visible, diagnostic, plural};
use crate::Output;
use crate::command::fmt::{Layout, Outcome};

/// For people: each file that is not as it was or should be, and how many there are.
pub(crate) fn for_people(layouts: &[Layout], diff: bool, output: &mut Output) -> io::Result<()> {
    for Layout { file, outcome } in layouts {
        match outcome {
            Outcome::Formatted => output.result(format_args!("formatted {}", Visible(file)))?,
            Outcome::WouldChange { text, formatted } => {
                output.result(format_args!("would format {}", Visible(file)))?;
                if diff {
                    unified(file, text, formatted).lines().try_for_each(|line| output.result(coloured(line)))?;
                }
            }
            Outcome::Refused { text, problems } => {
                output.result(diagnostic::for_people(file, text, problems))?;
                output.result("")?;
            }
            Outcome::Unchanged | Outcome::Failed(_) => {}
        }
    }
    output.result(summary(layouts))
}

fn summary(layouts: &[Layout]) -> String {
    let count = |is: fn(&Outcome) -> bool| layouts.iter().filter(|layout| is(&layout.outcome)).count();
    let counts = [
        (count(|outcome| matches!(outcome, Outcome::Unchanged)), "unchanged"),
        (count(|outcome| matches!(outcome, Outcome::Formatted)), "formatted"),
        (count(|outcome| matches!(outcome, Outcome::WouldChange { .. })), "to be formatted"),
        (count(|outcome| matches!(outcome, Outcome::Refused { .. })), "no TOML"),
        (count(|outcome| matches!(outcome, Outcome::Failed(_))), "failed"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
    let counts: Vec<String> = counts.collect();
    let files = plural(layouts.len(), "file");
    if counts.is_empty() { files } else { format!("{files}: {}", counts.join(", ")) }
}

/// For scripts: what became of each file.
pub(crate) fn for_scripts(layouts: &[Layout], diff: bool) -> serde_json::Result<String> {
    let layouts: Vec<Value> = layouts.iter().map(|layout| as_json(layout, diff)).collect::<Result<_, _>>()?;
    serde_json::to_string_pretty(&layouts)
}

fn as_json(Layout { file, outcome }: &Layout, diff: bool) -> serde_json::Result<Value> {
    let mut json = Map::new();
    json.insert("file".into(), json!(file));
    let word = match outcome {
        Outcome::Unchanged => "unchanged",
        Outcome::Formatted => "formatted",
        Outcome::WouldChange { text, formatted } => {
            if diff {
                json.insert("diff".into(), unified(file, text, formatted).into());
            }
            "would-change"
        }
        Outcome::Refused { text, problems } => {
            json.insert("findings".into(), serde_json::to_value(Finding::all(file, text, problems))?);
            "no-toml"
        }
        Outcome::Failed(error) => {
            json.insert("error".into(), format!("{error:#}").into());
            "failed"
        }
    };
    json.insert("outcome".into(), word.into());
    Ok(Value::Object(json))
}
