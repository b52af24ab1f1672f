//! What is wrong with a policy, as data. Rendering is the tools' business.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

/// What some editors write before the first character of a file. It belongs to no line.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// One thing that is wrong with a policy, or worth a second look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic<C = Code> {
    /// What kind of thing it is.
    pub code: C,
    /// Whether it keeps the policy from being used.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, the author's words in backticks.
    pub message: String,
    /// Where it is: bytes of the policy's text.
    pub span: Range<usize>,
    /// What to write instead.
    pub help: Option<String>,
    /// Other places that belong to it, each with a word on why.
    pub related: Vec<(Range<usize>, String)>,
}

/// Kinds of diagnostics, each with a stable text and a severity.
pub trait Kind: Copy + 'static {
    /// All of them.
    const ALL: &'static [Self];

    /// The stable text.
    fn as_str(self) -> &'static str;

    /// How severe a diagnostic of this kind is.
    fn severity(self) -> Severity;
}

impl<C: Kind> Diagnostic<C> {
    /// A diagnostic of the severity that its code has.
    pub fn new(code: C, span: Range<usize>, message: String) -> Self {
        Self { code, severity: code.severity(), message, span, help: None, related: Vec::new() }
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with another place that belongs to it, and why.
    #[must_use]
    pub fn related(mut self, span: Range<usize>, why: impl Into<String>) -> Self {
        self.related.push((span, why.into()));
        self
    }

    /// Line and column, counted from 1, of where it begins in `source`. Columns count characters; a byte order mark is
    /// none.
    pub fn position(&self, source: &str) -> (usize, usize) {
        let before = source.get(..self.span.start).unwrap_or(source);
        let lines = before.strip_prefix(BYTE_ORDER_MARK).unwrap_or(before);
        let line = lines.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }
}

/// Whether a finding keeps a policy from being used.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Nothing is wrong, but it is good to know.
    Note,
    /// The policy can be used, but probably does not say what its author means.
    Warning,
    /// The policy is refused whole.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// Makes a type of codes: for each its name, its stable text and its severity.
#[macro_export]
#[doc(hidden)]
macro_rules! codes {
    ($(#[$type_doc:meta])* $type:ident, $($(#[$doc:meta])* $name:ident $text:literal $severity:ident,)*) => {
        $(#[$type_doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum $type { $($(#[$doc])* $name,)* }

        impl $type {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text of the code.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// How severe a diagnostic of this code is.
            pub fn severity(self) -> $crate::diagnostic::Severity {
                match self { $(Self::$name => $crate::diagnostic::Severity::$severity,)* }
            }
        }

        impl $crate::diagnostic::Kind for $type {
            const ALL: &'static [Self] = Self::ALL;

            fn as_str(self) -> &'static str {
                self.as_str()
            }

            fn severity(self) -> $crate::diagnostic::Severity {
                self.severity()
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

codes! {
    /// The kinds of diagnostics. Their texts are stable: scripts and exceptions may hang on them.
    Code,
    /// The text is not TOML.
    Syntax "syntax" Error,
    /// A key that the language does not have here.
    UnknownKey "unknown-key" Error,
    /// A key that must be there is not.
    MissingKey "missing-key" Error,
    /// A value of another type than the key takes.
    WrongType "wrong-type" Error,
    /// A text, list or table that must not be empty is.
    Empty "empty" Error,
    /// A number outside its range.
    OutOfRange "out-of-range" Error,
    /// A word that is none of the possible ones.
    UnknownWord "unknown-word" Error,
    /// A version of the language or the hashing that this reader does not know.
    UnknownVersion "unknown-version" Error,
    /// A text that is no name.
    BadName "bad-name" Error,
    /// Two entries of one kind with one name.
    DuplicateName "duplicate-name" Error,
    /// One value twice in one list.
    DuplicateValue "duplicate-value" Error,
    /// No attribute has this name.
    UnknownAttribute "unknown-attribute" Error,
    /// An attribute that is described only after this rule looks at it.
    DescribedLater "described-later" Error,
    /// The attribute does not have this value.
    UnknownValue "unknown-value" Error,
    /// No stamp has this name.
    UnknownStamp "unknown-stamp" Error,
    /// No list has this name.
    UnknownList "unknown-list" Error,
    /// No stamp, or not every stamp, has this label.
    UnknownLabel "unknown-label" Error,
    /// No stamp has this value for the label.
    UnknownLabelValue "unknown-label-value" Warning,
    /// A stamp does not say which values of an attribute it serves.
    MissingServes "missing-serves" Error,
    /// A stamp serves an attribute that has no part in serving, or no value at all.
    BadServes "bad-serves" Error,
    /// A text that is no host name of an IoT Hub.
    BadHub "bad-hub" Error,
    /// Two stamps with one hub.
    SharedHub "shared-hub" Error,
    /// More hubs than a DPS can link.
    ManyHubs "many-hubs" Warning,
    /// A number that is no percentage.
    BadPercent "bad-percent" Error,
    /// A slice without width.
    EmptySlice "empty-slice" Error,
    /// A text or pattern that nothing can match.
    BadPattern "bad-pattern" Error,
    /// A text that is no JSON pointer.
    BadPointer "bad-pointer" Error,
    /// A place that an initial twin does not have.
    PlaceOutsideTwin "place-outside-twin" Warning,
    /// A text that is no version.
    BadVersion "bad-version" Error,
    /// A condition on something that DPS does not attest, where it must.
    UntrustedCondition "untrusted-condition" Error,
    /// A condition on a cohort in a guarantee.
    CohortInGuarantee "cohort-in-guarantee" Error,
    /// A rule that does not give its value in exactly one way.
    RuleGives "rule-gives" Error,
    /// Two words that do not go together.
    Conflict "conflict" Error,
    /// A stamp that a move names as source and target.
    FromAndTo "from-and-to" Error,
    /// A move for which no stamp is left to go to.
    NoStamps "no-stamps" Error,
    /// A guarantee that allows no stamp at all.
    AllowsNone "allows-none" Warning,
    /// A placeholder that the language does not have.
    BadPlaceholder "bad-placeholder" Error,
    /// A value that JSON does not have.
    NotJson "not-json" Error,
}

/// Where validation puts everything that it finds.
#[derive(Default)]
pub struct Sink(pub(crate) Vec<Diagnostic>);

impl Sink {
    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether an error is among the findings.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The findings, in the order of the text.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.0;
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        diagnostics
    }
}
