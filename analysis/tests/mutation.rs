//! A mutant that is said to change nothing answers every request as the original does.

mod lines;

use std::fs;
use std::path::Path;

use analysis::mutation::mutants;
use dps::AllocationRequest;
use placement::Policy;

use crate::lines::Line;

/// Every so many policies of the corpus are looked at.
const EVERY: usize = 30;

/// The requests of a line with the hubs that they link and with all, of devices that are new, where they are, and on
/// each stamp.
fn requests(policy: &Policy, line: &Line) -> Vec<AllocationRequest> {
    let mut requests = Vec::new();
    for case in &line.cases {
        let Ok(request) = AllocationRequest::parse(case.request.to_string().as_bytes()) else { continue };
        let hubs = || policy.stamps().iter().map(|stamp| String::from(stamp.hub.as_str()));
        let linked = [request.linked_hubs.clone(), hubs().collect()];
        for linked_hubs in linked {
            let here = [request.current_hub.clone(), None].into_iter().chain(hubs().map(Some));
            let request =
                |current_hub| AllocationRequest { linked_hubs: linked_hubs.clone(), current_hub, ..request.clone() };
            requests.extend(here.map(request));
        }
    }
    requests
}

#[test]
fn what_is_proved_to_change_nothing_changes_nothing() {
    let (mut all, mut harmless) = (0, 0);
    for line in lines::every(EVERY) {
        let policy = Policy::parse(&line.policy).unwrap().policy;
        let requests = requests(&policy, &line);
        for mutant in mutants(&policy, &line.policy) {
            all += 1;
            if !mutant.changes_nothing(&policy) {
                continue;
            }
            harmless += 1;
            for request in &requests {
                let (before, after) = (policy.decide(request), mutant.policy.decide(request));
                assert_eq!(before.outcome, after.outcome, "{}: {}\n{request:?}", mutant.what, line.policy);
            }
        }
    }
    assert!(harmless > 100 && all > 4 * harmless, "{harmless} of {all}");
}

#[test]
fn a_policy_is_proved_to_be_like_itself() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/contoso.toml");
    let source = fs::read_to_string(path).unwrap();
    let policy = Policy::parse(&source).unwrap().policy;
    let swapped = mutants(&policy, &source);
    let by = |what: &str| swapped.iter().find(|mutant| mutant.what == what).unwrap().changes_nothing(&policy);
    assert!(by("swap the rules `first tenth of the presses` and `second tenth of the presses`"));
    assert!(!by("drop the pin `Berlin benches`"));
    assert!(!by("swap the pins `Berlin benches` and `Fabrikam has a stamp of its own`"));
}
