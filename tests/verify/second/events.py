"""Events: their hashes and payloads (server/proof/chain.h, core/event.h)."""

import struct
from hashlib import sha256

from . import Wrong

SECTION, ITEM, SEQ, CODE, NUMBER, MS, WALL, SEED, BY, REASON, TEXT, DATA, \
    ABOUT = range(13)
ACT = (BY, REASON, TEXT)

# code: word, fields, is the candidate to be told
KINDS = {
    1: ("registered", (CODE, NUMBER, MS, BY, DATA), False),
    2: ("ticket-issued", ACT, False),
    3: ("checked-in", ACT, False),
    4: ("admitted", ACT, True),
    5: ("signed-in", (CODE, NUMBER, TEXT), False),
    6: ("signed-out", (NUMBER,), False),
    7: ("device-moved", (NUMBER, *ACT), True),
    8: ("opened", (MS, WALL, TEXT, DATA), False),
    9: ("section-entered", (SECTION, CODE), False),
    10: ("item-left", (ITEM,), False),
    11: ("answered", (ITEM, SEQ, WALL, DATA), False),
    12: ("flagged", (ITEM, CODE), False),
    13: ("section-closed", (SECTION, CODE), False),
    14: ("paused", ACT, True),
    15: ("resumed", ACT, True),
    16: ("extended", (MS, *ACT), True),
    17: ("compensated", (MS, TEXT), False),
    18: ("incident", ACT, False),
    19: ("help-asked", (TEXT,), False),
    20: ("item-reported", (ITEM, TEXT), False),
    21: ("messaged", (BY, TEXT), True),
    22: ("submitted", (), False),
    23: ("expired", (), False),
    24: ("terminated", ACT, True),
    25: ("absent", (), False),
    26: ("reopened", (MS, *ACT), True),
    27: ("scored", (CODE, NUMBER, DATA), False),
    28: ("released", (BY,), False),
    29: ("administered", (*ACT, DATA), False),
    30: ("marked", (ITEM, NUMBER, BY, TEXT, DATA), False),
    31: ("seated", (NUMBER, *ACT, DATA), False),
    32: ("seen", (ABOUT,), False),
    33: ("drawn", (SEED, DATA), False),
}
CODES = {word: code for code, (word, _, _) in KINDS.items()}
NAMES = ("section", "item", "seq", "code", "number", "ms", "wall_said",
         "seed", "by", "reason", "text", "data", "about")


class Cursor:
    """Little-endian numbers and byte strings, never past the end."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        part = self.data[self.at:self.at + n]
        if len(part) != n:
            raise Wrong("bytes are missing")
        self.at += n
        return part

    def number(self, form):
        return struct.unpack("<" + form, self.take(struct.calcsize(form)))[0]

    def u8(self):
        return self.number("B")

    def u16(self):
        return self.number("H")

    def u32(self):
        return self.number("I")

    def blob(self):
        return self.take(self.u32())

    def done(self):
        if self.at != len(self.data):
            raise Wrong("bytes are left over")


READERS = {
    SECTION: Cursor.u16, ITEM: Cursor.u16, SEQ: Cursor.u32,
    CODE: Cursor.u8, NUMBER: Cursor.u32,
    MS: lambda c: c.number("q"), WALL: lambda c: c.number("q"),
    SEED: lambda c: c.take(32), ABOUT: lambda c: c.number("Q"),
}


class Event:
    def __init__(self, row):
        self.position, self.number_of = row["position"], row["number"]
        self.kind, self.word = row["kind"], KINDS[row["kind"]][0]
        self.wall, self.mono = row["wall"], row["mono"]
        self.is_told = KINDS[self.kind][2]
        self.section = self.item = self.seq = self.code = self.number = 0
        self.ms = self.wall_said = self.about = 0
        self.by = self.data = self.text = self.reason = b""
        self.withheld = row.get("withheld", False)

    def decode(self, payload):
        cursor = Cursor(payload)
        for field in KINDS[self.kind][1]:
            read = READERS.get(field, Cursor.blob)
            setattr(self, NAMES[field], read(cursor))
        cursor.done()


def content(salt, payload):
    return sha256(salt + payload).digest()


def link(attempt, event, before, content_hash):
    header = struct.pack("<QIHqq", attempt, event.number_of, event.kind,
                         event.wall, event.mono)
    return sha256(header + before + content_hash).digest()
