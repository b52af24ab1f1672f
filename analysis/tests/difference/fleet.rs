//! What a comparison counts is what deciding each device by both policies gives.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::{BTreeMap, BTreeSet};

use analysis::difference::{Cause, Comparison, Counts, Moved, Place, Settings, Source};
use analysis::fleet::Member;
use dps::AllocationRequest;
use placement::{Outcome, Policy};

use crate::lines;

/// A pair of policies with the devices of both. Hubs that policies of the corpus name are the same few.
struct Pair {
    old: (Policy, String),
    new: (Policy, String),
    members: Vec<Member>,
}

fn policy(text: &str) -> (Policy, String) {
    (Policy::parse(text).unwrap().policy, text.to_owned())
}

/// Policies of the corpus with another one, a step further, and with edits of themselves.
fn pairs(step: usize) -> Vec<Pair> {
    let lines = lines::every(step);
    let mut pairs = Vec::new();
    for two in lines.windows(2) {
        let [one, other] = two else { continue };
        let cases = one.cases.iter().chain(&other.cases);
        let members: Vec<Member> = cases
            .zip(1..)
            .map(|(case, line)| Member {
                request: AllocationRequest::parse(case.request.to_string().as_bytes()).unwrap(),
                weight: line % 3 + 1,
                line,
            })
            .collect();
        pairs.push(Pair { old: policy(&one.policy), new: policy(&other.policy), members: members.clone() });
        for mutant in mutants(&one.policy) {
            pairs.push(Pair { old: policy(&one.policy), new: mutant, members: members.clone() });
        }
    }
    pairs
}

/// Some edits of a policy.
fn mutants(text: &str) -> Vec<(Policy, String)> {
    let edits: [(&str, &str); 6] = [
        ("percent = 5", "percent = 55"),
        ("state = \"open\"", "state = \"down\""),
        ("state = \"closed\"", "state = \"open\""),
        ("whom = \"preferred\"", "whom = \"all\""),
        ("weight = ", "weight = 1"),
        ("value = \"a\"", "value = \"b\""),
    ];
    let edited = edits.iter().filter(|(from, _)| text.contains(from)).map(|(from, to)| text.replacen(from, to, 1));
    edited.filter_map(|text| Some((Policy::parse(&text).ok()?.policy, text))).collect()
}

fn place(comparison: &Comparison<'_>, policy: &Policy, request: &AllocationRequest) -> (Place, Option<String>) {
    let stamp = |name: &str| Place::Stamp(comparison.stamps().iter().position(|stamp| stamp.name == name).unwrap());
    match policy.decide(request).outcome {
        Outcome::Refused(_) => (Place::Nowhere, None),
        Outcome::Answered { stamp: on, answer, .. } => (on.map_or(Place::OtherHub, stamp), Some(answer.hub)),
    }
}

/// Where a device stands, where the old policy wants it, and what the new one decides, by whole decisions.
fn decided(
    comparison: &Comparison<'_>,
    old: &Policy,
    new: &Policy,
    member: &Member,
) -> (Place, Place, Place, AllocationRequest) {
    let request = &member.request;
    let (wanted, hub) = place(comparison, old, request);
    let of_hub = |hub: &str| {
        let named = |policy: &Policy| Some(policy.stamp(policy.stamp_of_hub(hub)?)?.name.to_string());
        let name = named(old).or_else(|| named(new));
        name.map_or(Place::OtherHub, |name| {
            Place::Stamp(comparison.stamps().iter().position(|stamp| stamp.name == name).unwrap())
        })
    };
    let stands = request.current_hub.as_deref().map_or(wanted, of_hub);
    // Who is forced to stay on a hub of no stamp is where he stands.
    let at = |place: Place| if place == Place::OtherHub { stands } else { place };
    let there = AllocationRequest { current_hub: request.current_hub.clone().or(hub), ..request.clone() };
    (stands, at(wanted), at(place(comparison, new, &there).0), there)
}

fn compare(comparison: &Comparison<'_>, members: &[Member], parts: usize) -> (Vec<Option<Moved>>, Counts) {
    let mut all: Vec<_> = (0..parts).map(|_| comparison.part()).collect();
    let moved = members.iter().zip((0..parts).cycle()).map(|(member, at)| all.get_mut(at).unwrap().add(member));
    let moved = moved.collect();
    let mut whole = comparison.part();
    all.into_iter().rev().for_each(|part| whole.merge(part));
    (moved, whole.into_counts())
}

