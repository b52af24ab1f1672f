//! The table itself.

use super::Need::{Optional, Required};
use super::conditions::{CONDITION, GUARANTEE_CONDITION, PIN_CONDITION};
use super::{Key, Kind, Need, Table, Word};
use crate::rendezvous::Weight;

pub(super) const fn word(name: &'static str, need: Need, kind: Kind, doc: &'static str) -> Word {
    Word { name, need, kind, doc }
}

pub(super) const fn open(name: &'static str, doc: &'static str, words: &'static [Word]) -> Table {
    Table { name, doc, words, barred: &[], may_be_empty: false }
}

/// A table that means something when it is empty: that there is nothing in it.
const fn fillable(name: &'static str, doc: &'static str, words: &'static [Word]) -> Table {
    Table { name, doc, words, barred: &[], may_be_empty: true }
}

const MILLION: Kind = Kind::Whole { least: 1, most: Weight::MOST as i64 };
const ANY_TEXT: Kind = Kind::Text;
const NAME: Kind = Kind::Name;
pub(super) const SCALAR: Kind = Kind::Scalar;
pub(super) const MANY_TEXTS: Kind = Kind::Many(&ANY_TEXT);
pub(super) const MANY_NAMES: Kind = Kind::Many(&NAME);

const fn description() -> Word {
    word("description", Optional, Kind::Text, "Words for people. Nothing looks at them.")
}

/// A policy file.
pub static POLICY: Table = open(
    "policy",
    "A policy file: which stamp each device belongs to.",
    &[
        word("language", Required, Kind::Version(super::VERSION), "The version of this language."),
        word("hash", Required, Kind::Version(crate::hash::VERSION), "The version of the hashing."),
        word("policy", Required, Kind::Name, "The policy's name, for logs and reports."),
        word("revision", Optional, Kind::Text, "Which edition of the policy this is, for logs and reports."),
        word(
            "seed",
            Required,
            Kind::Text,
            "The key of the hashing. A new seed deals every new device, and every cohort, anew.",
        ),
        description(),
        word(
            "lists",
            Optional,
            Kind::Map { key: Key::Name, value: &Kind::List(&ANY_TEXT), empty: true },
            "Lists of registration IDs or enrollment groups that conditions use by name.",
        ),
        word(
            "down",
            Optional,
            STAMPS,
            "Stamps that are down whatever their own `state` says: a whole region in one line.",
        ),
        word(
            "attribute",
            Optional,
            Kind::Entries(&ATTRIBUTE),
            "What is described of a device, in the order of the file.",
        ),
        word("stamp", Required, Kind::Entries(&STAMP), "The stamps. Their order means nothing."),
        word("pin", Optional, Kind::Entries(&PIN), "Overrides: the first that applies is the answer."),
        word("move", Optional, Kind::Entries(&MOVE), "Standing orders: the first that applies moves the device."),
        word("fallback", Optional, Kind::Entries(&FALLBACK), "Permissions, in the order in which they are tried."),
        word(
            "guarantee",
            Optional,
            Kind::Entries(&GUARANTEE),
            "What must hold for the chosen stamp whatever else the file says.",
        ),
        word("answer", Optional, Kind::Table(&ANSWER), "What the answer carries besides the hub."),
        word(
            "exception",
            Optional,
            Kind::Entries(&EXCEPTED),
            "Findings of `stamp check` that are meant to be so. No decision looks at them.",
        ),
    ],
);

static EXCEPTED: Table = open(
    "excepted finding",
    "A finding of `stamp check` that is meant to be so.",
    &[
        word("finding", Required, Kind::Text, "The code of the finding, such as `guarantee-acts`."),
        word("at", Optional, Kind::Text, "The name of the entry that it is about; every entry if left out."),
        word("reason", Required, Kind::Text, "Why it is meant to be so."),
    ],
);

