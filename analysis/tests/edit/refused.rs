//! Edits that are refused, and what is said then.

use analysis::edit::{At, Entry, NewMove, PolicyText, Problem, Targets};
use placement::{Code, Percent, State};
use snapbox::{assert_data_eq, str};

use super::moves::shift;
use super::{POLICY, policy, refusal};

#[test]
fn a_name_that_is_not_there_is_told_with_the_nearest() {
    assert_data_eq!(
        refusal(|text| text.with_state("bb", State::Open)),
        str!["no stamp is named `bb`: did you mean `b`?"]
    );
    assert_data_eq!(
        refusal(|text| text.with_cohort("canry", Percent::ZERO)),
        str!["no cohort is named `canry`: did you mean `canary`?"]
    );
    assert_data_eq!(
        refusal(|text| text.without(&Entry::Pin("x".into()))),
        str!["no pin is named `x`: there is none yet: add one, or leave this out"]
    );
    assert_data_eq!(
        refusal(|text| text.with_move(&shift(), &At::After("relieve-b".into()))),
        str!["no move is named `relieve-b`: did you mean `relieve b`?"]
    );
    let nowhere = NewMove { to: Targets::Stamps(vec!["d".into()]), ..shift() };
    assert_data_eq!(
        refusal(|text| text.with_move(&nowhere, &At::Last)),
        str!["no stamp is named `d`: did you mean `a`?"]
    );
}

#[test]
fn a_stamp_that_down_holds_down_is_not_opened_by_its_own_state() {
    assert_data_eq!(
        refusal(|text| text.with_state("c", State::Open)),
        str![[
            r#"the stamp `c` is down by `[down]`, whatever its own `state` says: `"south"` holds it, on line 9: take that out, or all of `[down]` where nothing else is in it"#
        ]]
    );
    let named = POLICY.replace("[down]\nlabels = { region = [\"south\"] }", "down = [\n  \"a\",\n  \"c\",\n]");
    let problem = PolicyText::parse(named).unwrap().with_state("c", State::Closed).unwrap_err();
    assert_data_eq!(
        problem.to_string(),
        str![[
            r#"the stamp `c` is down by `[down]`, whatever its own `state` says: `"c"` holds it, on line 10: take that out, or all of `[down]` where nothing else is in it"#
        ]]
    );
}

#[test]
fn a_cohort_with_different_ends_is_not_set_at_once() {
    let policy = policy().with_word(
        &Entry::Move("relieve b".into()),
        "when",
        r#"{ cohort = { name = "canary", percent = 10 } }"#,
    );
    let problem = policy.unwrap().with_cohort("canary", Percent::ZERO).unwrap_err();
    let Problem::DifferentEnds { uses, .. } = problem else { panic!("{problem}") };
    let told: Vec<String> = uses.iter().map(|each| format!("{} {}", each.entry, each.slice.end)).collect();
    assert_eq!(told, ["rule `canary` of `release` 5", "rule `late` of `release` 5", "move `relieve b` 10"]);
}

#[test]
fn a_move_is_not_lowered_and_one_of_no_cohort_is_not_raised() {
    let lowered = refusal(|text| text.with_move_raised("relieve b", Percent::parse("5").unwrap()));
    assert_data_eq!(
        lowered,
        str!["the move `relieve b` is at 10 % already, and 5 % is less: that would bring nobody back"]
    );
    let all = policy().with_move(&NewMove { cohort: None, ..shift() }, &At::Last).unwrap();
    assert_data_eq!(
        all.with_move_raised("a to b", Percent::ZERO).unwrap_err().to_string(),
        str!["the move `a to b` asks for 0 cohorts: there is no percentage to set"]
    );
}

#[test]
fn a_name_that_is_taken_is_not_given_again() {
    let again = NewMove { name: "relieve b".into(), ..shift() };
    assert_data_eq!(
        refusal(|text| text.with_move(&again, &At::Last)),
        str!["the move `relieve b` is there already: give the new one another name"]
    );
}

#[test]
fn what_would_be_no_valid_policy_is_told_with_its_text() {
    let problem = policy().with_cohort("late", Percent::parse("12.5").unwrap()).unwrap_err();
    let Problem::Invalid { text, diagnostics } = problem else { panic!("{problem}") };
    assert_eq!(diagnostics[0].code, Code::EmptySlice);
    assert_eq!(&text[diagnostics[0].span.clone()], "[12.5, 12.5]");
    let taken = policy().without(&Entry::Stamp("b".into())).unwrap_err();
    assert!(matches!(taken, Problem::Invalid { .. }), "{taken}");
}

#[test]
fn a_word_that_is_a_table_below_a_header_is_not_replaced() {
    let spread = POLICY.replace(
        "serves   = { release = \"*\" }\nlabels   = { region = \"south\" }",
        "labels.region = \"south\"\n\n[stamp.serves]\nrelease = \"*\"",
    );
    let text = PolicyText::parse(spread).unwrap();
    let stamp = Entry::Stamp("c".into());
    let problem = text.with_word(&stamp, "serves", "{ release = \"4.1\" }").unwrap_err();
    assert_data_eq!(
        problem.to_string(),
        str!["`serves` of the stamp `c` is not written as one value: write `serves = …` on a line, and edit again"]
    );
    let problem = text.with_word(&stamp, "labels", "{ region = \"north\" }").unwrap_err();
    assert_data_eq!(
        problem.to_string(),
        str!["`labels` of the stamp `c` is not written as one value: write `labels = …` on a line, and edit again"]
    );
}
