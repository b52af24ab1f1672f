use std::cell::Cell;

use http::Request;

use crate::setting::{KEY, Pieces, Settings, TOASTER, allocate, ask, ask_with, full, request, service, unreadable};

#[test]
fn a_wrong_key_and_none_are_refused_for_good() {
    for (uri, code) in [("/allocate?code=wrong", "key-wrong"), ("/allocate", "key-missing")] {
        let answer = ask(request(Request::post(uri), full(TOASTER)));
        assert_eq!((answer.status(), answer.error("code").as_str()), (401, code));
        assert!(answer.error("retry").ends_with("does not ask again"));
        assert_eq!((answer.log()["status"].clone(), answer.log()["code"].clone()), (401.into(), code.into()));
    }
}

#[test]
fn a_key_in_the_header_will_do() {
    let answer = ask(request(Request::post("/allocate").header("x-functions-key", KEY), full(TOASTER)));
    assert_eq!(answer.status(), 200);
}

#[test]
fn both_keys_of_a_rotation_are_good() {
    let settings = Settings::default().with("webhook_keys", &format!("{KEY}, second-key-9876543210"));
    for key in [KEY, "second-key-9876543210"] {
        let request = request(Request::post(format!("/allocate?code={key}")), full(TOASTER));
        assert_eq!(ask_with(&service(), &settings, request).status(), 200);
    }
}

#[test]
fn where_no_key_can_be_checked_dps_asks_again_and_the_log_says_what_to_set() {
    let cases = [
        (Settings::default(), "keys-missing", "set the variable `webhook_keys`"),
        (Settings::default().with("webhook_keys", " , "), "keys-missing", "set the variable `webhook_keys`"),
        (Settings::default().with("webhook_keys", "short"), "keys-too-short", "set keys of at least 16 characters"),
        (Settings::default().with_unreadable("webhook_keys", "vault.internal: 500"), "keys-unreadable", "provider"),
    ];
    for (settings, code, advice) in cases {
        let answer = ask_with(&service(), &settings, allocate(full(TOASTER)));
        assert_eq!((answer.status(), answer.error("code").as_str()), (503, code));
        assert!(answer.error("retry").starts_with("DPS asks again"));
        assert_eq!(answer.log()["code"], code);
        assert!(answer.log()["message"].as_str().is_some_and(|message| message.contains(advice)), "{code}");
    }
}

#[test]
fn a_provider_that_fails_now_and_then_harms_the_requests_of_that_moment_alone() {
    let service = service();
    let failing = Settings::default().with_unreadable("webhook_keys", "vault.internal: 500");
    for _ in 0..3 {
        assert_eq!(ask_with(&service, &failing, allocate(full(TOASTER))).status(), 503);
        assert_eq!(ask_with(&service, &Settings::usual(), allocate(full(TOASTER))).status(), 200);
    }
}

#[test]
fn what_the_host_says_of_an_unreadable_variable_is_for_the_log_alone() {
    let settings = Settings::default().with_unreadable("webhook_keys", "vault.internal: 500");
    for request in [allocate(full(TOASTER)), request(Request::get("/healthz"), full(""))] {
        let answer = ask_with(&service(), &settings, request);
        assert!(!answer.body().to_string().contains("vault.internal"));
        assert!(answer.log().to_string().contains("vault.internal"));
    }
}

#[test]
fn without_a_key_nobody_learns_of_the_policy_and_no_body_is_read() {
    let taken = Cell::new(0);
    let body = Pieces::new([Ok(TOASTER.into())], &taken);
    let answer = ask_with(&unreadable(), &Settings::usual(), request(Request::post("/allocate?code=wrong"), body));
    assert_eq!((answer.status(), taken.get()), (401, 0));
}

#[test]
fn a_key_is_never_logged_or_answered() {
    let settings = Settings::default().with("webhook_keys", &format!("{KEY},short-secret"));
    for (settings, uri) in [
        (Settings::usual(), format!("/allocate?code={KEY}")),
        (Settings::usual(), "/allocate?code=short-secret".to_owned()),
        (settings.clone(), format!("/allocate?code={KEY}")),
        (settings, "/healthz".to_owned()),
    ] {
        let method = if uri == "/healthz" { "GET" } else { "POST" };
        let answer =
            ask_with(&service(), &settings, request(Request::builder().method(method).uri(uri), full(TOASTER)));
        let said = format!("{:?}", answer.0);
        assert!(!said.contains(KEY) && !said.contains("short-secret"), "{said}");
    }
}
