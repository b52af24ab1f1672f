//! The webhook that DPS asks where a device belongs: HTTP in, decision, HTTP out.
//!
//! [`Service::respond`] takes and gives plain HTTP values and knows no host. What it needs of one are a policy file,
//! [`Variables`], and somebody who writes its log lines. `spin.rs` is that somebody for Spin (WASI 0.3); a host of
//! another kind needs another file like it and nothing else.
//!
//! It decides nothing: `dps` reads the request, `placement` decides. Here are verbs, keys, limits, statuses and logs.
//!
//! | request | answer |
//! |---|---|
//! | `POST /allocate?code=KEY` | 200 and the hub, or an error whose status says what DPS is to do |
//! | `GET /healthz` | 200 if it can decide, else 503 with what is wrong |

mod body;
#[cfg(target_arch = "wasm32")]
mod building;
mod cut;
mod findings;
mod health;
mod json;
mod key;
mod log;
mod policy_file;
mod problem;
mod reply;
mod service;
#[cfg(target_arch = "wasm32")]
mod spin;
mod variables;

pub use body::MAX_BODY;
pub use reply::Reply;
pub use service::Service;
pub use variables::{LOG_IDS, VariableError, Variables, WEBHOOK_KEYS};
