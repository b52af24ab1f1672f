//! `stamp playground`: what its server answers, and the folder that it writes. The page itself is tried in a browser
//! (`playground/tests/`).

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};

use snapbox::str;

use crate::client::{Answer, Connection};
use crate::run::{bare, repository, stamp};

/// A page that is served until the test ends.
struct Open {
    child: Child,
    address: SocketAddr,
    /// What stands behind the address in the line that it printed.
    query: String,
}

impl Open {
    fn with(arguments: &[&str]) -> Self {
        let mut command = bare();
        command.args(["playground", "--listen", "127.0.0.1:0"]).args(arguments).current_dir(repository());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.strip_prefix("open http://").and_then(|rest| rest.split(' ').next()).unwrap();
        let (address, query) = url.split_once('/').unwrap();
        Self { child, address: address.parse().unwrap(), query: query.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &self.address.to_string())
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> Answer {
        let mut connection = Connection::to(self.address);
        connection.send(&format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"));
        connection.answer(method)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_page_is_served_with_headers_that_fence_it() {
    let open = Open::with(&[]);
    let answer = open.get("/");
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(answer.body.contains("<policy-editor>"));
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';"));
    assert!(!policy.contains("unsafe-inline") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
    assert_eq!(open.get("/js/main.js").header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(
        open.ask("HEAD", "/wasm/playground_bg.wasm", "localhost").header("content-type"),
        Some("application/wasm")
    );
}

#[test]
fn the_policy_in_the_page_is_the_same_as_the_servers() {
    let open = Open::with(&[]);
    let page = open.get("/");
    let header = page.header("content-security-policy").unwrap();
    let fenced = header.strip_suffix("; frame-ancestors 'none'").unwrap();
    assert!(page.body.contains(&format!("content=\"{fenced}\"")), "{header}");
}

#[test]
fn a_policy_is_read_anew_each_time_it_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my policy #1.toml");
    fs::write(&file, "first").unwrap();
    let open = Open::with(&[file.to_str().unwrap()]);
    assert_eq!(open.query, "?policy=given/my%20policy%20%231%2Etoml");
    let path = open.query.strip_prefix("?policy=").unwrap();
    assert_eq!(open.get(&format!("/{path}")).body, "first");
    fs::write(&file, "second").unwrap();
    assert_eq!(open.get(&format!("/{path}")).body, "second");
    fs::remove_file(&file).unwrap();
    let gone = open.get(&format!("/{path}"));
    assert_eq!(gone.status, 404);
    assert!(gone.body.starts_with("the policy cannot be read any more: "), "{}", gone.body);
}

#[test]
fn no_other_file_is_read() {
    let open = Open::with(&["policies/contoso.toml"]);
    for path in
        ["/given/tutorial.toml", "/given/../Cargo.toml", "/given/%2e%2e/Cargo.toml", "/Cargo.toml", "/%00", "/%ff"]
    {
        assert_eq!(open.get(path).status, 404, "{path}");
    }
    assert_eq!(open.get("/given/contoso.toml").status, 200);
}

#[test]
fn another_name_for_this_machine_and_other_methods_get_nothing() {
    let open = Open::with(&["policies/contoso.toml"]);
    for host in ["evil.example", "evil.example:3001", "127.0.0.1.evil.example", "", "10.0.0.1"] {
        assert_eq!(open.ask("GET", "/given/contoso.toml", host).status, 421, "{host}");
    }
    for host in ["localhost", "LOCALHOST:9", "127.0.0.2:1", "[::1]:3001", "[::1]"] {
        assert_eq!(open.ask("GET", "/given/contoso.toml", host).status, 200, "{host}");
    }
    let posted = open.ask("POST", "/", "localhost");
    assert_eq!((posted.status, posted.header("allow")), (405, Some("GET, HEAD")));
}

#[test]
fn the_page_is_for_this_machine_alone() {
    stamp(["playground", "--listen", "0.0.0.0:0"])
        .notes(str![[r#"
error: invalid value '0.0.0.0:0' for '--listen <ADDRESS:PORT>': the page is served on this machine alone: for others, put it on a web server by --write

For more information, try '--help'.

"#]])
        .exits(2);
}

#[test]
fn a_policy_that_is_not_there_is_told_at_once() {
    stamp(["playground", "no-such.toml"])
        .notes(str![[r#"
error: could not read no-such.toml: No such file or directory (os error 2)

"#]])
        .exits(2);
}

#[test]
fn the_folder_has_every_file_that_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("a/b");
    let mut command = bare();
    command.args(["playground", "--write"]).arg(&out).stdout(Stdio::null());
    assert!(command.status().unwrap().success());
    let open = Open::with(&[]);
    for file in
        ["index.html", "js/worker.js", "style/base.css", "vendor/codemirror.js", "policies/contoso.toml", "LICENSE"]
    {
        let written = fs::read_to_string(out.join(file)).unwrap();
        assert_eq!(open.get(&format!("/{file}")).body, written, "{file}");
    }
    assert!(fs::read(out.join("wasm/playground_bg.wasm")).unwrap().starts_with(b"\0asm"));
}
