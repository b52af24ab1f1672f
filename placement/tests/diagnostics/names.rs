//! Names that are there twice, or not at all.

use placement::Code;

use super::example::*;

#[expect(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn examples() -> Vec<Example> {
    vec![
        example(
            Code::DuplicateName,
            with(HOME, &AWAY.replace("'away'", "«'home'»")),
            "another stamp is named `home`",
            "give each its own name: traces and tests go by it",
        ),
        example(
            Code::DuplicateValue,
            with(GEO, "").replace("['eu', 'us']\n[[att", "['eu', 'us', «'eu'»]\n[[att"),
            "`eu` is listed twice",
            "leave one out",
        ),
        example(
            Code::DuplicateValue,
            rule("read = { payload = '/c' }\nmap = { DE = 'eu', «de» = 'eu' }\nignore-case = true"),
            "another key of the map is `de` without letter case",
            "leave one out: letter case does not count here",
        ),
        example(
            Code::UnknownAttribute,
            with(GEO, "").replace("{ geo = [", "{ geo = '*', «goe» = ["),
            "no attribute is named `goe`",
            "did you mean `geo`?",
        ),
        example(
            Code::DescribedLater,
            rule("when = { is = { «geo» = 'eu' } }\nvalue = 'us'"),
            "`geo` is not described yet where this rule looks at it",
            "a rule may look only at attributes above its own: put that attribute above",
        ),
        example(Code::UnknownValue, rule("value = «'ap'»"), "`geo` has no value `ap`", "write `eu` or `us`"),
        example(Code::UnknownStamp, order("from = «'hone'»"), "no stamp is named `hone`", "did you mean `home`?"),
        example(
            Code::UnknownList,
            pin("{ registration-id = { list = «'benches'» } }"),
            "no list is named `benches`",
            "there is none yet: add one, or leave this out",
        ),
        example(
            Code::UnknownLabel,
            order("from = { labels = { «regio» = 'west' } }"),
            "no stamp has a label `regio`",
            "did you mean `region`?",
        ),
        example(
            Code::UnknownLabel,
            guarantee("only = { labels = { «region» = 'west' } }"),
            "one stamp is without a label `region`",
            "a guarantee covers every stamp: give the label to `away`",
        ),
        example(
            Code::UnknownLabelValue,
            order("from = { labels = { region = [«'wets'», 'west'] } }"),
            "no stamp has `region` = `wets`",
            "did you mean `west`?",
        ),
        example(
            Code::UnknownLabelValue,
            order("from = { labels = { region = ['north-europe', 'west'] } }")
                .replace("'north-europe'", "«'north-europe'»"),
            "no stamp has `region` = `north-europe`",
            "stamps have `west`: write one of these, or give this one to a stamp",
        ),
    ]
}
