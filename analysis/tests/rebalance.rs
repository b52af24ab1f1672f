//! Rebalancing: what is proposed is seen to hold by deciding each device, with the fewest moves, whatever the policy.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write as _;

use analysis::edit::PolicyText;
use analysis::fleet::Member;
use analysis::rebalance::{Fleet, Goal, Pass, Reason, Rebalanced, Task, rebalance};
use dps::AllocationRequest;
use placement::{Placing, Policy, StampId};
use proptest::collection::vec as some;
use proptest::prelude::*;

struct Devices(Vec<Member>);

impl Fleet for Devices {
    type Error = Infallible;

    fn pass<P: Pass + Send>(&self, new: impl Fn() -> P + Sync) -> Result<P, Infallible> {
        let (mut one, mut other) = (new(), new());
        for (at, member) in self.0.iter().enumerate() {
            if at % 2 == 0 { one.add(member) } else { other.add(member) }
        }
        other.merge(one);
        Ok(other)
    }
}

/// A device by its number: its geography, its group, and the hub that it is on.
fn member(policy: &Policy, number: usize, geo: &str, group: &str, hub: Option<&str>, weight: u64) -> Member {
    let hubs: Vec<&str> = policy.stamps().iter().map(|stamp| stamp.hub.as_str()).collect();
    let body = serde_json::json!({
        "enrollmentGroup": { "enrollmentGroupId": group }, "linkedHubs": hubs,
        "deviceRuntimeContext": {
            "registrationId": format!("press-{number}"), "currentIotHubHostName": hub, "payload": { "geo": geo },
        },
    });
    Member {
        request: AllocationRequest::parse(body.to_string().as_bytes()).unwrap(),
        weight,
        line: u64::try_from(number).unwrap() + 1,
    }
}

fn id(policy: &Policy, name: &str) -> StampId {
    policy.stamp_ids().find(|id| policy.stamp(*id).unwrap().name.as_str() == name).unwrap()
}

fn hub(policy: &Policy, name: &str) -> String {
    policy.stamp(id(policy, name)).unwrap().hub.as_str().to_owned()
}

fn run(text: &PolicyText, members: &[Member], goal: Goal) -> Rebalanced {
    let task = Task::new(text.policy(), goal, None);
    rebalance(&Devices(members.to_vec()), text, &task).unwrap()
}

/// Where a policy has a device in the end, if it stands where `old` has it where it is new.
fn place<'p>(old: &Policy, new: &'p Policy, member: &Member) -> Placing<'p> {
    let before = old.placer().place(&member.request);
    let on = member.request.current_hub.as_deref().or_else(|| before.hub(old, None)).map(str::to_owned);
    new.placer().place_from(&member.request, on.as_deref())
}

const HEAD: &str = "language = 1\nhash = 1\npolicy = \"home\"\nseed = \"home\"\n\n[[attribute]]\nname = \"geo\"\nvalues = [\"eu\", \"us\"]\n\n  [[attribute.rule]]\n  name = \"sent\"\n  read = { payload = \"/geo\" }\n";

fn stamp(name: &str, capacity: u64, more: &str) -> String {
    format!("\n[[stamp]]\nname = \"{name}\"\nhub = \"home-{name}.azure-devices.net\"\ncapacity = {capacity}\n{more}\n")
}

fn eu(stamps: &[(&str, u64)]) -> String {
    let stamps = stamps.iter().map(|(name, capacity)| stamp(name, *capacity, "serves = { geo = \"eu\" }"));
    format!("{HEAD}{}", stamps.collect::<String>())
}

/// Devices of a geography on the hub of a stamp.
fn on(policy: &Policy, name: &str, geo: &str, numbers: std::ops::Range<usize>) -> Vec<Member> {
    numbers.map(|number| member(policy, number, geo, "all", Some(&hub(policy, name)), 1)).collect()
}

#[test]
fn a_stamp_that_has_too_many_gives_as_many_as_it_must_and_no_more() {
    let text = PolicyText::parse(eu(&[("a", 100), ("b", 100), ("c", 50)])).unwrap();
    let policy = text.policy();
    let members: Vec<Member> = [on(policy, "a", "eu", 0..150), on(policy, "b", "eu", 150..220)].concat();
    let done = run(&text, &members, Goal::Under(100_000));
    assert!(done.reached);
    assert_eq!((done.least, done.moved(), done.anyway), (50, 50, 0));
    assert_eq!(done.after.iter().sum::<u64>(), 220);
    // What is there already is not done again.
    let again = run(&done.text, &members, Goal::Under(100_000));
    assert!(again.reached);
    assert_eq!((again.moved(), again.text.text()), (0, done.text.text()));
}

