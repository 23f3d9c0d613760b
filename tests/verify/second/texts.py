"""Texts to the byte, as the server writes them: JSON, rules, files."""

import base64
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256

from . import bank as b
from . import processing

README_SHA256 = (
    "31c8c275fa9fc771ef95a193213b8ebf"
    "1906f9340da02b7093fddfe641cd6224")


# ---- JSON ----

def quote(text):
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + re.sub(
        r'["\\\x00-\x1f\x7f]',
        lambda m: short.get(m[0], f"\\u{ord(m[0]):04x}"), text) + '"'


def decimals(n):
    """Thousandths as a decimal number."""
    sign, n = "-" if n < 0 else "", abs(n)
    return f"{sign}{n // 1000}.{n % 1000:03}".rstrip("0").rstrip(".")


def truth(value):
    return "true" if value else "false"


def write(value):
    """A value of JSON; decimal numbers are Decimals."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{quote(k)}:{write(v)}"
                              for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(write(v) for v in value) + "]"
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bool):
        return truth(value)
    if value is None:
        return "null"
    return str(value)


def hashes(proof):
    return [base64.b64encode(h).decode() for h in proof]


def score_members(score):
    sections, percent, cut, passed = score
    return {
        "passed": passed, "percent": Decimal(decimals(percent)),
        "cut": Decimal(decimals(cut)),
        "sections": [
            {"section": n + 1, "marks": Decimal(decimals(s[0])),
             "max_marks": Decimal(decimals(s[1])),
             "percent": Decimal(decimals(s[2])),
             "cut": Decimal(decimals(s[3])), "passed": s[4]}
            for n, s in enumerate(sections)]}


# ---- numbers and values, as in a rule ----

def write_number(x):
    exact = processing.decimal(x)
    if exact == 0:
        return "0"
    sign, digits, exponent = exact.normalize().as_tuple()
    digits = "".join(map(str, digits))
    point = len(digits) + exponent  # 0.digits times 10 to this
    minus = "-" if sign else ""
    if -5 < point <= 17:
        if point <= 0:
            return f"{minus}0.{'0' * -point}{digits}"
        whole, part = digits[:point].ljust(point, "0"), digits[point:]
        return minus + whole + ("." + part if part else "")
    part = "." + digits[1:] if len(digits) > 1 else ""
    return f"{minus}{digits[0]}{part}e{point - 1:+d}"


def write_atom(type_, atom):
    if type_ == b.BOOLEAN:
        return truth(atom)
    if type_ == b.INTEGER:
        return str(atom)
    if type_ in (b.FLOAT, b.DURATION):
        return write_number(atom)
    if type_ == b.POINT:
        return f'"{atom[0]} {atom[1]}"'
    if type_ in (b.PAIR, b.DIRECTED_PAIR):
        return quote(" ".join(atom))
    return quote(atom)


def write_value(value):
    atoms = [write_atom(value.type, a) for a in value.atoms] if value else []
    return "[" + ",".join(atoms) + "]"


# ---- rules (server/proof/rule.h) ----

def score_is_set(item, e):
    return e.op == "setOutcomeValue" and \
        item.variables[e.attribute].ident == "SCORE"


def all_or_nothing(item):
    """The marks of: if the response matches the key, set SCORE."""
    rules = item.processing.children
    if len(rules) != 1 or rules[0].op != "responseCondition" or \
            len(rules[0].children) != 1:
        return None
    branch = rules[0].children[0].children
    if len(branch) != 2 or branch[0].op != "match":
        return None
    left, right = branch[0].children
    if left.op != "variable" or right.op != "correct" or \
            left.attribute != right.attribute or \
            not score_is_set(item, branch[1]) or \
            branch[1].children[0].op != "baseValue":
        return None
    return branch[1].children[0].attribute


def mapped(item):
    rules = item.processing.children
    if len(rules) == 1 and score_is_set(item, rules[0]) and \
            rules[0].children[0].op == "mapResponse":
        return item.variables[rules[0].children[0].attribute]
    return None


def mapping_words(v):
    m, words = v.mapping, ""
    for key, case, marks in m.entries:
        note = " (with case)" if v.type == b.STRING and case else ""
        words += f"{write_atom(v.type, key)}{note} {write_number(marks)}, "
    words += "anything else " + write_number(m.fallback)
    if m.lower is not None:
        words += "; not below " + write_number(m.lower)
    if m.upper is not None:
        words += "; not above " + write_number(m.upper)
    return words


BETWEEN = {
    "and": " and ", "or": " or ", "match": " is ", "member": " is in ",
    "contains": " contains ", "gt": " > ", "gte": " >= ", "lt": " < ",
    "lte": " <= ", "durationLT": " < ", "durationGTE": " >= ",
    "sum": " + ", "subtract": " - ", "product": " x ", "divide": " / "}
BEFORE = {
    "variable": "", "correct": "the key of ", "default": "the default of ",
    "mapResponse": "the marks of ", "mapResponsePoint": "the marks of "}


def attribute_words(what, a):
    if what == "range":
        return f"{a[0]} to {a[1]}"
    if what == "rounding":
        return f"{a[1]} {b.ROUNDINGS[a[0]]}"
    if what == "case":
        return "with case" if a else "any case"
    if what == "area":
        return " ".join([b.SHAPES[a[0]], *map(str, a[1])])
    if what == "function":
        return b.FUNCTIONS[a]
    if what == "statistic":
        return b.STATISTICS[a]
    return "" if what in ("", "value") else str(a)


def equal_words(e, parts):
    mode, below, above, with_lower, with_upper = e.attribute
    if b.TOLERANCES[mode] == "exact":
        return f"({parts[0]} = {parts[1]})"
    unit = " %" if b.TOLERANCES[mode] == "relative" else ""

    def bound(x, included, side):
        less = "" if included else " (less than that)"
        return f"{write_number(x)}{unit} {side}{less}"
    return f"({parts[1]} is at most {bound(below, with_lower, 'below')} and " \
        f"{bound(above, with_upper, 'above')} {parts[0]})"


def expression_words(item, e):
    if e.op in BEFORE:
        return BEFORE[e.op] + item.variables[e.attribute].ident
    if e.op == "baseValue" and e.attribute:
        return write_atom(e.attribute.type, e.attribute.atoms[0])
    if e.op == "mathConstant":
        return b.CONSTANTS[e.attribute]
    if e.op == "null":
        return "nothing"
    parts = [expression_words(item, child) for child in e.children]
    if e.op == "equal":
        return equal_words(e, parts)
    if e.op == "not":
        return "not " + parts[0]
    if e.op == "isNull":
        return f"({parts[0]} is empty)"
    if e.op in BETWEEN:
        return "(" + BETWEEN[e.op].join(parts) + ")"
    besides = attribute_words(e.what, e.attribute) + "; " if e.what else ""
    return f"{e.op}({besides}{', '.join(parts)})"


def branch_words(item, branch):
    if branch.op == "responseElse":
        return rules_words(item, branch.children, " and ")
    return f"if {expression_words(item, branch.children[0])} then " + \
        rules_words(item, branch.children[1:], " and ")


def rules_words(item, rules, comma):
    return comma.join(rule_words(item, e) for e in rules) or "nothing"


def rule_words(item, e):
    if e.op == "responseCondition":
        return "(" + ", else ".join(
            branch_words(item, branch) for branch in e.children) + ")"
    if e.op == "exitResponse":
        return "stop"
    if e.op == "fragment":
        return rules_words(item, e.children, "; ")
    table = "what its table has for " if e.op == "lookupOutcomeValue" else ""
    return f"{item.variables[e.attribute].ident} becomes {table}" + \
        expression_words(item, e.children[0])


def rule(item):
    whole, by_map = all_or_nothing(item), mapped(item)
    if not item.processing.children:
        words = "nothing is marked by the server"
    elif whole is not None:
        words = write_number(float(whole.atoms[0])) + \
            " if the response is the key, else nothing"
    elif by_map is not None:
        words = "what stands in the response is added up: " + \
            mapping_words(by_map)
    else:
        words = rule_words(item, item.processing) + "".join(
            f"; the marks of {v.ident}: {mapping_words(v)}"
            for v in item.variables if v.mapping)
    for n, (ident, _, most) in enumerate(item.criteria):
        words += ("; people mark: " if n == 0 else ", ") + \
            f"{ident} up to {write_number(most / 1000)}"
    return words + ("; on trial, it does not count" if item.pretest else "")


# ---- files of a bundle (server/proof/bundle.h) ----

def write_time(ms):
    at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(
        milliseconds=ms)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03}Z"


def response_parts(item, data):
    from .marks import is_text, read_response
    lists = []
    for one, part in zip(item.interactions, read_response(item, data)):
        if is_text(one):
            lists.append([] if part is None else [part])
        elif one.type == b.MATCH:
            lists.append([[row + 1, column + 1] for row, column in part])
        else:
            lists.append([place + 1 for place in part])
    return lists


def lines(parts):
    return b"[\n" + b",\n".join(parts) + b"\n]\n"


def paper_file(attempt, derived):
    parts = []
    for a, m, view in zip(attempt.answers, derived.items,
                          derived.paper.views):
        saved = quote(write_time(a.saved_at)) if a.position else "null"
        parts.append(view + (
            f',"response":{write(response_parts(m.item, a.response))},'
            f'"seq":{a.seq},"flagged":{truth(a.flagged)},'
            f'"saved_at":{saved}}}').encode())
    return lines(parts)


def values_of(item, values):
    return "{" + ",".join(
        f"{quote(v.ident)}:{write_value(value)}"
        for v, value in zip(item.variables, values)
        if v.kind == b.RESPONSE) + "}"


def marks_file(attempt, derived):
    parts = []
    for i, m in enumerate(derived.items):
        keys = [v.correct for v in m.item.variables]
        hand = [{"by": by, "marks": marks}
                for item, by, marks in attempt.marks if item == i]
        parts.append((
            f'{{"item":{i + 1},"section":{derived.paper.sections[i]},'
            f'"bank_item":{quote(m.item.ident)},'
            f'"counts":{truth(not m.item.pretest)},'
            f'"max_marks":{m.max_marks},'
            f'"marks":{m.processed + m.by_hand},'
            f'"processed":{m.processed},"failed":{truth(m.failed)},'
            f'"response":{values_of(m.item, m.values)},'
            f'"key":{values_of(m.item, keys)},'
            f'"rule":{quote(rule(m.item))},"hand":{write(hand)},'
            f'"script":{write(m.script)}}}').encode())
    return lines(parts)


def readme_is_ours(data):
    return sha256(data).hexdigest() == README_SHA256
