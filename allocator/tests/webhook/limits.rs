use std::cell::Cell;

use allocator::MAX_BODY;
use bytes::Bytes;
use http::{Request, header::CONTENT_LENGTH};
use proptest::prelude::*;

use crate::setting::{KEY, Pieces, TOASTER, allocate, ask, full, request};

/// A valid body, blown up to `length` bytes by white space.
fn of_length(length: usize) -> Bytes {
    let mut body = TOASTER.to_vec();
    body.resize(length, b' ');
    body.into()
}

#[test]
fn a_body_of_the_greatest_length_is_read_and_a_longer_one_is_not() {
    assert_eq!(ask(allocate(full(of_length(MAX_BODY)))).status(), 200);
    let answer = ask(allocate(full(of_length(MAX_BODY + 1))));
    assert_eq!((answer.status(), answer.error("code")), (413, "body-too-large".into()));
    assert_eq!(answer.log()["status"], 413);
}

#[test]
fn a_body_without_a_length_is_read_no_further_than_the_limit() {
    const PIECE: usize = 1024;
    let taken = Cell::new(0);
    let endless = std::iter::repeat_n(Ok(vec![b' '; PIECE].into()), 10 * MAX_BODY / PIECE);
    assert_eq!(ask(allocate(Pieces::new(endless, &taken))).status(), 413);
    assert_eq!(taken.get(), MAX_BODY / PIECE + 1);
}

#[test]
fn a_body_that_says_it_is_too_long_is_not_read_at_all() {
    let taken = Cell::new(0);
    let says = |length: &str| {
        let mut request = allocate(Pieces::new([Ok(TOASTER.into())], &taken));
        request.headers_mut().insert(CONTENT_LENGTH, length.parse().unwrap());
        request
    };
    assert_eq!((ask(says(&(MAX_BODY + 1).to_string())).status(), taken.get()), (413, 0));
    assert_eq!((ask(says("99999999999999999999999999")).status(), taken.get()), (413, 0));
    assert_eq!(ask(says(&MAX_BODY.to_string())).status(), 200);
}

#[test]
fn a_body_of_the_length_that_it_says_is_not_asked_for_its_end() {
    let taken = Cell::new(0);
    let says = |length: usize| {
        let mut request = allocate(Pieces::new([Ok(TOASTER.into()), Ok(" ".into()), Err("connection reset")], &taken));
        request.headers_mut().insert(CONTENT_LENGTH, length.into());
        request
    };
    assert_eq!((ask(says(TOASTER.len())).status(), taken.get()), (200, 1));
    taken.set(0);
    assert_eq!((ask(says(TOASTER.len() + 1)).status(), taken.get()), (200, 2));
    // One that does not keep to its word is read to its end.
    assert_eq!(ask(says(TOASTER.len() - 1)).error("code"), "body-broken-off");
    assert_eq!(ask(says(TOASTER.len() + 2)).error("code"), "body-broken-off");
}

#[test]
fn the_length_of_the_body_is_told_to_those_with_a_key_alone() {
    let length = (MAX_BODY + 1).to_string();
    assert_eq!(ask(request(Request::post("/allocate").header(CONTENT_LENGTH, length), full(""))).status(), 401);
}

#[test]
fn a_body_in_pieces_is_put_together() {
    let taken = Cell::new(0);
    let pieces = TOASTER.chunks(7).map(|piece| Ok(Bytes::from(piece)));
    assert_eq!(ask(allocate(Pieces::new(pieces, &taken))).status(), 200);
}

#[test]
fn a_body_that_breaks_off_is_no_request() {
    let taken = Cell::new(0);
    let answer = ask(allocate(Pieces::new([Ok(TOASTER.into()), Err("connection reset")], &taken)));
    assert_eq!((answer.status(), answer.error("code")), (400, "body-broken-off".into()));
}

#[test]
fn deep_nesting_and_long_ids_are_malformed() {
    let id = format!(r#"{{"enrollmentGroup":{{}},"deviceRuntimeContext":{{"registrationId":"{}"}}}}"#, "a".repeat(129));
    for body in ["[".repeat(MAX_BODY), "{\"a\":".repeat(MAX_BODY / 5), id] {
        let answer = ask(allocate(full(body)));
        assert_eq!((answer.status(), answer.error("code")), (400, "malformed-request".into()));
    }
}

proptest! {
    #[test]
    fn every_request_has_an_answer(method in "[A-Z]{1,7}", path in "/[a-z%?=&/0-9]{0,20}", bytes: Vec<u8>) {
        let answer = ask(request(Request::builder().method(method.as_str()).uri(path), full(bytes.clone())));
        prop_assert!([401, 404, 405].contains(&answer.status()));
        let answer = ask(request(Request::post("/allocate").header("x-functions-key", KEY), full(bytes)));
        prop_assert_eq!(answer.status(), 400);
    }
}
