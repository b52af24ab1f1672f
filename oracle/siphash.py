"""SipHash-2-4 with 64 bits of output (Aumasson and Bernstein, 2012)."""

MASK = (1 << 64) - 1


def _rotate(word, bits):
    return ((word << bits) | (word >> (64 - bits))) & MASK


def _rounds(v0, v1, v2, v3, count):
    for _ in range(count):
        v0 = (v0 + v1) & MASK
        v1 = _rotate(v1, 13) ^ v0
        v0 = _rotate(v0, 32)
        v2 = (v2 + v3) & MASK
        v3 = _rotate(v3, 16) ^ v2
        v0 = (v0 + v3) & MASK
        v3 = _rotate(v3, 21) ^ v0
        v2 = (v2 + v1) & MASK
        v1 = _rotate(v1, 17) ^ v2
        v2 = _rotate(v2, 32)
    return v0, v1, v2, v3


def _words(message):
    """The message as 64-bit words; the last one is padded and carries the length's low byte."""
    whole = len(message) - len(message) % 8
    for start in range(0, whole, 8):
        yield int.from_bytes(message[start : start + 8], "little")
    yield int.from_bytes(message[whole:], "little") | (len(message) & 0xFF) << 56


def siphash24(key, message):
    """The hash, 0 to 2^64-1, of `message` (bytes) under `key` (16 bytes)."""
    k0 = int.from_bytes(key[:8], "little")
    k1 = int.from_bytes(key[8:], "little")
    state = (
        k0 ^ 0x736F6D6570736575,
        k1 ^ 0x646F72616E646F6D,
        k0 ^ 0x6C7967656E657261,
        k1 ^ 0x7465646279746573,
    )
    for word in _words(message):
        v0, v1, v2, v3 = state
        v0, v1, v2, v3 = _rounds(v0, v1, v2, v3 ^ word, 2)
        state = v0 ^ word, v1, v2, v3
    v0, v1, v2, v3 = state
    v0, v1, v2, v3 = _rounds(v0, v1, v2 ^ 0xFF, v3, 4)
    return v0 ^ v1 ^ v2 ^ v3
