use std::collections::BTreeMap;
use std::path::{Component, Path};

use analysis::Native;
use placement::TracedOutcome;

/// Names of tests, no two the same.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, usize>);

impl Names {
    /// A name that says of whom a test is and what comes of it.
    pub(crate) fn unique(&mut self, native: &Native<'_>) -> String {
        let name = telling(native);
        let count = self.0.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name} ({count})") }
    }
}

fn telling(native: &Native<'_>) -> String {
    let Some(trace) = native.trace() else { return "a body that cannot be read is refused".into() };
    let device = match (trace.device.current_stamp, &trace.device.current_hub) {
        (Some(stamp), _) => format!("{}, on {stamp},", trace.device.registration_id),
        (None, Some(hub)) => format!("{}, on {hub},", trace.device.registration_id),
        (None, None) => format!("{}, new,", trace.device.registration_id),
    };
    match &trace.outcome {
        TracedOutcome::Answered { stamp, hub, how, .. } => {
            format!("{device} is {} {}", verb(how.word()), stamp.unwrap_or(hub))
        }
        TracedOutcome::Refused { code, .. } => format!("{device} is refused: {code}"),
    }
}

fn verb(how: &str) -> &str {
    match how {
        "placed" => "placed on",
        "stayed" => "left on",
        "moved" => "moved to",
        "pinned" => "pinned to",
        "kept" => "kept on",
        _ => "forced on",
    }
}

/// The path to a file from the folder of another, with `/` between its parts.
pub(crate) fn relative(from: &Path, file: &Path) -> String {
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (from, file) = (absolute(from), absolute(file));
    let folder: Vec<Component<'_>> = from.parent().into_iter().flat_map(Path::components).collect();
    let parts: Vec<Component<'_>> = file.components().collect();
    let shared = folder.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(shared).map(|_| "..".to_owned());
    let down = parts.iter().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}
