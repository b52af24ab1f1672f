//! Policies that are written in other ways than the one.

use analysis::edit::{At, Entry, PolicyText, quoted};
use placement::{Percent, State};
use snapbox::{assert_data_eq, str};

use super::moves::shift;

/// What edits make of a text: a state, a cohort's end, a word, a move, and all of these taken out again.
fn edits(source: &str) -> Vec<String> {
    let text = PolicyText::parse(source).unwrap();
    let order = Entry::Move("m".into());
    let edits = [
        text.with_state("a", State::Closed),
        text.with_cohort("m", Percent::parse("20").unwrap()),
        text.with_word(&order, "whom", &quoted("preferred")),
        text.with_word(&Entry::Stamp("b".into()), "description", "'b'"),
        text.with_move(&shift(), &At::First),
        text.with_move(&shift(), &At::Last),
        text.without(&order),
    ];
    let back = edits[5].as_ref().unwrap().without(&Entry::Move("a to b".into())).unwrap();
    assert_eq!(back.text(), source);
    edits.into_iter().map(|edit| edit.unwrap().text().to_owned()).collect()
}

#[test]
fn entries_between_braces_stay_there() {
    let source = "language=1\nhash=1\npolicy='p'\nstamp=[{name='a',hub='hub-a.azure-devices.net',capacity=1},{name='b',hub='hub-b.azure-devices.net',capacity=1}]\nmove=[{name='m',from='a',when={cohort={name='m',percent=5}}}]\nseed='s'\n";
    let edits = edits(source).into_iter().map(|text| {
        text.lines().filter(|line| !source.contains(line)).map(|line| format!("{line}\n")).collect::<String>()
    });
    assert_data_eq!(
        edits.collect::<String>(),
        str![[r#"
stamp=[{name='a',hub='hub-a.azure-devices.net',capacity=1, state = "closed"},{name='b',hub='hub-b.azure-devices.net',capacity=1}]
move=[{name='m',from='a',when={cohort={name='m',percent=20}}}]
move=[{name='m',from='a',when={cohort={name='m',percent=5}}, whom = "preferred"}]
stamp=[{name='a',hub='hub-a.azure-devices.net',capacity=1},{name='b', description = 'b',hub='hub-b.azure-devices.net',capacity=1}]
move=[{ name = "a to b", from = "a", to = "b", when = { cohort = { name = "shift-a-b", percent = 5 } } }, {name='m',from='a',when={cohort={name='m',percent=5}}}]
move=[{name='m',from='a',when={cohort={name='m',percent=5}}}, { name = "a to b", from = "a", to = "b", when = { cohort = { name = "shift-a-b", percent = 5 } } }]
move=[]

"#]]
    );
}

const LOOSE: &str = "language=1\r\nhash=1\r\npolicy='p'\r\nseed='s'\r\n[[stamp]]\r\nname='a'\r\n\thub='hub-a.azure-devices.net'\r\n\tcapacity=1 # one\r\n[[stamp]]\r\nname='b'\r\nhub='hub-b.azure-devices.net'\r\ncapacity=1\r\n# of m\r\n[[move]]\r\nname='m'\r\nfrom='a'\r\n[move.when.cohort]\r\nname='m'\r\npercent=5";

#[test]
fn a_loose_layout_stays_as_it_is_and_lines_end_as_they_did() {
    for (at, text) in edits(&format!("{LOOSE}\r\n")).into_iter().enumerate() {
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{at}");
    }
    let text = PolicyText::parse(LOOSE).unwrap();
    let closed = text.with_state("a", State::Closed).unwrap();
    assert_eq!(closed.text(), LOOSE.replace("# one\r\n", "# one\r\n\tstate = \"closed\"\r\n"));
    let moved = text.with_move(&shift(), &At::Last).unwrap();
    let rest = moved.text().strip_prefix(LOOSE).unwrap();
    assert!(rest.starts_with("\r\n\r\n[[move]]\r\nname = \"a to b\"\r\n"), "{rest:?}");
    let without = text.without(&Entry::Move("m".into())).unwrap();
    assert_eq!(without.text(), LOOSE.split("# of m").next().unwrap());
}

#[test]
fn a_line_that_looks_like_a_comment_in_a_text_is_none() {
    let source = "language=1\nhash=1\npolicy='p'\nseed='s'\n[[stamp]]\nname='a'\nhub='hub-a.azure-devices.net'\ncapacity=1\ndescription='''\n# not one'''\n[[stamp]]\nname='b'\nhub='hub-b.azure-devices.net'\ncapacity=1\n";
    let text = PolicyText::parse(source).unwrap().without(&Entry::Stamp("b".into())).unwrap();
    assert_eq!(text.text(), source.split("[[stamp]]\nname='b'").next().unwrap());
}
