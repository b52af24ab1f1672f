//! Whatever the two policies and the fleet: what a plan promises is so.

use std::fmt::Write as _;

use analysis::fleet::Member;
use analysis::plan::{Plan, Settings};
use dps::AllocationRequest;
use placement::Policy;
use proptest::prelude::*;
use serde_json::json;

use crate::lines;
use crate::walked::{At, Walked, decide, planned};

fn policy(text: &str) -> Policy {
    Policy::parse(text).unwrap().policy
}

/// Holds a plan to all that it promises, by whole decisions. Gives how many devices it moves and returns.
fn hold(old: &str, new: &str, members: &[Member], plan: &Plan) -> (u64, u64) {
    let (old_policy, new_policy) = (policy(old), policy(new));
    let steps: Vec<Policy> = plan.steps.iter().map(|step| policy(&step.text)).collect();
    let backs: Vec<Policy> = plan.steps.iter().map(|step| policy(&step.back.text)).collect();
    assert_eq!(plan.steps.last().map_or(old, |step| &*step.text), new);
    let mut moved = vec![0; steps.len()];
    let mut moved_after = vec![0; steps.len()];
    let mut returned = vec![0; steps.len()];
    let mut stuck = vec![0; steps.len()];
    for member in members {
        let walked = Walked::of(&old_policy, &new_policy, &steps, &member.request);
        let moves = walked.moves();
        assert!(moves.len() <= 1, "{} moves in the steps {moves:?}", member.request.registration_id);
        moves.iter().for_each(|step| moved[*step] += member.weight);
        moves.iter().filter(|_| walked.moves_anyway()).for_each(|step| moved_after[*step] += member.weight);
        if let Some((last, hub)) = walked.after.last() {
            let (rests, _) = decide(&new_policy, &member.request, hub.clone());
            assert!(rests.clone().for_one_on(last) == *last || rests == At::Nowhere);
        }
        for (number, back) in backs.iter().enumerate() {
            let (here, hub) = &walked.after[number];
            let lands = decide(back, &member.request, hub.clone()).0.for_one_on(here);
            let was_moved = *here != *walked.home() && *here != walked.stands && *walked.home() != At::Nowhere;
            match was_moved {
                true if lands == *walked.home() => returned[number] += member.weight,
                true => stuck[number] += member.weight,
                false => {
                    let alone = decide(&old_policy, &member.request, hub.clone()).0.for_one_on(here);
                    assert!(
                        lands == *here || lands == alone,
                        "touched: {here:?} -> {lands:?}\n{}",
                        plan.steps[number].back.text
                    );
                }
            }
        }
    }
    let counted = |of: &dyn Fn(&analysis::plan::Step) -> u64| plan.steps.iter().map(of).collect::<Vec<_>>();
    assert_eq!(counted(&|step| step.moved), moved);
    assert_eq!(counted(&|step| step.moved_after), moved_after);
    assert_eq!(counted(&|step| step.back.returned), returned);
    assert_eq!(counted(&|step| step.back.stuck.iter().map(|(_, devices)| devices).sum()), stuck);
    assert_eq!(counted(&|step| step.back.touched), vec![0; steps.len()]);
    (moved.iter().sum(), returned.iter().sum())
}

/// Policies of the corpus with edits of themselves and with another one.
#[test]
fn plans_between_policies_of_the_corpus_keep_what_they_promise() {
    let edits: [(&str, &str); 8] = [
        ("percent = 5", "percent = 55"),
        ("percent = 2", "percent = 9"),
        ("percent = [", "percent = [0, 70] # ["),
        ("state = \"open\"", "state = \"down\""),
        ("state = \"closed\"", "state = \"open\""),
        ("whom = \"preferred\"", "whom = \"all\""),
        ("weight = ", "weight = 1"),
        ("value = \"a\"", "value = \"b\""),
    ];
    let lines = lines::every(40);
    let (mut pairs, mut moved, mut returned) = (0, 0, 0);
    for two in lines.windows(2) {
        let [one, other] = two else { continue };
        let members: Vec<Member> = one
            .cases
            .iter()
            .chain(&other.cases)
            .zip(1..)
            .map(|(case, line)| Member {
                request: AllocationRequest::parse(case.request.to_string().as_bytes()).unwrap(),
                weight: line % 3 + 1,
                line,
            })
            .collect();
        let mut all = one.policy.clone();
        for (from, to) in edits {
            let next = all.replacen(from, to, 1);
            all = if Policy::parse(&next).is_ok() { next } else { all };
        }
        let each = edits.iter().map(|(from, to)| one.policy.replacen(from, to, 1));
        let others =
            each.chain([all, other.policy.clone()]).filter(|text| *text != one.policy && Policy::parse(text).is_ok());
        for new in others {
            let plan = planned(&one.policy, &new, &members, &Settings::default());
            let (moves, returns) = hold(&one.policy, &new, &members, &plan);
            (pairs, moved, returned) = (pairs + 1, moved + moves, returned + returns);
        }
    }
    assert!(pairs > 50 && moved > 50 && returned > 40, "{pairs} {moved} {returned}");
}

