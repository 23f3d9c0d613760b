"""Responses, marks and results (core/response.h, score.h, marking.h)."""

import json
from decimal import Decimal

from . import Wrong, processing
from . import bank as b
from .bank import Value
from .events import Cursor

FULL = 100000  # per cent, in thousandths


# ---- responses ----

def is_text(one):
    return one.type in (b.TEXT_ENTRY, b.EXTENDED)


def text_is_allowed(text):
    return not any((ord(c) < 0x20 and c not in "\n\t") or
                   0x7F <= ord(c) < 0xA0 for c in text)


def read_part(cursor, one):
    n = cursor.u8()
    if n > b.values_max(one):
        raise Wrong("too much is chosen")
    if is_text(one):
        try:
            text = cursor.take(cursor.u16()).decode() if n else None
        except UnicodeDecodeError:
            raise Wrong("a text that is none") from None
        most = 2048 if one.type == b.TEXT_ENTRY else 40000
        if text and (len(text) > one.max_length or
                     len(text.encode()) > most or not text_is_allowed(text)):
            raise Wrong("a text that cannot be entered")
        return text
    if one.type == b.MATCH:
        pairs = [(cursor.u8(), cursor.u8()) for _ in range(n)]
        rows, columns = one.n_rows, len(one.choices) - one.n_rows
        for row, column in pairs:
            if row >= rows or column >= columns or \
                    sum(p[0] == row for p in pairs) > b.row_max(one) or \
                    sum(p[1] == column for p in pairs) > b.column_max(one):
                raise Wrong("a pair that cannot be")
        if len(set(pairs)) < n:
            raise Wrong("a pair twice")
        return pairs
    chosen = [cursor.u8() for _ in range(n)]
    if any(c >= len(one.choices) for c in chosen) or len(set(chosen)) < n:
        raise Wrong("a choice that cannot be")
    return chosen


def read_response(item, data):
    """For each interaction what was entered, or Wrong."""
    if not data:
        return [None if is_text(one) else [] for one in item.interactions]
    cursor = Cursor(data)
    parts = [read_part(cursor, one) for one in item.interactions]
    cursor.done()
    return parts


def bind_text(one, variable, text):
    if text is None or processing.is_blank(text):
        return None
    if one.type == b.EXTENDED:
        return processing.single(b.STRING, text)
    if variable.type == b.STRING:
        return processing.single(b.STRING, processing.squeeze(text))
    if variable.type == b.INTEGER:
        n = processing.parse_integer(text)
        return None if n is None else processing.single(b.INTEGER, n)
    x = processing.parse_number(text)
    return None if x is None else processing.single(b.FLOAT, x)


def bind(item, order, parts):
    """Values of the response variables; None for all others."""
    values = [None] * len(item.variables)
    for one, places, part in zip(item.interactions, order, parts):
        variable = item.variables[one.variable]
        names = [one.choices[at].ident for at in places]
        if is_text(one):
            values[one.variable] = bind_text(one, variable, part)
        elif part and one.type == b.MATCH:
            values[one.variable] = Value(
                variable.cardinality, b.DIRECTED_PAIR,
                [(names[row], names[one.n_rows + column])
                 for row, column in part])
        elif part:
            values[one.variable] = Value(
                variable.cardinality, b.IDENTIFIER,
                [names[place] for place in part])
    return values


# ---- programmes ----

class Programme:
    def __init__(self, data, route):
        whole = json.loads(data.decode(), parse_float=Decimal)
        self.name = f"{whole['id']}@{whole['version']}"
        marking = whole.get("marking", {})
        self.markers = marking.get("markers", 1)
        self.tolerance = int(Decimal(marking.get("tolerance", 0)) * 1000)
        found = whole["routes"][("upgrade", "full")[route]]
        self.cut = int(Decimal(found.get("cut", 0)) * 1000)
        self.sections = [(s.get("weight", 1),
                          int(Decimal(s.get("cut", 0)) * 1000))
                         for s in found["sections"]]


# ---- marks ----

def settle(marks, item, programme):
    """What people gave, or None; and what that is called."""
    given = [m[2] for m in marks if m[0] == item]
    if programme.markers <= 1:
        return (given[0], "settled") if given else (None, "waiting")
    if len(given) < 2:
        return None, "waiting"
    if abs(given[0] - given[1]) <= programme.tolerance:
        return (given[0] + given[1] + 1) // 2, "settled"
    return (given[2], "settled") if len(given) > 2 else (None, "differs")


