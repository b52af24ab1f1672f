//! Laying out policies and test files.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod pages;

use analysis::format::{format, is_policy};
use placement::{Code, Policy};
use proptest::prelude::*;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

#[track_caller]
fn becomes(source: &str, expected: &str) {
    let formatted = format(source).unwrap();
    assert_eq!(formatted, expected, "\n{formatted}");
    assert_eq!(format(expected).unwrap(), expected, "again");
    assert_eq!(comments(source), comments(&formatted));
}

/// The comments of a text, in its order.
fn comments(source: &str) -> Vec<String> {
    let tokens = Source::new(source).lex().filter(|token| token.kind() == TokenKind::Comment);
    let texts = tokens.map(|token| source[token.span().start()..token.span().end()].trim_end_matches([' ', '\t']));
    texts.map(str::to_owned).collect()
}

/// What a text says besides white space, commas and comments, in its order.
fn content(source: &str) -> Vec<String> {
    let left_out = [TokenKind::Comment, TokenKind::Whitespace, TokenKind::Newline, TokenKind::Comma, TokenKind::Eof];
    let tokens = Source::new(source).lex().filter(|token| !left_out.contains(&token.kind()));
    tokens.map(|token| source[token.span().start()..token.span().end()].to_owned()).collect()
}

#[test]
fn the_files_of_this_repository_are_laid_out_so() {
    let files = pages::files();
    assert!(files.len() >= 7);
    for (name, source) in files {
        assert_eq!(format(&source).unwrap(), source, "{name}");
    }
}

#[test]
fn so_are_the_blocks_of_the_documentation() {
    for (place, source) in pages::blocks() {
        let source = source.trim_start();
        match format(source) {
            // What is to be laid out is not yet.
            Ok(formatted) if !source.starts_with("# loose.toml") => assert_eq!(formatted, source, "{place}"),
            _ => {}
        }
    }
}

#[test]
fn equals_signs_and_comments_stand_below_each_other_where_no_empty_line_parts_them() {
    becomes(
        "language=1 # one\npolicy   =  \"p\"\nhash = 1      # two   \n\n\n\nseed = \"s\"# three\n",
        "language = 1  # one\npolicy   = \"p\"\nhash     = 1  # two\n\nseed = \"s\"  # three\n",
    );
}

#[test]
fn a_header_stands_apart_with_its_comments_and_in_by_a_step_for_each_list_that_it_is_below() {
    becomes(
        "a=1\n# of the attribute\n[[attribute]]\n\nname=\"geo\"\n# of the rule\n  #too\n[[ attribute . rule ]]\nname=\"r\"\n[attribute.rule.when]\niot-edge=true\n[answer]\n[answer.payload]\nx=\"y\"\n",
        "a = 1\n\n# of the attribute\n[[attribute]]\nname = \"geo\"\n\n  # of the rule\n  #too\n  [[attribute.rule]]\n  name = \"r\"\n\n    [attribute.rule.when]\n    iot-edge = true\n\n[answer]\n\n[answer.payload]\nx = \"y\"\n",
    );
}

#[test]
fn a_comment_stands_with_what_it_stood_with() {
    becomes(
        "\n\n# of the file\n\n\n[[a]]\n[[a.b]]\nx = 1\n    # below x\n\n      # alone, before c\n\n# of c\n[c]\n# of y\ny = 1 # at y\n\n# the end\n\n",
        "# of the file\n\n[[a]]\n\n  [[a.b]]\n  x = 1\n  # below x\n\n# alone, before c\n\n# of c\n[c]\n# of y\ny = 1  # at y\n\n# the end\n",
    );
}

#[test]
fn lists_and_tables_on_one_line_stay_there() {
    becomes(
        "x = [ 1,2 , 3, ]\ny={a=1,b . c={ } , d=[  ]}\nz = [{a=[[1]]}]\n",
        "x = [1, 2, 3]\ny = { a = 1, b.c = {}, d = [] }\nz = [{ a = [[1]] }]\n",
    );
}

