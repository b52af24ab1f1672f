//! What a decision costs as its policy grows.

use std::fmt::Write as _;
use std::hint::black_box;

use anyhow::{Result, ensure};
use peers::contest::{Contestant, take_turns, time};
use peers::corpus::Device;
use peers::decision::ours::{hubs, policy, request};
use placement::Policy;

use super::{nanoseconds, shown};

/// How often all take their turn.
const ROUNDS: usize = 7;

/// How many devices each is asked about.
const DEVICES: usize = 20_000;

/// What the rules of a policy ask, of which none but the last gives.
#[derive(Clone, Copy)]
enum Rules {
    /// All of them about the same thing: they are found by a lookup.
    Alike,
    /// Each about something else: they are asked one by one.
    Unlike,
}

/// How large a policy is.
struct Size {
    rules: usize,
    asking: Rules,
    /// The stamps, all of which may take every device.
    candidates: usize,
}

const SIZES: [Size; 8] = [
    Size { rules: 5, asking: Rules::Alike, candidates: 4 },
    Size { rules: 20, asking: Rules::Alike, candidates: 4 },
    Size { rules: 100, asking: Rules::Alike, candidates: 4 },
    Size { rules: 5, asking: Rules::Unlike, candidates: 4 },
    Size { rules: 20, asking: Rules::Unlike, candidates: 4 },
    Size { rules: 100, asking: Rules::Unlike, candidates: 4 },
    Size { rules: 5, asking: Rules::Alike, candidates: 10 },
    Size { rules: 5, asking: Rules::Alike, candidates: 50 },
];

/// Prints the time of `Policy::decide` by each size.
pub(crate) fn print(devices: &[Device]) -> Result<()> {
    let devices = devices.get(..DEVICES).unwrap_or(devices);
    let policies = SIZES.iter().map(|size| policy(&size.text())).collect::<Result<Vec<_>>>()?;
    let contestants = SIZES.iter().zip(&policies).map(|(size, policy)| contestant(size, policy, devices));
    let mut contestants = contestants.collect::<Result<Vec<_>>>()?;
    let all = take_turns(&mut contestants, ROUNDS)?;
    println!("{:54}  {:>19}  {:>12}", "Policy::decide by policies of other sizes", "ns for a decision", "by the first");
    let first = all.first().map_or(f64::NAN, nanoseconds);
    for took in &all {
        println!("{:54}  {:>19}  {:>12.2}", took.name, shown(took), nanoseconds(took) / first);
    }
    println!("\ntimes are medians of {ROUNDS} rounds of {DEVICES} decisions, with the least in parentheses");
    Ok(())
}

fn contestant<'a>(size: &Size, policy: &'a Policy, devices: &'a [Device]) -> Result<Contestant<'a>> {
    let hubs = hubs(policy);
    for device in devices {
        let request = request(device, &hubs)?;
        let decision = policy.decide(&request);
        let kind = decision.attributes.first().and_then(|attribute| attribute.value);
        ensure!(decision.stamp().is_some() && kind == Some("this"), "the last rule did not give: {decision:?}");
    }
    Ok(Contestant::new(size.name(), devices, move |devices| {
        let requests = devices.iter().map(|device| request(device, &hubs)).collect::<Result<Vec<_>>>()?;
        Ok(time(&requests, |request| {
            black_box(policy.decide(request));
        }))
    }))
}

impl Size {
    fn name(&self) -> String {
        let asking = match self.asking {
            Rules::Alike => "about one thing",
            Rules::Unlike => "each about another",
        };
        format!("{:>3} rules {asking:18}, {:>2} candidates", self.rules, self.candidates)
    }

    fn text(&self) -> String {
        let mut text = String::from("language = 1\nhash = 1\npolicy = \"sized\"\nseed = \"sized\"\n");
        text.push_str("[[attribute]]\nname = \"kind\"\nvalues = [\"this\", \"that\"]\n");
        for rule in 1..self.rules {
            let when = match self.asking {
                Rules::Alike => format!("{{ payload = {{ \"/country\" = \"x{rule}\" }} }}"),
                Rules::Unlike => format!("{{ payload = {{ \"/field-{rule}\" = \"x\" }} }}"),
            };
            // A text takes all that is written to it.
            _ = writeln!(text, "[[attribute.rule]]\nname = \"{rule}\"\nwhen = {when}\nvalue = \"that\"");
        }
        text.push_str("[[attribute.rule]]\nname = \"everyone else\"\nvalue = \"this\"\n");
        for stamp in 1..=self.candidates {
            let hub = format!("contoso-{stamp}.azure-devices.net");
            _ = writeln!(
                text,
                "[[stamp]]\nname = \"s-{stamp}\"\nhub = \"{hub}\"\ncapacity = 1_000\nserves.kind = \"this\""
            );
        }
        text
    }
}
