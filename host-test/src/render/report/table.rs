//! Tables that may be wider than the screen.

use maud::{Markup, html};

/// A table of its own width, which is scrolled where it is wider than the screen. `of` says what is in it.
pub(super) fn scrolled(of: &str, table: &Markup) -> Markup {
    // Whoever scrolls by keys has to reach it.
    html! { div.scroll role="group" aria-label=(of) tabindex="0" { (table) } }
}