fn comparison(pair: &Pair) -> Comparison<'_> {
    let source = |(policy, text)| Source { policy, text };
    Comparison::new(source((&pair.old.0, &*pair.old.1)), source((&pair.new.0, &*pair.new.1)), Settings::default())
}

#[test]
fn the_moves_reported_are_those_found_by_deciding_each_device_under_both_policies() {
    let mut moves = 0;
    for pair in pairs(48) {
        let comparison = comparison(&pair);
        let (moved, counts) = compare(&comparison, &pair.members, 3);
        let mut flows = BTreeMap::new();
        let (mut anyway, mut held_back) = (0, 0);
        for (member, moved) in pair.members.iter().zip(&moved) {
            let (stands, wanted, goes, _) = decided(&comparison, &pair.old.0, &pair.new.0, member);
            *flows.entry((stands, goes)).or_insert(0) += member.weight;
            assert_eq!(moved.map(|moved| (moved.from, moved.to)), (stands != goes).then_some((stands, goes)));
            assert_eq!(moved.is_some_and(|moved| moved.cause.is_some()), stands != goes && wanted != goes);
            let is_move = stands != goes && stands != Place::Nowhere && goes != Place::Nowhere;
            anyway += if is_move && wanted == goes { member.weight } else { 0 };
            held_back += if goes == stands && wanted != stands { member.weight } else { 0 };
            moves += u64::from(is_move);
        }
        let counted: BTreeMap<_, _> =
            counts.flows().into_iter().map(|flow| ((flow.from, flow.to), flow.devices)).collect();
        assert_eq!(counted, flows);
        assert_eq!((counts.moving_anyway(), counts.held_back()), (anyway, held_back));
    }
    assert!(moves > 25, "{moves}");
}

#[test]
fn causes_add_up_to_what_is_decided_otherwise() {
    for pair in pairs(48) {
        let comparison = comparison(&pair);
        let (_, counts) = compare(&comparison, &pair.members, 2);
        let otherwise = pair.members.iter().filter(|member| {
            let (_, wanted, goes, _) = decided(&comparison, &pair.old.0, &pair.new.0, member);
            wanted != goes
        });
        let causes = counts.causes();
        assert_eq!(
            causes.iter().map(|caused| caused.devices()).sum::<u64>(),
            otherwise.map(|member| member.weight).sum::<u64>()
        );
        assert_eq!(causes.iter().map(|caused| caused.moves()).sum::<u64>(), counts.moved());
        assert!(causes.iter().all(|caused| caused.cause.with.is_none_or(|with| with < caused.cause.step)));
        let least = counts.least();
        assert!(least.devices <= counts.moved(), "{least:?}");
    }
}

/// The definition, by whole decisions of the policies on the way.
#[test]
fn a_cause_is_the_first_edit_after_which_a_device_is_where_it_stays() {
    let mut together = 0;
    for pair in pairs(40) {
        let comparison = comparison(&pair);
        let (moved, _) = compare(&comparison, &pair.members, 1);
        let steps: Vec<BTreeSet<usize>> = comparison.steps().map(|step| step.edits.iter().copied().collect()).collect();
        let with = |steps: &mut dyn Iterator<Item = &BTreeSet<usize>>| {
            comparison.edits().policy(&steps.flatten().copied().collect())
        };
        let on_the_way: Vec<Policy> =
            (1..=steps.len()).map(|count| with(&mut steps.iter().take(count)).unwrap()).collect();
        for (member, moved) in pair.members.iter().zip(&moved) {
            let Some(Moved { to, cause: Some(cause), .. }) = moved else { continue };
            let (stands, .., there) = decided(&comparison, &pair.old.0, &pair.new.0, member);
            let goes = |policy: &Policy| match place(&comparison, policy, &there).0 {
                Place::OtherHub => stands,
                place => place,
            };
            let places: Vec<Place> = on_the_way.iter().map(goes).collect();
            let first = places.len() - places.iter().rev().take_while(|place| *place == to).count();
            let alone = with(&mut [steps.get(first).unwrap()].into_iter()).map(|policy| goes(&policy));
            let without = |earlier: &usize| {
                let others = steps.iter().take(first + 1).enumerate().filter(|(index, _)| index != earlier);
                with(&mut others.map(|(_, step)| step)).map(|policy| goes(&policy))
            };
            let earlier = (0..first).rev().find(|earlier| without(earlier) != Some(*to));
            let expected = Cause { step: first, with: earlier.filter(|_| alone != Some(*to)) };
            together += usize::from(expected.with.is_some());
            assert_eq!(*cause, expected);
        }
    }
    assert!(together > 10, "{together}");
}
