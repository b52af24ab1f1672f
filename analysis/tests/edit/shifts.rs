//! Shares of a stamp's devices that are sent to others.

use analysis::edit::{At, Entry, NewMove, PolicyText, Problem, Shift, Shifted, ShiftedHow, Targets};
use placement::Percent;
use snapbox::{assert_data_eq, str};

use super::{edited, moves, policy};

fn shift(text: &PolicyText, from: &str, to: &[&str], percent: &str, lower: bool) -> Result<Shifted, Problem> {
    let to: Vec<String> = to.iter().map(|stamp| (*stamp).to_owned()).collect();
    text.shifted(&Shift { from, to: &to, percent: Percent::parse(percent).unwrap(), lower })
}

#[test]
fn a_share_goes_by_a_move_and_a_cohort_of_its_own() {
    let shifted = shift(&policy(), "a", &["b"], "5", false).unwrap();
    assert_eq!((shifted.order.as_str(), shifted.how), ("shift a to b", ShiftedHow::New { before: vec![] }));
    assert_data_eq!(
        edited(|text| Ok(shift(text, "a", &["b"], "5", false)?.text)),
        str![[r#"
@@ -67,2 +67,8 @@
 
+[[move]]
+name = "shift a to b"
+from = "a"
+to   = "b"
+when = { cohort = { name = "shift-a-b", percent = 5 } }
+
 [answer.twin.tags]

"#]]
    );
}

#[test]
fn a_new_move_stands_before_those_that_take_devices_off_the_stamp_too() {
    let shifted = shift(&policy(), "b", &["c", "a", "c"], "12.5", false).unwrap();
    assert_eq!(shifted.how, ShiftedHow::New { before: vec!["relieve b".into()] });
    assert_data_eq!(
        edited(|text| Ok(shift(text, "b", &["c", "a", "c"], "12.5", false)?.text)),
        str![[r#"
@@ -60,2 +60,8 @@
 
+[[move]]
+name = "shift b to a, c"
+from = "b"
+to   = ["a", "c"]
+when = { cohort = { name = "shift-b-a-c", percent = 12.5 } }
+
 # b is full.

"#]]
    );
}

#[test]
fn the_same_stamps_again_set_the_same_move_wherever_it_stands_and_whatever_it_is_called() {
    let first = shift(&policy(), "b", &["a", "c"], "5", false).unwrap();
    let renamed = first.text.with_word(&Entry::Move(first.order), "name", "'mine'").unwrap();
    let again = shift(&renamed, "b", &["c", "a"], "10", false).unwrap();
    let was = Percent::parse("5").unwrap();
    assert_eq!((again.order.as_str(), &again.how), ("mine", &ShiftedHow::Set { was, behind: vec![] }));
    assert_eq!(again.text.policy().moves().len(), 2);
    assert_eq!(again.text.text(), renamed.text().replace("percent = 5 } }\n\n# b", "percent = 10 } }\n\n# b"));
}

#[test]
fn what_takes_devices_off_before_it_is_told() {
    let first = shift(&policy(), "b", &["a", "c"], "5", false).unwrap().text;
    let earlier = NewMove { name: "earlier".into(), from: vec!["b".into()], to: Targets::Others, ..moves::shift() };
    let earlier = first.with_move(&earlier, &At::First).unwrap();
    let again = shift(&earlier, "b", &["a", "c"], "10", false).unwrap();
    let ShiftedHow::Set { behind, .. } = again.how else { panic!("a second move was put in") };
    assert_eq!(behind, ["earlier"]);
}

#[test]
fn a_share_is_lowered_only_where_that_is_said() {
    let first = shift(&policy(), "a", &["b"], "5", false).unwrap().text;
    let refused = shift(&first, "a", &["b"], "2", false).unwrap_err();
    assert_data_eq!(
        refused.to_string(),
        str!["the move `shift a to b` is at 5 % already, and 2 % is less: that would bring nobody back"]
    );
    let lowered = shift(&first, "a", &["b"], "2", true).unwrap();
    assert_eq!(lowered.text.cohort("shift-a-b").unwrap()[0].slice.end, Percent::parse("2").unwrap());
}

#[test]
fn names_that_make_the_same_cohort_get_another() {
    let first = shift(&policy(), "a", &["b"], "5", false).unwrap();
    let other = first.text.with_word(&Entry::Move(first.order), "to", "'c'").unwrap();
    let second = shift(&other, "a", &["b"], "7", false).unwrap();
    assert_eq!(second.order, "shift a to b (2)");
    assert_eq!(second.text.cohort("shift-a-b-2").unwrap().len(), 1);
    let raised = shift(&second.text, "a", &["b"], "8", false).unwrap();
    assert_eq!(raised.order, second.order);
}

#[test]
fn a_cohort_that_something_else_asks_for_too_is_not_set() {
    let shared = shift(&policy(), "a", &["b"], "5", false).unwrap().text;
    let when = "{ cohort = { name = 'shift-a-b', percent = 10 } }";
    let shared = shared.with_word(&Entry::Move("relieve b".into()), "when", when).unwrap();
    let refused = shift(&shared, "a", &["b"], "7", false).unwrap_err();
    assert_data_eq!(
        refused.to_string(),
        str!["the cohort `shift-a-b` is not this move's alone: set it by its name where that is meant"]
    );
}

#[test]
fn a_stamp_does_not_shift_to_itself_or_to_none() {
    assert_data_eq!(
        shift(&policy(), "a", &["a"], "7", false).unwrap_err().to_string(),
        str!["devices of `a` cannot go to `a`: name another stamp to go to"]
    );
    assert_data_eq!(
        shift(&policy(), "a", &["bb"], "7", false).unwrap_err().to_string(),
        str!["no stamp is named `bb`: did you mean `b`?"]
    );
}
