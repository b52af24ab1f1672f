//! A difference for those who review the edit, as a comment in Markdown.

use std::fmt::Write as _;

use analysis::difference::Flow;

use analysis::difference::named;

use super::{Difference, change};
use crate::command::budget::Verdict;
use crate::render::simulation::counted;
use crate::render::{Visible, grouped, share};

/// The most flows that are named in a sentence.
const FLOWS: usize = 6;

impl Difference<'_> {
    /// For reviewers, who need not know the tool.
    pub(crate) fn for_reviewers(&self) -> String {
        let mut text = String::new();
        // What is written to a text is written.
        let _: std::fmt::Result = self.write(&mut text);
        text.trim_end().to_owned()
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let counts = self.counts;
        writeln!(text, "### {}\n", self.title())?;
        for Verdict { what, most, is, kept } in self.budget {
            writeln!(
                text,
                "{} {}: at most {most}, are {}.  ",
                if *kept { "✅" } else { "❌" },
                escaped(what),
                escaped(is)
            )?;
        }
        if !self.budget.is_empty() {
            writeln!(text)?;
        }
        let devices = counted(counts.devices, "device");
        let when = match self.comparison.settings().fresh {
            false => "Nothing moves at once: a device goes to its new stamp when it registers again.",
            true => "Each was placed as if it were new, wherever it is: these are other places, and no moves.",
        };
        writeln!(text, "This edit of the policy was tried on {devices} of {}. {when}\n", escaped(self.fleet))?;
        if counts.new > 0 && !self.comparison.settings().fresh {
            let new = counted(counts.new, "device");
            writeln!(text, "{new} on no hub yet: the old policy was taken to place them first.\n")?;
        }
        if counts.unreadable > 0 {
            let lines = counted(counts.unreadable, "line");
            writeln!(text, "❌ {lines} of the fleet cannot be read as devices, and count nowhere.\n")?;
        }
        self.causes_table(text)?;
        self.flow_table(text)?;
        self.notes(text)?;
        self.fill_table(text)?;
        self.answer_table(text)?;
        let [old, new] = self.names;
        let [before, after] = [self.comparison.old(), self.comparison.new_policy()].map(super::edition);
        let [old, new, before, after] = [old, new, &before, &after].map(escaped);
        writeln!(text, "<sub>{old}, {before}, against {new}, {after}</sub>")
    }

    fn title(&self) -> String {
        let (moved, all) = (self.counts.moved(), self.counts.devices);
        let moves = match moved {
            0 => "No device moves".to_owned(),
            1 => format!("1 device of {} moves", grouped(all)),
            _ => format!("{} of {} devices move ({})", grouped(moved), grouped(all), share(moved, all)),
        };
        match self.counts.cut_off() {
            0 => moves,
            lost => format!(
                "{moves}, and {} their hub",
                if lost == 1 { "1 loses".into() } else { format!("{} lose", grouped(lost)) }
            ),
        }
    }

    fn causes_table(&self, text: &mut String) -> std::fmt::Result {
        let causes = self.counts.causes();
        if causes.is_empty() {
            return Ok(());
        }
        writeln!(text, "| devices | because | line |\n|---:|---|---:|")?;
        for caused in &causes {
            let cause = escaped(&named::cause(self.comparison, caused.cause));
            let line = named::line(self.comparison, caused.cause.step);
            writeln!(text, "| {} | {cause} | {} |", grouped(caused.devices()), line.trim_start_matches("line "))?;
        }
        writeln!(text)
    }

    fn flow_table(&self, text: &mut String) -> std::fmt::Result {
        let flows = self.outcome().changes();
        if flows.is_empty() {
            return Ok(());
        }
        writeln!(text, "| from | to | devices |\n|---|---|---:|")?;
        for flow in flows {
            let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
            writeln!(text, "| {from} | {to} | {} |", grouped(flow.devices))?;
        }
        writeln!(text)
    }

    fn notes(&self, text: &mut String) -> std::fmt::Result {
        let counts = self.counts;
        if counts.moved() > 0 {
            let least = counts.least();
            let excess = counts.moved().saturating_sub(least.devices);
            let exact = if least.exact { "" } else { "at least " };
            writeln!(
                text,
                "- Any policy with these shares must move {exact}{}; this one moves {} more.",
                counted(least.devices, "device"),
                grouped(excess)
            )?;
        }
        if counts.moving_anyway() > 0 {
            let (anyway, flows) = (self.outcome().anyway(), |flow: &Flow| {
                let (from, to) = (named::from(self.comparison, flow.from), named::to(self.comparison, flow.to));
                format!("{} from {from} to {to}", grouped(flow.devices))
            });
            let largest: Vec<String> = anyway.iter().take(FLOWS).map(flows).collect();
            let rest = if anyway.len() > FLOWS { ", and smaller flows" } else { "" };
            let devices = counted(counts.moving_anyway(), "device");
            writeln!(text, "- {devices} more would move without this edit too: {}{rest}.", largest.join(", "))?;
        }
        if counts.held_back() > 0 {
            writeln!(
                text,
                "- {} would have left their stamp without this edit, and stay.",
                counted(counts.held_back(), "device")
            )?;
        }
        for (refusal, devices) in counts.refused().filter(|(_, devices)| *devices > 0) {
            writeln!(
                text,
                "- {} refused afterwards: {} (`{refusal}`).",
                counted(devices, "device"),
                refusal.message()
            )?;
        }
        writeln!(text)
    }

    fn fill_table(&self, text: &mut String) -> std::fmt::Result {
        let fills = self.outcome().fill();
        let over = fills.iter().filter(|fill| fill.is_over()).count();
        let title = match over {
            0 => "Every stamp has room".to_owned(),
            1 => "❌ 1 stamp gets more devices than it is built for".to_owned(),
            _ => format!("❌ {over} stamps get more devices than they are built for"),
        };
        writeln!(text, "<details{}><summary>{title}</summary>\n", if over > 0 { " open" } else { "" })?;
        writeln!(text, "| stamp | before | after | change | capacity | fill |\n|---|---:|---:|---:|---:|---:|")?;
        for fill in fills {
            let row = format!(
                "| {} | {} | {} | {} |",
                fill.stamp,
                grouped(fill.before),
                grouped(fill.after),
                change(fill.before, fill.after)
            );
            match fill.capacity {
                Some(capacity) => {
                    let mark = if fill.is_over() { " ❌" } else { "" };
                    writeln!(text, "{row} {} | {}{mark} |", grouped(capacity), share(fill.after, capacity))?;
                }
                None => writeln!(text, "{row} | is gone |")?,
            }
        }
        writeln!(text, "\n</details>\n")
    }

    fn answer_table(&self, text: &mut String) -> std::fmt::Result {
        let answers = self.counts.answers(self.comparison);
        if answers.is_empty() {
            return Ok(());
        }
        writeln!(text, "<details><summary>What devices that stay where they are get told changes</summary>\n")?;
        writeln!(text, "| devices | part | from | to |\n|---:|---|---|---|")?;
        for answer in answers {
            let [from, to] = [answer.from, answer.to].map(|value| escaped(&value.unwrap_or_default()));
            writeln!(text, "| {} | {} | {from} | {to} |", grouped(answer.devices), escaped(&answer.part))?;
        }
        writeln!(text, "\n</details>\n")
    }
}

/// A text that stands in a cell of a table and means nothing to Markdown: no break, no tag, no link, no mention.
fn escaped(text: &str) -> String {
    let text = Visible(text).to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // Names stand between backticks, and are code where nothing in them could end it.
    let plain = !text.contains(['*', '[', ']', '@', '<', '&', '\\', '~', '|']) && text.matches('`').count() % 2 == 0;
    if plain {
        return text;
    }
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '@' => escaped.push_str("&#64;"),
            '|' | '*' | '_' | '[' | ']' | '`' | '~' | '\\' => escaped.extend(['\\', character]),
            _ => escaped.push(character),
        }
    }
    escaped
}
