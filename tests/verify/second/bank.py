"""Banks: their bytes (core/bank_codec.h), the candidate's view, orders."""

import struct

from . import Wrong
from .events import Cursor

SINGLE, MULTIPLE, ORDERED = range(3)
BOOLEAN, INTEGER, FLOAT, STRING, IDENTIFIER, PAIR, DIRECTED_PAIR, POINT, \
    DURATION = range(9)
CHOICE, TEXT_ENTRY, INLINE, ORDER, MATCH, EXTENDED = range(6)
RESPONSE, OUTCOME, TEMPLATE = range(3)
NO_STIMULUS = 0xFFFF

# Operators in their order in the file; what follows the operator's byte.
OPERATORS = """fragment responseCondition responseIf responseElseIf
responseElse setOutcomeValue:variable lookupOutcomeValue:variable exitResponse
baseValue:value variable:variable correct:variable default:variable null
mapResponse:variable mapResponsePoint:variable mathConstant:constant and or
not anyN:range isNull match equal:tolerance equalRounded:rounding gt gte lt
lte durationLT durationGTE stringMatch:case substring:case member contains
inside:area sum product max min subtract divide power integerDivide
integerModulus truncate round roundTo:rounding integerToFloat gcd lcm
mathOperator:function statsOperator:statistic multiple ordered repeat:count
containerSize index:count delete""".split()
CONSTANTS = ("pi", "e")
TOLERANCES = ("exact", "absolute", "relative")
ROUNDINGS = ("decimalPlaces", "significantFigures")
FUNCTIONS = ("abs", "signum", "floor", "ceil", "toDegrees", "toRadians")
STATISTICS = ("mean", "sampleVariance", "sampleSD", "popVariance", "popSD")
SHAPES = ("everywhere", "circle", "rect", "poly", "ellipse")


class Value:
    """Atoms of one type; without any it is NULL."""

    __slots__ = ("cardinality", "type", "atoms")

    def __init__(self, cardinality, type_, atoms):
        self.cardinality, self.type, self.atoms = cardinality, type_, atoms


class Thing:
    """What is read; its members have the names of the format."""

    def __init__(self, **members):
        self.__dict__.update(members)


class Reader(Cursor):
    def below(self, n):
        i = self.u8()
        if i >= n:
            raise Wrong("an enumeration out of range")
        return i

    def truth(self):
        return self.below(2) == 1

    def double(self):
        return self.number("d")

    def i32(self):
        return self.number("i")

    def text(self):
        return self.blob()

    def many(self, read):
        n = self.u32()
        if n > len(self.data) - self.at:
            raise Wrong("more than there can be")
        return [read() for _ in range(n)]

    def atom(self, type_):
        if type_ == BOOLEAN:
            return self.truth()
        if type_ == INTEGER:
            return self.number("q")
        if type_ in (FLOAT, DURATION):
            return self.double()
        if type_ in (STRING, IDENTIFIER):
            return self.text().decode()
        if type_ in (PAIR, DIRECTED_PAIR):
            return self.text().decode(), self.text().decode()
        return self.i32(), self.i32()

    def value(self):
        n = self.u32()
        if n == 0:
            return None
        if n > 256:
            raise Wrong("a value of too many parts")
        cardinality, type_ = self.below(3), self.below(9)
        return Value(cardinality, type_,
                     [self.atom(type_) for _ in range(n)])

    def bound(self):
        return self.double() if self.truth() else None

    def area(self):
        return self.below(5), self.many(self.i32)

    def mapping(self, type_):
        return Thing(fallback=self.double(), lower=self.bound(),
                     upper=self.bound(), entries=self.many(
                         lambda: (self.atom(type_), self.truth(),
                                  self.double())))

    def areas(self):
        return Thing(fallback=self.double(), lower=self.bound(),
                     upper=self.bound(), entries=self.many(
                         lambda: (self.area(), self.double())))

    def table(self):
        return Thing(is_match=self.below(2) == 0, fallback=self.value(),
                     entries=self.many(
                         lambda: (self.double(), self.truth(), self.value())))

    def variable(self):
        v = Thing(ident=self.text().decode(), kind=self.below(3),
                  cardinality=self.below(3), type=self.below(9),
                  fallback=self.value(), correct=self.value())
        v.mapping = self.mapping(v.type) if self.truth() else None
        v.areas = self.areas() if self.truth() else None
        v.table = self.table() if self.truth() else None
        return v

    def attribute(self, what):
        if what in ("variable", "count"):
            return self.u16()
        if what == "value":
            return self.value()
        if what == "constant":
            return self.below(len(CONSTANTS))
        if what == "range":
            return self.u16(), self.u16()
        if what == "tolerance":
            return (self.below(3), self.double(), self.double(),
                    self.truth(), self.truth())
        if what == "rounding":
            return self.below(2), self.u16()
        if what == "case":
            return self.truth()
        if what == "area":
            return self.area()
        if what == "function":
            return self.below(len(FUNCTIONS))
        return self.below(len(STATISTICS))

    def expression(self):
        name, _, what = OPERATORS[self.below(len(OPERATORS))].partition(":")
        attribute = self.attribute(what) if what else None
        return Thing(op=name, what=what, attribute=attribute,
                     children=self.many(self.expression))

    def choice(self):
        return Thing(ident=self.text().decode(), fixed=self.truth(),
                     view=self.text())

    def interaction(self):
        return Thing(type=self.below(6), variable=self.u16(),
                     shuffle=self.truth(), least=self.u16(),
                     most=self.u16(), n_rows=self.u16(), row_max=self.u16(),
                     column_max=self.u16(), max_length=self.u16(),
                     min_words=self.u16(), max_words=self.u16(),
                     choices=self.many(self.choice), prompt=self.text())

    def item(self):
        item = Thing(ident=self.text().decode(), title=self.text(),
                     topic=self.text(), lang=self.text(),
                     difficulty=self.below(3), max_marks=self.i32(),
                     pretest=self.truth(), tags=self.many(self.text),
                     enemies=self.many(self.text), set=self.text(),
                     stimulus=self.u16(), images=self.many(self.u16))
        item.criteria = self.many(
            lambda: (self.text().decode(), self.text(), self.i32()))
        item.variables = self.many(self.variable)
        item.interactions = self.many(self.interaction)
        item.processing = self.expression()
        item.view, item.rationale, item.source = \
            self.text(), self.text(), self.text()
        return item