#[test]
fn where_a_stamp_cannot_give_to_one_that_has_room_another_makes_room() {
    let stamps = [
        stamp("a", 100, "serves = { geo = \"eu\" }"),
        stamp("b", 100, "serves = { geo = \"*\" }"),
        stamp("c", 100, "serves = { geo = \"us\" }"),
    ];
    let text = PolicyText::parse(format!("{HEAD}{}", stamps.concat())).unwrap();
    let policy = text.policy();
    let members =
        [on(policy, "a", "eu", 0..120), on(policy, "b", "us", 120..210), on(policy, "b", "eu", 210..220)].concat();
    let done = run(&text, &members, Goal::Under(100_000));
    assert!(done.reached, "{}", done.text.text());
    assert_eq!((done.least, done.moved()), (40, 40));
    assert_eq!(done.after, [100, 100, 20]);
}

#[test]
fn stamps_are_filled_equally_by_as_few_moves_as_there_can_be() {
    let text = PolicyText::parse(eu(&[("a", 1000), ("b", 2000), ("c", 1000)])).unwrap();
    let policy = text.policy();
    let members = [on(policy, "a", "eu", 0..700), on(policy, "b", "eu", 700..900)].concat();
    let done = run(&text, &members, Goal::Equal);
    assert!(done.reached);
    assert_eq!((done.least, done.moved()), (475, 475));
    assert_eq!(done.after, [225, 450, 225]);
}

#[test]
fn a_new_stamp_gets_those_devices_that_the_hash_deals_to_it() {
    let text = PolicyText::parse(eu(&[("a", 1000), ("b", 1000)])).unwrap();
    let with_new = PolicyText::parse(eu(&[("a", 1000), ("b", 1000), ("c", 1000)])).unwrap();
    let members: Vec<Member> = (0..600).map(|number| member(with_new.policy(), number, "eu", "all", None, 1)).collect();
    let settled: Vec<Member> = members
        .iter()
        .map(|member| {
            let hub = text.policy().placer().place(&member.request).hub(text.policy(), None).map(str::to_owned);
            let mut member = member.clone();
            member.request.current_hub = hub;
            member
        })
        .collect();
    let new = id(with_new.policy(), "c");
    let done = run(&with_new, &settled, Goal::Fill(new));
    assert!(done.reached);
    for (member, fresh) in settled.iter().zip(&members) {
        let dealt = with_new.policy().placer().place(&fresh.request).stamp == Some(new);
        assert_eq!(place(with_new.policy(), done.text.policy(), member).stamp == Some(new), dealt);
    }
    assert!(done.moved() > 150);
    // Where there is less room, as many as fit, and no other.
    let small = PolicyText::parse(eu(&[("a", 1000), ("b", 1000), ("c", 90)])).unwrap();
    let small = small.with_word(&analysis::edit::Entry::Stamp("c".into()), "weight", "1000").unwrap();
    let less = run(&small, &settled, Goal::Fill(new));
    assert!(less.reached);
    assert_eq!((less.moved(), less.after[2]), (90, 90));
}

#[test]
fn a_stamp_is_emptied_and_who_cannot_leave_is_told() {
    let pinned = "\n[[pin]]\nname = \"benches\"\nwhen = { enrollment-group = \"benches\" }\nstamp = \"a\"\n";
    let text = PolicyText::parse(eu(&[("a", 1000), ("b", 200), ("c", 100)]) + pinned).unwrap();
    let policy = text.policy();
    let mut members = on(policy, "a", "eu", 0..120);
    let done = run(&text, &members, Goal::Empty(id(policy, "a")));
    assert!(done.reached);
    assert_eq!((done.after[0], done.moved()), (0, 120));
    assert_eq!(done.text.text().matches("[[move]]").count(), 1, "{}", done.text.text());
    // Dealt by the hash, c would get more than it is built for.
    members.extend(on(policy, "a", "eu", 120..295));
    let done = run(&text, &members, Goal::Empty(id(policy, "a")));
    assert!(done.reached, "{:?} {}", done.after, done.text.text());
    assert_eq!(done.after.iter().sum::<u64>(), 295);
    assert!(done.after[1] <= 200 && done.after[2] <= 100);
    members.push(member(policy, 1000, "eu", "benches", Some(&hub(policy, "a")), 3));
    let done = run(&text, &members, Goal::Empty(id(policy, "a")));
    assert!(!done.reached);
    let left = &done.left[0];
    assert_eq!((left.stamp, left.devices), (id(policy, "a"), 3));
    let (reason, held) = &left.held[0];
    assert_eq!((reason, held.devices), (&Reason::Pinned("benches".into()), 3));
    assert_eq!(held.first.iter().next().unwrap().1, "press-1000");
}

const FALLBACK: &str =
    "\n[[fallback]]\nname = \"us may use the eu\"\nwhen = { is = { geo = \"us\" } }\nas = { geo = \"eu\" }\n";

