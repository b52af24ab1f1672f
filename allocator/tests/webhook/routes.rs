use http::Request;

use crate::setting::{TOASTER, allocate, ask, full, request};

#[test]
fn every_answer_is_json_of_a_known_length_that_nobody_stores() {
    let requests = [
        allocate(full(TOASTER)),
        request(Request::get("/healthz"), full("")),
        request(Request::get("/nowhere"), full("")),
        request(Request::get("/allocate"), full("")),
        request(Request::post("/allocate"), full("")),
    ];
    for (request, status) in requests.into_iter().zip([200, 200, 404, 405, 401]) {
        let answer = ask(request);
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let length = answer.0.response.body().len().to_string();
        assert_eq!(answer.header("content-length"), Some(length.as_str()));
    }
}

#[test]
fn an_unknown_path_is_not_found_and_leaves_no_line() {
    for path in ["/", "/allocate/", "/Allocate", "/allocate/x", "//allocate", "/healthz/", "/policy.toml"] {
        let answer = ask(request(Request::post(path), full(TOASTER)));
        assert_eq!((answer.status(), answer.error("code")), (404, "not-found".into()), "{path}");
        assert_eq!(answer.0.log, None);
    }
}

#[test]
fn a_wrong_method_is_told_the_right_ones_and_leaves_no_line() {
    for (path, methods, allow) in [
        ("/allocate", ["GET", "PUT", "OPTIONS", "BREW"], "POST"),
        ("/healthz", ["POST", "DELETE", "OPTIONS", "BREW"], "GET, HEAD"),
    ] {
        for method in methods {
            let answer = ask(request(Request::builder().method(method).uri(path), full("")));
            assert_eq!((answer.status(), answer.error("code")), (405, "wrong-method".into()), "{method} {path}");
            assert_eq!(answer.header("allow"), Some(allow));
            assert!(answer.error("message").ends_with(allow));
            assert_eq!(answer.0.log, None);
        }
    }
}

#[test]
fn a_head_is_answered_as_a_get_without_the_body_and_its_length() {
    for path in ["/healthz", "/nowhere"] {
        let get = ask(request(Request::get(path), full("")));
        let head = ask(request(Request::head(path), full("")));
        assert_eq!(head.status(), get.status());
        let mut headers = get.0.response.headers().clone();
        headers.remove("content-length");
        assert_eq!(*head.0.response.headers(), headers);
        assert!(head.0.response.body().is_empty());
    }
}
