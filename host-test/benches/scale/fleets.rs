//! Fleets and policies of any size.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;

use anyhow::{Result, anyhow};
use placement::Policy;

/// Where devices come from, and the group of each.
const COUNTRIES: [(&str, &str); 5] =
    [("DE", "contoso-eu"), ("FR", "contoso-eu"), ("US", "contoso-us"), ("JP", "contoso-us"), ("AT", "contoso-eu")];

/// Reads a policy that has no errors.
pub(crate) fn policy(text: &str) -> Result<Policy> {
    Policy::parse(text).map(|checked| checked.policy).map_err(|problems| anyhow!("the policy has errors: {problems:?}"))
}

/// Writes so many devices as CSV: new, or each on a hub of the policy.
pub(crate) fn write(to: &Path, policy_file: &Path, devices: u32, on_hub: bool) -> Result<()> {
    let policy = policy(&fs::read_to_string(policy_file)?)?;
    let mut csv = BufWriter::new(File::create(to)?);
    let column = if on_hub { ",currentIotHubHostName" } else { "" };
    writeln!(csv, "registrationId,enrollmentGroupId,payload/country,payload/firmware{column}")?;
    let mut hubs = policy.stamps().iter().cycle();
    for (device, (country, group)) in (0..devices).zip(COUNTRIES.iter().cycle()) {
        write!(csv, "press-{device:08},{group},{country},12.0")?;
        if let Some(stamp) = hubs.next().filter(|_| on_hub) {
            write!(csv, ",{}", stamp.hub)?;
        }
        writeln!(csv)?;
    }
    Ok(csv.flush()?)
}

/// A policy with so many rules, of which the last gives, and so many stamps, of which so many serve a device. The rules are
/// of the kinds of which long lists are made: names of groups, beginnings of IDs, and what devices send.
pub(crate) fn sized(rules: usize, stamps: usize, candidates: usize) -> String {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"sized\"\nseed = \"sized\"\n");
    text.push_str("[[attribute]]\nname = \"kind\"\nvalues = [\"this\", \"that\"]\n");
    for rule in 1..rules {
        let when = match rule % 3 {
            0 => format!("{{ enrollment-group = \"group-{rule}\" }}"),
            1 => format!("{{ registration-id = {{ prefix = \"dryer-{rule}-\" }} }}"),
            _ => format!("{{ payload = {{ \"/country\" = \"X{rule}\" }} }}"),
        };
        // A text takes all that is written to it.
        _ = writeln!(text, "[[attribute.rule]]\nname = \"{rule}\"\nwhen = {when}\nvalue = \"that\"");
    }
    text.push_str("[[attribute.rule]]\nname = \"everyone else\"\nvalue = \"this\"\n");
    for number in 0..stamps {
        let kind = if number < candidates { "this" } else { "that" };
        let serves = format!("serves = {{ kind = \"{kind}\" }}");
        text.push_str(&stamp(number, 1_000_000, &serves));
    }
    text
}

/// A policy of stamps alone, with these weights.
pub(crate) fn weighted(weights: &[u32]) -> String {
    let mut text = String::from("language = 1\nhash = 1\npolicy = \"weighted\"\nseed = \"weighted\"\n");
    for (number, weight) in weights.iter().enumerate() {
        text.push_str(&stamp(number, *weight, ""));
    }
    text
}

fn stamp(number: usize, capacity: u32, more: &str) -> String {
    format!(
        "[[stamp]]\nname = \"s-{number}\"\nhub = \"sized-{number}.azure-devices.net\"\ncapacity = {capacity}\n{more}\n"
    )
}
