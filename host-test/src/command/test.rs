//! `stamp test`: does a policy do what its tests say?

mod component;
mod deployed;
mod find;
pub(crate) mod results;
mod subject;
mod url;
mod webhook;

use std::path::{Path, PathBuf};

use analysis::judge;
use anyhow::{Result, bail};

pub(crate) use self::subject::{Case, is_test_file, policy_of};

use self::component::Component;
use self::deployed::Deployed;
use self::results::{FileResults, Outcome, Results, TestResult};
use self::subject::Subject;
use self::url::UrlArgs;
use self::webhook::Webhook;
use crate::render::{Format, test_results};
use crate::{ExitStatus, Output};

/// Test policies by the files beside them
///
/// Posts each test's request to the component that ships, in its host and by HTTP as DPS does, and decides natively
/// too. A test fails where it does not get what it expects, or where the two differ.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Test files, policies (the test files beside them) and folders (every *.test.toml in them) [default: policies,
    /// or the current folder where there is none]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Only tests whose name contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Show each test, not only those that fail
    #[arg(long)]
    verbose: bool,

    /// How to write the results
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    #[command(flatten)]
    url: UrlArgs,
}

const EXAMPLES: &str = "\
Examples:
  stamp test
  stamp test policies/contoso.toml --filter canary --verbose
  stamp test policies/contoso.toml --url https://allocate.contoso.example --key-file webhook.key";

/// Runs every test, whatever the others come to.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    let files = find::test_files(&args.paths)?;
    let bench = Bench::set_up(&args.url)?;
    let mut results = Results::default();
    for path in files {
        let file = FileResults::new(&path, bench.run(&path, args.filter.as_deref())?);
        if args.format == Format::Human {
            test_results::file(&file, args.verbose, results.has_shown(&file), output)?;
        }
        results.add(file);
    }
    bench.have_asked(&results)?;
    match args.format {
        Format::Human => output.result(test_results::summary(&results))?,
        Format::Json => output.result(serde_json::to_string_pretty(&results)?)?,
    }
    let status = results.status();
    if results.is_empty() && status == ExitStatus::Failure {
        output.note(nothing_run(args.filter.as_deref()))?;
    }
    Ok(status)
}

/// An empty run would look like a good one.
fn nothing_run(filter: Option<&str>) -> String {
    match filter {
        Some(text) => format!("no test was run: there is none whose name contains `{text}`"),
        None => "no test was run: name a test file, a policy with tests beside it or a folder that has some".into(),
    }
}

/// What the tests are run on.
enum Bench {
    /// The component, in its host.
    Component(Component),
    /// A webhook that is up.
    Deployed(Deployed),
}

impl Bench {
    fn set_up(url: &UrlArgs) -> Result<Self> {
        match url.endpoint()? {
            Some(endpoint) => Deployed::reach(endpoint).map(Self::Deployed),
            None => Component::compile().map(Self::Component),
        }
    }

    fn run(&self, path: &Path, filter: Option<&str>) -> Result<Outcome> {
        let subject = match Subject::read(path) {
            Ok(Ok(subject)) => subject,
            Ok(Err(outcome)) => return Ok(outcome),
            Err(error) => return Ok(Outcome::Unreadable { error: format!("{error:#}") }),
        };
        let webhook: Box<dyn Webhook + '_> = match self {
            Self::Component(component) => Box::new(component.serve(subject.source.as_bytes())?),
            Self::Deployed(deployed) if !deployed.serves(&subject.policy) => {
                let policy = &subject.policy;
                return Ok(Outcome::OtherPolicy { policy: policy.name().into(), digest: policy.digest().into() });
            }
            Self::Deployed(deployed) => Box::new(deployed),
        };
        let wanted = subject.cases.iter().filter(|case| filter.is_none_or(|text| case.test.name.contains(text)));
        let tests = wanted.map(|case| try_case(case, &subject, &*webhook)).collect::<Result<_>>()?;
        Ok(Outcome::Tested { digest: subject.policy.digest().to_owned(), tests })
    }

    /// A webhook that serves none of the policies has not been tested.
    fn have_asked(&self, results: &Results) -> Result<()> {
        match self {
            Self::Deployed(deployed) if results.are_all_of_other_policies() => {
                bail!("{}, and none of the tests is for that policy", deployed.identity())
            }
            _ => Ok(()),
        }
    }
}

fn try_case(case: &Case, subject: &Subject, webhook: &dyn Webhook) -> Result<TestResult> {
    let native = analysis::Native::decide(&subject.policy, &case.body);
    let reply = webhook.ask(&case.body)?;
    let mut mismatches = judge(&subject.policy, &case.test.expect, &reply, &native);
    for mismatch in mismatches.iter_mut().filter(|mismatch| mismatch.what == "answer") {
        mismatch.because = webhook.said();
    }
    Ok(TestResult::new(case, mismatches))
}