#[test]
fn lists_that_the_author_broke_stay_broken_where_they_were() {
    becomes(
        "when = { any = [ # one of\n\n {a=1},{ b = 2 }\n\n\n  # then\n, {c=3} # last\n] }\nlonger = [[\n1\n# end\n],\n\n]\nempty = [\n\n]\n",
        "when   = { any = [  # one of\n  { a = 1 }, { b = 2 },\n\n  # then\n  { c = 3 },  # last\n] }\nlonger = [\n  [\n    1,\n    # end\n  ],\n]\nempty  = []\n",
    );
}

#[test]
fn comments_in_a_list_stand_below_each_other() {
    becomes(
        "  [[a]]\n  x = [\n'a', # one\n'bcd', # two\n\n'efghi' # three\n]\n",
        "[[a]]\nx = [\n  'a',    # one\n  'bcd',  # two\n\n  'efghi',  # three\n]\n",
    );
}

#[test]
fn keys_and_values_stay_as_they_are_spelled() {
    becomes(
        "\"a b\" . 'c'=0x0F\nd= 1979-05-27 07:32:00 # day\ne =\"\"\"\n  x  \n\ty=1 # none\n\"\"\" # after\nf = 1_000\n",
        "\"a b\".'c' = 0x0F\nd         = 1979-05-27 07:32:00  # day\ne         = \"\"\"\n  x  \n\ty=1 # none\n\"\"\"  # after\nf         = 1_000\n",
    );
}

#[test]
fn lines_end_as_the_first_does() {
    becomes("a=1\r\n\r\n\r\n[b]\nx=[\n1]\n", "a = 1\r\n\r\n[b]\r\nx = [\r\n  1,\r\n]\r\n");
    becomes("a=\"\"\"\r\n\"\"\"\nb=1\r\n", "a = \"\"\"\r\n\"\"\"\nb = 1\n");
    becomes("a=1", "a = 1\n");
}

#[test]
fn an_empty_file_stays_empty_and_a_byte_order_mark_goes() {
    becomes("", "");
    becomes("\n \n", "");
    becomes("\u{feff}a=1\n", "a = 1\n");
}

