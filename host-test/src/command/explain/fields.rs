//! A request as options, by the words of a test's table (`docs/testing.md`, "As a table").

use analysis::test_file::{Attestation, Body, Enrollment};
use anyhow::{Result, anyhow};
use placement::nearest::advice;
use placement::{Policy, Stamp};

use super::assignment::{self, Assignment};

/// What matters of a request; the rest is as DPS would send it for a plain device that is new.
#[derive(clap::Args)]
#[command(next_help_heading = "A request made of options")]
pub(super) struct Fields {
    /// The registration ID
    #[arg(long, visible_alias = "id", value_name = "ID", conflicts_with = "request")]
    registration_id: Option<String>,

    /// The enrollment group that the device comes by; `test` if left out
    #[arg(long, value_name = "GROUP", requires = "registration_id")]
    enrollment_group: Option<String>,

    /// The device comes by an individual enrollment
    #[arg(long, visible_alias = "individual", requires = "registration_id", conflicts_with = "enrollment_group")]
    individual_enrollment: bool,

    /// How the device proves who it is; `symmetric-key` if left out
    #[arg(long, value_enum, value_name = "KIND", requires = "registration_id")]
    attestation: Option<Kind>,

    /// The enrollment says that its devices are IoT Edge
    #[arg(long, requires = "registration_id")]
    iot_edge: bool,

    /// The enrollment's initial twin: tags.geo=eu, tags.floor:=3, or an object as JSON
    #[arg(long, value_name = "FIELD", requires = "registration_id")]
    twin: Vec<Assignment>,

    /// What the device sends: country=DE, debug:=true, or an object as JSON
    #[arg(long, value_name = "FIELD", requires = "registration_id")]
    payload: Vec<Assignment>,

    /// The stamp that the device is on
    #[arg(long, value_name = "STAMP", requires = "registration_id", conflicts_with = "current_hub")]
    current_stamp: Option<String>,

    /// The hub that the device is on
    #[arg(long, value_name = "HUB", requires = "registration_id")]
    current_hub: Option<String>,

    /// A stamp whose hub is linked; all of the policy if left out. May be given several times
    #[arg(long = "linked-stamp", visible_alias = "linked-stamps", value_name = "STAMP", requires = "registration_id")]
    #[arg(conflicts_with = "linked_hubs")]
    linked_stamps: Vec<String>,

    /// A linked hub. May be given several times
    #[arg(long = "linked-hub", visible_alias = "linked-hubs", value_name = "HUB", requires = "registration_id")]
    linked_hubs: Vec<String>,

    /// The enrollment says *Never reprovision*
    #[arg(long, requires = "registration_id")]
    never_reprovision: bool,
}

/// How a device proves who it is.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    /// By a key that it shares with DPS.
    SymmetricKey,
    /// By a certificate.
    X509,
    /// By a TPM.
    Tpm,
}

impl From<Kind> for Attestation {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::SymmetricKey => Self::SymmetricKey,
            Kind::X509 => Self::X509,
            Kind::Tpm => Self::Tpm,
        }
    }
}

impl Fields {
    /// The body that DPS would send to this policy's webhook; none if no device is named.
    ///
    /// # Errors
    /// A stamp is none of the policy's, or fields contradict each other.
    pub(super) fn body(&self, policy: &Policy) -> Result<Option<Vec<u8>>> {
        let Some(id) = &self.registration_id else { return Ok(None) };
        let mut body = Body::plain(id, policy);
        if let Some(group) = &self.enrollment_group {
            body.enrollment = Enrollment::Group(group.clone());
        }
        if self.individual_enrollment {
            body.enrollment = Enrollment::Individual;
        }
        if let Some(kind) = self.attestation {
            body.attestation = kind.into();
        }
        (body.iot_edge, body.never_reprovision) = (self.iot_edge, self.never_reprovision);
        (body.twin, body.payload) = (assignment::object(&self.twin)?, assignment::object(&self.payload)?);
        body.current_hub = match &self.current_stamp {
            Some(name) => Some(stamp(policy, name)?.hub.to_string()),
            None => self.current_hub.clone(),
        };
        let hub = |name: &String| Ok(stamp(policy, name)?.hub.to_string());
        match (self.linked_stamps.is_empty(), self.linked_hubs.is_empty()) {
            (false, _) => body.linked_hubs = self.linked_stamps.iter().map(hub).collect::<Result<_>>()?,
            (true, false) => body.linked_hubs.clone_from(&self.linked_hubs),
            (true, true) => {}
        }
        Ok(Some(body.to_bytes()))
    }
}

fn stamp<'p>(policy: &'p Policy, name: &str) -> Result<&'p Stamp> {
    let known = || policy.stamps().iter().map(|stamp| stamp.name.as_str());
    let found = policy.stamps().iter().find(|stamp| stamp.name.as_str() == name);
    found.ok_or_else(|| anyhow!("no stamp is named `{name}`: {}", advice(name, known())))
}
