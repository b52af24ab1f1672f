"""What random policies and requests have in common, so that the conditions of the one meet the fields of the other."""

ATTRIBUTES = {"geo": ["eu", "us", "ap"], "life": ["test", "prod"], "rel": ["4.1", "4.2", "4.10"]}
STAMPS = ["a", "b-1", "c.2", "d_3", "e", "4.1", "eu"]
COHORTS = ["c1", "a"]
LABELS = {"region": ["west", "north", "east"], "tier": ["1", "2"]}
GROUPS = ["Fleet-EU", "benches-US-4.1", "prod_ap"]
SITES = ["eu", "b1", "us", "k:9", "eu.us"]
KINDS = ["prod", "Toaster", "test", "x_1"]
TEXTS = ["eu", "us", "ap", "test", "prod", "4.1", "EU", "De", "fr", "\u00c4p", "\u00e4P", "zz", ""]
MAP_KEYS = ["De", "fr", "\u00c4p", "EU", "eu", "4.1"]
NUMBERS = [0, 1, -7, 42, 9223372036854775807, -9223372036854775808]
LOOKALIKES = [1.0, 9223372036854775808, 0.5, "1", "true", [], {}, ["eu"]]
VERSIONS = ["12.0.2.5", "12", "12.0", "12.0.0.1", "13", "4.10", "4.9", "0.0", "007.1"]
NO_VERSIONS = ["12.", ".1", "v1", "1..2", "", " 12", "1.2-a", 12, 12.0]
LONG_VERSIONS = ["99999999999999999999999.1", "18446744073709551616"]
TEXT_PLACES = {"twin": ["/tags/geo", "/tags/a~1b", "/properties/desired/x/1"], "payload": ["/c", "/m~0n/0", "/"]}
VERSION_PLACES = {"twin": ["/properties/desired/fw"], "payload": ["/fw"]}
OTHER_PLACES = {"twin": ["/tags/n", "/tags/l/0"], "payload": ["/n", "/l/1/on"]}
ATTESTATIONS = {"symmetric-key": "symmetricKey", "x509": "x509", "tpm": "tpm"}
PERCENTS = ["0", "100", "50", "25", "75.5", "33.333", "0.001", "99.999", "50.0"]
SLICES = [["5", "50"], ["50", "100"], ["0", "62.5"], ["25.125", "100"], ["99.999", "100"], ["0", "0.001"]]


def hub_of(stamp, suffix="net"):
    """A hub name for a stamp's name."""
    clean = "".join(c for c in stamp if c.isalnum())
    return f"hub{clean}.azure-devices.{suffix}"