#[test]
fn a_policy_has_the_same_problems_as_before() {
    let problems = |source: &str| {
        let found = Policy::parse(source).map_or_else(|problems| problems, |checked| checked.warnings);
        let mut found: Vec<_> = found.into_iter().map(|problem| (problem.code, problem.message)).collect();
        found.sort();
        found
    };
    let mut seen = 0;
    for (place, source) in pages::blocks() {
        let Ok(formatted) = format(&source) else { continue };
        assert_eq!(problems(&source), problems(&formatted), "{place}");
        assert_eq!(comments(&source), comments(&formatted), "{place}");
        seen += 1;
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn what_is_not_toml_is_refused_as_the_reader_refuses_it() {
    for source in ["a = ", "[[stamp]\n", "a = 1\na = 2\n", "{ \"a\": 1 }"] {
        let refused = format(source).unwrap_err();
        assert_eq!(refused, Policy::parse(source).map(drop).unwrap_err(), "{source}");
        assert!(refused.iter().all(|diagnostic| diagnostic.code == Code::Syntax), "{source}");
    }
}

#[test]
fn a_policy_is_told_from_other_files_by_its_first_words() {
    for (name, source) in pages::files() {
        assert_eq!(is_policy(&source), !name.ends_with(".test.toml"), "{name}");
    }
    assert!(!is_policy("[package]\nname = \"x\"\n"));
    assert!(is_policy("language = "));
}

/// Texts that are TOML more often than chance would have it.
fn toml() -> impl Strategy<Value = String> {
    let space = "[ \t]{0,3}";
    let end =
        prop_oneof![Just("\n".to_owned()), Just("\r\n".to_owned()), "[ \t]{0,2}#[ a-zé\t\"]{0,6}\n", "\n[ ]{0,2}\n"];
    let scalar = prop_oneof![
        Just("1".to_owned()),
        Just("1_000.5".to_owned()),
        Just("true".to_owned()),
        Just("\"a # b\"".to_owned()),
        Just("'[x]'".to_owned()),
        Just("\"\"\"\n a,\r\n\"\"\"".to_owned()),
        Just("1979-05-27 07:32:00".to_owned()),
    ];
    let gap = prop_oneof![3 => space.prop_map(String::from), 1 => end.clone()];
    let value = scalar.prop_recursive(4, 24, 4, move |inner| {
        let item = (gap.clone(), inner.clone(), gap.clone()).prop_map(|(a, b, c)| format!("{a}{b}{c}"));
        let list = (prop::collection::vec(item, 0..4), any::<bool>(), gap.clone()).prop_map(|(items, comma, gap)| {
            let comma = if comma && !items.is_empty() { "," } else { "" };
            format!("[{}{comma}{gap}]", items.join(","))
        });
        let pair = (gap.clone(), space, inner, gap.clone());
        let table = prop::collection::vec(pair, 0..4).prop_map(|pairs| {
            let pair = |(at, (a, b, value, c)): (usize, &(String, String, String, String))| {
                format!("{a}k{at}{b}={b}{value}{c}")
            };
            format!("{{{}}}", pairs.iter().enumerate().map(pair).collect::<Vec<_>>().join(","))
        });
        prop_oneof![list, table]
    });
    let line = (0..5_u8, space, value, end).prop_map(|(kind, space, value, end)| match kind {
        0 => format!("{space}[T]{end}"),
        1 => format!("{space}[[ L]]{end}"),
        2 => format!("{space}[[L.M ]]{end}"),
        3 => end,
        _ => format!("{space}K{space}={space}{value}{end}"),
    });
    prop::collection::vec(line, 0..10).prop_map(|lines| {
        let numbered = lines
            .iter()
            .enumerate()
            .map(|(at, line)| line.replacen('K', &"k".repeat(at % 3 + 1), 1).replacen('T', &format!("t{at}.u"), 1));
        numbered.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 1_000 } else { 30_000 }))]

    #[test]
    fn formatting_again_changes_nothing_and_what_is_said_stays(source in toml()) {
        let formatted = format(&source);
        prop_assume!(formatted.is_ok());
        let formatted = formatted.unwrap();
        prop_assert_eq!(format(&formatted).unwrap(), formatted.clone(), "again");
        prop_assert_eq!(comments(&source), comments(&formatted));
        prop_assert_eq!(content(&source), content(&formatted));
        let meant: toml::Table = source.parse().unwrap();
        prop_assert_eq!(meant, formatted.parse().unwrap(), "{}", formatted);
        let spaced = formatted.lines().any(|line| line.ends_with(' ')) && !formatted.contains("\"\"\"");
        prop_assert!(!spaced, "{formatted:?}");
    }

    #[test]
    fn any_text_is_formatted_or_refused(source in any::<String>()) {
        if let Ok(formatted) = format(&source) {
            prop_assert_eq!(format(&formatted).unwrap(), formatted.clone());
        }
    }

    #[test]
    fn a_policy_with_its_space_disturbed_comes_out_as_it_was(
        at in any::<prop::sample::Index>(), space in "[ \t]{0,4}", spots in prop::collection::vec(any::<prop::sample::Index>(), 12),
    ) {
        let files = pages::files();
        let (name, source) = at.get(&files);
        let tokens: Vec<_> = Source::new(source).lex().collect();
        let spots: Vec<usize> = spots.iter().map(|spot| spot.index(tokens.len())).collect();
        let disturbed: String = tokens.iter().enumerate().map(|(at, token)| {
            let text = &source[token.span().start()..token.span().end()];
            let between = at > 0 && token.kind() == TokenKind::Whitespace;
            if spots.contains(&at) && between { space.clone() } else { text.to_owned() }
        }).collect();
        prop_assert_eq!(&format(&disturbed).unwrap(), source, "{}", name);
    }
}

/// TOML knows no comment there, but the reader of tables on several lines lets it pass.
#[test]
fn a_comment_between_a_key_and_its_value_is_kept_on_a_line_of_its_own() {
    becomes("a = { b# c\n= 1 }\n", "a = {\n  # c\n  b = 1,\n}\n");
    becomes(
        "a = { x = 0, b # c\n # d\n = [ # e\n 1] }\n",
        "a = {\n  # c\n  # d\n  x = 0, b = [  # e\n    1,\n  ],\n}\n",
    );
}
