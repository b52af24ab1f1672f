//! What came of tests, as the XML that JUnit's Ant task began and CI servers read.

use std::io;

use anyhow::Result;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Visible;
use super::test_results::{brief, details};
use crate::command::test::results::{FileResults, Outcome, Results, TestResult};

/// A document with a suite for each file.
pub(crate) fn results(results: &Results) -> Result<String> {
    let suites: Vec<Suite<'_>> = results.files.iter().filter_map(Suite::of).collect();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let count = |kind: Option<Kind>| suites.iter().map(|suite| suite.count(kind)).sum();
    let root = writer.create_element("testsuites").with_attribute(("name", "stamp test"));
    let root = root.with_attributes(counts(count).iter().map(|(key, value)| (*key, value.as_str())));
    root.write_inner_content(|writer| suites.iter().try_for_each(|suite| suite.write(writer)))?;
    Ok(String::from_utf8(writer.into_inner())?)
}

/// The tests of a file; where they could not be run, one that stands for them.
struct Suite<'r> {
    file: &'r str,
    cases: Vec<Case<'r>>,
}

struct Case<'r> {
    name: &'r str,
    line: usize,
    problem: Option<Problem>,
}

struct Problem {
    kind: Kind,
    brief: String,
    details: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The test says no.
    Failure,
    /// The test could not be run.
    Error,
    /// The test is for another policy.
    Skipped,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

impl<'r> Suite<'r> {
    fn of(results: &'r FileResults) -> Option<Self> {
        let instead = |name, kind, brief: String, details: &str| {
            [Case { name, line: 1, problem: Some(Problem { kind, brief, details: details.to_owned() }) }].into()
        };
        let cases = match &results.outcome {
            Outcome::Tested { tests, .. } => tests.iter().map(Case::of).collect(),
            Outcome::InvalidPolicy { policy, shown, .. } => {
                instead("the policy has no errors", Kind::Error, format!("{policy} has errors"), shown)
            }
            Outcome::NoTestFile { shown, .. } => {
                instead("the test file has no errors", Kind::Error, "it is no test file of its policy".into(), shown)
            }
            Outcome::Unreadable { error } => instead("all files can be read", Kind::Error, error.clone(), ""),
            Outcome::OtherPolicy { policy, digest } => {
                let brief = format!("the tests are for the policy {policy}, sha256 {digest}");
                instead("the webhook serves this policy", Kind::Skipped, brief, "")
            }
            Outcome::FilteredOut => return None,
        };
        Some(Self { file: &results.file, cases })
    }

    fn count(&self, kind: Option<Kind>) -> usize {
        let counts = |case: &&Case<'_>| kind.is_none() || case.problem.as_ref().map(|problem| problem.kind) == kind;
        self.cases.iter().filter(counts).count()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let suite = writer.create_element("testsuite").with_attribute(("name", &*attribute(self.file)));
        let counts = counts(|kind| self.count(kind));
        let suite = suite.with_attributes(counts.iter().map(|(key, value)| (*key, value.as_str())));
        suite.write_inner_content(|writer| self.cases.iter().try_for_each(|case| case.write(self.file, writer)))?;
        Ok(())
    }
}

fn counts(count: impl Fn(Option<Kind>) -> usize) -> [(&'static str, String); 4] {
    let kinds = [("failures", Kind::Failure), ("errors", Kind::Error), ("skipped", Kind::Skipped)];
    let [failures, errors, skipped] = kinds.map(|(word, kind)| (word, count(Some(kind)).to_string()));
    [("tests", count(None).to_string()), failures, errors, skipped]
}

impl<'r> Case<'r> {
    fn of(test: &'r TestResult) -> Self {
        let failure = || Problem { kind: Kind::Failure, brief: brief(test), details: details(test) };
        Self { name: &test.name, line: test.line, problem: (!test.passed).then(failure) }
    }

    fn write(&self, file: &str, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let file = attribute(file);
        let case = writer.create_element("testcase").with_attribute(("name", &*attribute(self.name)));
        let case = case.with_attributes([("classname", &*file), ("file", &*file), ("line", &*self.line.to_string())]);
        match &self.problem {
            None => case.write_empty()?,
            Some(problem) => case.write_inner_content(|writer| problem.write(writer))?,
        };
        Ok(())
    }
}

impl Problem {
    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let element = writer.create_element(self.kind.word()).with_attribute(("message", &*attribute(&self.brief)));
        if self.details.is_empty() {
            element.write_empty()?;
        } else {
            element.write_text_content(BytesText::new(&text(&self.details)))?;
        }
        Ok(())
    }
}

/// A text on one line, of characters that XML may hold.
fn attribute(text: &str) -> String {
    self::text(&Visible(text).to_string())
}

/// A text of characters that XML 1.0 may hold (section 2.2). No escape can stand for the others.
fn text(text: &str) -> String {
    let plain = anstream::adapter::strip_str(text).to_string();
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
    plain.chars().map(|c| if allowed(c) { c } else { '\u{fffd}' }).collect()
}
