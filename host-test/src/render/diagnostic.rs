//! Findings about a policy or a test file.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use placement::Severity;

use super::{Lines, Told, Visible};

/// How many diagnostics of a file are shown. Whoever has more to mend begins with these, or lets a script read all.
const MOST: usize = 50;

/// What is told of `file`, whose text is `source`, for people: each with the lines that it is about. Beyond the first
/// 50 they are only counted. Empty if there is nothing to tell.
pub(crate) fn for_people<'d, T: Into<Told<'d>>>(file: &str, source: &str, told: impl IntoIterator<Item = T>) -> String {
    let lines = Lines::of(source);
    let told: Vec<Told<'d>> = told.into_iter().map(Into::into).collect();
    let reports = told.iter().take(MOST).map(|told| report(file, source, &lines, told));
    let more = told.len().checked_sub(MOST).filter(|more| *more > 0).map(|more| format!("… and {more} more"));
    reports.chain(more).collect::<Vec<_>>().join("\n\n")
}

fn report(file: &str, source: &str, lines: &Lines<'_>, told: &Told<'_>) -> String {
    let level = match told.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let primary = first_line(source, told.span);
    let related: Vec<_> = told.related.iter().map(|(span, why)| (first_line(source, span), why)).collect();
    let (text, start, number) = lines.whole(&related.iter().fold(primary.clone(), |all, (span, _)| both(&all, span)));
    let here = |span: &Range<usize>| span.start.saturating_sub(start)..span.end.saturating_sub(start);
    let snippet = Snippet::source(text).line_start(number).path(file);
    let snippet = snippet.annotation(AnnotationKind::Primary.span(here(&primary)));
    let snippet = snippet.annotations(
        related.iter().map(|(span, why)| AnnotationKind::Context.span(here(span)).label(Visible(why).to_string())),
    );
    let title = level.primary_title(Visible(told.message).to_string()).id(told.code);
    let group: Group<'_> = title.element(snippet);
    let notes = told.notes.iter().map(|note| Level::NOTE.message(Visible(note).to_string()));
    let help = told.help.map(|help| Level::HELP.message(Visible(help).to_string()));
    Renderer::styled().render(&[group.elements(notes.chain(help))])
}

fn both(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}

/// The part of a span that stands on its first line: what is missing from a table is no reason to underline all of it.
fn first_line(source: &str, span: &Range<usize>) -> Range<usize> {
    let text = source.get(span.clone()).unwrap_or_default();
    let blank = text.len() - text.trim_start().len();
    let start = span.start + blank;
    let line = text.trim_start().lines().next().unwrap_or_default();
    start..start + line.trim_end().len()
}

#[cfg(test)]
mod tests {
    use placement::Policy;
    use snapbox::{assert_data_eq, str};

    use super::*;

    /// The diagnostics of a text, without colour.
    fn shown(source: &str) -> String {
        let diagnostics = Policy::parse(source).unwrap_err();
        anstream::adapter::strip_str(&for_people("policy.toml", source, &diagnostics)).to_string()
    }

    #[test]
    fn the_text_is_underlined_and_the_nearest_word_is_named() {
        let source = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\nrevison = \"1\"\n\n[[stamp]]\nname = \"home\"\nhub = \"example-hub.azure-devices.net\"\ncapacity = 1\n";
        assert_data_eq!(
            shown(source),
            str![[r#"
error[unknown-key]: unknown key `revison` in the policy
 --> policy.toml:5:1
  |
5 | revison = "1"
  | ^^^^^^^
  |
  = help: did you mean `revision`?
"#]]
        );
    }

    #[test]
    fn a_related_place_is_shown_with_its_reason() {
        let source = "language = 1\nhash = 1\npolicy = \"p\"\nseed = \"p\"\n\n[[stamp]]\nname = \"a\"\nhub = \"one-hub.azure-devices.net\"\ncapacity = 1\n\n[[stamp]]\nname = \"b\"\nhub = \"One-Hub.azure-devices.net\"\ncapacity = 1\n";
        assert_data_eq!(
            shown(source),
            str![[r#"
error[shared-hub]: the hub `One-Hub.azure-devices.net` is named twice
  --> policy.toml:13:7
   |
 8 | hub = "one-hub.azure-devices.net"
   |       --------------------------- here already
...
13 | hub = "One-Hub.azure-devices.net"
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^
   |
   = help: each hub, former ones included, belongs to one stamp
"#]]
        );
    }

    #[test]
    fn what_is_missing_is_shown_where_its_table_begins() {
        let source =
            "# A comment.\n\nlanguage = 1\nhash = 1\npolicy = \"p\"\n\n[[stamp]]\nname = \"home\"\ncapacity = 1\n";
        assert_data_eq!(
            shown(source),
            str![[r#"
error[missing-key]: the policy has no `seed`
 --> policy.toml:1:1
  |
1 | # A comment.
  | ^
  |
  = help: add `seed = …`: the key of the hashing. A new seed deals every new device, and every cohort, anew

error[missing-key]: the stamp `home` has no `hub`
 --> policy.toml:7:1
  |
7 | [[stamp]]
  | ^^^^^^^^^
  |
  = help: add `hub = …`: the host name of its IoT Hub
"#]]
        );
    }
}
