use alloc::string::String;

use dps::HubNameError;
use placement::NameError;
use thiserror::Error;

/// What keeps a policy from being begun.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum Problem {
    /// The policy or a geography has no valid name.
    #[error(
        "`{name}` {error}: a name has up to 64 of the characters `a-z 0-9 . _ -`, and begins with a letter or a digit"
    )]
    Name {
        /// The name that was asked for.
        name: String,
        /// What is wrong with it.
        error: NameError,
    },
    /// A geography is there twice.
    #[error("the geography `{name}` is there twice")]
    Twice {
        /// Its name.
        name: String,
    },
    /// A text is no hub, nor a region of a linked one.
    #[error("`{hub}` {error}")]
    Hub {
        /// The text.
        hub: String,
        /// What is wrong with it as a hub.
        error: HubNameError,
    },
    /// A short text is neither a linked hub nor the region of one, where linked hubs are known.
    #[error("no linked hub is `{place}`, or in a region of this name: write a hub that is not linked with its domain")]
    NotLinked {
        /// The text.
        place: String,
    },
    /// Nothing names a hub.
    #[error("no hub is named")]
    NoHub,
    /// A capacity is no number, or out of range.
    #[error("`{capacity}` is no capacity: write a whole number from 1 to 1,000,000")]
    Capacity {
        /// What stands in its place.
        capacity: String,
    },
    /// A URL stands in the place of a hub.
    #[error("`{text}` is a URL: write the hub's host name, or what stands before .azure-devices.net")]
    Url {
        /// The URL.
        text: String,
    },
    /// A geography is not written as one.
    #[error("write a geography as NAME=HUB, or NAME=HUB,HUB…")]
    Geography,
    /// What should be the list of linked hubs is not.
    #[error("this is not what `az iot dps linked-hub list -o json` prints: {why}")]
    NotLinkedHubs {
        /// What it is instead.
        why: String,
    },
}
