//! What a fleet is like.

use analysis::fleet::{SHOWN, Summary, Unreadable, VALUES, Values};
use placement::Policy;
use serde_json::{Value, json};

use super::page::Page;
use super::style::{BAD, HEADING, PASSED, Styled, TAKEN};
use super::{Visible, grouped, share};
use crate::fleet::Compression;

/// The values of a field that people are shown.
const MOST: usize = 8;

/// A fleet that has been looked at.
pub(crate) struct Look<'l> {
    pub(crate) name: &'l str,
    pub(crate) format: &'static str,
    pub(crate) compression: Compression,
    pub(crate) summary: &'l Summary,
    pub(crate) policy: Option<&'l Policy>,
}

impl Look<'_> {
    /// For people.
    pub(crate) fn for_people(&self) -> String {
        let summary = self.summary;
        let mut page = Page::default();
        let compressed = self.compression.word().map(|word| format!(", {word}")).unwrap_or_default();
        page.line(0, format_args!("{}: {}{compressed}", Styled(TAKEN, self.name), self.format));
        let devices = counted(summary.devices, "device");
        page.line(0, Styled(HEADING, format_args!("{devices} on {}", counted(summary.lines, "line"))));
        if summary.unreadable > 0 {
            let examples: Vec<&Unreadable> = summary.examples.iter().collect();
            page.line(0, unreadable(summary.unreadable, &examples));
        }
        if summary.repeated > 0 {
            let verb = if summary.repeated == 1 { "repeats" } else { "repeat" };
            let what = format!("{} {verb} a registration ID", counted(summary.repeated, "line"));
            page.line(0, Styled(BAD, what));
            summary.twice.iter().for_each(|name| page.line(1, Visible(name)));
            if summary.twice.len() == SHOWN {
                page.line(1, Styled(PASSED, "and so on"));
            }
        }
        for (name, values) in summary.fields() {
            self.field(&mut page, name, values);
        }
        if summary.is_crowded() {
            page.line(0, "twins and payloads have too many places to be shown");
        }
        page.into_text()
    }

    fn field(&self, page: &mut Page, name: &str, values: &Values) {
        let all = self.summary.devices;
        let given = share(values.devices, all);
        let Some(frequent) = values.frequent() else {
            let more =
                format_args!("{} in {given}, more than {} values", Styled(TAKEN, name), grouped(VALUES)).to_string();
            return page.line(0, more);
        };
        page.line(0, format_args!("{} in {given}", Styled(TAKEN, name)));
        for (value, devices) in frequent.iter().take(MOST) {
            let stamp = (name == CURRENT_HUB).then(|| self.stamp(value)).flatten();
            let stamp = stamp.map(|stamp| format!(" {}", Styled(PASSED, stamp))).unwrap_or_default();
            page.line(1, format_args!("{} {}{stamp}", share(*devices, all), Visible(value)));
        }
        let more = frequent.len().saturating_sub(MOST);
        if more > 0 {
            page.line(1, Styled(PASSED, format_args!("and {} more", grouped(more))));
        }
    }

    /// The stamp of a hub, where there is a policy to ask.
    fn stamp(&self, hub: &str) -> Option<String> {
        let policy = self.policy?;
        let stamp = policy.stamp_of_hub(hub).and_then(|id| policy.stamp(id));
        Some(stamp.map_or("(no stamp of the policy)".into(), |stamp| stamp.name.to_string()))
    }

    /// For scripts.
    pub(crate) fn for_scripts(&self) -> Value {
        let summary = self.summary;
        let examples: Vec<Value> = summary
            .examples
            .iter()
            .map(|one| json!({ "line": one.line, "wrong": one.wrong, "help": one.help }))
            .collect();
        let fields =
            summary.fields().into_iter().map(|(name, values)| (name.to_owned(), self.field_for_scripts(name, values)));
        json!({
            "fleet": self.name,
            "format": self.format,
            "compression": self.compression.word(),
            "lines": summary.lines,
            "devices": summary.devices,
            "unreadable": { "lines": summary.unreadable, "first": examples },
            "repeated": { "lines": summary.repeated, "ids": summary.twice },
            "fields": fields.collect::<serde_json::Map<_, _>>(),
            "crowded": summary.is_crowded(),
        })
    }

    fn field_for_scripts(&self, name: &str, values: &Values) -> Value {
        let frequent = values.frequent();
        let shown = frequent.iter().flatten().take(SHOWN).map(|(value, devices)| match self.policy {
            Some(policy) if name == CURRENT_HUB => {
                let stamp = policy.stamp_of_hub(value).and_then(|id| policy.stamp(id)).map(|stamp| stamp.name.as_str());
                json!({ "value": value, "devices": devices, "stamp": stamp })
            }
            _ => json!({ "value": value, "devices": devices }),
        });
        let shown: Vec<Value> = shown.collect();
        json!({ "devices": values.devices, "values": frequent.as_ref().map(Vec::len), "frequent": shown })
    }
}

const CURRENT_HUB: &str = "currentIotHubHostName";

/// The lines that are no devices: how many, and the first.
pub(crate) fn unreadable(lines: u64, examples: &[&Unreadable]) -> String {
    let mut page = Page::default();
    let be = if lines == 1 { "is no device" } else { "are no devices" };
    page.line(0, Styled(BAD, format_args!("{} {be}", counted(lines, "line"))));
    examples.iter().for_each(|one| page.line(1, format_args!("{}: {}", one.line, Visible(one))));
    rest(&mut page, examples.len(), lines);
    page.into_text()
}

fn rest(page: &mut Page, shown: usize, all: u64) {
    let more = all.saturating_sub(u64::try_from(shown).unwrap_or(all));
    if shown == SHOWN && more > 0 {
        page.line(1, Styled(PASSED, format_args!("and {} more", grouped(more))));
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(count), if count == 1 { "" } else { "s" })
}
