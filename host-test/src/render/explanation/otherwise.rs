//! What would have to change for another answer.

use analysis::explanation::{Otherwise, words};

use crate::render::Visible;
use crate::render::page::Page;
use crate::render::style::{HEADING, Styled, TAKEN};

/// Writes each change with what would be decided then.
pub(super) fn write(page: &mut Page, otherwise: &[Otherwise<'_>]) {
    if otherwise.is_empty() {
        return;
    }
    page.gap();
    page.line(0, Styled(HEADING, "otherwise"));
    for it in otherwise {
        let then = words::then(&it.then);
        page.line(1, format_args!("{}: {}", Visible(words::change(&it.change)), Styled(TAKEN, then)));
    }
}
