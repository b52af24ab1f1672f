//! A sketch as the description of a fleet.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use placement::Policy;

use super::dealt::{Dealt, Has};
use super::names::other_id;
use super::plan::{Line, Part, Plan};
use super::shares::smallest;
use super::{Problem, Sketch};
use crate::clause::grouped;
use crate::difference::text::{key, quoted, table};

/// The most devices that a description makes.
const DEVICES: u64 = 1_000_000_000;

pub(super) fn description(sketch: &Sketch, policy: &Policy) -> Result<String, Problem> {
    let Sketch { devices, seed, on_hubs, .. } = sketch;
    if !(1..=DEVICES).contains(devices) {
        return Err(Problem::Devices { devices: *devices });
    }
    if seed.is_empty() {
        return Err(Problem::Seed);
    }
    if *on_hubs > 100 {
        return Err(Problem::OnHubs { on_hubs: *on_hubs });
    }
    let plan = Plan::of(sketch)?;
    let kinds = Kind::all(&plan);
    let name = quoted(&format!("a sketch for the policy {}", policy.name()));
    let mut text = format!("name = {name}\nseed = {}\ndevices = {}\n", quoted(seed), number(*devices));
    text += &current_hubs(*on_hubs, policy);
    text += &body(&plan, &kinds, policy);
    Ok(crate::format::format(&text).unwrap_or(text))
}

fn number(number: u64) -> String {
    grouped(number).replace(',', "_")
}

/// The hubs that devices are on, by the stamps' capacities.
fn current_hubs(on_hubs: u32, policy: &Policy) -> String {
    if on_hubs == 0 {
        return String::new();
    }
    let stamps = policy.stamps();
    let all: u128 = stamps.iter().map(|stamp| u128::from(stamp.capacity)).sum();
    let on = stamps.iter().map(|stamp| u128::from(on_hubs) * u128::from(stamp.capacity));
    let new = u128::from(100_u32.saturating_sub(on_hubs)) * all;
    let hubs = stamps.iter().map(|stamp| stamp.hub.as_str()).chain([""]);
    let shares = smallest(&on.chain([new]).collect::<Vec<_>>());
    let shared = hubs.zip(shares).filter(|(_, share)| *share > 0);
    format!("current-hub = {{ shares = {} }}\n", table(shared.map(|(hub, share)| format!("{} = {share}", key(hub)))))
}

/// Devices that have the same in all fields that are dealt by groups.
struct Kind<'d> {
    share: u128,
    dealt: Vec<&'d Dealt>,
}

impl<'d> Kind<'d> {
    /// Every combination of what such fields have.
    fn all(plan: &'d Plan) -> Vec<Self> {
        let everybody = Self { share: 1, dealt: Vec::new() };
        plan.dealt.iter().fold([everybody].into(), |kinds: Vec<Self>, field| {
            let shares: Vec<u128> = field.iter().map(|dealt| dealt.share).collect();
            let with = |kind: &Self, dealt: &'d Dealt, share: u128| Self {
                share: kind.share * share,
                dealt: kind.dealt.iter().copied().chain([dealt]).collect(),
            };
            let shares = smallest(&shares);
            kinds
                .iter()
                .flat_map(|kind| field.iter().zip(&shares).map(move |(dealt, share)| with(kind, dealt, *share)))
                .collect()
        })
    }

    fn has(&self) -> impl Iterator<Item = &'d Has> {
        self.dealt.iter().map(|dealt| &dealt.has)
    }

    fn is_individual(&self) -> bool {
        self.has().any(|has| *has == Has::Individual)
    }

    fn id(&self) -> Option<&'d str> {
        self.has().find_map(|has| if let Has::Id(pattern) = has { Some(pattern.as_str()) } else { None })
    }

    /// Whether it has something in this part of the description that others may not have.
    fn is_special_in(&self, part: Part) -> bool {
        self.has().any(|has| matches!(has, Has::Json(line) if line.part == part))
    }

    /// Lines of its flags, and of what it has in documents.
    fn lines(&self) -> String {
        let line = |has: &Has| match has {
            Has::Individual => "individual-enrollment = true\n".into(),
            Has::Flag(word) => format!("{word} = true\n"),
            Has::Json(line) => line.text.clone(),
            Has::Nothing | Has::Id(_) => String::new(),
        };
        self.has().map(line).collect()
    }

    fn name(&self) -> String {
        let titles: Vec<&str> =
            self.dealt.iter().map(|dealt| dealt.title.as_str()).filter(|title| !title.is_empty()).collect();
        if titles.is_empty() { "all others".into() } else { titles.join(", ") }
    }
}

/// What devices have: all of them, and then the groups, if there are several.
fn body(plan: &Plan, kinds: &[Kind<'_>], policy: &Policy) -> String {
    let individual = kinds.iter().any(Kind::is_individual);
    // A group cannot leave out the enrollment group that the fleet names.
    let is_of_all = |line: &&Line| line.part != Part::Group || !individual;
    let only = if let [only] = kinds { Some(only) } else { None };
    let id = only.and_then(Kind::id).map_or_else(|| other_id(policy), ToString::to_string);
    let mut text = format!("id = {}\n", quoted(&id));
    text.extend(plan.lines.iter().filter(is_of_all).map(|line| line.text.as_str()));
    if let Some(only) = only {
        return text + &only.lines();
    }
    let shares = smallest(&kinds.iter().map(|kind| kind.share).collect::<Vec<_>>());
    for (kind, share) in kinds.iter().zip(shares) {
        text += &format!("\n[[group]]\nname = {}\nshare = {share}\n", quoted(&kind.name()));
        text.extend(kind.id().map(|id| format!("id = {}\n", quoted(id))));
        // A group's document stands in the place of the fleet's.
        let is_anew = |line: &&Line| match line.part {
            Part::Group => individual && !kind.is_individual(),
            part => kind.is_special_in(part),
        };
        text.extend(plan.lines.iter().filter(is_anew).map(|line| line.text.as_str()));
        text += &kind.lines();
    }
    text
}
