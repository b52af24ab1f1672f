//! `stamp test`: does a policy do what its tests say?

mod bench;
mod component;
pub(crate) mod coverage;
mod deployed;
mod find;
pub(crate) mod mutate;
mod population;
mod record;
mod report;
pub(crate) mod results;
mod subject;
mod url;
mod watch;
mod webhook;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use self::component::Component;
pub(crate) use self::find::test_files;
pub(crate) use self::population::PopulationCase;
pub(crate) use self::subject::{Case, is_test_file, policy_of};

use self::bench::Bench;
use self::coverage::CoverageArgs;
use self::report::{Form, Report};
use self::results::{FileResults, Results};
use self::url::UrlArgs;
use crate::render::{self, Visible, test_results};
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
    #[arg(long, short)]
    verbose: bool,

    /// How to write the results
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,

    /// Also write the results in another format to a file; may be given several times
    #[arg(long, value_name = "FORMAT=FILE")]
    report: Vec<Report>,

    /// Print tests of these request bodies, with what is decided today as the expectation, rather than run any: a file
    /// with one body or one on each line, or a folder of such files. PATH is the policy
    #[arg(long, value_name = "FILE|DIR", conflicts_with_all = INSTEAD_OF)]
    record: Option<PathBuf>,

    /// Change the policies in small ways, one at a time, and say which changes no test notices; natively
    #[arg(long, conflicts_with_all = ["verbose", "report", "coverage", "coverage_text", "coverage_threshold", "url", "record"])]
    mutate: bool,

    /// Run again whenever a test file, its policy or a body changes, until it is stopped
    #[arg(long, conflicts_with_all = ["record", "mutate"])]
    watch: bool,

    #[command(flatten)]
    coverage: CoverageArgs,

    #[command(flatten)]
    url: UrlArgs,
}

/// What says how tests are run, which recording does not.
const INSTEAD_OF: [&str; 8] =
    ["filter", "verbose", "format", "report", "coverage", "coverage_text", "coverage_threshold", "url"];

const EXAMPLES: &str = "\
Examples:
  stamp test
  stamp test policies/contoso.toml --filter canary --verbose
  stamp test policies/contoso.toml --record requests.ndjson >> policies/contoso.test.toml
  stamp test policies/contoso.toml --mutate
  stamp test --coverage-threshold 90 --coverage-text
  stamp test --format github --report junit=results.xml
  stamp test policies/contoso.toml --url https://allocate.contoso.example --key-file webhook.key";

/// Runs every test, whatever the others come to.
pub fn run(args: Args, output: &mut Output) -> Result<ExitStatus> {
    if let Some(requests) = &args.record {
        return record::run(&args.paths, requests, output);
    }
    let files = test_files(&args.paths)?;
    if args.mutate {
        return mutate::run(&files, args.filter.as_deref(), args.format, output);
    }
    let bench = Bench::set_up(&args.url)?;
    if args.watch {
        return watch::run(&args.paths, output, |files, output| run_once(&args, &bench, files, output));
    }
    run_once(&args, &bench, files, output)
}

/// Runs test files on a component, says what fails, and gives how many tests passed; none where any did not.
pub(crate) fn all_pass(files: &[PathBuf], component: Component, output: &mut Output) -> Result<Option<usize>> {
    let bench = Bench::Component(component);
    let mut results = Results::default();
    for path in files {
        let ran = bench.run(path, None, false)?;
        let file = FileResults::new(path, ran.outcome);
        test_results::file(&file, false, results.has_shown(&file), output)?;
        results.add(file, ran.requests);
    }
    Ok((results.status() == ExitStatus::Success).then_some(results.passed))
}

fn run_once(args: &Args, bench: &Bench, files: Vec<PathBuf>, output: &mut Output) -> Result<ExitStatus> {
    let mut results = Results::default();
    for path in files {
        let ran = bench.run(&path, args.filter.as_deref(), args.coverage.is_wanted())?;
        let file = FileResults::new(&path, ran.outcome);
        if args.format == Form::Human {
            test_results::file(&file, args.verbose, results.has_shown(&file), output)?;
        }
        results.add(file, ran.requests);
        ran.coverage.into_iter().for_each(|coverage| results.cover(coverage));
    }
    bench.have_asked(&results)?;
    args.report.iter().try_for_each(|report| report.write(&results))?;
    match args.format.write(&results)? {
        None => for_people(&results, &args.coverage, output)?,
        Some(text) => output.result(text)?,
    }
    let status = results.status();
    if results.is_empty() && status == ExitStatus::Failure {
        output.note(nothing_run(args.filter.as_deref()))?;
    }
    let reached = reaches(&results, args.coverage.threshold(), output)?;
    Ok(if status == ExitStatus::Success && !reached { ExitStatus::Failure } else { status })
}

fn for_people(results: &Results, coverage: &CoverageArgs, output: &mut Output) -> Result<()> {
    for policy in &results.coverage {
        output.result(match coverage.in_text() {
            true => render::coverage::in_text(policy),
            false => render::coverage::for_people(policy),
        })?;
    }
    Ok(output.result(test_results::summary(results))?)
}

/// Whether the tests exercise enough of every policy. Those of which they do not are named.
fn reaches(results: &Results, percent: usize, output: &mut Output) -> Result<bool> {
    let mut reached = true;
    for policy in results.below(percent) {
        output.note(format_args!("less than {percent} % of {} is exercised", Visible(&policy.policy)))?;
        reached = false;
    }
    Ok(reached)
}

/// An empty run would look like a good one.
fn nothing_run(filter: Option<&str>) -> String {
    match filter {
        Some(text) => format!("no test was run: there is none whose name contains `{text}`"),
        None => "no test was run: name a test file, a policy with tests beside it or a folder that has some".into(),
    }
}
