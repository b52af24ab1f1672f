//! The device that a reader is making of a record, in the memory of the one before.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use dps::{AttestationKind, EnrollmentKind, LinkedHubs, Object, RegistrationId};
use serde_json::Value;
use serde_json::value::RawValue;

use super::field::{Field, is_name};
use super::member::{Defaults, Member};
use super::slot::{Document, Slot};
use super::unreadable::{Wrong, shown};

/// The most devices that a line may stand for.
const MOST: u64 = 1_000_000_000;

/// How many lists of linked hubs are kept to be shared.
const LISTS: usize = 16;

/// A device in the making.
pub(crate) struct Draft {
    pub(crate) member: Member,
    defaults: Defaults,
    /// The default group as it is in a request.
    group: String,
    /// What this record says of the enrollment.
    individual: bool,
    grouped: bool,
    /// What was linked before a record whose device never changes its hub.
    others_linked: Option<LinkedHubs>,
    /// Lists of linked hubs that records have given, as they were written.
    lists: Vec<(String, LinkedHubs)>,
}

impl Draft {
    #[expect(clippy::expect_used, reason = "`x` is a registration ID")]
    pub(crate) fn new(defaults: &Defaults) -> Self {
        let id = RegistrationId::parse("x").expect("it is a registration ID");
        let (defaults, group) = (defaults.clone(), defaults.group());
        let member = Member::plain(id, &defaults);
        Self { member, defaults, group, individual: false, grouped: false, others_linked: None, lists: Vec::new() }
    }

    /// Begins a record that gives all the slots that the one before gave.
    pub(crate) fn begin(&mut self, line: u64) {
        self.member.line = line;
        if let Some(linked) = self.others_linked.take() {
            self.member.request.linked_hubs = linked;
        }
        self.individual = false;
        self.grouped = false;
    }

    /// Begins a record that may give other slots than the one before.
    pub(crate) fn begin_anew(&mut self, line: u64) {
        let id = self.member.request.registration_id.clone();
        self.others_linked = None;
        self.member = Member::plain(id, &self.defaults);
        self.begin(line);
    }

    /// Puts a text where it belongs; an empty one is none.
    pub(crate) fn put(&mut self, slot: &Slot, text: &str) -> Result<(), Wrong> {
        match slot {
            Slot::Ignored => Ok(()),
            Slot::Field(field) => self.put_field(*field, text),
            Slot::Whole(document) => {
                *self.document(*document) = if text.is_empty() { None } else { Some(whole(text)?) };
                Ok(())
            }
            Slot::Text(document, place) => {
                let document = self.document(*document);
                match document {
                    Some(object) if text.is_empty() => place.clear(object),
                    None if text.is_empty() => {}
                    _ => place.put_text(text, document.get_or_insert_default()),
                }
                Ok(())
            }
            Slot::Json(document, place) => {
                let value = if text.is_empty() { None } else { Some(json(text)?) };
                let document = self.document(*document);
                match value {
                    Some(value) => place.put(value, document.get_or_insert_default()),
                    None => document.iter_mut().for_each(|object| place.clear(object)),
                }
                Ok(())
            }
        }
    }

    /// The device, if what is said of it goes together.
    pub(crate) fn finish(&mut self) -> Result<&Member, Wrong> {
        if self.individual && self.grouped {
            let wrong = "a device comes by an enrollment group or by an individual enrollment";
            return Err(Wrong::new(wrong, "leave one of the two empty"));
        }
        let kind = &mut self.member.request.enrollment.kind;
        match (self.individual, &kind) {
            (true, _) => *kind = EnrollmentKind::Individual,
            (false, EnrollmentKind::Individual) => *kind = EnrollmentKind::Group { name: Some(self.group.clone()) },
            (false, EnrollmentKind::Group { .. }) => {}
        }
        let request = &mut self.member.request;
        for document in [&mut request.payload, &mut request.enrollment.initial_twin] {
            if document.as_ref().is_some_and(Object::is_empty) {
                *document = None;
            }
        }
        self.link_only_hub();
        Ok(&self.member)
    }

    /// DPS links only the hub that a device is on where it never changes its hub (contract, section 1).
    fn link_only_hub(&mut self) {
        let request = &mut self.member.request;
        let never = request.enrollment.update_hub_assignment == Some(false);
        if let Some(hub) = request.current_hub.as_deref().filter(|_| never)
            && request.linked_hubs.is(&self.defaults.linked_hubs)
        {
            let only = [hub].into_iter().collect();
            self.others_linked = Some(core::mem::replace(&mut request.linked_hubs, only));
        }
    }

    fn document(&mut self, document: Document) -> &mut Option<Object> {
        match document {
            Document::Twin => &mut self.member.request.enrollment.initial_twin,
            Document::Payload => &mut self.member.request.payload,
        }
    }