class Bank:
    def __init__(self, data):
        r = Reader(data)
        if r.take(8) != b"exambank" or r.u16() != 1:
            raise Wrong("no bank of format 1")
        self.ident, self.version, self.title = r.text(), r.text(), r.text()
        self.topics = r.many(lambda: (r.text(), r.text()))
        self.stimuli = r.many(lambda: (r.text(), r.text(), r.many(r.u16)))
        self.images = r.many(lambda: (r.text(), r.below(2), r.u16(), r.u16(),
                                      r.text()))
        self.items = r.many(r.item)
        r.done()
        self.name = (self.ident + b"@" + self.version).decode()


# ---- the candidate's orders: ChaCha20 (RFC 8439), read as core/rng.h says ----

def chacha_words(key, nonce):
    """The key stream as 32-bit words, counter from 0."""
    counter, mask = 0, 0xFFFFFFFF
    head = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
    head += struct.unpack("<8I", key)
    rounds = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
              (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
    while True:
        start = head + [counter, *nonce]
        x = list(start)
        for _ in range(10):
            for a, b, c, d in rounds:
                for turn, (i, j, k) in ((16, (a, b, d)), (12, (c, d, b)),
                                        (8, (a, b, d)), (7, (c, d, b))):
                    x[i] = (x[i] + x[j]) & mask
                    mixed = x[k] ^ x[i]
                    x[k] = (mixed << turn | mixed >> 32 - turn) & mask
        yield from ((p + q) & mask for p, q in zip(x, start))
        counter += 1


def shuffle(words, things):
    for i in range(len(things) - 1, 0, -1):
        n = i + 1
        uneven = (2**32 - n) % n
        word = next(words)
        while word < uneven:
            word = next(words)
        j = word % n
        things[i], things[j] = things[j], things[i]


def orders(item, seed, place):
    """For each interaction the choice at each place (core/order.h)."""
    found = []
    for number, one in enumerate(item.interactions):
        words = chacha_words(seed, (3, place, number))
        order = []
        bounds = (0, one.n_rows, len(one.choices))
        for first, end in zip(bounds, bounds[1:]):
            free = [i for i in range(first, end) if not one.choices[i].fixed]
            if one.shuffle:
                shuffle(words, free)
            free = iter(free)
            order += [i if one.choices[i].fixed else next(free)
                      for i in range(first, end)]
        found.append(order)
    return found


# ---- what the candidate sees ----

def row_max(one):
    columns = len(one.choices) - one.n_rows
    return one.row_max or columns


def column_max(one):
    return one.column_max or one.n_rows


def values_max(one):
    """The most that can be entered in an interaction."""
    if one.type in (TEXT_ENTRY, EXTENDED, INLINE):
        return 1
    if one.type == ORDER:
        return len(one.choices)
    if one.type == CHOICE:
        return one.most or len(one.choices)
    columns = len(one.choices) - one.n_rows
    pairs = min(one.n_rows * row_max(one), columns * column_max(one))
    return min(one.most or pairs, pairs)


def places(name, number, one, order):
    parts = [b'{"%s":%d,%s}' % (number, i + 1, one.choices[at].view)
             for i, at in enumerate(order)]
    return b'"%s":[%s]' % (name, b",".join(parts))


def view_interaction(item, one, order):
    kinds = (b"choice", b"text", b"inline", b"order", b"match", b"extended")
    parts = [b'"kind":"%s"' % kinds[one.type]]
    if one.prompt:
        parts.append(one.prompt)
    if one.type in (CHOICE, MATCH):
        parts.append(b'"min":%d,"max":%d' % (one.least, values_max(one)))
    if one.type == MATCH:
        parts.append(b'"row_max":%d,"column_max":%d'
                     % (row_max(one), column_max(one)))
        parts.append(places(b"rows", b"row", one, order[:one.n_rows]))
        parts.append(places(b"columns", b"column", one, order[one.n_rows:]))
    elif one.type == TEXT_ENTRY:
        is_text = item.variables[one.variable].type == STRING
        parts.append(b'"format":"%s","max_length":%d'
                     % (b"text" if is_text else b"number", one.max_length))
    elif one.type == EXTENDED:
        parts.append(b'"max_length":%d,"min_words":%s,"max_words":%s' % (
            one.max_length, str(one.min_words or "null").encode(),
            str(one.max_words or "null").encode()))
    else:
        parts.append(places(b"choices", b"choice", one, order))
    return b"{" + b",".join(parts) + b"}"


def view(bank, item, number, section, order):
    """The JSON object of the item without its closing brace."""
    parts = [b'"item":%d,"section":%d,%s' % (number, section, item.view)]
    if item.stimulus != NO_STIMULUS:
        parts.append(b'"stimulus":{%s}' % bank.stimuli[item.stimulus][1])
    inner = (view_interaction(item, one, o)
             for one, o in zip(item.interactions, order))
    parts.append(b'"interactions":[%s]' % b",".join(inner))
    return b"{" + b",".join(parts)
