"""The Merkle tree of RFC 6962 section 2.1, and its proofs."""

from hashlib import sha256


def leaf(data):
    return sha256(b"\0" + data).digest()


def node(left, right):
    return sha256(b"\1" + left + right).digest()


def root_by_inclusion(index, size, hashed, path):
    """The root that the path leads to, or None: it has another length.

    Section 2.1.1 read upwards: PATH(m, D[n]) splits at the largest power of
    two below n.
    """
    steps = []
    low, high = 0, size
    while high - low > 1:
        split = 1 << (high - low - 1).bit_length() - 1
        is_left = index - low < split
        steps.append(is_left)
        low, high = (low, low + split) if is_left else (low + split, high)
    if len(steps) != len(path):
        return None
    for is_left, other in zip(reversed(steps), path):
        hashed = node(hashed, other) if is_left else node(other, hashed)
    return hashed


def is_consistent(old_size, size, old_root, root, path):
    """Section 2.1.2: SUBPROOF(m, D[n], b) taken apart again."""
    if not 0 < old_size <= size:
        return False
    path = list(path)

    def both(m, n, whole):
        """Roots of the old part and of all of this subtree."""
        if m == n:
            if whole:
                return old_root, old_root
            taken = path.pop(0)
            return taken, taken
        split = 1 << (n - 1).bit_length() - 1
        if m <= split:
            old, new = both(m, split, whole)
            return old, node(new, path.pop(0))
        old, new = both(m - split, n - split, False)
        left = path.pop(0)
        return node(left, old), node(left, new)

    try:
        old, new = both(old_size, size, True)
    except IndexError:
        return False
    return not path and old == old_root and new == root
