//! The formatter: laid out once is laid out for good, and nothing but white space, commas and the places of comments has changed.
#![no_main]

use fuzz::change::policy_text;
use libfuzzer_sys::fuzz_target;
use placement::Policy;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = policy_text(bytes) else { return };
    let source = source.as_str();
    let formatted = match analysis::format::format(source) {
        Ok(formatted) => formatted,
        Err(diagnostics) => {
            assert!(!diagnostics.is_empty(), "refused for nothing");
            for diagnostic in diagnostics {
                assert!(source.get(diagnostic.span.clone()).is_some(), "{diagnostic:?} stands nowhere");
            }
            return;
        }
    };
    assert_eq!(analysis::format::format(&formatted).as_deref(), Ok(formatted.as_str()), "laid out again it is another");
    let value = |text: &str| toml::from_str::<toml::Table>(text).ok();
    assert_eq!(value(source), value(&formatted), "it says something else");
    for kind in [TokenKind::Comment, TokenKind::Atom] {
        assert_eq!(tokens(source, kind), tokens(&formatted, kind), "{kind:?}s are not the same");
    }
    assert_eq!(
        Policy::parse(source).is_ok(),
        Policy::parse(&formatted).is_ok(),
        "it is no policy any more, or is one now"
    );
});

fn tokens(source: &str, kind: TokenKind) -> Vec<&str> {
    let tokens = Source::new(source).lex().filter(|token| token.kind() == kind);
    tokens.filter_map(|token| source.get(token.span().start()..token.span().end())).map(str::trim_end).collect()
}