static ATTRIBUTE: Table = open(
    "attribute",
    "A named property of a device with a closed set of values.",
    &[
        word("name", Required, Kind::Name, "The attribute's name."),
        description(),
        word("values", Required, Kind::List(&NAME), "All values that it can have."),
        word(
            "places",
            Optional,
            Kind::Flag,
            "`false`: it is described, and conditions and answers may use it, but stamps do not serve it. `true` if left out.",
        ),
        word(
            "rule",
            Optional,
            Kind::Entries(&RULE),
            "How a device gets its value: the first rule that gives one wins.",
        ),
    ],
);

static RULE: Table = open(
    "rule",
    "Under a condition, gives the attribute a value: `value` or `read`, one of the two.",
    &[
        word("name", Required, Kind::Text, "The rule's name in traces, tests and reports."),
        description(),
        word("when", Optional, Kind::Table(&CONDITION), "When the rule applies; always if left out."),
        word("value", Optional, Kind::Name, "The value that it gives."),
        word("read", Optional, Kind::Table(&SOURCE), "Where the value is read."),
        word(
            "map",
            Optional,
            Kind::Map { key: Key::Text, value: &NAME, empty: false },
            "Translates what was read. What it lacks is no value, and the next rule is tried.",
        ),
        word("ignore-case", Optional, Kind::Flag, "Folds what was read, and the keys of `map`, to lower case (ASCII)."),
    ],
);

static SOURCE: Table = open(
    "source",
    "Where a rule reads: exactly one of these.",
    &[
        word("twin", Optional, Kind::Pointer, "The text at a place of the enrollment's initial twin."),
        word("payload", Optional, Kind::Pointer, "The text at a place of the payload that the device sent."),
        word(
            "registration-id",
            Optional,
            CUT,
            "The registration ID, folded to lower case: `\"whole\"`, or a part of it.",
        ),
        word(
            "enrollment-group",
            Optional,
            CUT,
            "The enrollment group's name, folded to lower case: `\"whole\"`, or a part of it.",
        ),
        word("attribute", Optional, Kind::Name, "The value of an attribute above."),
        word(
            "current",
            Optional,
            Kind::Only(true),
            "The one value of this attribute that the current stamp serves; none if it serves several or `\"*\"`, or there is none.",
        ),
    ],
);

const CUT: Kind = Kind::Either(&[Kind::Word(&["whole"]), Kind::Table(&PART)]);

static PART: Table = open(
    "part",
    "A part of a text that is cut at every separator.",
    &[
        word("separator", Required, Kind::Text, "Where the text is cut."),
        word(
            "part",
            Required,
            Kind::Whole { least: -128, most: 128 },
            "Which part: 1 is the first, -1 the last. Too few parts give no value.",
        ),
    ],
);

static STAMP: Table = open(
    "stamp",
    "A deployment unit: one IoT Hub and what is behind it.",
    &[
        word("name", Required, Kind::Name, "The stamp's name. It is hashed: a new name is a new stamp."),
        description(),
        word("hub", Required, Kind::Hub, "The host name of its IoT Hub."),
        word(
            "former-hubs",
            Optional,
            Kind::Many(&Kind::Hub),
            "Hubs that it had before: devices on these are on this stamp.",
        ),
        word("capacity", Required, MILLION, "The number of devices that it is built for."),
        word(
            "weight",
            Optional,
            MILLION,
            "Its share among stamps that serve the same devices; its capacity if left out.",
        ),
        word(
            "state",
            Optional,
            Kind::Word(&["open", "reserved", "closed", "down"]),
            "What it does with devices; `open` if left out.",
        ),
        word(
            "serves",
            Optional,
            Kind::Map { key: Key::Name, value: &SERVED, empty: true },
            "For every attribute, whom it takes: one or many values, `\"*\"` for any, `{ not = … }` for any other.",
        ),
        word(
            "labels",
            Optional,
            Kind::Map { key: Key::Name, value: &ANY_TEXT, empty: true },
            "What it is, such as its region: facts, for guarantees and lists of stamps.",
        ),
        word("application", Optional, Kind::Text, "The address of its web application, for answers."),
    ],
);

