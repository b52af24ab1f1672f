//! What examples are made of.

use placement::Code;

/// What the examples begin with: all that must be there at the top.
pub(crate) const TOP: &str = "language = 1\nhash = 1\npolicy = 'example'\nseed = 'example'\n";

/// A stamp, to be gone on with.
pub(crate) const HOME: &str = "[[stamp]]\nname = 'home'\nhub = 'home-hub.azure-devices.net'\ncapacity = 1000\n";

/// Another one.
pub(crate) const AWAY: &str = "[[stamp]]\nname = 'away'\nhub = 'away-hub.azure-devices.net'\ncapacity = 1000\n";

/// Two attributes, and a stamp that serves the first.
pub(crate) const GEO: &str = "[[attribute]]\nname = 'geo'\nvalues = ['eu', 'us']\n\
    [[attribute]]\nname = 'family'\nvalues = ['press']\nplaces = false\n\
    [[stamp]]\nname = 'home'\nhub = 'home-hub.azure-devices.net'\ncapacity = 1000\nserves = { geo = ['eu', 'us'] }\n";

/// A policy with one mistake between the marks `«` and `»`.
#[derive(Clone)]
pub(crate) struct Example {
    pub(crate) code: Code,
    pub(crate) policy: String,
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
}

pub(crate) fn example(code: Code, policy: String, message: &'static str, help: &'static str) -> Example {
    Example { code, policy, message, help }
}

pub(crate) fn with(before: &str, mistake: &str) -> String {
    format!("{TOP}{before}{mistake}")
}

/// A rule of the attribute `geo`, above which there is none.
pub(crate) fn rule(mistake: &str) -> String {
    let geo = "[[attribute]]\nname = 'geo'\nvalues = ['eu', 'us']\n[[attribute.rule]]\nname = 'r'\n";
    let home = format!("{HOME}serves = {{ geo = '*' }}\n");
    format!("{TOP}{geo}{mistake}\n{home}")
}

/// A pin to `home` whose condition is wrong.
pub(crate) fn pin(when: &str) -> String {
    with(HOME, &format!("[[pin]]\nname = 'p'\nstamp = 'home'\nwhen = {when}\n"))
}

/// A move of a policy with two stamps.
pub(crate) fn order(mistake: &str) -> String {
    with(&format!("{HOME}labels = {{ region = 'west' }}\n{AWAY}"), &format!("[[move]]\nname = 'm'\n{mistake}\n"))
}

/// A guarantee of a policy with two stamps.
pub(crate) fn guarantee(mistake: &str) -> String {
    with(&format!("{HOME}labels = {{ region = 'west' }}\n{AWAY}"), &format!("[[guarantee]]\nname = 'g'\n{mistake}\n"))
}
