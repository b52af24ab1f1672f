//! What is decided about recorded requests.

use std::collections::BTreeMap;

use analysis::replay::{Changed, Decided, Replayed};
use anyhow::Result;
use serde_json::json;

use super::page::Page;
use super::style::{BAD, HEADING, PASSED, Styled, TAKEN};
use super::{Visible, plural};

/// For people. Where two policies are compared, what they agree on is only counted.
pub(crate) fn for_people(replayed: &[(&str, Replayed)], compared: bool) -> String {
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
            None if compared => continue,
            None => {
                page.line(0, format_args!("{device}: {} {origin}", Visible(outcome(&one.decided))));
                &one.decided.because
            }
        };
        because.iter().for_each(|because| page.line(1, Styled(PASSED, because)));
    }
    summary(&mut page, replayed, compared);
    page.into_text()
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

/// For scripts: `{ requests, changed, replayed }`.
pub(crate) fn for_scripts(replayed: &[(&str, Replayed)]) -> Result<String> {
    let changed = replayed.iter().filter(|(_, one)| one.change.is_some()).count();
    let mut list = Vec::new();
    for (origin, one) in replayed {
        let mut json = serde_json::to_value(one)?;
        if let Some(object) = json.as_object_mut() {
            object.insert("origin".into(), (*origin).into());
        }
        list.push(json);
    }
    Ok(serde_json::to_string_pretty(&json!({ "requests": replayed.len(), "changed": changed, "replayed": list }))?)
}