// A `"*"` is no name, so it is a word of its own.
const SERVED: Kind = Kind::Either(&[Kind::Word(&["*"]), MANY_NAMES, Kind::Table(&OTHERS)]);

static OTHERS: Table =
    open("exception", "Any value but some.", &[word("not", Required, MANY_NAMES, "The values that are not served.")]);

const STAMPS: Kind = Kind::Either(&[MANY_NAMES, Kind::Table(&BY_LABELS)]);

static BY_LABELS: Table = open(
    "stamps by labels",
    "The stamps that have one of the values for every label named.",
    &[word(
        "labels",
        Required,
        Kind::Map { key: Key::Name, value: &MANY_TEXTS, empty: false },
        "The labels and their values.",
    )],
);

static PIN: Table = open(
    "pin",
    "Devices under a condition belong on this one stamp.",
    &[
        word("name", Required, Kind::Text, "The pin's name in traces, tests and reports."),
        description(),
        word("when", Optional, Kind::Table(&PIN_CONDITION), "Whom it pins; everyone if left out."),
        word("stamp", Required, Kind::Name, "The stamp."),
    ],
);

static MOVE: Table = open(
    "move",
    "Devices that would be on these stamps belong on those instead.",
    &[
        word("name", Required, Kind::Text, "The move's name in traces, tests and reports."),
        description(),
        word("from", Required, STAMPS, "The stamps that devices leave."),
        word(
            "to",
            Optional,
            Kind::Either(&[
                MANY_NAMES,
                Kind::Table(&BY_LABELS),
                Kind::Map { key: Key::Name, value: &MILLION, empty: false },
            ]),
            "The stamps that they go to, with weights for this move if wanted; every stamp not in `from` if left out.",
        ),
        word("when", Optional, Kind::Table(&CONDITION), "Whom it moves; everyone if left out."),
        word(
            "whom",
            Optional,
            Kind::Word(&["all", "preferred"]),
            "`preferred`: only those whom the hash deals to the target rather than to the stamp they are on. `all` if left out.",
        ),
    ],
);

static FALLBACK: Table = open(
    "fallback",
    "If no stamp that serves a device can take it, it may be described otherwise.",
    &[
        word("name", Required, Kind::Text, "The fallback's name in traces, tests and reports."),
        description(),
        word("when", Optional, Kind::Table(&CONDITION), "Whom it is for; everyone if left out."),
        word(
            "as",
            Required,
            Kind::Map { key: Key::Name, value: &NAME, empty: false },
            "The values that it may have instead.",
        ),
    ],
);

static GUARANTEE: Table = open(
    "guarantee",
    "What must hold for the chosen stamp whatever else the file says: `only`, `never` or both.",
    &[
        word("name", Required, Kind::Text, "The guarantee's name in traces, tests and reports."),
        description(),
        word("when", Optional, Kind::Table(&GUARANTEE_CONDITION), "For whom it holds; for everyone if left out."),
        word("only", Optional, STAMPS, "The only stamps that are allowed."),
        word("never", Optional, STAMPS, "Stamps that are not allowed."),
    ],
);

static ANSWER: Table = fillable(
    "answer",
    "What the answer carries besides the hub. Texts may hold placeholders.",
    &[
        word("twin", Optional, Kind::Table(&TWIN), "Merged over the enrollment's initial twin."),
        word("payload", Optional, Kind::Object, "Handed to the device."),
    ],
);

static TWIN: Table = fillable(
    "answered twin",
    "The initial twin of the answer.",
    &[
        word("tags", Optional, Kind::Object, "The twin's tags."),
        word("properties", Optional, Kind::Table(&PROPERTIES), "The twin's properties."),
    ],
);

static PROPERTIES: Table = fillable(
    "answered properties",
    "The twin's properties.",
    &[word("desired", Optional, Kind::Object, "Its desired properties.")],
);
