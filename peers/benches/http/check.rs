//! Whether all answer by the same rules, before they are timed.
//!
//! - Each answers each request by 200, with the hub of a stamp that is right for it, and with the same bytes when asked
//!   again. The hand-written ones deal devices by hashes of their own, so where the policy leaves several stamps each
//!   may choose another.
//! - What it answers with the hub belongs to it: the stamp's name in the twin, its region and application in the payload.
//! - The rest of the answer is the first server's. Where one stamp is right, so is the stamp. Only the trial, which a hash
//!   deals to a fifth of the presses, may differ.
//! - A wrong key is answered by 401, and a device that no stamp may have by 422.

use anyhow::{Context as _, Result, ensure};
use peers::decision::ours::policy;
use placement::Policy;
use serde_json::Value;

use super::cases::{Case, forbidden, with_another_key};
use super::client::{Answer, Client};
use super::server::Server;

/// A server, and its answer to each request.
pub(crate) struct Checked {
    pub(crate) server: Server,
    pub(crate) answers: Vec<Answer>,
}

/// Holds that the servers answer as they shall.
pub(crate) async fn check(servers: Vec<Server>, cases: &[Case]) -> Result<Vec<Checked>> {
    let policy = policy(include_str!("../../../policies/contoso.toml"))?;
    let (mut checked, mut first) = (Vec::new(), None);
    for server in servers {
        let answers = answers(&server, cases).await.context(server.name)?;
        let mut rests = Vec::new();
        for (case, answer) in cases.iter().zip(&answers) {
            rests.push(rest(&policy, case, answer).with_context(|| format!("{}, {}", server.name, case.what))?);
        }
        let first: &Vec<Value> = first.get_or_insert_with(|| rests.clone());
        for (case, (rest, first)) in cases.iter().zip(rests.iter().zip(first)) {
            ensure!(rest == first, "{}, {}: {rest} in place of {first}", server.name, case.what);
        }
        checked.push(Checked { server, answers });
    }
    Ok(checked)
}

async fn answers(server: &Server, cases: &[Case]) -> Result<Vec<Answer>> {
    let mut client = Client::connect(server.address).await?;
    let mut answers = Vec::new();
    for case in cases {
        let answer = client.ask(&case.request).await?;
        let again = client.ask(&case.request).await?;
        ensure!(answer == again, "{}: {answer}, and then {again}", case.what);
        answers.push(answer);
    }
    for (request, status) in [(with_another_key(), 401), (forbidden()?, 422)] {
        let answer = client.ask(&request).await?;
        ensure!(answer.status == status, "{answer} in place of {status}");
    }
    Ok(answers)
}

/// What must be the first server's of an answer that is right.
fn rest(policy: &Policy, case: &Case, answer: &Answer) -> Result<Value> {
    ensure!(answer.status == 200, "{answer} in place of 200");
    let mut body: Value = serde_json::from_slice(&answer.body)?;
    let hub = body.get("iotHubHostName").and_then(Value::as_str).context("there is no hub")?;
    let id = policy.stamp_of_hub(hub).with_context(|| format!("{hub} is no stamp's"))?;
    let stamp = policy.stamp(id).context("the stamp is not there")?;
    ensure!(case.right.contains(&stamp.name.as_str()), "{hub} is not right");
    let region = stamp.labels.iter().find(|(label, _)| label.as_str() == "region").map(|(_, region)| &**region);
    let told = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
    ensure!(told("/initialTwin/tags/stamp") == Some(stamp.name.as_str()), "the twin is another stamp's: {body}");
    ensure!(told("/payload/region") == region, "the region is another stamp's: {body}");
    ensure!(told("/payload/application") == stamp.application.as_deref(), "the application is another: {body}");
    remove(&mut body, "/initialTwin/properties/desired", "trial");
    if case.right.len() > 1 {
        let stamps = [("", "iotHubHostName"), ("/initialTwin/tags", "stamp"), ("/payload", "region")];
        for (within, name) in stamps.into_iter().chain([("/payload", "application")]) {
            remove(&mut body, within, name);
        }
    }
    Ok(body)
}

fn remove(body: &mut Value, within: &str, name: &str) {
    if let Some(object) = body.pointer_mut(within).and_then(Value::as_object_mut) {
        object.remove(name);
    }
}
