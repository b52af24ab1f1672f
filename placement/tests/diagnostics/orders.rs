//! Moves, fallbacks, guarantees, and the answer.

use placement::Code;

use super::example::*;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn examples() -> Vec<Example> {
    vec![
        example(
            Code::Conflict,
            order("from = 'home'\nto = { away = 1 }\nwhom = «'preferred'»"),
            "`preferred` stands beside weights in `to`",
            "the hash prefers by the stamps' own weights: list the stamps without weights, or leave `whom` out",
        ),
        example(
            Code::Conflict,
            with(GEO, "[[fallback]]\nname = 'f'\nas = { «family» = 'press' }\n"),
            "`family` has `places = false`, so another value of it finds no other stamp",
            "leave it out of `as`",
        ),
        example(
            Code::FromAndTo,
            order("from = 'home'\nto = «['home', 'away']»"),
            "`home` is both in `from` and in `to`",
            "take it out of one of the two",
        ),
        example(
            Code::NoStamps,
            order("from = «['home', 'away']»"),
            "every stamp is in `from`, so there is none to go to",
            "leave a stamp out of `from`",
        ),
        example(
            Code::MissingKey,
            with(HOME, "«[[guarantee]]»\nname = 'g'\n"),
            "a guarantee without `only` and `never` says nothing",
            "add `only = …` or `never = …`: stamps by name or by labels",
        ),
        example(
            Code::AllowsNone,
            with(HOME, "«[[guarantee]]»\nname = 'g'\nnever = 'home'\n"),
            "the guarantee allows no stamp at all",
            "devices that it is for are refused: allow a stamp if that is not meant",
        ),
        example(
            Code::BadPlaceholder,
            with(HOME, "[answer.payload]\nstamp = «'{stamp.nam}'»\n"),
            "`stamp.nam` is no placeholder",
            "did you mean `{stamp.name}`?",
        ),
        example(
            Code::BadPlaceholder,
            with(HOME, "[answer.payload]\nstamp = «'a } b'»\n"),
            "`} b` is no placeholder",
            "a brace stands alone: write `{{` or `}}` for one that is no placeholder",
        ),
        example(
            Code::NotJson,
            with(HOME, "[answer.payload]\nsince = «2026-11-23»\n"),
            "JSON has no dates or times",
            "put it in quotes",
        ),
        example(
            Code::NotJson,
            with(HOME, "[answer.payload]\nlimit = «inf»\n"),
            "JSON has no such number",
            "write a finite number of 64 bits, or a text",
        ),
    ]
}
