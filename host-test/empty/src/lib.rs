//! The component that does nothing: it answers every request with the same text and looks at none. Whatever a request costs
//! here, it costs its host.
#![cfg(target_arch = "wasm32")]

use bytes::Bytes;
use spin_sdk::http::{FullBody, IntoResponse, Request, StatusCode};
use spin_sdk::http_service;

#[http_service]
async fn handle(_: Request) -> impl IntoResponse {
    (StatusCode::OK, FullBody::new(Bytes::from_static(br#"{"iotHubHostName":"empty.azure-devices.net"}"#)))
}