class Marked:
    """One item of a paper."""


class Derived:
    """Paper and marks that follow from attempt, bank and programme."""

    def __init__(self, attempt, bank, programme, by_hand, paper=None):
        self.bank = bank
        plan = attempt.plan
        if len(programme.sections) != len(plan.sections):
            raise Wrong("the programme has other sections")
        self.items = []
        self.paper = paper or Paper(attempt, bank)
        self.is_settled = True
        for i in range(plan.n_items):
            self.items.append(
                self.mark(attempt, programme, by_hand, i))
        self.sections = [self.add_up(plan, i, cut)
                         for i, (_, cut) in enumerate(programme.sections)]
        self.total(programme)

    def mark(self, attempt, programme, by_hand, i):
        item, m = self.paper.items[i], Marked()
        m.item, m.response = item, attempt.answers[i].response
        m.by_hand, m.script, m.failed = 0, None, False
        m.max_marks = item.max_marks
        if not by_hand:
            m.max_marks -= sum(c[2] for c in item.criteria)
        parts = read_response(item, m.response)
        m.values = bind(item, self.paper.orders[i], parts)
        try:
            m.processed = processing.process(item, m.values)
        except processing.Failed:
            m.processed, m.failed = 0, True
        essay = any(one.type == b.EXTENDED and part and
                    not processing.is_blank(part)
                    for one, part in zip(item.interactions, parts))
        if by_hand and item.criteria and not item.pretest and essay:
            given, m.script = settle(attempt.marks, i, programme)
            m.by_hand = given or 0
            self.is_settled = self.is_settled and m.script == "settled"
        return m

    def add_up(self, plan, i, cut):
        part = plan.sections[i]
        counted = [m for m in self.items[part.first:part.first + part.count]
                   if not m.item.pretest]
        marks = max(sum(m.processed + m.by_hand for m in counted), 0)
        most = sum(m.max_marks for m in counted)
        if most <= 0 or marks <= 0:
            percent = 0
        elif marks >= most:
            percent = FULL
        else:
            percent = (2 * FULL * marks + most) // (2 * most)
        return marks, most, percent, cut, most == 0 or percent >= cut

    def total(self, programme):
        weighed = [(w, s[2]) for (w, _), s in
                   zip(programme.sections, self.sections) if s[1] != 0]
        weight = sum(w for w, _ in weighed)
        gained = sum(w * percent for w, percent in weighed)
        self.percent = (2 * gained + weight) // (2 * weight) if weight else 0
        self.cut = programme.cut
        self.passed = all(s[4] for s in self.sections) and \
            self.percent >= self.cut

    def score(self):
        return self.sections, self.percent, self.cut, self.passed

    def words(self):
        """As judge.c writes it."""
        return "".join(
            [f" {m.processed}+{m.by_hand}/{m.max_marks}" for m in self.items]
            + [f" s{s[0]}/{s[1]}={s[2]}{'p' if s[4] else 'n'}"
               for s in self.sections]
            + [f" t{self.percent}{'p' if self.passed else 'n'}"])


class Paper:
    def __init__(self, attempt, bank):
        if any(i >= len(bank.items) for i in attempt.drawn):
            raise Wrong("the bank has no such items")
        self.items = [bank.items[i] for i in attempt.drawn]
        self.orders = [b.orders(item, attempt.seed, place)
                       for place, item in enumerate(self.items)]
        self.sections = [n + 1 for n, s in enumerate(attempt.plan.sections)
                         for _ in range(s.count)]
        self.views = [b.view(bank, item, place + 1, section, order)
                      for place, (item, section, order) in enumerate(
                          zip(self.items, self.sections, self.orders))]


def read_score(data):
    """SCORED's data (core/score.h)."""
    c, sections = Cursor(data), []
    n = c.u16()
    if n > 16:
        raise Wrong("too many sections")

    def truth():
        value = c.u8()
        if value > 1:
            raise Wrong("neither true nor false")
        return value == 1

    for _ in range(n):
        sections.append((c.number("q"), c.number("q"), c.number("i"),
                         c.number("i"), truth()))
    score = sections, c.number("i"), c.number("i"), truth()
    c.done()
    return score
