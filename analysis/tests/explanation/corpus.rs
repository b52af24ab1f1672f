//! The policies and requests of the oracle's corpus, and edits of their texts.

use std::sync::OnceLock;

use analysis::explanation::Explainer;
use dps::AllocationRequest;
use placement::Policy;
use proptest::prelude::*;
use toml::Table;

use crate::lines::{self, Line};

/// A policy's text and a request.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) text: &'static str,
    pub(crate) request: AllocationRequest,
}

pub(crate) fn corpus() -> &'static [Line] {
    static CORPUS: OnceLock<Vec<Line>> = OnceLock::new();
    CORPUS.get_or_init(|| lines::every(1))
}

impl Line {
    pub(crate) fn requests(&self) -> impl Iterator<Item = AllocationRequest> + '_ {
        let bodies = self.cases.iter().map(|case| case.request.to_string());
        bodies.map(|body| AllocationRequest::parse(body.as_bytes()).unwrap())
    }
}

/// A request of the corpus to its policy, by a device of another name.
pub(crate) fn sample() -> impl Strategy<Value = Sample> {
    (any::<prop::sample::Index>(), any::<prop::sample::Index>(), "[a-z0-9]{1,6}").prop_map(|(line, case, id)| {
        let line = line.get(corpus());
        let mut request = case.get(&line.requests().collect::<Vec<_>>()).clone();
        request.registration_id = dps::RegistrationId::parse(&id).unwrap();
        Sample { text: &line.policy, request }
    })
}

/// What is known of a decision by the policy of a text. None where it is not valid.
pub(crate) fn explained<T>(text: &str, with: impl FnOnce(&Policy, &Explainer<'_>) -> T) -> Option<T> {
    let policy = Policy::parse(text).ok()?.policy;
    Some(with(&policy, &Explainer::new(&policy, text)))
}

/// The policy with another word for a stamp. No stamp is down by the policy's `down` any more, but by its own state.
pub(crate) fn with_stamp_word(text: &str, policy: &Policy, name: &str, word: &str, value: toml::Value) -> String {
    let mut table: Table = text.parse().unwrap();
    table.remove("down");
    for stamp in table["stamp"].as_array_mut().unwrap() {
        let stamp = stamp.as_table_mut().unwrap();
        let known = policy.stamps().iter().find(|known| stamp["name"].as_str() == Some(known.name.as_str())).unwrap();
        stamp.insert("state".into(), known.state.word().into());
        if known.name.as_str() == name {
            stamp.insert(word.into(), value.clone());
        }
    }
    table.to_string()
}
