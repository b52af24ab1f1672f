//! `stamp report` with two policies.

use snapbox::str;

use super::page::{Element, number};
use super::written;
use crate::check::HOME;
use crate::run::{Run, stamp};
use crate::simulate::FLEET;

/// The policy with its stamp `eu-1` down.
fn down() -> String {
    HOME.replace("capacity = 2000\n", "capacity = 2000\nstate    = \"down\"\n")
}

fn edit(new: &str, arguments: &[&str]) -> Run {
    let all = ["report", "home.toml", "new.toml", "fleet.csv", "-o", "report.html"];
    let run = stamp(all.into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("new.toml", new).file("fleet.csv", FLEET)
}

fn devices(row: &[String]) -> u64 {
    number(row.iter().rev().nth(1).unwrap())
}

#[test]
fn the_sentence_says_who_moves_and_why() {
    edit(&down(), &[])
        .prints(str![[r#"
wrote report.html

"#]])
        .notes(str![[r#"
As devices register, 1,500 of 1,860 devices (80.6 %) move to `eu-2`, because of stamp `eu-1`, where `state = "down"` is new. The stamp `eu-2` gets 500 devices more than it is built for.

"#]])
        .exits(0);
}

#[test]
fn causes_and_flows_add_up() {
    written(edit(&down(), &[]), |_, page| {
        let sum = |rows: Vec<Vec<String>>| rows.iter().map(|row| devices(row)).sum::<u64>();
        let causes = page.section("causes").unwrap();
        let flow = page.section("flow").unwrap();
        assert_eq!(sum(causes.rows("tbody")), 1500);
        assert_eq!(sum(causes.rows("tfoot")), 1500);
        assert_eq!((sum(flow.rows("tbody")), sum(flow.rows("tfoot"))), (1500, 1500));
        assert!(causes.text().contains("stamp eu-1: state = \"down\" is new"), "{}", causes.text());
        assert!(causes.text().contains("line 20"), "{}", causes.text());
    });
}

#[test]
fn the_least_possible_and_what_is_beyond_it_are_what_moves() {
    written(edit(&down(), &[]), |_, page| {
        let rows = page.section("least").unwrap().rows("tbody");
        let counts: Vec<u64> = rows.iter().map(|row| devices(row)).collect();
        assert_eq!(counts[0], counts[1] + counts[2], "{counts:?}");
        assert!(page.section("least").unwrap().text().contains("an estimate"), "lines stand for several devices");
    });
}

#[test]
fn the_texts_of_the_policies_are_compared_line_by_line() {
    written(edit(&down(), &[]), |_, page| {
        let rows = page.section("policy").unwrap().rows("tbody");
        let changed: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() == 4 && !row[2].is_empty()).collect();
        assert_eq!(changed, [&["", "20", "+", "state    = \"down\""].map(String::from).to_vec()]);
        let shown = rows.iter().filter(|row| row.len() == 4).count();
        assert_eq!(shown, 7, "three lines before it and three behind it");
    });
}

#[test]
fn stamps_that_come_and_go_are_shown() {
    let new = HOME.replace("\"eu-2\"", "\"eu-3\"").replace("home-eu-2", "home-eu-3");
    written(edit(&new, &[]), |_, page| {
        let rows = page.section("fill").unwrap().rows("tbody");
        let names: Vec<&str> = rows.iter().map(|row| row[0].trim()).collect();
        assert_eq!(names, ["eu-1", "eu-3 new", "us-1", "eu-2 taken out"]);
    });
}

#[test]
fn where_no_edit_matters_it_says_so() {
    written(edit(&format!("# the same\n{HOME}"), &[]), |_, page| {
        assert!(page.section("flow").unwrap().text().contains("The edit sends nobody elsewhere."));
        assert!(page.section("causes").is_none() && page.section("least").is_none());
        assert!(page.named("p")[0].text().contains("nobody moves"));
    });
}

#[test]
fn what_is_answered_otherwise_is_told() {
    let answer = "\n[answer.payload]\npolicy = \"{policy.name} {policy.revision}\"\n";
    let new = format!("{HOME}{answer}");
    written(edit(&new, &[]), |_, page| {
        let rows = page.section("answers").unwrap().rows("tbody");
        assert_eq!(rows[0][..3], ["payload /policy", "nothing", "\"home 7\""]);
    });
}

#[test]
fn outages_are_those_of_the_new_policy_after_the_edit() {
    written(edit(&down(), &["--down", "eu-2"]), |_, page| {
        let outages = page.section("outages").unwrap();
        assert_eq!(outages.named("h3")[0].text(), "If eu-2 is down: 1,500 devices leave");
        assert_eq!(outages.rows("tbody")[0][..2], ["nowhere", "1,500"]);
    });
}

#[test]
fn texts_of_policies_are_text_and_nothing_else() {
    let new = HOME.replace("\"7\"", "\"</code><script>alert(1)</script>\u{202e}\"");
    written(edit(&format!("# <img src=x>\t&amp;\n{new}"), &[]), |text, page: Element| {
        assert_eq!(page.named("script").len() + page.named("img").len(), 0);
        assert!(page.section("policy").unwrap().text().contains("# <img src=x>\t&amp;"));
        assert!(page.text().contains("</code><script>alert(1)</script>\\u{202e}"));
        assert!(!text.contains('\u{202e}'));
    });
}

#[test]
fn fresh_needs_two_policies() {
    stamp(["report", "home.toml", "fleet.csv", "-o", "report.html", "--fresh"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .notes(str![[r#"
error: `--fresh` is for two policies: name the policy as it is and the policy as it shall be

"#]])
        .exits(2);
    written(edit(&down(), &["--fresh"]), |_, page| {
        assert!(page.named("p")[0].text().starts_with("If every device were new"));
    });
}
