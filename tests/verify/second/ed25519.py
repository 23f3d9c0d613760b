"""Ed25519 signatures, RFC 8032 section 5.1: verifying only."""

import hashlib
from functools import lru_cache

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
WINDOW = 5  # bits of a scalar taken at once


def recover_x(y, sign):
    """Section 5.1.3; None if there is no such point."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT % P
    if (x * x - x2) % P != 0 or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def decode(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (1 << 255) - 1, number >> 255
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(p, q):
    """Extended homogeneous coordinates, section 5.1.4."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y, 1, recover_x(BASE_Y, 0) * BASE_Y % P)
NOTHING = (0, 1, 1, 0)


def multiples(point):
    """For each window of a scalar all that it can add."""
    table = []
    for _ in range(0, 256, WINDOW):
        row = [NOTHING]
        for _ in range((1 << WINDOW) - 1):
            row.append(add(row[-1], point))
        table.append(row)
        point = add(row[-1], point)
    return table


BASE_TABLE = multiples(BASE)


@lru_cache(maxsize=64)
def key_table(key):
    """Of the key's negative; None if it is no point."""
    point = decode(key)
    if point is None:
        return None
    x, y, z, t = point
    return multiples((P - x, y, z, P - t))


def times(table, scalar):
    total = NOTHING
    for row in table:
        if scalar & (1 << WINDOW) - 1:
            total = add(total, row[scalar & (1 << WINDOW) - 1])
        scalar >>= WINDOW
    return total


@lru_cache(maxsize=4096)
def verify(key, message, signature):
    """Is the signature (64 bytes) by the key (32 bytes) of the message?"""
    table = key_table(key)
    s = int.from_bytes(signature[32:], "little")
    if table is None or len(signature) != 64 or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    k = int.from_bytes(digest, "little") % L
    x, y, z, _ = add(times(BASE_TABLE, s), times(table, k))
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]
