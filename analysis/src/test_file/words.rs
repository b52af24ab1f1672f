//! The words of test files, as a table that the policy language's own check goes by.

use placement::language::Need::{Optional, Required};
use placement::language::{CONDITION, Key, Kind, Need, Table, Word};

use crate::fleet::generate::FLEET;

const fn word(name: &'static str, need: Need, kind: Kind, doc: &'static str) -> Word {
    Word { name, need, kind, doc }
}

const fn table(name: &'static str, doc: &'static str, words: &'static [Word]) -> Table {
    Table { name, doc, words, barred: &[], may_be_empty: false }
}

const TEXT: Kind = Kind::Text;
const NAME: Kind = Kind::Name;

/// A test file.
pub static TEST_FILE: Table = table(
    "test file",
    "Requests to a policy, and what must come of them.",
    &[
        word(
            "policy",
            Optional,
            TEXT,
            "The policy file, as a path from the test file's folder; the file of the same name without `.test` if left out.",
        ),
        word("description", Optional, TEXT, "Words for people."),
        word("test", Optional, Kind::Entries(&TEST), "The tests."),
        word("population", Optional, Kind::Entries(&POPULATION), "Tests of whole fleets."),
    ],
);

static TEST: Table = table(
    "test",
    "A request, and what must come of it.",
    &[
        word("name", Required, TEXT, "What the test says, in a sentence."),
        word("description", Optional, TEXT, "Words for people."),
        word(
            "request",
            Required,
            Kind::Either(&[TEXT, Kind::Table(&REQUEST)]),
            "The request: its fields, or the path of a file with a whole body.",
        ),
        word("expect", Required, Kind::Table(&EXPECTATION), "What must come of it."),
    ],
);

static REQUEST: Table = table(
    "request",
    "The fields of a request that matter to a test.",
    &[
        word("registration-id", Required, TEXT, "The registration ID, as it is written."),
        word(
            "enrollment-group",
            Optional,
            TEXT,
            "The name of the enrollment group that the device comes by; `test` if left out.",
        ),
        word("individual-enrollment", Optional, Kind::Flag, "Whether the device comes by an individual enrollment."),
        word(
            "attestation",
            Optional,
            Kind::Word(&["symmetric-key", "x509", "tpm"]),
            "How the device proves who it is; `symmetric-key` if left out.",
        ),
        word("iot-edge", Optional, Kind::Flag, "Whether the enrollment says that its devices are IoT Edge."),
        word("twin", Optional, Kind::Object, "The enrollment's initial twin."),
        word("payload", Optional, Kind::Object, "The payload that the device sends."),
        word("current-stamp", Optional, NAME, "The stamp that the device is on."),
        word("current-hub", Optional, TEXT, "The hub that the device is on."),
        word("linked-stamps", Optional, Kind::Many(&NAME), "The stamps whose hubs are linked; all if left out."),
        word("linked-hubs", Optional, Kind::Many(&TEXT), "The linked hubs."),
        word("never-reprovision", Optional, Kind::Flag, "Whether the enrollment says *Never reprovision*."),
    ],
);

const NONE: Kind = Kind::Only(false);
const OBJECT_OR_NONE: Kind = Kind::Either(&[NONE, Kind::Object]);

static EXPECTATION: Table = table(
    "expectation",
    "What must come of a request.",
    &[
        word("stamp", Optional, NAME, "The stamp that is the answer."),
        word("hub", Optional, TEXT, "The answer's `iotHubHostName`."),
        word(
            "refusal",
            Optional,
            Kind::Word(&["no-value", "not-served", "forbidden", "not-linked", "none-open", super::MALFORMED]),
            "The code of the refusal.",
        ),
        word("status", Optional, Kind::Whole { least: 200, most: 599 }, "The HTTP status."),
        word(
            "how",
            Optional,
            Kind::Word(&["placed", "stayed", "moved", "pinned", "kept", "forced"]),
            "What happens to the device.",
        ),
        word(
            "attributes",
            Optional,
            Kind::Map { key: Key::Name, value: &Kind::Either(&[NAME, NONE]), empty: false },
            "Attributes and their values; `false`: it has none.",
        ),
        word("by", Optional, Kind::Many(&TEXT), "Rules, pins, fallbacks and moves that take part."),
        word("twin", Optional, OBJECT_OR_NONE, "The answer's `initialTwin`; `false`: it has none."),
        word("payload", Optional, OBJECT_OR_NONE, "The answer's `payload`; `false`: it has none."),
    ],
);

static POPULATION: Table = table(
    "population",
    "A fleet, and what must come of its devices together.",
    &[
        word("name", Required, TEXT, "What it says, in a sentence."),
        word("description", Optional, TEXT, "Words for people."),
        word(
            "fleet",
            Required,
            Kind::Either(&[TEXT, Kind::Table(&FLEET)]),
            "The fleet: the path of a file, or a description by which it is made.",
        ),
        word(
            "base",
            Optional,
            TEXT,
            "The path of a policy, from the test file's folder: what the policy was before, for `moves`, `cut-off` and `within`.",
        ),
        word("expect", Required, Kind::Table(&POPULATION_EXPECTATION), "What must come of it."),
    ],
);

const SHARES: Kind = Kind::Map { key: Key::Text, value: &Kind::Percent, empty: false };
const COUNT: Kind = Kind::Either(&[DEVICES, Kind::Table(&BOUNDS)]);
const DEVICES: Kind = Kind::Whole { least: 0, most: 1_000_000_000_000 };

static POPULATION_EXPECTATION: Table = table(
    "expectation of a population",
    "What must come of a fleet.",
    &[
        word(
            "shares",
            Optional,
            Kind::Either(&[Kind::Many(&NAME), SHARES]),
            "The stamps by the shares that they get, or those that get devices by their weights.",
        ),
        word("how", Optional, SHARES, "What happens to devices, by its share."),
        word("confidence", Optional, Kind::Percent, "How sure it must be that shares are not met; 99.999 if left out."),
        word("refused", Optional, COUNT, "How many devices are refused."),
        word("placed", Optional, COUNT, "How many devices are placed."),
        word("stayed", Optional, COUNT, "How many devices stay."),
        word("moved", Optional, COUNT, "How many devices are moved."),
        word("pinned", Optional, COUNT, "How many devices are pinned."),
        word("kept", Optional, COUNT, "How many devices are kept."),
        word("forced", Optional, COUNT, "How many devices are forced."),
        word("capacity", Optional, Kind::Only(true), "No stamp gets more devices than it is built for."),
        word("moves", Optional, COUNT, "How many devices are moved by what was edited since `base`."),
        word("cut-off", Optional, COUNT, "How many devices that were on a hub are refused since then."),
        word(
            "within",
            Optional,
            Kind::Table(&CONDITION),
            "Nobody is moved or cut off by these edits for whom this condition does not hold, by the policy's description.",
        ),
    ],
);

static BOUNDS: Table = table(
    "bounds",
    "How many there may be.",
    &[word("least", Optional, DEVICES, "The fewest."), word("most", Optional, DEVICES, "The most.")],
);
