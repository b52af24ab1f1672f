//! States, cohorts' ends, other words, and entries taken out.

use analysis::edit::{Entry, quoted};
use placement::{Percent, State};
use snapbox::{assert_data_eq, str};

use super::{edited, policy};

fn percent(text: &str) -> Percent {
    Percent::parse(text).unwrap()
}

#[test]
fn a_state_is_added_below_the_capacity_and_the_comments_stay() {
    assert_data_eq!(
        edited(|text| text.with_state("a", State::Reserved)),
        str![[r#"
@@ -36,2 +36,3 @@
 capacity = 1_000  # as built
+state    = "reserved"
 # Everybody is served.

"#]]
    );
}

#[test]
fn a_state_is_replaced_where_there_is_one() {
    assert_data_eq!(
        edited(|text| text.with_state("b", State::Down)),
        str![[r#"
@@ -46,3 +46,3 @@
 weight   = 500
-state    = "closed"  # since May
+state    = "down"  # since May
 serves   = { release = "*" }

"#]]
    );
    assert_data_eq!(
        edited(|text| text.with_state("b", State::Open)),
        str![[r#"
@@ -46,3 +46,3 @@
 weight   = 500
-state    = "closed"  # since May
+state    = "open"  # since May
 serves   = { release = "*" }

"#]]
    );
}

#[test]
fn a_stamp_that_is_so_already_is_left_as_it_is() {
    for (stamp, state) in [("a", State::Open), ("b", State::Closed), ("c", State::Down)] {
        assert_eq!(policy().with_state(stamp, state).unwrap().text(), policy().text(), "{stamp}");
    }
}

#[test]
fn cohorts_are_found_wherever_a_condition_asks_for_them() {
    let text = policy();
    let found = text.cohorts().into_iter().map(|each| {
        let written = &text.text()[each.place.clone()];
        format!("{} asks for {} {written}: {} to {}\n", each.entry, each.cohort, each.slice.start, each.slice.end)
    });
    assert_data_eq!(
        found.collect::<String>(),
        str![[r#"
rule `canary` of `release` asks for canary 5: 0 to 5
rule `late` of `release` asks for late [12.5, 20]: 12.5 to 20
rule `late` of `release` asks for canary 5.0: 0 to 5
move `relieve b` asks for relief 10: 0 to 10

"#]]
    );
}

#[test]
fn a_cohort_is_set_wherever_it_is_asked_for_and_its_neighbours_comments_follow() {
    assert_data_eq!(
        edited(|text| text.with_cohort("canary", percent("12.5"))),
        str![[r#"
@@ -16,4 +16,4 @@
   [[attribute.rule]]
-  name  = "canary"                                       # wave 1
-  when  = { cohort = { name = "canary", percent = 5 } }  # 25 in March
+  name  = "canary"                                          # wave 1
+  when  = { cohort = { name = "canary", percent = 12.5 } }  # 25 in March
   value = "4.2"
@@ -24,3 +24,3 @@
     { cohort = { name = "late", percent = [12.5, 20] } },  # a slice
-    { iot-edge = true, cohort = { name = "canary", percent = 5.0 } },
+    { iot-edge = true, cohort = { name = "canary", percent = 12.5 } },
   ] }

"#]]
    );
}

#[test]
fn a_slice_keeps_its_beginning() {
    assert_data_eq!(
        edited(|text| text.with_cohort("late", percent("100"))),
        str![[r#"
@@ -23,3 +23,3 @@
   when  = { any = [
-    { cohort = { name = "late", percent = [12.5, 20] } },  # a slice
+    { cohort = { name = "late", percent = [12.5, 100] } },  # a slice
     { iot-edge = true, cohort = { name = "canary", percent = 5.0 } },

"#]]
    );
}

#[test]
fn a_cohort_that_ends_there_already_is_left_as_it_is_spelled() {
    assert_eq!(policy().with_cohort("canary", percent("5")).unwrap().text(), policy().text());
}

#[test]
fn the_end_is_set_at_one_entry_alone() {
    let rule = |rule: &str| Entry::Rule { attribute: "release".into(), rule: rule.into() };
    let one = policy().cohort_of(&rule("canary")).unwrap();
    assert_data_eq!(
        edited(|text| text.with_ends(&[one], percent("0.125"))),
        str![[r#"
@@ -16,4 +16,4 @@
   [[attribute.rule]]
-  name  = "canary"                                       # wave 1
-  when  = { cohort = { name = "canary", percent = 5 } }  # 25 in March
+  name  = "canary"                                           # wave 1
+  when  = { cohort = { name = "canary", percent = 0.125 } }  # 25 in March
   value = "4.2"

"#]]
    );
}

#[test]
fn a_move_is_raised() {
    assert_data_eq!(
        edited(|text| text.with_move_raised("relieve b", percent("25"))),
        str![[r#"
@@ -65,3 +65,3 @@
 to   = "a"
-when = { cohort = { name = "relief", percent = 10 } }
+when = { cohort = { name = "relief", percent = 25 } }
 

"#]]
    );
}

#[test]
fn a_word_is_set_or_added_where_an_author_would_write_it() {
    let order = Entry::Move("relieve b".into());
    assert_data_eq!(
        edited(|text| text.with_word(&order, "to", r#"["a", "c"]"#)),
        str![[r#"
@@ -64,3 +64,3 @@
 from = "b"
-to   = "a"
+to   = ["a", "c"]
 when = { cohort = { name = "relief", percent = 10 } }

"#]]
    );
    assert_data_eq!(
        edited(|text| text.with_word(&order, "description", &quoted("It is full."))),
        str![[r#"
@@ -62,6 +62,7 @@
 [[move]]
-name = "relieve b"
-from = "b"
-to   = "a"
-when = { cohort = { name = "relief", percent = 10 } }
+name        = "relieve b"
+description = "It is full."
+from        = "b"
+to          = "a"
+when        = { cohort = { name = "relief", percent = 10 } }
 

"#]]
    );
    assert_data_eq!(
        edited(|text| text.with_word(&order, "whom", &quoted("preferred"))),
        str![[r#"
@@ -66,2 +66,3 @@
 when = { cohort = { name = "relief", percent = 10 } }
+whom = "preferred"
 

"#]]
    );
}

#[test]
fn an_entry_goes_with_the_comments_that_belong_to_it() {
    assert_data_eq!(
        edited(|text| text.without(&Entry::Move("relieve b".into()))),
        str![[r#"
@@ -60,9 +60,2 @@
 
-# b is full.
-[[move]]
-name = "relieve b"
-from = "b"
-to   = "a"
-when = { cohort = { name = "relief", percent = 10 } }
-
 [answer.twin.tags]

"#]]
    );
    let rule = Entry::Rule { attribute: "release".into(), rule: "canary".into() };
    assert_data_eq!(
        edited(|text| text.without(&rule)),
        str![[r#"
@@ -14,8 +14,2 @@
 
-  # Raise it slowly.
-  [[attribute.rule]]
-  name  = "canary"                                       # wave 1
-  when  = { cohort = { name = "canary", percent = 5 } }  # 25 in March
-  value = "4.2"
-
   [[attribute.rule]]

"#]]
    );
    assert_data_eq!(
        edited(|text| text.without(&Entry::Stamp("c".into()))),
        str![[r#"
@@ -50,10 +50,2 @@
 
-[[stamp]]
-name     = "c"
-hub      = "edited-c.azure-devices.net"
-capacity = 1_000
-serves   = { release = "*" }
-labels   = { region = "south" }
-# Nothing more of c.
-
 # What follows is about orders.

"#]]
    );
}

#[test]
fn texts_are_quoted_as_toml_reads_them() {
    let text = "b \"is\" \\full\n\u{7}é";
    let read: toml::Table = format!("text = {}", quoted(text)).parse().unwrap();
    assert_eq!(read["text"].as_str(), Some(text));
}
