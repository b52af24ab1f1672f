"""What a decision looks at: the device, read from the body of an allocation request."""

import json
from dataclasses import dataclass

from .text import field, fold

ATTESTATIONS = {"symmetrickey": "symmetric-key", "x509": "x509", "tpm": "tpm"}


@dataclass
class Device:
    """One registration. IDs and groups are folded; `linked` has each hub, folded, with the spelling to answer."""

    registration_id: str
    individual: bool
    group: str | None
    attestation: str | None
    iot_edge: bool | None
    twin: dict | None
    payload: object
    never_reprovision: bool
    current_hub: str | None
    linked: dict

    @property
    def current_hub_folded(self):
        """The current hub in lower case; None if there is none."""
        return _folded(self.current_hub)


def parse(text):
    """The device of a request's JSON text, in which `-0` is no whole number (docs/language.md, "Conditions")."""
    return read(json.loads(text, parse_int=lambda digits: -0.0 if digits == "-0" else int(digits)))


def read(body):
    """The device of a request's body (parsed JSON)."""
    context = field(body, "deviceRuntimeContext")
    group = field(body, "enrollmentGroup")
    enrollment = group if group is not None else field(body, "individualEnrollment")
    twin = field(enrollment, "initialTwin")
    kind = field(field(enrollment, "attestation"), "type")
    return Device(
        registration_id=fold(field(context, "registrationId")),
        individual=group is None,
        group=_folded(field(group, "enrollmentGroupId")),
        attestation=ATTESTATIONS.get(fold(kind)) if isinstance(kind, str) else None,
        iot_edge=field(field(enrollment, "capabilities"), "iotEdge"),
        twin=twin if isinstance(twin, dict) else None,
        payload=field(context, "payload"),
        never_reprovision=field(field(enrollment, "reprovisionPolicy"), "updateHubAssignment") is False,
        current_hub=field(context, "currentIotHubHostName") or None,
        linked=_linked(field(body, "linkedHubs")),
    )


def _folded(text):
    return fold(text) if isinstance(text, str) else None


def _linked(hubs):
    spellings = {}
    for hub in hubs:
        spellings.setdefault(fold(hub), hub)
    return spellings
