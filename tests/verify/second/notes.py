"""Signed notes, keys, heads, seals: c2sp.org/signed-note, tlog-checkpoint."""

import base64
import re
from hashlib import sha256

from . import Wrong, ed25519

DASH = "\u2014 "


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("base64") from None
    if base64.b64encode(data).decode() != text:
        raise Wrong("base64 with bits that belong to no byte")
    return data


def time_is_written(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", text)


class Key:
    def __init__(self, text):
        parts = text.split("+", 2)
        if len(parts) != 3 or not re.fullmatch("[0-9a-f]{8}", parts[1]):
            raise Wrong("no key: " + text)
        self.text, self.name = text, parts[0]
        self.id, data = bytes.fromhex(parts[1]), unbase64(parts[2])
        digest = sha256(self.name.encode() + b"\n" + data).digest()
        if len(data) != 33 or data[0] != 1 or self.id != digest[:4]:
            raise Wrong("no Ed25519 key, or its id is wrong: " + text)
        if not self.name or re.search(r"\s", self.name):
            raise Wrong("a key's name has blanks")
        self.bytes = data[1:]

    def __eq__(self, other):
        return self.text == other.text


class Note:
    """TEXT, a blank line, signatures."""

    def __init__(self, data):
        try:
            text, lines = data.decode().rsplit("\n\n", 1)
        except ValueError:
            raise Wrong("no signed note") from None
        if not lines.endswith("\n"):
            raise Wrong("a note without its last newline")
        self.text = text + "\n"
        self.signatures = []
        for line in lines[:-1].split("\n"):
            name, _, data64 = line.removeprefix(DASH).partition(" ")
            if not line.startswith(DASH) or not data64:
                raise Wrong("no signature line: " + line)
            self.signatures.append((name, unbase64(data64)))

    def is_by(self, key):
        """None: the key has not signed."""
        for name, data in self.signatures:
            if name == key.name and data[:4] == key.id:
                return ed25519.verify(
                    key.bytes, self.text.encode(), data[4:])
        return None


def split_notes(text):
    """Notes one after the other, with blank lines between, or behind each."""
    if text.endswith("\n\n"):
        text = text[:-1]
    parts = text.split("\n\n")
    if len(parts) % 2 or not parts[-1].endswith("\n"):
        raise Wrong("no signed notes")
    parts[-1] = parts[-1][:-1]
    return [Note(f"{body}\n\n{lines}\n".encode())
            for body, lines in zip(parts[::2], parts[1::2])]


class Keys:
    """The text of evidence.keys."""

    def __init__(self, text):
        lines = text.split("\n", 2)
        if len(lines) < 3:
            raise Wrong("no keys")
        self.origin, self.all = lines[0], [Key(lines[1])]
        if self.all[0].name != self.origin:
            raise Wrong("the first key has another name")
        rest = lines[2]
        if rest and not rest.startswith("\n"):
            raise Wrong("no blank line between keys")
        for note in split_notes(rest[1:]) if rest else []:
            self.take_over(note)

    def take_over(self, note):
        lines = note.text.split("\n")
        old = self.all[-1]
        if len(lines) != 6 or lines[:3] != [self.origin, "key hand-over",
                                            old.text] or lines[5] != "" \
                or not time_is_written(lines[4]):
            raise Wrong("no hand-over from the key before")
        new = Key(lines[3])
        if new.name != self.origin or not note.is_by(old) \
                or not note.is_by(new):
            raise Wrong("a hand-over that not both keys have signed")
        self.all.append(new)

    def check(self, note, what, only=None):
        """Signed by one of them, or by the one, and by nobody else."""
        results = [note.is_by(k) for k in ([only] if only else self.all)]
        if len(note.signatures) != 1 or True not in results:
            raise Wrong(what + " is not signed as it should be")


class Head:
    """A checkpoint."""

    def __init__(self, note):
        lines = note.text.split("\n")
        if len(lines) != 5 or lines[4] != "" or \
                not re.fullmatch("0|[1-9][0-9]*", lines[1]) or \
                not time_is_written(lines[3]):
            raise Wrong("no checkpoint")
        self.note, self.origin, self.size = note, lines[0], int(lines[1])
        self.root = unbase64(lines[2])
        if len(self.root) != 32:
            raise Wrong("a root has 32 bytes")

    def same(self, other):
        return self.size == other.size and self.root == other.root


def unseal(data, kind):
    """The bytes before the seal, and the note."""
    at = data.rfind(b"\n" + kind.encode() + b"\n") + 1
    if at == 0:
        raise Wrong("there is no seal")
    sealed, note = data[:at], Note(data[at:])
    if note.text != f"{kind}\n{sha256(sealed).hexdigest()}\n":
        raise Wrong("the seal is of other bytes")
    return sealed, note
