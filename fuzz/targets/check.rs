//! The analysis of policies: it ends, and the device that it shows for a finding is one that DPS could send.
#![no_main]

use fuzz::choice::Choice;
use fuzz::policy::Made;
use libfuzzer_sys::{Corpus, fuzz_target};
use placement::Policy;

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let mut choice = Choice::new(bytes);
    let text = Made::by(&mut choice).text();
    let Ok(checked) = Policy::parse(&text) else { return Corpus::Reject };
    let report = analysis::check::check(&checked.policy, &text, choice.below(2));
    for finding in report.findings {
        assert!(text.get(finding.diagnostic.span.clone()).is_some(), "{finding:?} stands nowhere");
        if let Some(example) = finding.example {
            let request = dps::AllocationRequest::parse(example.request.to_string().as_bytes());
            assert!(request.is_ok(), "no device: {}", example.request);
            assert!(!example.shows.is_empty());
        }
    }
    Corpus::Keep
});
