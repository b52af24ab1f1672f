//! Which devices a stamp gets, and by which entries.

use analysis::table::Table;
use anyhow::{Result, anyhow, bail};
use placement::Policy;
use placement::nearest::advice;

use crate::render::{Format, Visible, gets};
use crate::{ExitStatus, Output};

/// Tells every way by which a stamp gets or keeps devices.
pub(super) fn run(policy: &Policy, name: &str, format: Format, output: &mut Output) -> Result<ExitStatus> {
    let Some(stamp) = policy.stamps().iter().find(|stamp| stamp.name.as_str() == name) else {
        let known = policy.stamps().iter().map(|stamp| stamp.name.as_str());
        bail!("the policy has no stamp `{}`: {}", Visible(name), advice(name, known));
    };
    let table = match format {
        Format::Human => Table::merged(policy),
        Format::Json => Table::of(policy),
    };
    let table = table.map_err(|_| anyhow!("the policy has too many cases to say which of them a stamp gets"))?;
    output.result(match format {
        Format::Human => gets::for_people(policy, stamp, &table.gets(name)),
        Format::Json => gets::json(policy, stamp, &table.gets(name))?,
    })?;
    Ok(ExitStatus::Success)
}
