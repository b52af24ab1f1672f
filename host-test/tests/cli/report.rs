//! `stamp report`.

mod edit;
mod page;
mod ramp;

use std::collections::BTreeSet;
use std::fs;

use snapbox::str;

use self::page::{Element, number};
use crate::check::{HOME, MISTAKEN};
use crate::run::{Run, stamp};
use crate::simulate::FLEET;

fn report(arguments: &[&str]) -> Run {
    let run =
        stamp(["report", "home.toml", "fleet.csv", "-o", "report.html"].into_iter().chain(arguments.iter().copied()));
    run.file("home.toml", HOME).file("fleet.csv", FLEET)
}

/// What is written about this policy and this fleet, whatever is said of it.
fn written(run: Run, holds: impl FnOnce(&str, Element) + 'static) {
    let path = run.path("report.html");
    let run = run.prints(str![[r#"
wrote report.html

"#]]);
    let then = move || {
        let text = fs::read_to_string(&path).unwrap();
        holds(&text, Element::of(&text));
    };
    run.notes(str!["..."]).then(then).exits(0);
}

/// A policy of so many stamps, which send their devices to each other, and a fleet on all of them and on none.
fn many(stamps: usize) -> (String, String) {
    let mut policy = "language = 1\nhash = 1\npolicy = \"many\"\nseed = \"many\"\n".to_owned();
    let mut fleet = "registrationId,currentHub,weight\n".to_owned();
    for number in 0..stamps {
        let stamp =
            format!("[[stamp]]\nname = \"s-{number}\"\nhub = \"many-{number}.azure-devices.net\"\ncapacity = 1000\n");
        let order = format!(
            "[[move]]\nname = \"from {number}\"\nfrom = \"s-{number}\"\nwhen = {{ cohort = {{ name = \"c\", percent = 70 }} }}\n"
        );
        policy.push_str(&stamp);
        policy.push_str(if number % 2 == 0 && stamps > 1 { &order } else { "" });
        for device in 0..20 {
            let hub = if device == 0 { String::new() } else { format!("many-{number}.azure-devices.net") };
            fleet.push_str(&format!("press-{number}-{device},{hub},{}\n", 1 + number * device));
        }
    }
    (policy, fleet)
}

#[test]
fn the_file_says_what_happens_in_a_sentence() {
    report(&[])
        .prints(str![[r#"
wrote report.html

"#]])
        .notes(str![[r#"
As devices register, 250 of 1,860 devices (13.4 %) move to another stamp, 100 (5.4 %) have no stamp yet and get one, and 3 (0.2 %) are refused. Every stamp has room for its devices.

"#]])
        .exits(0);
}

#[test]
fn its_numbers_add_up() {
    written(report(&[]), |_, page| {
        let flow = page.section("flow").unwrap();
        let devices = |row: &Vec<String>| number(&row[row.len() - 2]);
        let rows: u64 = flow.rows("tbody").iter().map(devices).sum();
        let sums: u64 = flow.rows("tfoot").iter().map(devices).sum();
        assert_eq!((rows, sums), (353, 353), "200 and 50 move, 100 are new, 3 are refused");
        let decisions = page.section("decisions").unwrap();
        let decided: u64 = decisions.rows("tbody").iter().map(devices).sum();
        assert_eq!((decided, devices(&decisions.rows("tfoot")[0])), (1860, 1860));
    });
}

#[test]
fn each_stamp_is_shown_before_and_after() {
    written(report(&[]), |_, page| {
        let fill = page.section("fill").unwrap();
        let columns = |row: &Vec<String>| [0, 2, 3, 4, 5].map(|column| row[column].clone());
        let rows: Vec<[String; 5]> = fill.rows("tbody").iter().map(columns).collect();
        assert_eq!(
            rows,
            [
                ["eu-1", "1,700", "1,500", "\u{2212}200", "2,000"],
                ["eu-2", "0", "0", "0", "1,000"],
                ["us-1", "7", "357", "+350", "1,000"],
            ]
        );
        assert_eq!(columns(&fill.rows("tfoot")[0]), ["all stamps", "1,707", "1,857", "+150", "4,000"]);
    });
}

#[test]
fn a_stamp_with_too_many_devices_is_marked_by_more_than_a_colour() {
    let run = report(&[]).file("home.toml", &HOME.replace("capacity = 2000", "capacity = 1400"));
    written(run, |_, page| {
        let fill = page.section("fill").unwrap();
        assert!(fill.rows("tbody")[0][1].contains("\u{25b2} 100 over"), "{:?}", fill.rows("tbody"));
        assert!(page.named("p")[0].text().ends_with("eu-1 gets 100 devices more than it is built for."));
    });
}

#[test]
fn where_nobody_moves_it_says_so() {
    let run =
        report(&[]).file("fleet.csv", "registrationId,currentHub,payload/country\na,home-eu-2.azure-devices.net,DE\n");
    written(run, |_, page| {
        assert!(page.named("p")[0].text().contains("nobody moves"));
        assert_eq!(page.section("flow").unwrap().named("svg").len(), 0);
        assert!(page.section("flow").unwrap().text().contains("Every device stays where it is"));
    });
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let (policy, fleet) = many(50);
    let run = report(&["--outages", "1"]).file("home.toml", &policy).file("fleet.csv", &fleet);
    written(run, |text, page| {
        for word in ["http:", "https:", "url(", "@import", "src=", "javascript:"] {
            assert!(!text.contains(word), "{word}");
        }
        let all = page.all();
        let names: BTreeSet<&str> = all.iter().map(|element| element.name.as_str()).collect();
        for name in ["script", "link", "img", "iframe", "object", "embed", "base", "form", "use", "image"] {
            assert!(!names.contains(name), "{name}");
        }
        let links = all.iter().filter_map(|element| element.attributes.get("href"));
        assert!(links.into_iter().all(|link| link.starts_with('#')), "a link leads to a part of the report");
        assert!(all.iter().all(|element| element.attributes.keys().all(|name| !name.starts_with("on"))));
    });
}

#[test]
fn what_is_referred_to_is_there_once() {
    written(report(&["--outages", "2"]), |_, page| {
        let all = page.all();
        let ids: Vec<&String> = all.iter().filter_map(|element| element.attributes.get("id")).collect();
        let once: BTreeSet<&String> = ids.iter().copied().collect();
        assert_eq!(once.len(), ids.len());
        let labels = all.iter().filter_map(|element| element.attributes.get("aria-labelledby"));
        let links = all.iter().filter_map(|element| element.attributes.get("href")).map(|link| &link[1..]);
        for id in labels.flat_map(|ids| ids.split(' ')).chain(links) {
            assert!(once.contains(&id.to_owned()), "{id}");
        }
    });
}

#[test]
fn every_picture_has_words_or_is_beside_its_numbers() {
    written(report(&[]), |_, page| {
        let pictures = page.named("svg");
        assert!(!pictures.is_empty());
        for picture in pictures {
            let is_hidden = picture.attributes.get("aria-hidden").is_some_and(|hidden| hidden == "true");
            let is_told = !picture.named("title").is_empty() && picture.named("desc").len() == 1;
            assert!(is_hidden || is_told && picture.attributes["role"] == "img");
        }
    });
}

#[test]
fn a_policy_of_many_stamps_is_gathered_and_nobody_is_left_out() {
    let (policy, fleet) = many(50);
    let run = report(&[]).file("home.toml", &policy).file("fleet.csv", &fleet);
    written(run, |_, page| {
        let flow = page.section("flow").unwrap();
        let sides = flow.named("ol");
        let sum =
            |side: &Element| side.named("li").iter().map(|node| number(&node.named("span")[1].text())).sum::<u64>();
        let sums: u64 = flow.rows("tfoot").iter().map(|row| number(&row[row.len() - 2])).sum();
        assert_eq!((sum(sides[0]), sum(sides[1])), (sums, sums));
        assert!(sides.iter().all(|side| (2..=14).contains(&side.named("li").len())));
        assert!(sides[0].text().contains("other stamps"));
    });
}

#[test]
fn a_policy_of_one_stamp_has_a_picture_too() {
    let (policy, fleet) = many(1);
    let run = report(&[]).file("home.toml", &policy).file("fleet.csv", &fleet);
    written(run, |_, page| assert_eq!(page.section("flow").unwrap().named("li").len(), 3));
}

#[test]
fn what_others_wrote_is_text_and_nothing_else() {
    let evil = "<script>alert('1')</script>";
    let policy = HOME.replace("\"7\"", &format!("\"{evil}\"")).replace("eu-1.azure", "eu-9.azure");
    let fallback = format!("\n[[fallback]]\nname = \"{evil}\\u001b\"\nas = {{ geo = \"us\" }}\n");
    let closed = policy.replace("capacity = 2000", "capacity = 2000\nstate = \"down\"").replace(
        "capacity = 1000\nserves   = { geo = \"eu\"",
        "capacity = 1000\nstate = \"down\"\nserves   = { geo = \"eu\"",
    );
    let fleet = "registrationId,payload/country\n\"<b>&amp;\",DE\npress-1,DE\n";
    let run = stamp(["report", "home.toml", "<i>&amp;.csv", "-o", "report.html"])
        .file("home.toml", &format!("{closed}{fallback}"))
        .file("<i>&amp;.csv", fleet);
    written(run, move |text, page| {
        assert_eq!(page.named("script").len() + page.named("b").len() + page.named("i").len(), 0, "{text}");
        let shown = page.text();
        assert!(shown.contains(&format!("{evil}\\u{{1b}}")), "the fallback");
        assert!(shown.contains(&format!("home {evil}")), "the revision");
        assert!(shown.contains("<i>&amp;.csv"), "the fleet");
    });
}

#[test]
fn outages_are_told_as_in_a_simulation() {
    written(report(&["--down", "eu-1"]), |_, page| {
        let outages = page.section("outages").unwrap();
        assert_eq!(outages.named("h3")[0].text(), "If eu-1 is down: 1,500 devices leave");
        assert_eq!(outages.rows("tbody"), [["eu-2", "1,500", "\u{25b2} 500 over"]]);
        assert_eq!(outages.rows("tfoot"), [["all", "1,500", ""]]);
    });
}

#[test]
fn lines_that_are_no_devices_are_told() {
    written(report(&[]), |_, page| {
        assert_eq!(page.section("unreadable").unwrap().rows("tbody")[0][0], "7");
    });
}

#[test]
fn it_can_be_printed() {
    let run = stamp(["report", "home.toml", "fleet.csv", "-o", "-"]).file("home.toml", HOME).file("fleet.csv", FLEET);
    let text = run.prints(str!["..."]).exits(0);
    assert!(Element::of(text.trim_end()).section("flow").is_some());
}

#[test]
fn a_report_that_is_there_is_written_over_and_is_the_same_each_time() {
    let run = report(&[]).file("report.html", "<!DOCTYPE html>an older one");
    let first = run.path("report.html");
    written(run, move |text, _| assert!(!first.exists() || !text.contains("an older one")));
    let once = |output: &str| {
        stamp(["report", "home.toml", "fleet.csv", "-o", output]).file("home.toml", HOME).file("fleet.csv", FLEET)
    };
    assert_eq!(once("-").prints(str!["..."]).exits(0), once("-").prints(str!["..."]).exits(0));
}

#[test]
fn it_is_not_written_over_what_is_no_report() {
    report(&[])
        .file("report.html", "[[test]]\n")
        .leaves("report.html", "[[test]]\n")
        .notes(str![[r#"
error: report.html is there and is no report: name another file

"#]])
        .exits(2);
}

#[test]
fn it_is_not_written_over_what_it_is_about() {
    stamp(["report", "home.toml", "fleet.csv", "-o", "./fleet.csv"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .leaves("fleet.csv", FLEET)
        .notes(str![[r#"
error: fleet.csv is what the report is about: write it to another file

"#]])
        .exits(2);
}

#[test]
fn where_it_cannot_be_written_is_told() {
    stamp(["report", "home.toml", "fleet.csv", "-o", "not/there/report.html"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .notes(str![[r#"
error: could not write not/there/report.html: its folder is not there

"#]])
        .exits(2);
    stamp(["report", "home.toml", "fleet.csv", "-o", "folder"])
        .file("home.toml", HOME)
        .file("fleet.csv", FLEET)
        .file("folder/file", "")
        .notes(str![[r#"
error: folder is a folder: name a file in it

"#]])
        .exits(2);
}

#[test]
fn a_policy_with_errors_has_no_report() {
    let run = report(&[]).file("home.toml", MISTAKEN);
    let path = run.path("report.html");
    run.notes(str![[r#"
error[unknown-version]: version 2 of `hash` is not known to this release
 --> home.toml:2:12
  |
2 | hash     = 2
  |            ^
  |
  = help: write `hash = 1`

error[bad-hub]: `home` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`
 --> home.toml:8:12
  |
8 | hub      = "home"
  |            ^^^^^^
  |
  = help: write the hub's host name, such as `contoso-eu-1.azure-devices.net`

error[unknown-key]: unknown key `stat` in the stamp `home`
  --> home.toml:10:1
   |
10 | stat     = "open"
   | ^^^^
   |
   = help: did you mean `state`?

"#]])
        .then(move || assert!(!path.exists()))
        .exits(1);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced() {
    report(&[])
        .socket("report.html")
        .notes(str![[r#"
error: report.html is no file: name one

"#]])
        .exits(2);
}
