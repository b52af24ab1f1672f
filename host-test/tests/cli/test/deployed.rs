//! `stamp test --url`.

use placement::Policy;
use snapbox::str;

use super::{HOME, RIGHT, right};
use crate::run::stamp;
use crate::serving::Serving;
use crate::webhook::Webhook;

const KEY: &str = "a-key-that-nobody-knows";

/// A webhook that serves the policy of `right`.
fn webhook() -> Serving {
    stamp(["serve", "home.toml", "--key", KEY]).file("home.toml", HOME).serves()
}

#[test]
fn a_webhook_that_is_up_is_asked_by_the_url_of_the_enrollment() {
    let webhook = webhook();
    right(&["test", "--url", &webhook.url])
        .prints(str![[r#"
2 passed; 0 failed

"#]])
        .exits(0);
    let asked = [webhook.log(), webhook.log()];
    assert!(asked[0].contains("\"registrationId\":\"press-0042\""), "{asked:?}");
    assert!(asked[1].contains("\"code\":\"malformed-request\""), "{asked:?}");
}

#[test]
fn the_key_may_stand_in_a_file() {
    let webhook = webhook();
    let base = webhook.url.split("/allocate").next().unwrap();
    right(&["test", "--url", base, "--key-file", "key"])
        .file("key", &format!("{KEY}\n"))
        .prints(str![[r#"
2 passed; 0 failed

"#]])
        .exits(0);
}

#[test]
fn a_webhook_that_serves_another_policy_is_not_tested() {
    let webhook = webhook();
    right(&["test", "--url", &webhook.url])
        .file("policies/home.toml", &HOME.replace("\"7\"", "\"8\""))
        .notes(str![[r#"
left out: policies/home.test.toml tests the policy home, sha256 b6bd84ccaf8596cb4e9cf0e05cd2cc913639728c1b5b2695da069f8e8d7e8197
error: 127.0.0.1 serves the policy home 7, sha256 014a94ba79abe40ba74f97857c49ca6f63311575ba9f5ae9d4622173f0191ef3, and none of the tests is for that policy

"#]])
        .exits(2);
}

#[test]
fn the_tests_of_other_policies_are_left_out() {
    let webhook = webhook();
    right(&["test", "--url", &webhook.url])
        .file("policies/other.toml", &HOME.replace("\"home\"", "\"other\""))
        .file("policies/other.test.toml", RIGHT)
        .prints(str![[r#"
2 passed; 0 failed; 1 test file left out

"#]])
        .notes(str![[r#"
left out: policies/other.test.toml tests the policy other, sha256 d477feb5cb728e7a14457fb036cd73011ced89855d15de5f68bb854cdabe0a61

"#]])
        .exits(0);
}

#[test]
fn a_key_that_is_wrong_is_said_and_not_shown() {
    let webhook = webhook();
    right(&["test", "--url", &webhook.url.replace("nobody", "somebody")])
        .notes(str![[r#"
error: 127.0.0.1 refuses the key: it answers 401, the key is wrong

"#]])
        .exits(2);
}

#[test]
fn a_webhook_that_is_not_there_is_said_without_the_key() {
    // The port of a server that has ended.
    let url = webhook().url.clone();
    right(&["test", "--url", &url])
        .notes(str![[r#"
error: could not ask 127.0.0.1: [..]

"#]])
        .exits(2);
}

#[test]
fn what_is_no_url_is_wrong_use() {
    right(&["test", "--url", "contoso.example/allocate?code=a-key-that-nobody-knows"])
        .notes(str![[r#"
error: --url is no URL: invalid format

"#]])
        .exits(2);
}

#[test]
fn an_answer_that_is_not_the_native_one_fails() {
    let digest = Policy::parse(HOME).unwrap().policy.digest().to_owned();
    let address = Webhook { digest, hub: "home-eu-1.azure-devices.net" }.serve();
    right(&["test", "--filter", "US", "--url", &format!("http://{address}")])
        .prints(str![[r#"
FAIL a press in the US goes there policies/home.test.toml:3
  the webhook does not answer what is decided natively
    natively  {"body":{"iotHubHostName":"home-us-1.azure-devices.net"},"status":200}
    answered  {"body":{"iotHubHostName":"home-eu-1.azure-devices.net"},"status":200}
  stamp: expected us-1, got eu-1
    placed on us-1, the only open stamp; geo = us by `country`
0 passed; 1 failed

"#]])
        .exits(1);
}

#[test]
fn a_webhook_that_does_not_say_what_it_serves_is_not_tested() {
    let address = Webhook { digest: "0".into(), hub: "" }.serve();
    right(&["test", "--url", &format!("http://{address}/elsewhere")])
        .notes(str![[r#"
error: 127.0.0.1 does not say at /healthz which policy it serves: it answers 200

"#]])
        .exits(2);
}

/// The system's certificates are replaced by one in a way that only Linux has.
#[cfg(target_os = "linux")]
#[test]
fn a_webhook_is_asked_over_tls_if_the_system_knows_its_certificate() {
    let digest = Policy::parse(HOME).unwrap().policy.digest().to_owned();
    let (address, certificate) = Webhook { digest, hub: "home-us-1.azure-devices.net" }.serve_tls();
    let url = format!("https://{address}/allocate?code={KEY}");
    let test = || right(&["test", "--filter", "US", "--url", &url]).file("known.pem", &certificate);
    test()
        .env("SSL_CERT_FILE", "known.pem")
        .prints(str![[r#"
1 passed; 0 failed

"#]])
        .exits(0);
    let another = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap().cert.pem();
    test()
        .file("other.pem", &another)
        .env("SSL_CERT_FILE", "other.pem")
        .notes(str![[r#"
error: could not ask 127.0.0.1: io: invalid peer certificate: [..]

"#]])
        .exits(2);
}
