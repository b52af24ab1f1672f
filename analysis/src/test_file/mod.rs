//! Files of tests, `*.test.toml`: requests, and what must come of them (`docs/testing.md`).

mod body;
mod expectation;
mod names;
mod population;
mod request;
mod words;

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use placement::diagnostic::Sink;
use placement::language::{Kind, check, report_duplicates};
use placement::node::{Node, Tree};
use placement::{Code, Diagnostic, Policy};

pub use body::{Attestation, Body, Enrollment};
pub use expectation::{Expectation, Expected};
pub use population::{Base, Fleet, Population};
pub use words::TEST_FILE;

use names::Names;

/// The code of a request that cannot be read (`docs/http.md`, "Errors").
pub(crate) const MALFORMED: &str = "malformed-request";

/// A test file that has not been held against its policy yet.
pub struct Draft<'s> {
    source: &'s str,
    tree: Tree<'s>,
}

/// A test.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// What it says, in a sentence.
    pub name: String,
    /// Where its name stands: bytes of the file's text.
    pub span: Range<usize>,
    /// What is asked.
    pub request: Request,
    /// What must come of it.
    pub expect: Expectation,
}

/// What a test asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// A body as DPS would send it, made of the fields that the test gives.
    Body(Vec<u8>),
    /// The body that a file holds.
    File {
        /// The path of the file, from the test file's folder.
        path: String,
        /// Where it stands: bytes of the test file's text.
        span: Range<usize>,
    },
}

impl<'s> Draft<'s> {
    /// Takes a text for a test file.
    ///
    /// # Errors
    /// The text is not TOML: all of its syntax errors, in the order of the text.
    pub fn parse(source: &'s str) -> Result<Self, Vec<Diagnostic>> {
        let mut sink = Sink::default();
        match Tree::parse(source, &mut sink) {
            Some(tree) => Ok(Self { source, tree }),
            None => Err(sink.into_diagnostics()),
        }
    }

    /// The path of the policy's file, from the test file's folder, if the test file names one.
    pub fn policy(&self) -> Option<&str> {
        self.tree.root().text_of("policy")
    }

    /// The names of the tests and populations, in file order, as far as they have one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let entries = ["test", "population"].into_iter().flat_map(|kind| self.tree.root().entries(kind));
        entries.map(|test| test.text_of("name").unwrap_or("(a test without a name)"))
    }

    /// The paths of the bodies that tests name, from the test file's folder, in file order.
    pub fn bodies(&self) -> impl Iterator<Item = &str> {
        self.tree.root().entries("test").filter_map(|test| test.text_of("request"))
    }

    /// The paths of the fleets that populations name, from the test file's folder, in file order.
    pub fn fleets(&self) -> impl Iterator<Item = &str> {
        self.tree.root().entries("population").filter_map(|population| population.text_of("fleet"))
    }

    /// The paths of the policies that populations compare with, from the test file's folder, in file order.
    pub fn bases(&self) -> impl Iterator<Item = &str> {
        self.tree.root().entries("population").filter_map(|population| population.text_of("base"))
    }

    /// The populations of `policy`, in file order.
    ///
    /// # Errors
    /// Everything that is wrong with the file, as [`Draft::against`] tells it.
    pub fn populations(&self, policy: &Policy) -> Result<Vec<Population>, Vec<Diagnostic>> {
        self.read(policy).map(|(_, populations)| populations)
    }

    /// The tests of `policy`, in file order.
    ///
    /// # Errors
    /// Everything that is wrong with the file, in the order of the text: words, types, and names that the policy does
    /// not have.
    pub fn against(&self, policy: &Policy) -> Result<Vec<Test>, Vec<Diagnostic>> {
        self.read(policy).map(|(tests, _)| tests)
    }

    fn read(&self, policy: &Policy) -> Result<(Vec<Test>, Vec<Population>), Vec<Diagnostic>> {
        let mut sink = Sink::default();
        let root = self.tree.root();
        check(&Kind::Table(&TEST_FILE), "test file", root, &mut sink);
        tests_something(root, &mut sink);
        report_duplicates("test", root.entries("test"), &mut sink);
        report_duplicates("population", root.entries("population"), &mut sink);
        let names = Names::new(policy);
        // Read all of them before giving up on one: the author wants to know everything at once.
        let tests: Vec<_> = root.entries("test").map(|entry| test(entry, &names, &mut sink)).collect();
        let populations = root.entries("population");
        let populations: Vec<_> =
            populations.map(|entry| population::read(entry, self.source, &names, &mut sink)).collect();
        match (tests.into_iter().collect(), populations.into_iter().collect()) {
            (Some(tests), Some(populations)) if !sink.has_errors() => Ok((tests, populations)),
            _ => Err(sink.into_diagnostics()),
        }
    }
}

fn tests_something(root: Node<'_>, sink: &mut Sink) {
    if root.entries("test").chain(root.entries("population")).next().is_none() {
        let at = root.get("test").map_or(root.span(), |test| test.span());
        let diagnostic = Diagnostic::new(Code::MissingKey, at, "the test file has no `test`".into());
        sink.push(diagnostic.help("add `[[test]]`: the tests; or `[[population]]`: tests of whole fleets"));
    }
}

fn test(entry: Node<'_>, names: &Names<'_>, sink: &mut Sink) -> Option<Test> {
    let request = entry.get("request").and_then(|request| self::request::read(request, names, sink));
    let expect = entry.get("expect").and_then(|expect| expectation::read(expect, names, sink));
    let name = entry.get("name")?;
    Some(Test { name: name.text()?.to_owned(), span: name.span(), request: request?, expect: expect? })
}
