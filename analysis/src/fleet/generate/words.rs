//! The words of descriptions of fleets, as a table that the policy language's own check goes by.

use placement::language::Need::{Optional, Required};
use placement::language::{Key, Kind, Need, Table, Word};

const fn word(name: &'static str, need: Need, kind: Kind, doc: &'static str) -> Word {
    Word { name, need, kind, doc }
}

const fn table(name: &'static str, doc: &'static str, words: &'static [Word]) -> Table {
    Table { name, doc, words, barred: &[], may_be_empty: false }
}

/// The greatest share of a value: shares are relative, so nobody needs more.
const SHARE: Kind = Kind::Whole { least: 0, most: 1_000_000 };

/// Texts with their shares.
pub(crate) static SHARES: Table = table(
    "choice",
    "Texts, of which each device has one.",
    &[word(
        "shares",
        Required,
        Kind::Map { key: Key::Text, value: &SHARE, empty: false },
        "The texts with their shares; an empty text is none.",
    )],
);

/// A text, or texts with their shares.
const TEXTS: Kind = Kind::Either(&[Kind::Text, Kind::Table(&SHARES)]);

/// The words of a table that describes devices: its own, and those of every device.
macro_rules! with_device_words {
    ($($own:expr,)*) => {
        &[
            $($own,)*
            word("id", Optional, Kind::Text, "The pattern of the registration IDs; `device-{n}` if left out."),
            word("enrollment-group", Optional, TEXTS, "The enrollment group that they come by."),
            word("individual-enrollment", Optional, Kind::Flag, "Whether they come by individual enrollments."),
            word("attestation", Optional, TEXTS, "How they prove who they are."),
            word("iot-edge", Optional, Kind::Flag, "Whether the enrollment says that they are IoT Edge devices."),
            word("never-reprovision", Optional, Kind::Flag, "Whether the enrollment says *Never reprovision*."),
            word("twin", Optional, Kind::Object, "The enrollment's initial twin."),
            word("payload", Optional, Kind::Object, "The payload that they send."),
            word("current-hub", Optional, TEXTS, "The hub that they are on."),
            word("linked-hubs", Optional, Kind::Many(&Kind::Text), "The linked hubs."),
            word("weight", Optional, Kind::Whole { least: 1, most: 1_000_000_000 }, "How many devices each stands for."),
        ]
    };
}

/// A description of a fleet.
pub static FLEET: Table = table(
    "fleet",
    "A fleet that is made rather than read.",
    with_device_words![
        word("name", Optional, Kind::Text, "The fleet's name, for people."),
        word("description", Optional, Kind::Text, "Words for people."),
        word("seed", Required, Kind::Text, "Deals the values out. Another seed makes other devices."),
        word("devices", Required, Kind::Whole { least: 1, most: 1_000_000_000 }, "How many devices there are."),
        word("group", Optional, Kind::Entries(&GROUP), "Groups of devices that differ in more than one field."),
    ],
);

/// A group of a fleet.
static GROUP: Table = table(
    "group",
    "Devices that are alike; what it does not say of them the fleet says.",
    with_device_words![
        word("name", Optional, Kind::Text, "The group's name, for people."),
        word("description", Optional, Kind::Text, "Words for people."),
        word(
            "share",
            Required,
            Kind::Whole { least: 0, most: 1_000_000 },
            "Its share of the devices, to that of the others."
        ),
    ],
);
