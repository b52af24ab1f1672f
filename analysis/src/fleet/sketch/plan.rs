//! What the fields of a sketch become in a description.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::dealt::{Dealt, Has};
use super::{MOST, Problem, Sketch, SketchField, SketchValue, dealt};
use crate::difference::text::{key, quoted, table};
use crate::fleet::document::Place;
use crate::fleet::field::{Field, Values, slot};
use crate::fleet::generate::Recipe;
use crate::fleet::slot::{Document, Slot};
use crate::fleet::unreadable::Wrong;

/// The most groups of devices.
const GROUPS: usize = 256;

/// The fields, by how they are dealt.
#[derive(Default)]
pub(super) struct Plan {
    /// What gives each device one of several texts.
    pub(super) lines: Vec<Line>,
    /// What groups of devices differ in: for each field, what devices may have in it.
    pub(super) dealt: Vec<Vec<Dealt>>,
}

/// A line of a description, and what it is part of: a group may have to say all of that anew.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Line {
    pub(super) part: Part,
    pub(super) text: String,
}

/// What a line is part of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Part {
    Group,
    Attestation,
    Twin,
    Payload,
}

impl Plan {
    pub(super) fn of(sketch: &Sketch) -> Result<Self, Problem> {
        let mut plan = Self::default();
        let mut slots: Vec<(&str, Slot)> = Vec::new();
        for field in &sketch.fields {
            let slot = slot(&field.field, Values::Texts).map_err(|wrong| of_field(field, wrong))?;
            if let Some((other, _)) = slots.iter().find(|(_, other)| other.excludes(&slot)) {
                return Err(Problem::Twice { field: field.field.clone(), other: (*other).to_owned() });
            }
            if let Some(SketchValue { value, share }) = field.values.iter().find(|value| value.share > MOST) {
                return Err(Problem::Share { field: field.field.clone(), value: value.clone(), share: *share });
            }
            plan.add(field, &slot, sketch.devices)?;
            let groups = plan.dealt.iter().map(Vec::len).fold(1, usize::saturating_mul);
            if groups > GROUPS {
                return Err(Problem::Groups { field: field.field.clone(), groups, most: GROUPS });
            }
            slots.push((&field.field, slot));
        }
        plan.lines.sort_by_key(|line| line.part);
        Ok(plan)
    }

    fn add(&mut self, field: &SketchField, slot: &Slot, devices: u64) -> Result<(), Problem> {
        let texts = match slot {
            Slot::Field(Field::Group) => Some((Part::Group, "enrollment-group".into())),
            Slot::Field(Field::Attestation) => Some((Part::Attestation, "attestation".into())),
            Slot::Text(document, place) => Some(dotted(*document, place)),
            _ => None,
        };
        if let Some((part, name)) = texts {
            self.lines.extend(shared(field, part, &name)?);
            return Ok(());
        }
        let dealt = dealt::of(field, |value| match slot {
            Slot::Field(Field::Id) => dealt::id(value, devices).map(Has::Id),
            Slot::Field(Field::Individual) => dealt::flag(value, Has::Individual),
            Slot::Field(Field::IotEdge) => dealt::flag(value, Has::Flag("iot-edge")),
            Slot::Field(Field::NeverReprovision) => dealt::flag(value, Has::Flag("never-reprovision")),
            Slot::Json(document, place) => {
                let (part, name) = dotted(*document, place);
                let text = format!("{name} = {}\n", dealt::json(value)?);
                read(&text)?;
                Ok(Has::Json(Line { part, text }))
            }
            Slot::Field(Field::CurrentHub) => Err(Wrong::new(
                "hubs are dealt by the capacities of stamps",
                "say how many devices are on hubs instead",
            )),
            _ => Err(Wrong::new("it is not dealt by shares", "leave the field out")),
        })?;
        self.dealt.extend((!dealt.is_empty()).then_some(dealt));
        Ok(())
    }
}

/// The line that deals texts by their shares; none where there is nothing to deal.
fn shared(field: &SketchField, part: Part, name: &str) -> Result<Option<Line>, Problem> {
    let dealt = field.values.iter().filter(|value| value.share > 0);
    if dealt.clone().all(|value| value.value.is_empty()) {
        return Ok(None);
    }
    let mut known = BTreeSet::new();
    if let Some(twice) = dealt.clone().find(|value| !known.insert(&value.value)) {
        return Err(of_value(field, &twice.value, Wrong::new("it is there twice", "give one of them both shares")));
    }
    let shares = dealt.map(|value| format!("{} = {}", key(&value.value), value.share));
    let text = format!("{name} = {{ shares = {} }}\n", table(shares));
    read(&text).map_err(|wrong| of_field(field, wrong))?;
    Ok(Some(Line { part, text }))
}

/// The key of a place, with dots between.
fn dotted(document: Document, place: &Place) -> (Part, String) {
    let (part, name) = match document {
        Document::Twin => (Part::Twin, "twin"),
        Document::Payload => (Part::Payload, "payload"),
    };
    (part, place.keys().fold(name.into(), |all, one| format!("{all}.{}", key(one))))
}

/// Whoever reads descriptions judges a line.
fn read(line: &str) -> Result<(), Wrong> {
    match Recipe::parse(&format!("seed = {}\ndevices = 1\n{line}", quoted("seed"))) {
        Ok(_) => Ok(()),
        Err(diagnostics) => {
            let first = diagnostics.into_iter().next();
            let (wrong, help) = first.map(|first| (first.message, first.help)).unwrap_or_default();
            Err(Wrong::new(wrong, help.unwrap_or_else(|| "leave the field out".into())))
        }
    }
}

pub(super) fn of_field(field: &SketchField, Wrong { wrong, help }: Wrong) -> Problem {
    Problem::Field { field: field.field.clone(), wrong, help }
}

pub(super) fn of_value(field: &SketchField, value: &str, Wrong { wrong, help }: Wrong) -> Problem {
    Problem::Value { field: field.field.clone(), value: value.into(), wrong, help }
}
