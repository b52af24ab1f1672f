//! The words of conditions, and what they match with.

use super::Need::{Optional, Required};
use super::words::{MANY_NAMES, MANY_TEXTS, SCALAR, open, word};
use super::{Barred, Key, Kind, Table, Word};
use crate::diagnostic::Code;

macro_rules! conditions {
    ($(#[$doc:meta])* $vis:vis $table:ident, $name:literal, [$($barred:expr),*], [$($more:expr),*]) => {
        $(#[$doc])*
        $vis static $table: Table = Table {
            name: $name,
            doc: "What must hold: every key of the table.",
            words: &[
                $($more,)*
                word("enrollment-group", Optional, TEXTS, "The device comes by an enrollment group whose name matches, without letter case."),
                word("registration-id", Optional, TEXTS, "The registration ID matches, without letter case."),
                word("individual-enrollment", Optional, Kind::Flag, "Whether the device comes by an individual enrollment."),
                word(
                    "twin",
                    Optional,
                    Kind::Map { key: Key::Pointer, value: &FIELD, empty: false },
                    "Places in the enrollment's initial twin, each with its test.",
                ),
                word(
                    "attestation",
                    Optional,
                    Kind::Many(&Kind::Word(&["symmetric-key", "x509", "tpm"])),
                    "How the enrollment attests its devices.",
                ),
                word("iot-edge", Optional, Kind::Flag, "Whether the enrollment says that its devices are IoT Edge. False either way if it does not say."),
                word("all", Optional, Kind::List(&Kind::Table(&$table)), "Every condition of the list holds."),
                word("any", Optional, Kind::List(&Kind::Table(&$table)), "One condition of the list holds."),
                word("not", Optional, Kind::Table(&$table), "The condition does not hold."),
            ],
            barred: &[$($barred),*],
            may_be_empty: false,
        };
    };
}

conditions!(
    /// Conditions of rules, moves and fallbacks.
    pub CONDITION, "condition", [], [is(), payload(), cohort()]
);
conditions!(
    /// Conditions of pins.
    pub(super) PIN_CONDITION, "condition of a pin", [UNTRUSTED_IS, UNTRUSTED_PAYLOAD], [cohort()]
);
conditions!(
    /// Conditions of guarantees.
    pub(super) GUARANTEE_CONDITION, "condition of a guarantee", [UNTRUSTED_IS, UNTRUSTED_PAYLOAD, NO_COHORT], []
);

const UNTRUSTED_IS: Barred = Barred {
    name: "is",
    code: Code::UntrustedCondition,
    why: "an attribute may come from the device's own word: look at what DPS attests, such as `enrollment-group`, `twin` or `registration-id`",
};
const UNTRUSTED_PAYLOAD: Barred = Barred {
    name: "payload",
    code: Code::UntrustedCondition,
    why: "the payload is the device's own word: look at what DPS attests, such as `enrollment-group`, `twin` or `registration-id`",
};
const NO_COHORT: Barred = Barred {
    name: "cohort",
    code: Code::CohortInGuarantee,
    why: "a guarantee holds for all devices of a kind, not for a share of them: leave it out",
};

const fn is() -> Word {
    word(
        "is",
        Optional,
        Kind::Map { key: Key::Name, value: &MANY_NAMES, empty: false },
        "Attributes with one of the values given. A rule may look only at attributes above its own.",
    )
}

const fn payload() -> Word {
    word(
        "payload",
        Optional,
        Kind::Map { key: Key::Pointer, value: &FIELD, empty: false },
        "Places in the payload that the device sent, each with its test.",
    )
}

const fn cohort() -> Word {
    word("cohort", Optional, Kind::Table(&COHORT), "The device is in a cohort.")
}

static COHORT: Table = open(
    "cohort",
    "The devices within a range of percentages on the scale that a name's hash makes of all devices.",
    &[
        word("name", Required, Kind::Name, "The cohort's name. It is hashed: each name deals the devices anew."),
        word(
            "percent",
            Required,
            Kind::Either(&[Kind::Percent, Kind::Slice]),
            "How many, from the scale's beginning; or a slice `[5, 25]`, whose end is not included unless it is 100.",
        ),
    ],
);

const TEXTS: Kind = Kind::Either(&[MANY_TEXTS, Kind::Table(&TEXT)]);

static TEXT: Table = open(
    "text pattern",
    "Ways to match a text. Every key must match.",
    &[
        word("list", Optional, MANY_NAMES, "The text is in a list of `[lists]`."),
        word("prefix", Optional, MANY_TEXTS, "The text begins so."),
        word("suffix", Optional, MANY_TEXTS, "The text ends so."),
        word("contains", Optional, MANY_TEXTS, "The text contains this."),
        word("glob", Optional, MANY_TEXTS, "The whole text fits: `*` is any run of characters, `?` any one."),
    ],
);

const FIELD: Kind = Kind::Either(&[Kind::Many(&SCALAR), Kind::Table(&TEST)]);

static TEST: Table = open(
    "field test",
    "Tests of a value other than equality: `present` alone, or one or both bounds of a version.",
    &[
        word("present", Optional, Kind::Flag, "Whether there is a value other than `null`."),
        word("at-least", Optional, Kind::Dotted, "The value is a version and not below this one."),
        word("below", Optional, Kind::Dotted, "The value is a version below this one."),
    ],
);
