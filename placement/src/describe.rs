//! Step 2 of a round: describing a device.

use alloc::string::String;

use crate::asked::Entry;
use crate::attribute::{Attribute, AttributeId, Gives, Rule, Source, ValueId};
use crate::condition::{View, group};
use crate::description::{Described, Description};
use crate::device::Device;
use crate::policy::Policy;
use crate::recorder::{Event, Recorder, RulePassed};
use crate::short::folded;
use crate::stamp_set::StampId;

/// Describes a device as if it were on the stamp `here`, by these attributes; the others get no value.
pub(crate) fn describe<'p>(
    policy: &'p Policy,
    device: &Device<'_>,
    here: Option<StampId>,
    attributes: impl Fn(AttributeId) -> bool,
    description: &mut Description,
    recorder: &mut impl Recorder<'p>,
) {
    description.clear();
    for (id, attribute) in policy.attributes.iter().enumerate() {
        let id = AttributeId(id);
        if !attributes(id) {
            description.push(None);
            continue;
        }
        let (given, by_place) = first_given(policy, id, attribute, device.view(description), here, recorder);
        description.by_place |= by_place;
        recorder.note(|| Event::Described {
            attribute: attribute.name.as_str(),
            value: given.and_then(|given| attribute.value_name(given.value)).map(|name| name.as_str()),
            rule: given.and_then(|given| attribute.rules.get(given.rule)).map(|rule| &*rule.name),
        });
        description.push(given);
    }
}

/// What the first rule gives that gives something, and whether one asked where the device is.
fn first_given<'p, R: Recorder<'p>>(
    policy: &'p Policy,
    id: AttributeId,
    attribute: &'p Attribute,
    view: View<'_>,
    here: Option<StampId>,
    recorder: &mut R,
) -> (Option<Described>, bool) {
    let mut by_place = false;
    let listed = attribute.shortlist.as_ref().filter(|_| !R::ALL).map(|shortlist| shortlist.rules(view));
    let from = |index| listed.as_ref().map_or(Some(index), |listed| listed.next(index));
    let mut next = from(0);
    while let Some((index, rule)) = next.and_then(|index| Some((index, attribute.rules.get(index)?))) {
        next = from(index + 1);
        let entry = Entry::Rule { attribute: attribute.name.as_str(), rule: &rule.name };
        let given = if rule.when.holds(entry, policy, view, recorder) {
            by_place |= matches!(rule.gives, Gives::Read { source: Source::Current, .. });
            give(policy, id, attribute, rule, view, here)
        } else {
            Err(NotGiven::Condition)
        };
        match given {
            Ok(value) => return (Some(Described { value, rule: index }), by_place),
            Err(passed) => {
                recorder.note(|| Event::RulePassed { rule: &rule.name, why: passed.why(), read: passed.into_read() })
            }
        }
    }
    (None, by_place)
}

/// Why a rule gave nothing.
enum NotGiven<'t> {
    Condition,
    Nothing,
    Unmapped(Read<'t>),
    Foreign(Read<'t>),
}

/// A text that was read.
#[derive(Clone, Copy)]
struct Read<'t> {
    text: &'t str,
    /// Whether it is folded to lower case.
    fold: bool,
}

impl Read<'_> {
    /// What a look-up of the text gives.
    fn look_up<T>(self, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.fold { folded(self.text, find) } else { find(self.text) }
    }

    fn into_text(self) -> String {
        if self.fold { self.text.to_ascii_lowercase() } else { self.text.into() }
    }
}

impl NotGiven<'_> {
    fn why(&self) -> RulePassed {
        match self {
            Self::Condition => RulePassed::Condition,
            Self::Nothing => RulePassed::Nothing,
            Self::Unmapped(_) => RulePassed::Unmapped,
            Self::Foreign(_) => RulePassed::Foreign,
        }
    }

    fn into_read(self) -> Option<String> {
        match self {
            Self::Condition | Self::Nothing => None,
            Self::Unmapped(read) | Self::Foreign(read) => Some(read.into_text()),
        }
    }
}

/// What a rule whose condition holds gives a device.
fn give<'t>(
    policy: &'t Policy,
    id: AttributeId,
    attribute: &Attribute,
    rule: &Rule,
    view: View<'t>,
    here: Option<StampId>,
) -> Result<ValueId, NotGiven<'t>> {
    match &rule.gives {
        Gives::Value(value) => Ok(*value),
        Gives::Read { source, fold, map } => {
            let text = read(policy, id, source, view, here).ok_or(NotGiven::Nothing)?;
            let read = Read { text, fold: *fold };
            match map {
                Some(map) => read.look_up(|text| map.get(text)).ok_or(NotGiven::Unmapped(read)),
                None => read.look_up(|text| attribute.find(text)).ok_or(NotGiven::Foreign(read)),
            }
        }
    }
}

/// The text at a source.
fn read<'t>(
    policy: &'t Policy,
    id: AttributeId,
    source: &Source,
    view: View<'t>,
    here: Option<StampId>,
) -> Option<&'t str> {
    let request = view.request;
    match source {
        Source::Twin(place) => place.find(request.enrollment.initial_twin.as_ref()?)?.as_str(),
        Source::Payload(place) => place.find(request.payload.as_ref()?)?.as_str(),
        Source::RegistrationId(cut) => cut.of(request.registration_id.as_str()),
        Source::EnrollmentGroup(cut) => cut.of(group(&request.enrollment.kind)?),
        Source::Attribute(above) => policy.value_name(*above, view.description),
        Source::Current => {
            let only = policy.stamp(here?)?.serves.get(id.0)?.as_ref()?.only()?;
            policy.attributes.get(id.0)?.value_name(only).map(|name| name.as_str())
        }
    }
}
