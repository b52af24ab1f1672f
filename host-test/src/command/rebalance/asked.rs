//! The goal that is asked for.

use analysis::rebalance::Goal;
use anyhow::{Result, anyhow, bail};
use placement::nearest::advice;
use placement::{Percent, Policy, StampId};

use super::Args;

/// How full stamps may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    Part(Percent),
    Equal,
}

/// Takes `capacity`, `equal`, or a part of the capacity.
pub(super) fn target(text: &str) -> Result<Target, String> {
    let wrong = || "is none of `capacity`, `equal` and a percentage such as `80%`".to_owned();
    match text {
        "capacity" => Percent::parse("100").map(Target::Part).map_err(|_| wrong()),
        "equal" => Ok(Target::Equal),
        _ => {
            let number = text.strip_suffix('%').ok_or_else(wrong)?.trim_end();
            Percent::parse(number).map(Target::Part).map_err(|error| error.to_string())
        }
    }
}

impl Args {
    pub(super) fn goal(&self, policy: &Policy) -> Result<Goal> {
        if let Some(name) = &self.fill {
            return Ok(Goal::Fill(taking(policy, name)?));
        }
        if let Some(name) = &self.empty {
            return Ok(Goal::Empty(stamp(policy, name)?));
        }
        if let Some(name) = &self.from_fallback {
            return fallback(policy, name).map(Goal::FromFallback);
        }
        Ok(match self.to {
            Some(Target::Equal) => Goal::Equal,
            Some(Target::Part(part)) => Goal::Under(part.thousandths()),
            None => Goal::Under(Percent::WHOLE),
        })
    }
}

/// The fallback of this name; any, where there is none.
fn fallback(policy: &Policy, name: &str) -> Result<Option<String>> {
    let names = || policy.fallbacks().iter().map(|fallback| &*fallback.name);
    match name {
        _ if policy.fallbacks().is_empty() => bail!("the policy has no fallbacks"),
        "" => Ok(None),
        name if names().any(|one| one == name) => Ok(Some(name.to_owned())),
        name => Err(anyhow!("no fallback is named `{name}`: {}", advice(name, names()))),
    }
}

fn stamp(policy: &Policy, name: &str) -> Result<StampId> {
    let is_named = |id: &StampId| policy.stamp(*id).is_some_and(|stamp| stamp.name.as_str() == name);
    policy.stamp_ids().find(is_named).ok_or_else(|| {
        let names = policy.stamps().iter().map(|stamp| stamp.name.as_str());
        anyhow!("no stamp is named `{name}`: {}", advice(name, names))
    })
}

/// A stamp that takes devices.
pub(super) fn taking(policy: &Policy, name: &str) -> Result<StampId> {
    let id = stamp(policy, name)?;
    match policy.stamp(id).map(|stamp| stamp.state) {
        Some(state) if !state.takes() => {
            bail!("the stamp `{name}` is {state} and takes no devices: give it the state `open` or `reserved` first")
        }
        _ => Ok(id),
    }
}
