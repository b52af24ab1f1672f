//! The readers of fleets: a fleet read in pieces is the fleet read whole, and what was read can be written and read again.
#![no_main]

use analysis::fleet::{CSV_HEADER, Defaults, Format, Layout, Member, Unreadable};
use fuzz::choice::Choice;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut choice = Choice::new(bytes);
    let name = choice.of(&["fleet", "fleet.csv", "fleet.ndjson", "fleet.json", "fleet.txt"]);
    let format =
        choice.of(&[None, None, Some(Format::Csv), Some(Format::Ndjson), Some(Format::Json), Some(Format::Ids)]);
    let piece = 1 + choice.below(200);
    let bytes = choice.rest();
    let layout = match Layout::detect(name, bytes, format) {
        Ok(layout) => layout,
        Err(error) => {
            assert!(error.line >= 1 && !error.wrong.is_empty() && !error.help.is_empty());
            return;
        }
    };
    let defaults = Defaults::default();
    let rest = &bytes[layout.header()..];
    let whole = read(&layout, &defaults, &[rest]);
    assert_eq!(whole, read(&layout, &defaults, &pieces(&layout, rest, piece)), "pieces make another fleet");
    let members: Vec<&Member> = whole.iter().filter_map(|one| one.as_ref().ok()).collect();
    written(&members, "fleet.ndjson", String::new(), Member::write_ndjson);
    written(&members, "fleet.csv", format!("{CSV_HEADER}\n"), Member::write_csv);
});

type Read = Vec<Result<Member, Unreadable>>;

fn read(layout: &Layout, defaults: &Defaults, pieces: &[&[u8]]) -> Read {
    let (mut reader, mut line, mut read) = (layout.reader(defaults), layout.first_line(), Vec::new());
    for piece in pieces {
        reader.read(piece, line, |one| read.push(one.cloned()));
        line += Layout::lines(piece);
    }
    read
}

/// Cuts where a record ends, once there are `least` bytes of whole ones; the end is a piece whatever it holds.
fn pieces<'b>(layout: &Layout, mut bytes: &'b [u8], least: usize) -> Vec<&'b [u8]> {
    let (mut pieces, mut seen) = (Vec::new(), least);
    while seen < bytes.len() {
        let whole = layout.complete(&bytes[..seen]);
        assert!(whole <= seen);
        if whole > 0 {
            let (piece, rest) = bytes.split_at(whole);
            pieces.push(piece);
            bytes = rest;
            seen = least;
        } else {
            seen += least;
        }
    }
    pieces.push(bytes);
    pieces
}

fn written(members: &[&Member], name: &str, mut text: String, write: fn(&Member, &mut String)) {
    for member in members {
        write(member, &mut text);
    }
    if members.is_empty() {
        return;
    }
    let layout = Layout::detect(name, text.as_bytes(), None).expect("what was written is a fleet");
    let again = read(&layout, &Defaults::default(), &[&text.as_bytes()[layout.header()..]]);
    assert_eq!(again.len(), members.len(), "devices are lost: {text}");
    for (again, member) in again.iter().zip(members) {
        let again = again.as_ref().unwrap_or_else(|wrong| panic!("{wrong:?}: {text}"));
        assert_eq!((&again.request, again.weight), (&member.request, member.weight), "{text}");
    }
}
