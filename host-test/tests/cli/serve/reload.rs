//! A policy that changes while devices register.

use std::fs;

use snapbox::{assert_data_eq, str};

use super::load::under_load;
use super::{REQUEST, answered, policy};
use crate::run::stamp;
use crate::serving::Serving;

fn serving() -> Serving {
    let serving = stamp(["serve", "small.toml"]).file("small.toml", &policy("one", "1")).serves();
    serving.note("goes when the server stops");
    serving
}

/// Changes the policy under load in the way of `change`, and holds every answer to the two policies.
fn takes_over(change: impl Fn(&Serving, &str, &str)) {
    let serving = serving();
    let before = serving.digest();
    let clients = under_load(&serving, &serving.target(), || {
        change(&serving, "small.toml", &policy("two", "2"));
        serving.note("now serving");
    });
    for client in clients {
        client.saw(&answered("one", "1"), &answered("two", "2"));
    }
    assert_ne!(serving.digest(), before);
}

#[test]
fn a_file_that_is_written_anew_takes_over_and_no_request_is_lost() {
    takes_over(Serving::write);
}

#[test]
fn a_file_in_the_place_of_the_old_one_takes_over_and_no_request_is_lost() {
    takes_over(Serving::replace);
}

#[test]
fn an_invalid_edit_is_shown_and_changes_no_answer() {
    let serving = serving();
    let before = serving.digest();
    let clients = under_load(&serving, &serving.target(), || {
        serving.replace("small.toml", &policy("two", "2").replace("hub =", "hubb ="));
        assert_data_eq!(
            serving.note("stays"),
            str![[r#"
error[missing-key]: the stamp `two` has no `hub`
 --> small.toml:7:1
  |
7 | [[stamp]]
  | ^^^^^^^^^
  |
  = help: add `hub = …`: the host name of its IoT Hub

error[unknown-key]: unknown key `hubb` in the stamp `two`
 --> small.toml:9:1
  |
9 | hubb = "two.azure-devices.net"
  | ^^^^
  |
  = help: did you mean `hub`?
small.toml has changed and cannot be used; the policy before it stays
"#]]
        );
    });
    let old = (200, answered("one", "1"));
    assert!(clients.iter().flat_map(|client| &client.answers).all(|answer| *answer == old));
    assert_eq!(serving.digest(), before);
}

#[test]
fn what_is_mended_after_an_invalid_edit_takes_over() {
    let serving = serving();
    serving.replace("small.toml", "");
    serving.note("stays");
    serving.replace("small.toml", &policy("two", "2"));
    assert!(serving.note("now serving").ends_with(&serving.digest()));
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("two", "2"));
}

#[test]
fn a_policy_that_is_taken_away_stays_in_force() {
    let serving = serving();
    fs::remove_file(serving.path("small.toml")).unwrap();
    assert_data_eq!(
        serving.note("stays"),
        str![[r#"
could not read small.toml: [..]
small.toml has changed and cannot be used; the policy before it stays
"#]]
    );
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("one", "1"));
}

/// A config map of Kubernetes: the file is a link through a folder that is a link, which is swapped.
#[cfg(unix)]
#[test]
fn a_policy_behind_links_takes_over_where_it_lies_and_where_it_is_named() {
    use std::os::unix::fs::symlink;

    let run = stamp(["serve", "small.toml"]).file("v1/small.toml", &policy("one", "1"));
    let run = run.file("v2/small.toml", &policy("two", "2"));
    symlink("v1", run.path("current")).unwrap();
    symlink("current/small.toml", run.path("small.toml")).unwrap();
    let serving = run.serves();
    serving.write("v1/small.toml", &policy("one", "1b"));
    serving.note("revision 1b");
    symlink("v2", serving.path("next")).unwrap();
    fs::rename(serving.path("next"), serving.path("current")).unwrap();
    serving.note("revision 2");
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("two", "2"));
}

/// A pipe that nobody writes to would be read for ever.
#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_policy_holds_up_neither_requests_nor_the_end() {
    use std::process::Command;

    let serving = serving();
    assert!(Command::new("mkfifo").arg(serving.path("pipe")).status().unwrap().success());
    fs::rename(serving.path("pipe"), serving.path("small.toml")).unwrap();
    assert_data_eq!(
        serving.note("stays"),
        str![[r#"
could not read small.toml: it is not a regular file
small.toml has changed and cannot be used; the policy before it stays
"#]]
    );
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("one", "1"));
    serving.replace("small.toml", &policy("two", "2"));
    serving.note("now serving");
    serving.signal(rustix::process::Signal::TERM);
    assert_eq!(serving.ends(), (Some(0), String::new()));
}

#[test]
fn of_an_edit_with_very_many_errors_the_first_are_shown() {
    let serving = serving();
    let mistakes: String = (0..60).map(|at| format!("wrong-{at} = 1\n")).collect();
    serving.replace("small.toml", &(mistakes + &policy("two", "2")));
    let said = serving.note("stays");
    assert_eq!(said.matches("error[unknown-key]").count(), 50, "{said}");
    assert!(said.contains("\n… and 10 more\n"), "{said}");
}
