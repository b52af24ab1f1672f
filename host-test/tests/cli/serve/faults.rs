//! What goes wrong around the server: files, and whoever reads its log. Devices get their hubs all the same.

use std::fs;

use super::{REQUEST, answered, policy};
use crate::run::stamp;
use crate::serving::Serving;

fn serving() -> Serving {
    let serving = stamp(["serve", "small.toml"]).file("small.toml", &policy("one", "1")).serves();
    serving.note("goes when the server stops");
    serving
}

fn serves_as_before(serving: &Serving) {
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("one", "1"));
}

/// It comes back as it was told, by a whole file.
fn mended(serving: &Serving) {
    serving.replace("small.toml", &policy("two", "2"));
    serving.note("now serving");
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("two", "2"));
}

#[test]
fn half_a_policy_is_not_served_and_the_whole_one_is_when_it_is_there() {
    let serving = serving();
    let whole = policy("two", "2");
    // Within the stamp's table: nothing that ends there is a policy.
    serving.write("small.toml", &whole[..whole.find("capacity").unwrap()]);
    assert!(serving.note("stays").contains("error[missing-key]"));
    serves_as_before(&serving);
    serving.write("small.toml", &whole);
    serving.note("now serving");
    assert_eq!(serving.post(&serving.target(), REQUEST).body, answered("two", "2"));
}

#[test]
fn a_folder_in_the_place_of_the_policy_leaves_it_in_force() {
    let serving = serving();
    fs::remove_file(serving.path("small.toml")).unwrap();
    fs::create_dir(serving.path("small.toml")).unwrap();
    serving.note("stays");
    serves_as_before(&serving);
    fs::remove_dir(serving.path("small.toml")).unwrap();
    mended(&serving);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_or_to_itself_in_the_place_of_the_policy_leaves_it_in_force() {
    use std::os::unix::fs::symlink;

    for to in ["nowhere.toml", "small.toml"] {
        let serving = serving();
        symlink(to, serving.path("link")).unwrap();
        fs::rename(serving.path("link"), serving.path("small.toml")).unwrap();
        serving.note("stays");
        serves_as_before(&serving);
        mended(&serving);
    }
}

#[test]
fn a_policy_that_is_no_text_or_far_too_large_leaves_the_one_before_in_force() {
    let serving = serving();
    fs::write(serving.path("small.toml"), b"\xff\xfe\0").unwrap();
    assert!(serving.note("stays").contains("is not UTF-8"));
    // It is a policy, but the component has no room for it.
    let ids: String = (0..400_000).map(|number| format!("\"press-{number:012}\",")).collect();
    serving.replace("small.toml", &format!("{}\n[lists]\nall = [{ids}]\n", policy("two", "2")));
    assert!(serving.note("stays").contains("64 MiB"));
    serves_as_before(&serving);
    mended(&serving);
}

/// Systems clean their temporary folders, and an instance may start weeks after the first.
#[test]
fn the_copy_of_the_policy_is_put_back_where_somebody_cleans_the_temporary_folder() {
    let serving = serving();
    for entry in fs::read_dir(serving.temporary()).unwrap() {
        fs::remove_dir_all(entry.unwrap().path()).unwrap();
    }
    let mut connection = serving.connect();
    // More than one instance answers, so that others have to start.
    for _ in 0..300 {
        assert_eq!(connection.ask("POST", &serving.target(), REQUEST).body, answered("one", "1"));
    }
}

#[cfg(target_os = "linux")]
mod log {
    use std::fs::File;
    use std::io::{BufRead as _, BufReader};

    use super::super::bare::Bare;

    /// More lines than wait for a reader, and than fit into a pipe besides.
    const REQUESTS: usize = 6_000;

    #[test]
    fn a_full_disk_under_the_log_costs_lines_and_no_answer() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        Bare::start("127.0.0.1:0", full).serves(100);
    }

    #[test]
    fn a_log_that_nobody_reads_any_more_costs_lines_and_no_answer() {
        let (reader, writer) = std::io::pipe().unwrap();
        let server = Bare::start("127.0.0.1:0", writer);
        drop(reader);
        server.serves(100);
    }

    #[test]
    fn a_reader_of_the_log_that_stands_still_holds_nobody_up_and_is_told_what_it_missed() {
        let (reader, writer) = std::io::pipe().unwrap();
        let server = Bare::start("127.0.0.1:0", writer);
        server.serves(REQUESTS);
        let mut lines = BufReader::new(reader).lines();
        let mut read = 0;
        // What waited is read; of the next line there is room, and it says how many there was none for.
        let lost = loop {
            let line = lines.next().unwrap().unwrap();
            read += usize::from(line.starts_with('{'));
            if let Some(lost) = line.strip_prefix("lines of the log that are lost: ") {
                break lost.parse::<usize>().unwrap();
            }
            // All of them are here when the last has been read; only then is there one to come.
            if read == REQUESTS / 2 {
                server.serves(1);
            }
        };
        assert!(lost > 0 && read + lost <= REQUESTS + 1, "{read} read, {lost} lost");
    }
}
