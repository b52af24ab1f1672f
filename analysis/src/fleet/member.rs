use alloc::borrow::ToOwned;
use alloc::string::String;

use dps::{AllocationRequest, AttestationKind, Enrollment, EnrollmentKind, LinkedHubs, RegistrationId};

/// The enrollment group of a device of which none is said, as in tests.
pub(crate) const GROUP: &str = "test";

/// A device of a fleet, or several that are alike but for their names.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// What DPS would ask for it.
    pub request: AllocationRequest,
    /// How many devices it stands for; one unless its line says otherwise.
    pub weight: u64,
    /// The line of the fleet that it begins on, counted from 1; of a generated fleet its number.
    pub line: u64,
}

/// What a device has that its line does not say.
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// The hub that it is on; none if it is new.
    pub current_hub: Option<String>,
    /// The enrollment group that it comes by; `test` if there is none here.
    pub enrollment_group: Option<String>,
    /// The hubs that are linked: those of the policy that is asked.
    pub linked_hubs: LinkedHubs,
}

impl Defaults {
    /// The name of the group, folded as those of requests are.
    pub(crate) fn group(&self) -> String {
        self.enrollment_group.as_deref().unwrap_or(GROUP).to_ascii_lowercase()
    }
}

impl Member {
    /// Whether no hub but the one that it is on is linked for it because it never changes hub. As a new device it would have
    /// others.
    pub(crate) fn is_tied(&self) -> bool {
        let never = self.request.enrollment.update_hub_assignment == Some(false);
        never && self.request.current_hub.as_deref().is_some_and(|hub| self.request.linked_hubs.is_only(hub))
    }

    /// A device of which nothing is said but its name.
    pub(crate) fn plain(id: RegistrationId, defaults: &Defaults) -> Self {
        let request = AllocationRequest {
            registration_id: id,
            current_hub: defaults.current_hub.as_deref().map(ToOwned::to_owned),
            linked_hubs: defaults.linked_hubs.clone(),
            payload: None,
            enrollment: Enrollment {
                kind: EnrollmentKind::Group { name: Some(defaults.group()) },
                attestation: Some(AttestationKind::SymmetricKey),
                initial_twin: None,
                update_hub_assignment: Some(true),
                iot_edge: Some(false),
            },
        };
        Self { request, weight: 1, line: 0 }
    }
}
