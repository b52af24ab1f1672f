use std::io;

use bytes::Bytes;
use dps::AllocationRequest;
use http::{Method, Request, StatusCode, header::CONTENT_LENGTH, request::Parts};
use http_body::Body;
use placement::{Outcome, Policy};

use crate::{
    body, health, log,
    policy_file::{self, PolicyFile},
    problem::Problem,
    reply::{Reply, error, response},
    variables::{LogIds, Variables, keys, log_ids},
};

/// The webhook with its policy, which lasts as long as it does.
pub struct Service {
    policy: PolicyFile,
}

impl Service {
    /// A webhook that decides by `policy`, the text of a policy file. Without a text, or with an invalid one, it
    /// answers every request for an allocation by 503.
    #[must_use]
    pub fn new(policy: io::Result<String>) -> Self {
        Self { policy: policy_file::check(policy) }
    }

    /// Answers a request, and says what to log of it.
    pub async fn respond<B: Body>(&self, request: Request<B>, variables: &impl Variables) -> Reply {
        let (parts, body) = request.into_parts();
        let reply = self.route(&parts, body, variables).await;
        if parts.method == Method::HEAD { without_body(reply) } else { reply }
    }

    async fn route<B: Body>(&self, parts: &Parts, body: B, variables: &impl Variables) -> Reply {
        match (parts.uri.path(), &parts.method) {
            ("/allocate", &Method::POST) => self.allocate(parts, body, variables).await,
            ("/allocate", _) => unlogged(&Problem::WrongMethod { allow: "POST" }),
            ("/healthz", &Method::GET | &Method::HEAD) => self.health(variables).await,
            ("/healthz", _) => unlogged(&Problem::WrongMethod { allow: "GET, HEAD" }),
            _ => unlogged(&Problem::NotFound),
        }
    }

    async fn allocate<B: Body>(&self, parts: &Parts, body: B, variables: &impl Variables) -> Reply {
        match self.read(parts, body, variables).await {
            Ok((policy, request)) => decide(policy, &request, log_ids(variables).await),
            Err(problem) => Reply { response: error(&problem), log: Some(log::refused(&problem)) },
        }
    }

    /// The key is checked before anything else is looked at, the body is read last.
    async fn read<B: Body>(
        &self,
        parts: &Parts,
        body: B,
        variables: &impl Variables,
    ) -> Result<(&Policy, AllocationRequest), Problem<'_>> {
        keys(variables).await?.admit(parts)?;
        let policy = self.policy.as_ref().map_err(Problem::Policy)?;
        let body = body::read(&parts.headers, body).await?;
        Ok((policy, AllocationRequest::parse(&body)?))
    }

    async fn health(&self, variables: &impl Variables) -> Reply {
        health::reply(&self.policy, keys(variables).await.map(|_| ()))
    }
}

fn decide(policy: &Policy, request: &AllocationRequest, ids: LogIds) -> Reply {
    let decision = policy.decide(request);
    let response = match &decision.outcome {
        Outcome::Answered { answer, .. } => response(StatusCode::OK, answer),
        Outcome::Refused(refusal) => error(&Problem::Refused(*refusal)),
    };
    Reply { response, log: Some(log::decision(policy, ids, request, &decision)) }
}

fn unlogged(problem: &Problem<'_>) -> Reply {
    Reply { response: error(problem), log: None }
}

/// The head alone. Hosts hold a body against its `content-length`, and would refuse an empty one with the length of
/// another, so the length is left out (RFC 9110, section 8.6, allows that).
fn without_body(mut reply: Reply) -> Reply {
    reply.response.headers_mut().remove(CONTENT_LENGTH);
    Reply { response: reply.response.map(|_| Bytes::new()), ..reply }
}
