"""The integer logarithm of docs/hashing.md, section 5."""

from decimal import Decimal, ROUND_HALF_EVEN, localcontext

SCALE_BITS = 38
KNOTS = 258


def _table():
    """T of section 5: 2^38 * log2(1 + i/256) for i = 0 to 257, to the nearest integer.

    Sixty digits of decimal arithmetic leave no doubt about the rounding of twelve-digit numbers.
    """
    with localcontext() as context:
        context.prec = 60
        per_bit = Decimal(2).ln()
        exact = ((1 + Decimal(i) / 256).ln() / per_bit * (1 << SCALE_BITS) for i in range(KNOTS))
        return tuple(int(value.to_integral_value(ROUND_HALF_EVEN)) for value in exact)


TABLE = _table()


def logarithm(u):
    """L(u): -log2(u / 2^64), scaled by 2^38, for u from 0 to 2^64-1; from 1 to 2^44."""
    u = max(u, 1)
    zeros = 64 - u.bit_length()
    m = u << zeros
    i = (m >> 55) & 0xFF
    t = (m >> 23) & 0xFFFFFFFF
    low, high, beyond = TABLE[i : i + 3]
    bend = 2 * high - low - beyond
    v = low + ((high - low) * t >> 32) + (bend * (t * ((1 << 32) - t) >> 32) >> 33)
    return (zeros + 1 << SCALE_BITS) - v