/// What differs between policies that are made.
#[derive(Clone, Debug)]
struct Made {
    percents: [u32; 5],
    states: [usize; 4],
    preferred: [bool; 2],
    has: [bool; 4],
    swapped: bool,
}

fn made() -> impl Strategy<Value = Made> {
    let percent = prop_oneof![Just(0), Just(100), 0..=100_u32];
    (
        proptest::array::uniform5(percent),
        proptest::array::uniform4(prop_oneof![4 => Just(0), 1 => 0..4_usize]),
        any::<[bool; 2]>(),
        proptest::array::uniform4(prop::bool::weighted(0.75)),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(percents, states, preferred, has, swapped)| Made { percents, states, preferred, has, swapped })
}

impl Made {
    fn text(&self) -> String {
        let mut text = "language = 1\nhash = 1\npolicy = \"made\"\nseed = \"made\"\n".to_owned();
        text += "[[attribute]]\nname = \"release\"\nvalues = [\"a\", \"b\"]\n";
        let [canary, relief, share, start, pinned] = self.percents;
        let [has_canary, has_relief, has_share, has_pin] = self.has;
        if has_canary {
            let when = format!(
                "{{ not = {{ registration-id = {{ suffix = \"7\" }} }}, cohort = {{ name = \"c\", percent = {canary} }} }}"
            );
            writeln!(text, "[[attribute.rule]]\nname = \"canary\"\nwhen = {when} # Waves.\nvalue = \"b\"").unwrap();
        }
        text += "[[attribute.rule]]\nname = \"rest\"\nvalue = \"a\"\n";
        let serves = ["\"a\"", "\"a\"", "[\"a\", \"b\"]", "\"b\""];
        for ((number, state), serves) in (1..).zip(self.states).zip(serves) {
            let state = ["open", "reserved", "closed", "down"][state];
            writeln!(
                text,
                "[[stamp]]\nname = \"s{number}\"\nhub = \"made-{number}.azure-devices.net\"\ncapacity = {number}000\nstate = \"{state}\"\nserves = {{ release = {serves} }}"
            )
            .unwrap();
        }
        if has_pin {
            writeln!(text, "[[pin]]\nname = \"some\"\nwhen = {{ registration-id = {{ suffix = \"3\" }}, cohort = {{ name = \"p\", percent = {pinned} }} }}\nstamp = \"s3\"").unwrap();
        }
        let whom = |preferred: bool| if preferred { "whom = \"preferred\"\n" } else { "" };
        let low = start / 2;
        let relief = has_relief.then(|| {
            format!("[[move]]\nname = \"relief\"\nfrom = \"s1\"\nto = [\"s2\", \"s3\"]\n{}when = {{ cohort = {{ name = \"r\", percent = {relief} }} }}\n", whom(self.preferred[0]))
        });
        let share = has_share.then(|| {
            format!("[[move]]\nname = \"share\"\nfrom = [\"s2\", \"s4\"]\nto = \"s3\"\n{}when = {{ cohort = {{ name = \"s\", percent = [{}, {}] }} }}\n", whom(self.preferred[1]), low.min(40), (low.min(40) + share).clamp(41, 100))
        });
        let moves = if self.swapped { [share, relief] } else { [relief, share] };
        text.extend(moves.into_iter().flatten());
        text
    }
}

/// Devices on the hubs of these policies, on another, and new ones.
fn fleet() -> Vec<Member> {
    let hubs = (1..=4).map(|number| format!("made-{number}.azure-devices.net")).collect::<Vec<_>>();
    (0..240_u64)
        .map(|line| {
            let hub = match line % 8 {
                0..=4 => hubs[usize::try_from(line / 8 + line).unwrap() % 4].clone(),
                5 => "made-0.azure-devices.net".to_owned(),
                _ => String::new(),
            };
            let body = json!({
                "enrollmentGroup": { "reprovisionPolicy": { "updateHubAssignment": line % 29 != 0 } },
                "deviceRuntimeContext": { "registrationId": format!("press-{line}"), "currentIotHubHostName": hub },
                "linkedHubs": hubs,
            });
            Member { request: AllocationRequest::parse(body.to_string().as_bytes()).unwrap(), weight: 1, line }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 16 } else { 2_000 }))]

    #[test]
    fn plans_between_policies_that_are_made_keep_what_they_promise(old in made(), new in made()) {
        let (members, old, new) = (fleet(), old.text(), new.text());
        let plan = planned(&old, &new, &members, &Settings::default());
        hold(&old, &new, &members, &plan);
    }
}