#[test]
fn devices_of_a_fallback_go_home_and_nobody_else_does() {
    let stamps = [
        stamp("a", 1000, "serves = { geo = \"eu\" }"),
        stamp("b", 1000, "serves = { geo = \"us\" }"),
        stamp("c", 30, "serves = { geo = \"us\" }"),
    ];
    let text = PolicyText::parse(format!("{HEAD}{}{FALLBACK}", stamps.concat())).unwrap();
    let policy = text.policy();
    let members = [on(policy, "a", "us", 0..40), on(policy, "a", "eu", 40..100)].concat();
    let done = run(&text, &members, Goal::FromFallback(None));
    assert!(done.reached, "{}", done.text.text());
    assert_eq!((done.after[0], done.moved()), (60, 40));
    let done = run(&text, &members, Goal::FromFallback(Some("us may use the eu".into())));
    assert!(done.reached);
    // With less room there than devices, some stay where they are.
    let full: Vec<Member> = [members, on(policy, "b", "us", 100..1090), on(policy, "c", "us", 1090..1115)].concat();
    let done = run(&text, &full, Goal::FromFallback(None));
    assert!(!done.reached);
    assert_eq!((done.after.clone(), done.left[0].devices), (vec![85, 1000, 30], 25));
    assert_eq!(done.left[0].full, [id(policy, "b"), id(policy, "c")]);
}

#[test]
fn what_cannot_be_reached_says_which_stamps_are_full() {
    let text = PolicyText::parse(eu(&[("a", 100), ("b", 20)])).unwrap();
    let policy = text.policy();
    let members = on(policy, "a", "eu", 0..150);
    let done = run(&text, &members, Goal::Under(100_000));
    assert!(!done.reached);
    assert_eq!((done.after, done.left.len()), (vec![130, 20], 1));
    assert_eq!((done.left[0].devices, &done.left[0].full), (30, &vec![id(policy, "b")]));
}

/// A small policy of one geography or two, and devices on its stamps.
fn policies() -> impl Strategy<Value = String> {
    let one = (0_u64..4, 0_u64..60, 0_u64..6);
    let order = (0_usize..5, 0_usize..5, 1_u64..100, any::<bool>());
    (some(one, 2..5), some(order, 0..3), any::<[bool; 3]>()).prop_map(|(stamps, orders, [fallback, pin, guarantee])| {
        let mut text = String::from(HEAD);
        for (at, (serves, capacity, state)) in stamps.iter().enumerate() {
            let serves = ["\"eu\"", "\"us\"", "\"*\"", "[\"eu\", \"us\"]"][usize::try_from(*serves).unwrap()];
            let state = ["open", "open", "open", "reserved", "closed", "down"][usize::try_from(*state).unwrap()];
            text +=
                &stamp(&format!("s{at}"), capacity + 1, &format!("serves = {{ geo = {serves} }}\nstate = \"{state}\""));
        }
        for (at, (from, to, percent, preferred)) in orders.iter().enumerate() {
            let (from, to) = (from % stamps.len(), to % stamps.len());
            if from != to {
                let whom = if *preferred { "whom = \"preferred\"\n" } else { "" };
                let when = format!("when = {{ cohort = {{ name = \"c{at}\", percent = {percent} }} }}");
                write!(text, "\n[[move]]\nname = \"m{at}\"\nfrom = \"s{from}\"\nto = \"s{to}\"\n{whom}{when}\n")
                    .unwrap();
            }
        }
        if fallback {
            text += FALLBACK;
        }
        if pin {
            text += "\n[[pin]]\nname = \"p\"\nwhen = { enrollment-group = \"pinned\" }\nstamp = \"s0\"\n";
        }
        if guarantee {
            text += "\n[[guarantee]]\nname = \"g\"\nwhen = { enrollment-group = \"guarded\" }\nnever = \"s1\"\n";
        }
        text
    })
}

fn devices() -> impl Strategy<Value = Vec<(usize, usize, usize, u64)>> {
    some((0_usize..2, 0_usize..8, 0_usize..6, 1_u64..4), 1..80)
}

fn members(policy: &Policy, devices: &[(usize, usize, usize, u64)]) -> Vec<Member> {
    let stamps = policy.stamps();
    let one = |(number, (geo, group, on, weight)): (usize, &(usize, usize, usize, u64))| {
        let group = ["pinned", "guarded", "a", "b", "c", "d", "e", "f"][*group];
        // One of the first stamps mostly, so that some have too many.
        let hub = stamps.get(*on / 2).map(|stamp| stamp.hub.as_str());
        member(policy, number, ["eu", "us"][*geo], group, hub, *weight)
    };
    devices.iter().enumerate().map(one).collect()
}

