"""What the promises are limited by: for each limit the counterexample that would break the promise without it."""

from collections import Counter
from dataclasses import replace
import tomllib
from unittest import TestCase
from unittest.mock import patch

from oracle import device, edits, fixed_cases, promises
from oracle.decide import decide
from oracle.policy import Policy, parse
from oracle.rounds import Ground

AGAIN = "deciding again gives the same answer"
ROUNDS = "a later round is the first one of a registration from its stamp"
ADDING = "adding a stamp moves nobody"
TAKES = "adding a stamp takes new devices only for itself"
REMOVING = "removing a stamp gives away only its own new devices"


def case(name, number):
    """A fixed case: the policy's table and one of its requests."""
    text, requests = fixed_cases.read(name)
    return tomllib.loads(text), requests[number]


def checked_and_broken(table, body):
    """How often each promise is checked for one device, and those that are broken."""
    checked = Counter()
    return checked, {promise for promise, _ in promises.broken(table, body, checked)}


def names(decision):
    """The stamps that the rounds found, in order."""
    return [record.found.name for record in decision.rounds]


class FormerHubs(TestCase):
    def test_a_former_hub_links_its_stamp_only_while_the_device_is_looked_at_there(self):
        text, requests = fixed_cases.read("former-hub-and-circle")
        sent = device.read(requests[0])
        first = decide(parse(text), sent)
        self.assertEqual((first.hub, names(first)), ("hub-d.azure-devices.net", ["b", "d", "d"]))
        self.assertEqual(first.rounds[1].tiers[0].out, [{"stamp": "a", "why": "not-linked"}])
        self.assertEqual(decide(parse(text), replace(sent, current_hub=first.hub)).hub, first.hub)

    def test_were_it_linked_in_every_round_deciding_again_would_give_another_answer(self):
        table, body = case("former-hub-and-circle", 0)
        self.assertEqual(checked_and_broken(table, body)[1], set())
        hub_of = Ground.hub_of
        with patch.object(Ground, "hub_of", lambda self, stamp, here: hub_of(self, stamp, stamp)):
            self.assertLessEqual({AGAIN, ROUNDS}, checked_and_broken(table, body)[1])

    def test_no_move_leads_back_to_a_stamp_that_only_its_former_hub_linked(self):
        text, requests = fixed_cases.read("former-hub-and-no-way-back")
        decision = decide(parse(text), device.read(requests[0]))
        self.assertEqual((decision.hub, decision.circle), ("hub-b.azure-devices.net", None))
        self.assertEqual(decision.rounds[1].moves[1], {"move": "back", "why": "no-target"})

    def test_the_same_moves_go_round_a_circle_where_its_hub_is_linked_too(self):
        text, requests = fixed_cases.read("former-hub-and-no-way-back")
        decision = decide(parse(text), device.read(requests[2]))
        self.assertEqual((decision.how, decision.hub), ("stayed", "hub-a.azure-devices.net"))
        self.assertEqual([stamp.name for stamp in decision.circle], ["a", "b"])

    def test_a_stamp_that_is_down_is_passed_over_for_its_state_and_then_as_not_linked(self):
        text, requests = fixed_cases.read("former-hub-and-down")
        decision = decide(parse(text), device.read(requests[0]))
        self.assertEqual([record.pins[0]["why"] for record in decision.rounds], ["state", "not-linked"])

    def test_a_refusal_is_reasoned_by_what_is_linked_in_the_first_round(self):
        text, requests = fixed_cases.read("former-hub-and-down")
        refusals = [decide(parse(text), device.read(requests[number])).refusal for number in (2, 3)]
        self.assertEqual(refusals, [(503, "none-open"), (422, "not-linked")])

    def test_a_device_is_kept_on_a_former_hub(self):
        text, requests = fixed_cases.read("former-hub-and-down")
        decision = decide(parse(text), device.read(requests[4]))
        self.assertEqual((decision.how, decision.hub), ("kept", "old-c.azure-devices.net"))


class CirclesOfRules(TestCase):
    def test_rules_that_read_current_go_round_a_circle_without_any_move(self):
        text, requests = fixed_cases.read("circle-of-rules")
        for body, how, circle in zip(requests, ("placed", "stayed", "stayed"), ("ab", "ab", "ba")):
            decision = decide(parse(text), device.read(body))
            self.assertEqual((decision.how, decision.stamp.name), (how, circle[0]))
            self.assertEqual([stamp.name for stamp in decision.circle], list(circle))

    def test_adding_a_stamp_that_breaks_the_circle_moves_the_device(self):
        table, body = case("circle-of-rules", 1)
        added = self._added(table)
        body["linkedHubs"].append(edits.ADDED["hub"])
        after = decide(Policy(added), device.read(body))
        self.assertEqual((after.how, after.stamp.name, after.circle), ("moved", "new", None))

    def test_so_a_device_in_a_circle_is_outside_of_the_promise(self):
        table, body = case("circle-of-rules", 1)
        checked, broken = checked_and_broken(table, body)
        self.assertEqual((checked[ADDING], broken), (0, set()))

    def _added(self, table):
        """The policy with a stamp that serves what `a` does and the description that the circle has there."""
        added = edits.add(table, "a", "open")
        added["stamp"][1]["serves"] = {"g": "x", "l": ["test", "prod"]}
        return added


class NewDevices(TestCase):
    def test_a_rule_that_reads_current_sends_a_new_device_on_from_where_it_is_placed(self):
        table, body = case("new-devices-follow-a-rule", 0)
        with_z = decide(Policy(table), device.read(body))
        without_z = decide(Policy(edits.remove(table, "z")), device.read(body))
        self.assertEqual((names(with_z), names(without_z)), (["z", "c", "c"], ["a", "a"]))

    def test_so_the_promises_for_new_devices_are_for_policies_without_such_rules(self):
        table, body = case("new-devices-follow-a-rule", 0)
        checked, broken = checked_and_broken(table, body)
        self.assertEqual((checked[TAKES], checked[REMOVING], broken), (0, 0, set()))
        with patch.object(promises, "_reads_current", lambda policy: False):
            self.assertIn(REMOVING, checked_and_broken(table, body)[1])

    def test_without_such_rules_they_are_checked(self):
        table, body = case("new-devices-follow-a-rule", 0)
        del table["attribute"][0]["rule"][0]
        checked, broken = checked_and_broken(table, body)
        self.assertEqual((checked[TAKES], checked[REMOVING], broken), (4, 2, set()))


class Reserving(TestCase):
    def test_reserving_a_closed_stamp_opens_it_to_moves_and_is_no_edit_of_the_promise(self):
        table, body = case("former-hub-and-no-way-back", 1)
        table["stamp"][0]["state"] = "closed"
        body["linkedHubs"].append("hub-a.azure-devices.net")
        sent = device.read(body)
        del table["move"][0]  # the other one leads from `b` to `a`
        self.assertEqual(decide(Policy(table), sent).stamp.name, "b")
        self.assertEqual(decide(Policy(edits.set_state(table, "a", "reserved")), sent).stamp.name, "a")
        self.assertEqual(checked_and_broken(table, body)[0]["reserving a stamp moves nobody"], 1)