    fn put_field(&mut self, field: Field, text: &str) -> Result<(), Wrong> {
        let request = &mut self.member.request;
        match field {
            Field::Id => request.registration_id.replace(text).map_err(|error| no_id(&error))?,
            Field::CurrentHub => match (text, &self.defaults.current_hub) {
                ("", None) => request.current_hub = None,
                ("", Some(hub)) => write(hub, request.current_hub.get_or_insert_default()),
                (hub, _) => write(hub, request.current_hub.get_or_insert_default()),
            },
            Field::Group => self.put_group(text),
            Field::Individual => self.individual = flag(field, text, false)?,
            Field::Attestation => request.enrollment.attestation = attestation(text)?,
            Field::IotEdge => request.enrollment.iot_edge = Some(flag(field, text, false)?),
            Field::NeverReprovision => {
                request.enrollment.update_hub_assignment = Some(!flag(field, text, false)?);
            }
            Field::LinkedHubs => self.put_linked_hubs(text),
            Field::Weight => self.member.weight = weight(text)?,
            // Their slots are no fields.
            Field::Twin | Field::Payload => {}
        }
        Ok(())
    }

    fn put_group(&mut self, text: &str) {
        self.grouped = !text.is_empty();
        let group = if text.is_empty() { &self.group } else { text };
        match &mut self.member.request.enrollment.kind {
            EnrollmentKind::Group { name: Some(name) } => {
                write(group, name);
                name.make_ascii_lowercase();
            }
            kind => *kind = EnrollmentKind::Group { name: Some(group.to_ascii_lowercase()) },
        }
    }

    /// The hubs of a list are shared with other devices that have the same.
    fn put_linked_hubs(&mut self, text: &str) {
        let known = match text {
            "" => Some(&self.defaults.linked_hubs),
            _ => self.lists.iter().find(|(list, _)| list == text).map(|(_, hubs)| hubs),
        };
        let hubs = known.cloned().unwrap_or_else(|| {
            let hubs: LinkedHubs = text.split([' ', ';', ',']).filter(|hub| !hub.is_empty()).collect();
            if self.lists.len() < LISTS {
                self.lists.push((text.to_owned(), hubs.clone()));
            }
            hubs
        });
        self.member.request.linked_hubs = hubs;
    }
}

fn write(text: &str, to: &mut String) {
    to.clear();
    to.push_str(text);
}

/// What is wrong with a registration ID.
pub(crate) fn no_id(error: &dps::RegistrationIdError) -> Wrong {
    let text = format!("the registration ID {error}");
    match text.split_once(": send ") {
        Some((wrong, help)) => Wrong::new(wrong, format!("write {help}")),
        None => Wrong::new(text, "write a registration ID"),
    }
}

fn flag(field: Field, text: &str, default: bool) -> Result<bool, Wrong> {
    match text {
        "" => Ok(default),
        text if text.eq_ignore_ascii_case("true") => Ok(true),
        text if text.eq_ignore_ascii_case("false") => Ok(false),
        other => {
            let wrong = format!("`{}` cannot be {}", field.name(), shown(other));
            Err(Wrong::new(wrong, "write `true` or `false`, or leave it empty"))
        }
    }
}

fn attestation(text: &str) -> Result<Option<AttestationKind>, Wrong> {
    const KINDS: [(&str, Option<AttestationKind>); 5] = [
        ("", Some(AttestationKind::SymmetricKey)),
        ("symmetric-key", Some(AttestationKind::SymmetricKey)),
        ("x509", Some(AttestationKind::X509)),
        ("tpm", Some(AttestationKind::Tpm)),
        ("none", None),
    ];
    match KINDS.iter().find(|(name, _)| is_name(name, text)) {
        Some((_, kind)) => Ok(*kind),
        None => {
            let wrong = format!("`attestation` cannot be {}", shown(text));
            Err(Wrong::new(wrong, "write `symmetric-key`, `x509`, `tpm` or `none`, or leave it empty"))
        }
    }
}

fn weight(text: &str) -> Result<u64, Wrong> {
    let weight = if text.is_empty() { Ok(1) } else { text.parse() };
    weight.ok().filter(|weight| (1..=MOST).contains(weight)).ok_or_else(|| {
        let wrong = format!("`weight` cannot be {}", shown(text));
        Wrong::new(wrong, "write how many devices the line stands for, 1 to 1000000000, or leave it empty")
    })
}

/// A document in JSON.
pub(crate) fn whole(text: &str) -> Result<Object, Wrong> {
    let raw: Result<&RawValue, _> = serde_json::from_str(text);
    raw.and_then(dps::parse_object).map_err(|_| {
        Wrong::new("a twin or payload is no JSON object", "write an object such as `{\"country\":\"DE\"}`")
    })
}

/// A value in JSON.
pub(crate) fn json(text: &str) -> Result<Value, Wrong> {
    // In an object, as only objects are read without giving some keys a meaning of their own.
    let mut object = whole(&format!("{{\"v\":{text}}}"))
        .ok()
        .filter(|object| object.len() == 1)
        .ok_or_else(|| Wrong::new(format!("{} is no JSON value", shown(text)), "write JSON, such as `true` or `12`"))?;
    Ok(object.remove("v").unwrap_or_default())
}
