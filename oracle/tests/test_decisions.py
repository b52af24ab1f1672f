"""Decisions worked out by hand from docs/decision.md, and the tools around the corpus."""

import json
from itertools import islice
from unittest import TestCase

from oracle import corpus, coverage, device, policy
from oracle.answer import body
from oracle.decide import decide
from oracle.random_cases import toml
from oracle.text import at, fold, glob, version

HEAD = 'language = 1\nhash = 1\npolicy = "p"\nseed = "s"\n'


def stamp(name, more=""):
    return f'[[stamp]]\nname = "{name}"\nhub = "hub-{name}.azure-devices.net"\ncapacity = 1\n{more}\n'


def request(current=None, linked="abc", **context):
    hubs = [f"HUB-{name}.azure-devices.net" for name in linked]
    context |= {"registrationId": "Device-1"}
    if current:
        context["currentIotHubHostName"] = f"hub-{current}.azure-devices.net"
    return {"enrollmentGroup": {}, "deviceRuntimeContext": context, "linkedHubs": hubs}


def decided(text, sent):
    return decide(policy.parse(HEAD + text), device.read(sent))


class Decisions(TestCase):
    def test_a_device_stays_where_it_is_served_though_another_stamp_is_preferred(self):
        for name in "ab":
            decision = decided(stamp("a") + stamp("b"), request(name))
            self.assertEqual((decision.how, decision.stamp.name), ("stayed", name))

    def test_a_hub_is_answered_in_the_spelling_of_the_linked_hubs(self):
        decision = decided(stamp("a"), request(linked="ac"))
        self.assertEqual((decision.how, decision.hub), ("placed", "HUB-a.azure-devices.net"))

    def test_the_only_linked_hub_is_forced_even_when_it_is_down(self):
        decision = decided(stamp("a", 'state = "down"') + stamp("b"), request("a", linked="a"))
        self.assertEqual((decision.how, decision.stamp.name), ("forced", "a"))

    def test_moves_in_a_circle_leave_a_device_where_it_is_met_first(self):
        moves = '[[move]]\nname = "1"\nfrom = "a"\nto = "b"\n[[move]]\nname = "2"\nfrom = "b"\nto = "a"\n'
        for name in "ab":
            decision = decided(stamp("a") + stamp("b") + moves, request(name))
            self.assertEqual((decision.how, decision.stamp.name, len(decision.circle)), ("stayed", name, 2))

    def test_a_device_that_no_stamp_can_take_is_kept_or_refused(self):
        shut = stamp("a", 'state = "closed"') + '[[attribute]]\nname = "g"\nvalues = ["x"]\n'
        self.assertEqual(decided(shut, request("a")).how, "kept")
        self.assertEqual(decided(shut, request()).refusal, (422, "no-value"))
        self.assertEqual(decided(stamp("a", 'state = "closed"'), request()).refusal, (503, "none-open"))

    def test_a_key_whose_placeholder_has_no_value_is_left_out(self):
        answer = '[answer.twin.tags]\nstamp = "{{{stamp.name}}}"\nat = "{stamp.application}"\nl = ["{stamp.application}", 1]\n'
        sent = request()
        sent["enrollmentGroup"] = {"initialTwin": {"tags": {"stamp": {"x": 1}, "mine": None}, "other": 1}}
        twin = body(decided(stamp("a") + answer, sent))["initialTwin"]
        self.assertEqual(twin, {"tags": {"stamp": "{a}", "mine": None, "l": [1]}, "other": 1})


class Numbers(TestCase):
    def test_a_whole_number_has_no_fraction_exponent_or_negative_zero(self):
        numbered = stamp("a") + stamp("b") + '[[move]]\nname = "1"\nfrom = "a"\nwhen.payload = { "/n" = 0 }\n'
        for number, name in (("0", "b"), ("-0", "a"), ("0.0", "a"), ("0e0", "a"), ("false", "a")):
            text = json.dumps(request("a", payload={"n": "N"})).replace('"N"', number)
            self.assertEqual(decide(policy.parse(HEAD + numbered), device.parse(text)).stamp.name, name, number)


class Texts(TestCase):
    def test_only_ascii_letters_fold(self):
        self.assertEqual(fold("A\u00c4\u212a"), "a\u00c4\u212a")

    def test_missing_parts_of_a_version_count_as_0(self):
        self.assertEqual(version("12.0"), version("12"))
        self.assertLess(version("12.0.2"), version("12.0.10"))
        self.assertTrue(all(version(text) is None for text in ("", "12.", "v1", " 1", "1\n", "\u0661", 12)))

    def test_pointers_escape_and_index(self):
        self.assertEqual(at({"a/b": {"~1": [1, {"": 2}]}}, "/a~1b/~01/1/"), 2)
        self.assertIsNone(at({"l": [1]}, "/l/00"))
        self.assertIsNone(at({"l": [1]}, "/l/-"))

    def test_globs_match_the_whole_text(self):
        self.assertTrue(glob("*-?", "a-b-c") and glob("a*", "a") and glob("[.]", "[.]"))
        self.assertFalse(glob("?", "") or glob("a", "ab") or glob("a.c", "abc"))


class Corpus(TestCase):
    def test_what_is_written_as_toml_reads_as_it_was(self):
        for table, _, _ in islice(corpus.read(), 100):
            self.assertEqual(policy.tomllib.loads(toml.write(table), parse_float=policy.Decimal), table)

    def test_every_required_word_is_missed_when_nothing_is_counted(self):
        self.assertEqual(coverage.missing(coverage.Counter()), sorted(coverage.REQUIRED))
