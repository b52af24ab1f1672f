"""The pieces of the hashing, held to published numbers and to exact mathematics."""

from decimal import Decimal, localcontext
from pathlib import Path
from unittest import TestCase

from oracle.hashing import beats, mix, position_of, preferred
from oracle.logarithm import TABLE, logarithm
from oracle.random_cases.generator import Generator
from oracle.siphash import siphash24

TOP = (1 << 64) - 1


class SipHash(TestCase):
    def test_it_gives_the_64_vectors_of_the_reference_implementation(self):
        published = (Path(__file__).parent / "siphash_vectors.txt").read_text().split()
        made = [siphash24(bytes(range(16)), bytes(range(n))).to_bytes(8, "little").hex() for n in range(64)]
        self.assertEqual(made, published)

    def test_it_gives_the_papers_example(self):
        self.assertEqual(siphash24(bytes(range(16)), bytes(range(15))), 0xA129CA6149BE45E5)


class SplitMix(TestCase):
    def test_it_gives_the_known_numbers_of_seed_1234567(self):
        generator = Generator(1234567)
        known = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
        self.assertEqual([generator.next() for _ in known], known)

    def test_mix_of_nothing_is_nothing(self):
        self.assertEqual(mix(0), 0)


class Logarithm(TestCase):
    def test_the_table_is_what_another_series_gives_to_fifty_digits(self):
        with localcontext() as context:
            context.prec = 50
            for i, value in enumerate(TABLE):
                exact = _ln(Decimal(256 + i) / 256) / _ln(Decimal(2)) * 2**38
                self.assertLess(abs(exact - value), Decimal("0.4999"), i)

    def test_it_is_near_the_exact_logarithm_everywhere(self):
        generator = Generator(3)
        for _ in range(500):
            u = generator.next() >> generator.below(64)
            with localcontext() as context:
                context.prec = 40
                exact = (64 - Decimal(max(u, 1)).ln() / Decimal(2).ln()) * 2**38
            self.assertLess(abs(logarithm(u) - exact), 3100)  # what a parabola through three knots can be off by

    def test_it_never_rises_and_stays_between_1_and_2_to_the_44(self):
        knots = [(1 << 63) + (i << 55) + d for i in range(256) for d in (-1, 0, 1)]
        costs = [logarithm(u) for u in (0, 1, 2, 3, *sorted(knots), TOP)]
        self.assertEqual(costs, sorted(costs, reverse=True))
        self.assertEqual((costs[0], costs[1], costs[-1]), (1 << 44, 1 << 44, 1))


class Rendezvous(TestCase):
    def test_of_equal_costs_the_first_name_in_byte_order_wins(self):
        self.assertTrue(beats(("a", 2, 10), ("b", 1, 5)))
        self.assertFalse(beats(("b", 1, 5), ("a", 2, 10)))
        self.assertEqual(preferred([("b", 1, 5), ("a", 2, 10), ("a-", 2, 10)])[0], "a")

    def test_positions_reach_from_0_to_99999(self):
        self.assertEqual((position_of(0), position_of(TOP)), (0, 99999))


def _ln(x):
    """ln x = 2 artanh((x-1)/(x+1)), a series that shares nothing with decimal's own logarithm."""
    y = (x - 1) / (x + 1)
    return 2 * sum(y ** (2 * k + 1) / (2 * k + 1) for k in range(60))
