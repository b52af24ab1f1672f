//! What is decided about recorded requests.

use std::collections::BTreeMap;

use analysis::difference::{Cause, Comparison};
use analysis::replay::{Changed, Decided, Replayed};
use anyhow::Result;
use serde_json::json;

use super::page::Page;
use super::style::{BAD, HEADING, PASSED, Styled, TAKEN};
use super::{Visible, plural};
use analysis::difference::named;

/// For people. Where two policies are compared, what they agree on is only counted.
pub(crate) fn for_people(replayed: &[(&str, Replayed)], comparison: Option<&Comparison<'_>>) -> String {
    let mut page = Page::default();
    for (origin, one) in replayed {
        let device = one.device.as_deref().unwrap_or("(no request)");
        let (device, origin) = (Styled(TAKEN, device), Styled(PASSED, *origin));
        let because = match &one.change {
            Some(change) => {
                let (from, to) = (Visible(outcome(&one.decided)), Visible(outcome(&change.to)));
                match change.what {
                    Changed::Stamp | Changed::Refusal => {
                        page.line(0, format_args!("{device}: {from} -> {to} {origin}"))
                    }
                    Changed::Hub => page.line(0, format_args!("{device}: {to}, by another hub {origin}")),
                    Changed::Answer => {
                        page.line(0, format_args!("{device}: {to}, with another twin or payload {origin}"))
                    }
                }
                &change.to.because
            }
            None if comparison.is_some() => continue,
            None => {
                page.line(0, format_args!("{device}: {} {origin}", Visible(outcome(&one.decided))));
                &one.decided.because
            }
        };
        because.iter().for_each(|because| page.line(1, Styled(PASSED, because)));
    }
    summary(&mut page, replayed, comparison.is_some());
    if let Some(comparison) = comparison {
        causes(&mut page, replayed, comparison);
    }
    page.into_text()
}

/// The edits that make answers others, each with how many.
fn causes(page: &mut Page, replayed: &[(&str, Replayed)], comparison: &Comparison<'_>) {
    let counts = counted(replayed);
    if !counts.is_empty() {
        page.line(0, Styled(HEADING, "why"));
    }
    for (cause, count) in counts {
        let (what, line) = (named::cause(comparison, cause), named::line(comparison, cause.step));
        page.line(1, format_args!("{count} by {}, {line}", Styled(TAKEN, what)));
    }
}

/// How many answers each edit makes others, the one first that does most.
fn counted(replayed: &[(&str, Replayed)]) -> Vec<(Cause, usize)> {
    let mut counts: BTreeMap<Cause, usize> = BTreeMap::new();
    for cause in replayed.iter().filter_map(|(_, one)| one.cause) {
        *counts.entry(cause).or_default() += 1;
    }
    let mut counts: Vec<(Cause, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

fn outcome(decided: &Decided) -> String {
    match (&decided.stamp, decided.how, &decided.refusal) {
        (Some(stamp), Some(how), _) => format!("{stamp} ({how})"),
        (None, Some(how), _) => format!("{} ({how})", decided.hub.as_deref().unwrap_or("-")),
        (_, _, Some(refusal)) => format!("refused, {refusal}"),
        _ => format!("status {}", decided.status),
    }
}

fn summary(page: &mut Page, replayed: &[(&str, Replayed)], compared: bool) {
    let all = plural(replayed.len(), "request");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, one) in replayed {
        let key = match &one.change {
            Some(change) => format!("{} -> {}", place(&one.decided), place(&change.to)),
            None if compared => continue,
            None => place(&one.decided).to_owned(),
        };
        *counts.entry(key).or_default() += 1;
    }
    let changed = counts.values().sum::<usize>();
    match compared {
        true if changed == 0 => page.line(0, format_args!("{all}: none is decided otherwise")),
        true => page.line(0, Styled(BAD, format_args!("{all}: {changed} decided otherwise").to_string())),
        false => page.line(0, Styled(HEADING, all)),
    }
    counts.iter().for_each(|(what, count)| page.line(1, format_args!("{count} {}", Visible(what))));
}

fn place(decided: &Decided) -> &str {
    let refused = || decided.refusal.as_deref().unwrap_or("an unknown hub");
    decided.stamp.as_deref().unwrap_or_else(refused)
}

/// For scripts: `{ requests, changed, replayed }`, of two policies with `causes`.
pub(crate) fn for_scripts(replayed: &[(&str, Replayed)], comparison: Option<&Comparison<'_>>) -> Result<String> {
    let changed = replayed.iter().filter(|(_, one)| one.change.is_some()).count();
    let mut list = Vec::new();
    for (origin, one) in replayed {
        let mut json = serde_json::to_value(one)?;
        if let Some(object) = json.as_object_mut() {
            object.insert("origin".into(), (*origin).into());
            if let Some((cause, comparison)) = one.cause.zip(comparison) {
                object.insert("cause".into(), named::cause(comparison, cause).into());
            }
        }
        list.push(json);
    }
    let mut told = json!({ "requests": replayed.len(), "changed": changed, "replayed": list });
    if let (Some(comparison), Some(object)) = (comparison, told.as_object_mut()) {
        let causes = counted(replayed).into_iter().map(|(cause, requests)| {
            let line = named::edits(comparison, cause.step).next().map(|edit| edit.line);
            json!({ "cause": named::cause(comparison, cause), "line": line, "requests": requests })
        });
        object.insert("causes".into(), causes.collect());
    }
    Ok(serde_json::to_string_pretty(&told)?)
}
