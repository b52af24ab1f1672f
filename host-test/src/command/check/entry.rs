//! What a code means: its entry in `docs/diagnostics.md`.

use anyhow::{Context as _, Result};
use placement::nearest::advice;

use crate::built_in;
use crate::render::Visible;

/// What the heading of an entry begins with.
const HEADING: &str = "### `";

/// The entry of a code, as it is read on a terminal.
pub(super) fn for_people(code: &str) -> Result<String> {
    let unknown = || format!("no finding has the code `{}`: {}", Visible(code), advice(code, codes()));
    let entry = entries().find(|(known, _)| *known == code).map(|(_, text)| text).with_context(unknown)?;
    Ok(format!("{code}\n\n{}", without_fences(entry)))
}

fn codes() -> impl Iterator<Item = &'static str> {
    entries().map(|(code, _)| code)
}

/// The codes of the page, each with the text below its heading.
fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    built_in::DIAGNOSTICS.split(HEADING).skip(1).filter_map(|section| {
        let (code, text) = section.split_once("`\n")?;
        Some((code, text.split("\n## ").next().unwrap_or_default().trim()))
    })
}

/// Markdown with its code indented in the place of fences, and without marks of emphasis.
fn without_fences(text: &str) -> String {
    let mut fenced = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced && !line.is_empty() {
            lines.push(format!("    {line}"));
        } else {
            lines.push(line.replace("**", ""));
        }
    }
    lines.join("\n")
}
