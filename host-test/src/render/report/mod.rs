//! A report: one HTML file for somebody who does not know the tool. It needs no script and loads nothing.
//!
//! Each part of it is a file of its own, which makes a [`Section`] of what it shows: a picture, and the same in a table.

mod answers;
mod causes;
mod chance;
mod decisions;
mod difference;
mod fill;
mod flow;
mod least;
mod outages;
mod policy_diff;
mod ramp;
mod simulation;
mod table;
mod unreadable;

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use self::ramp::Way;
use super::{Visible, grouped, share};

/// All of a report.
pub(crate) struct Report {
    /// What is reported on.
    title: String,
    /// What happens, in a sentence or two.
    lead: String,
    facts: Vec<Fact>,
    sections: Vec<Section>,
    /// What the report was made of: what each is, and its name.
    sources: Vec<(&'static str, String)>,
}

/// A figure that is to be seen first.
struct Fact {
    what: &'static str,
    figure: String,
    note: String,
}

/// A part of a report.
pub(crate) struct Section {
    /// Its name in links.
    id: &'static str,
    heading: String,
    body: Markup,
}

const STYLE: &str = include_str!("style.css");

/// What everybody has to know to read the figures.
const AS_THEY_REGISTER: &str = "Azure's Device Provisioning Service (DPS) asks where a device belongs when the device \
    registers, and not before. So nothing here happens at once: every figure is as devices register, and is reached in \
    full when the last of them has done so.";

impl Report {
    /// What happens, in a sentence or two.
    pub(crate) fn lead(&self) -> &str {
        &self.lead
    }

    /// The whole file.
    pub(crate) fn into_html(self) -> String {
        let title = Visible(&self.title).to_string();
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="referrer" content="no-referrer";
                    title { (title) }
                    // The style is a file of this repository.
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    (self.head(&title))
                    main { @for section in &self.sections { (section.as_html()) } }
                    (self.foot())
                }
            }
        };
        page.into_string()
    }

    fn head(&self, title: &str) -> Markup {
        html! {
            header {
                h1 { (title) }
                p.lead { (with_code(&self.lead)) }
                p { (AS_THEY_REGISTER) }
                dl.facts {
                    @for fact in &self.facts {
                        div {
                            dt { (fact.what) }
                            dd {
                                span.figure { (fact.figure) }
                                @if !fact.note.is_empty() { br; span.soft { (Visible(&fact.note)) } }
                            }
                        }
                    }
                }
                nav aria-label="Parts of this report" {
                    ul { @for section in &self.sections { li { a href={ "#" (section.id) } { (section.heading) } } } }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer {
                @for (what, name) in &self.sources { p { (what) ": " code { (Visible(name)) } } }
                p { "Made by stamp " (env!("CARGO_PKG_VERSION")) ". The same policies and the same fleet make the same file." }
            }
        }
    }
}

impl Section {
    fn new(id: &'static str, heading: impl Into<String>, body: Markup) -> Self {
        Self { id, heading: heading.into(), body }
    }

    fn as_html(&self) -> Markup {
        html! {
            section aria-labelledby=(self.id) {
                h2 id=(self.id) { (self.heading) }
                (self.body)
            }
        }
    }
}

/// A text in which words of a policy stand between backticks.
fn with_code(text: &str) -> Markup {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A name has a backtick of its own.
        return html! { (Visible(text)) };
    }
    html! {
        @for (index, part) in parts.into_iter().enumerate() {
            @if index.is_multiple_of(2) { (Visible(part)) } @else { code { (Visible(part)) } }
        }
    }
}

/// A number of devices.
fn devices(count: u64) -> String {
    format!("{} device{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// The verb that goes with a number.
fn verb(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// A number with the sign of a change.
fn change(before: u64, after: u64) -> String {
    match after.cmp(&before) {
        std::cmp::Ordering::Less => format!("\u{2212}{}", grouped(before - after)),
        std::cmp::Ordering::Equal => "0".into(),
        std::cmp::Ordering::Greater => format!("+{}", grouped(after - before)),
    }
}
