//! Mistakes of form: keys, types, ranges, spelling.

use placement::Code;

use super::example::*;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn examples() -> Vec<Example> {
    vec![
        example(
            Code::Syntax,
            with(HOME, "weight = «»\n"),
            "not TOML: string values must be quoted, expected literal string",
            "",
        ),
        example(
            Code::Syntax,
            "«{»\n  \"language\": 1,\n  \"stamp\": []\n}\n".into(),
            "not TOML: this begins as JSON does",
            "write it as TOML: `key = value` on a line of its own, without the braces around all",
        ),
        example(
            Code::Syntax,
            with(HOME, "# ...\n  «[answer.payload.").replace("payload.", &"payload.".repeat(80)) + "x]» # the end\n",
            "not TOML that can be read: a key of very many parts",
            "write at most 79 parts with dots between",
        ),
        example(
            Code::UnknownKey,
            with(HOME, "«stat» = 'open'\n"),
            "unknown key `stat` in the stamp `home`",
            "did you mean `state`?",
        ),
        example(
            Code::MissingKey,
            with("«[[stamp]]»\nname = 'home'\nhub = 'home-hub.azure-devices.net'\n", ""),
            "the stamp `home` has no `capacity`",
            "add `capacity = …`: the number of devices that it is built for",
        ),
        example(
            Code::MissingKey,
            with("stamp = «[]»\n", ""),
            "the policy has no `stamp`",
            "add `[[stamp]]`: the stamps. Their order means nothing",
        ),
        example(
            Code::WrongType,
            with(HOME, "weight = «'heavy'»\n"),
            "`weight` cannot be a text",
            "write a whole number from 1 to 1,000,000",
        ),
        example(
            Code::WrongType,
            with(HOME, "[pin]\nname = 'p'\n").replace("[pin]", "«[pin]»"),
            "`pin` cannot be a table",
            "write a list of tables: their headers have two brackets, `[[ ]]`",
        ),
        example(
            Code::Empty,
            pin("«{}»"),
            "the condition of a pin is empty",
            "write `cohort`, `enrollment-group`, `registration-id`, `individual-enrollment`, `twin`, `attestation`, `iot-edge`, `all`, `any` or `not`, or leave it out",
        ),
        example(Code::Empty, pin("{ any = «[]» }"), "the list `any` is empty", "name at least one"),
        example(
            Code::Empty,
            with(HOME, "application = «''»\n"),
            "`application` is empty",
            "write something between the quotes",
        ),
        example(
            Code::OutOfRange,
            with(HOME, "weight = «1_000_001»\n"),
            "`weight` cannot be 1000001",
            "write a whole number from 1 to 1,000,000",
        ),
        example(
            Code::OutOfRange,
            rule("read = { registration-id = { separator = '-', part = «0» } }"),
            "there is no part 0",
            "1 is the first part, -1 the last",
        ),
        example(
            Code::UnknownWord,
            with(HOME, "state = «'opne'»\n"),
            "`state` cannot be `opne`",
            "did you mean `open`?",
        ),
        example(
            Code::UnknownWord,
            rule("read = { current = «false» }"),
            "`current` cannot be `false`",
            "write `current = true`, or leave it out",
        ),
        example(
            Code::UnknownVersion,
            with(HOME, "").replace("hash = 1", "hash = «2»"),
            "version 2 of `hash` is not known to this release",
            "write `hash = 1`",
        ),
        example(
            Code::BadName,
            with(HOME, "").replace("'home'", "«'Home Stamp'»"),
            "`Home Stamp` does not begin with a lower-case letter or a digit",
            "write `home-stamp`",
        ),
        example(
            Code::BadName,
            with(HOME, "labels = { «\"größe\"» = 'L' }\n"),
            "`größe` has the character `ö`",
            "write lower-case letters, digits, `.`, `_` and `-`, at most 64, beginning with a letter or digit",
        ),
        example(
            Code::BadHub,
            with(HOME, "former-hubs = «'old-hub'»\n"),
            "`old-hub` does not end in `.azure-devices.net`, `.azure-devices.us` or `.azure-devices.cn`",
            "write the hub's host name, such as `contoso-eu-1.azure-devices.net`",
        ),
        example(
            Code::BadPercent,
            pin("{ cohort = { name = 'c', percent = «12.3456» } }"),
            "`12.3456` has more than three decimals",
            "write a number from 0 to 100 with at most three decimals, such as `12.5`",
        ),
        example(
            Code::BadPercent,
            pin("{ cohort = { name = 'c', percent = [5, «101»] } }"),
            "`101` is not within 0 to 100",
            "write a number from 0 to 100 with at most three decimals, such as `12.5`",
        ),
        example(
            Code::BadPointer,
            pin("{ twin = { «'tags/geo'» = 'eu' } }"),
            "`tags/geo` does not begin with `/`",
            "write `/tags/geo`",
        ),
        example(
            Code::BadPointer,
            rule("read = { payload = «'/a~b'» }"),
            "`/a~b` has a `~` that is not `~0` (for `~`) or `~1` (for `/`)",
            "write a JSON pointer such as `/tags/geo`, with `~0` for `~` and `~1` for `/`",
        ),
        example(
            Code::BadVersion,
            pin("{ twin = { '/tags/firmware' = { below = «'v12'» } } }"),
            "`v12` is no version",
            "write dotted numbers such as `12.0.2.5`",
        ),
    ]
}
