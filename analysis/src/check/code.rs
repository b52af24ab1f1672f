placement::codes! {
    /// The kinds of findings about a policy as a whole. Their texts are stable: scripts and exceptions hang on them.
    Code,
    /// Without the guarantee, a device would be on a stamp that it forbids.
    GuaranteeActs "guarantee-acts" Error,
    /// It could not be found out whether the guarantee ever has to act.
    GuaranteeNotProved "guarantee-not-proved" Error,
    /// A cohort gives some devices a value that no stamp serves beside their others.
    CanaryNotServed "canary-not-served" Error,
    /// For some device the rounds go in a circle.
    Circle "circle" Error,
    /// It could not be found out whether rounds go in a circle.
    CircleNotExcluded "circle-not-excluded" Warning,
    /// No stamp serves some description.
    NotServed "not-served" Warning,
    /// Stamps serve some description, but none of them is open.
    NoneOpen "none-open" Warning,
    /// An attribute that stamps serve has no value for some device.
    NoValue "no-value" Warning,
    /// An attribute that reads the payload has no value for a device that sends none.
    PayloadMissing "payload-missing" Warning,
    /// A rule never gives a value.
    RuleNeverDecides "rule-never-decides" Warning,
    /// No rule gives this value.
    ValueNeverGiven "value-never-given" Warning,
    /// What is read is never this key of the map.
    KeyNeverRead "key-never-read" Warning,
    /// A pin is never taken.
    PinNeverApplies "pin-never-applies" Warning,
    /// A move is never taken.
    MoveNeverApplies "move-never-applies" Warning,
    /// A move never leads to this stamp.
    TargetNeverServes "target-never-serves" Warning,
    /// A fallback admits no stamp that is not admitted without it.
    FallbackNeverApplies "fallback-never-applies" Warning,
    /// A stamp takes devices and no device ever gets there.
    StampWithoutDevices "stamp-without-devices" Warning,
    /// Two moves of one cohort meet in some device.
    CohortInTwoMoves "cohort-in-two-moves" Warning,
    /// An exception names no kind of finding.
    UnknownFinding "unknown-finding" Warning,
    /// There is nothing to except.
    UnusedException "unused-exception" Warning,
    /// Two rules try different things on the same devices.
    CohortReused "cohort-reused" Note,
    /// The registration ID says what a device is, though its group is known.
    IdentityFromId "identity-from-id" Note,
    /// A pin, a move or a target waits for a stamp to take devices again.
    Waiting "waiting" Note,
    /// Something could not be found out: the policy is too large.
    TooLarge "too-large" Note,
    /// Something was proved.
    Proved "proved" Note,
}
