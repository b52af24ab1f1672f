//! Moves that are put in.

use analysis::edit::{At, Entry, NewMove, PolicyText, Targets, Whom};
use placement::{Percent, Slice};
use snapbox::{assert_data_eq, str};

use super::{POLICY, diff, edited};

/// A move of a twentieth of a to b.
pub(crate) fn shift() -> NewMove {
    let slice = Slice { start: Percent::ZERO, end: Percent::parse("5").unwrap() };
    NewMove {
        name: "a to b".into(),
        description: None,
        from: vec!["a".into()],
        to: Targets::Stamps(vec!["b".into()]),
        whom: Whom::All,
        cohort: Some(("shift-a-b".into(), slice)),
        when: None,
    }
}

#[test]
fn a_move_is_put_before_another_and_its_comments() {
    let before = edited(|text| text.with_move(&shift(), &At::First));
    assert_data_eq!(
        &before,
        str![[r#"
@@ -60,2 +60,8 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+to   = "b"
+when = { cohort = { name = "shift-a-b", percent = 5 } }
+
 # b is full.

"#]]
    );
    assert_eq!(before, edited(|text| text.with_move(&shift(), &At::Before("relieve b".into()))));
}

#[test]
fn a_move_is_put_behind_another() {
    let after = edited(|text| text.with_move(&shift(), &At::Last));
    assert_data_eq!(
        &after,
        str![[r#"
@@ -67,2 +67,8 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+to   = "b"
+when = { cohort = { name = "shift-a-b", percent = 5 } }
+
 [answer.twin.tags]

"#]]
    );
    assert_eq!(after, edited(|text| text.with_move(&shift(), &At::After("relieve b".into()))));
}

#[test]
fn every_word_of_a_move_is_written() {
    let slice = Slice { start: Percent::parse("5").unwrap(), end: Percent::parse("12.5").unwrap() };
    let order = NewMove {
        description: Some("Back again.".into()),
        from: vec!["a".into(), "c".into()],
        whom: Whom::Preferred,
        cohort: Some(("back".into(), slice)),
        when: Some(r#"{ is = { release = "4.1" } }"#.into()),
        ..shift()
    };
    assert_data_eq!(
        edited(|text| text.with_move(&order, &At::Last)),
        str![[r#"
@@ -67,2 +67,10 @@
 
+[[move]]
+name        = "a to b"
+description = "Back again."
+from        = ["a", "c"]
+to          = "b"
+whom        = "preferred"
+when        = { is = { release = "4.1" }, cohort = { name = "back", percent = [5, 12.5] } }
+
 [answer.twin.tags]

"#]]
    );
}

#[test]
fn targets_have_weights_or_are_all_others() {
    let weighed = NewMove { to: Targets::Weighed(vec![("b".into(), 3), ("c".into(), 1)]), cohort: None, ..shift() };
    assert_data_eq!(
        edited(|text| text.with_move(&weighed, &At::Last)),
        str![[r#"
@@ -67,2 +67,7 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+to   = { b = 3, c = 1 }
+
 [answer.twin.tags]

"#]]
    );
    let others = NewMove { to: Targets::Others, cohort: None, ..shift() };
    assert_data_eq!(
        edited(|text| text.with_move(&others, &At::Last)),
        str![[r#"
@@ -67,2 +67,6 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+
 [answer.twin.tags]

"#]]
    );
}

#[test]
fn a_condition_that_asks_for_a_cohort_itself_stays_beside_the_other() {
    let when = Some(r#"{ cohort = { name = "relief", percent = 10 } }"#.into());
    let order = NewMove { when, ..shift() };
    assert_data_eq!(
        edited(|text| text.with_move(&order, &At::Last)),
        str![[r#"
@@ -67,2 +67,8 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+to   = "b"
+when = { all = [{ cohort = { name = "relief", percent = 10 } }, { cohort = { name = "shift-a-b", percent = 5 } }] }
+
 [answer.twin.tags]

"#]]
    );
}

#[test]
fn the_first_move_stands_behind_the_stamps_and_behind_the_pins_if_there_are_any() {
    let without = PolicyText::parse(POLICY).unwrap().without(&Entry::Move("relieve b".into())).unwrap();
    let first = without.with_move(&shift(), &At::Last).unwrap();
    assert_data_eq!(
        diff(without.text(), first.text()),
        str![[r#"
@@ -58,2 +58,8 @@
 
+[[move]]
+name = "a to b"
+from = "a"
+to   = "b"
+when = { cohort = { name = "shift-a-b", percent = 5 } }
+
 # What follows is about orders.

"#]]
    );
    let pinned = format!("{}\n[[pin]]\nname  = \"all\"\nstamp = \"a\"\n", without.text());
    let pinned = PolicyText::parse(pinned).unwrap();
    let first = pinned.with_move(&shift(), &At::First).unwrap();
    assert_data_eq!(
        diff(pinned.text(), first.text()),
        str![[r#"
@@ -66 +66,7 @@
 stamp = "a"
+
+[[move]]
+name = "a to b"
+from = "a"
+to   = "b"
+when = { cohort = { name = "shift-a-b", percent = 5 } }

"#]]
    );
}
