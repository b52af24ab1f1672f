//! `stamp man`.

use std::collections::BTreeSet;
use std::fs;

use snapbox::str;

use crate::completions::tool;
use crate::run::stamp;

#[test]
fn every_command_has_a_page_with_every_option() {
    let run = stamp(["man", "share/man1"]);
    let folder = run.path("share/man1");
    run.then(move || {
        let mut expected = BTreeSet::from(["stamp.1".to_owned()]);
        for command in tool().get_subcommands().filter(|command| command.get_name() != "help") {
            let name = format!("stamp-{}.1", command.get_name());
            let page = fs::read_to_string(folder.join(&name)).unwrap();
            for option in command.get_arguments().filter_map(clap::Arg::get_long) {
                assert!(page.contains(&option.replace('-', "\\-")), "{name}: {option}");
            }
            expected.insert(name);
        }
        let written = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert_eq!(written.collect::<BTreeSet<_>>(), expected);
    })
    .prints(str![[r#"
wrote [..] pages to share/man1

"#]])
    .exits(0);
}

#[test]
fn without_a_folder_the_page_of_the_tool_is_printed() {
    let page = stamp(["man"]).prints(str!["..."]).exits(0);
    assert!(page.contains(".TH stamp 1"), "{page}");
    for command in tool().get_subcommands().filter(|command| command.get_name() != "help") {
        assert!(page.contains(&format!("stamp\\-{}(1)", command.get_name())), "{}", command.get_name());
    }
}
