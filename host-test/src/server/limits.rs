use std::time::Duration;

/// What the server takes at a time, and how long it waits.
#[derive(Clone, Copy, Debug)]
pub struct ServerLimits {
    /// Connections that are open.
    pub connections: usize,
    /// Requests that are being answered.
    pub requests: usize,
    /// For a request's headers to arrive, for the next request on a connection, and for a client to take more of an answer.
    pub headers: Duration,
    /// For requests in flight to be answered when the server is to stop.
    pub stop: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self { connections: 512, requests: 128, headers: Duration::from_secs(10), stop: Duration::from_secs(10) }
    }
}
