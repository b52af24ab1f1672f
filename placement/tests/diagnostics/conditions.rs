//! Conditions and rules.

use placement::Code;

use super::example::*;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn examples() -> Vec<Example> {
    vec![
        example(
            Code::EmptySlice,
            pin("{ cohort = { name = 'c', percent = «[25, 5]» } }"),
            "nobody is from 25 to 5 percent",
            "write the lower end first; for nobody, write `percent = 0`",
        ),
        example(
            Code::EmptySlice,
            pin("{ twin = { '/tags/firmware' = «{ at-least = '13', below = '12.9' }» } }"),
            "no version is at least the one and below the other",
            "write the lower version as `at-least`",
        ),
        example(
            Code::BadPattern,
            pin("{ registration-id = { prefix = «'press*'» } }"),
            "no registration ID has the character `*`",
            "`*` and `?` have a meaning only in `glob`",
        ),
        example(
            Code::BadPattern,
            pin("{ registration-id = «'press/1'» }"),
            "no registration ID has the character `/`",
            "they are made of letters, digits, `-`, `.`, `_` and `:`",
        ),
        example(
            Code::PlaceOutsideTwin,
            pin("{ twin = { «'/geo'» = 'eu' } }"),
            "an initial twin has nothing at `/geo`",
            "write `/tags/geo` or `/properties/desired/geo`",
        ),
        example(
            Code::UntrustedCondition,
            pin("{ «payload» = { '/geo' = 'eu' } }"),
            "the condition of a pin must not use `payload`",
            "the payload is the device's own word: look at what DPS attests, such as `enrollment-group`, `twin` or `registration-id`",
        ),
        example(
            Code::CohortInGuarantee,
            guarantee("never = 'away'\nwhen = { «cohort» = { name = 'c', percent = 5 } }"),
            "the condition of a guarantee must not use `cohort`",
            "a guarantee holds for all devices of a kind, not for a share of them: leave it out",
        ),
        example(
            Code::RuleGives,
            rule("read = { payload = '/c' }\nvalue = «'eu'»"),
            "a rule with both `value` and `read`",
            "write one of `value` and `read`",
        ),
        example(
            Code::Conflict,
            rule("value = 'eu'\n«map» = { DE = 'eu' }"),
            "`map` has no part in a rule with `value`",
            "leave `map` out, or `read` something",
        ),
        example(
            Code::Conflict,
            rule("read = { payload = '/c', «twin» = '/tags/c' }"),
            "`read` with both `payload` and `twin`",
            "read one place in each rule: where it gives nothing, the next rule is tried",
        ),
        example(
            Code::Conflict,
            pin("{ twin = { '/tags/firmware' = { «present» = true, below = '12' } } }"),
            "`present` stands beside a version",
            "leave `present` out: what is absent is no version",
        ),
    ]
}