fn goals(policy: &Policy) -> Vec<Goal> {
    let stamps = policy.stamp_ids().flat_map(|stamp| [Goal::Fill(stamp), Goal::Empty(stamp)]);
    [Goal::Under(100_000), Goal::Under(80_000), Goal::Equal, Goal::FromFallback(None)]
        .into_iter()
        .chain(stamps)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_proposed_makes_no_stamp_worse_and_needs_no_guarantee(text in policies(), devices in devices(), goal in any::<prop::sample::Index>()) {
        let Ok(text) = PolicyText::parse(text) else { return Err(TestCaseError::reject("no policy")) };
        let old = text.policy();
        let members = members(old, &devices);
        let goal = goal.get(&goals(old)).clone();
        let done = run(&text, &members, goal.clone());
        let (new, free) = (done.text.policy(), done.text.policy().without_guarantees());
        let (mut before, mut after, mut flows) = (vec![0; old.stamps().len()], vec![0; old.stamps().len()], BTreeMap::new());
        for member in &members {
            let (was, is) = (place(old, old, member), place(old, new, member));
            was.stamp.into_iter().for_each(|stamp| before[stamp.index()] += member.weight);
            is.stamp.into_iter().for_each(|stamp| after[stamp.index()] += member.weight);
            prop_assert!(!is.circle || was.circle, "{}", done.text.text());
            if was.stamp != is.stamp {
                *flows.entry((was.stamp.unwrap(), is.stamp.unwrap())).or_default() += member.weight;
                // A guarantee that acts did so before.
                let acted = place(old, &old.without_guarantees(), member).stamp != was.stamp;
                prop_assert!(acted || place(old, &free, member).stamp == is.stamp);
                match &goal {
                    // The policy's own moves may take it on.
                    Goal::Fill(stamp) => prop_assert!(is.stamp == Some(*stamp) || is.moves.len() > 1),
                    Goal::Empty(stamp) => prop_assert_eq!(was.stamp, Some(*stamp)),
                    Goal::FromFallback(_) => prop_assert!(was.fallback.is_some() && is.fallback.is_none()),
                    Goal::Under(_) | Goal::Equal => {}
                }
            } else if !old.guarantees().is_empty() && place(old, &free, member).stamp != is.stamp {
                // A guarantee that holds a device back did so before.
                prop_assert_ne!(place(old, &old.without_guarantees(), member).stamp, was.stamp);
            }
        }
        prop_assert_eq!((&done.before, &done.after, &done.flows), (&before, &after, &flows));
        for ((stamp, before), after) in old.stamps().iter().zip(&before).zip(&after) {
            if goal != Goal::Equal {
                prop_assert!(after <= before.max(&u64::from(stamp.capacity)), "{} {after} {}", stamp.name, done.text.text());
            }
        }
        prop_assert_eq!(done.reached, done.left.is_empty(), "{:?}", done.left);
        if let Goal::Under(part) = goal && done.reached {
            let fits = |(stamp, after): (&placement::Stamp, &u64)| *after <= u64::from(stamp.capacity) * u64::from(part) / 100_000;
            prop_assert!(old.stamps().iter().zip(&after).all(fits));
        }
    }

    #[test]
    fn where_everybody_may_go_everywhere_the_surplus_moves_and_nobody_else(capacities in some(50_u64..200, 2..5), on in some(0_usize..200, 4)) {
        let names = ["a", "b", "c", "d"];
        let stamps: Vec<(&str, u64)> = names.iter().copied().zip(capacities.iter().copied()).collect();
        let text = PolicyText::parse(eu(&stamps)).unwrap();
        let mut first = 0;
        let mut all = Vec::new();
        for ((name, _), count) in stamps.iter().zip(&on) {
            all.extend(self::on(text.policy(), name, "eu", first..first + count));
            first += count;
        }
        let room: u64 = capacities.iter().sum();
        prop_assume!(u64::try_from(first).unwrap() <= room);
        let surplus: u64 = stamps.iter().zip(&on).map(|((_, capacity), on)| u64::try_from(*on).unwrap().saturating_sub(*capacity)).sum();
        let done = run(&text, &all, Goal::Under(100_000));
        prop_assert!(done.reached, "{:?} {:?}", done.after, done.text.text());
        prop_assert_eq!(done.least, surplus);
        // A percentage has three decimals: a move takes along who stands on the same thousandth as the last that it needs.
        let along = u64::try_from(done.flows.len()).unwrap();
        prop_assert!((surplus..=surplus + along).contains(&done.moved()), "{surplus} {} {along}", done.moved());
        let equal = run(&text, &all, Goal::Equal);
        prop_assert!(equal.reached);
        let fill = |(after, capacity): (&u64, &u64)| after * 1000 / capacity;
        let fills: Vec<u64> = equal.after.iter().zip(&capacities).map(fill).collect();
        prop_assert!(fills.iter().max().unwrap() - fills.iter().min().unwrap() <= 41, "{fills:?} {:?}", equal.after);
    }
}
