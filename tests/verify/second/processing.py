"""Response processing (core/expr.h), after QTI 3; and how texts are read."""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

from . import bank as b
from .bank import Value

EXACT = Context(prec=1500, rounding=ROUND_HALF_UP)
FIFTEEN = Context(prec=15, rounding=ROUND_HALF_UP)
BLANKS = " \t\n\u00a0\u202f"
STEPS_MOST = 100000


class Failed(Exception):
    """The processing took too long, or gave more marks than there can be."""


# ---- texts and numbers (core/text.h, core/number.h) ----

def fold(text):
    """Simple case folding of letters below U+0530."""
    def one(c):
        folded = c.casefold() if ord(c) < 0x530 else c
        return folded if len(folded) == 1 else c
    return "".join(one(c) for c in text)


def same_text(x, y, case):
    return x == y if case else fold(x) == fold(y)


def squeeze(text):
    for blank in BLANKS:
        text = text.replace(blank, " ")
    return " ".join(part for part in text.split(" ") if part)


def is_blank(text):
    return not text.strip(BLANKS)


def parse_number(text):
    """A typed number as a float, or None."""
    if len(text.encode()) > 64:
        return None
    text = text.strip(BLANKS).replace("\u2212", "-")
    sign, digits, rest = "", "", text
    if rest[:1] in ("+", "-"):
        sign, rest = rest[0], rest[1:]

    def take():
        nonlocal rest
        n = 0
        while n < len(rest) and rest[n] in "0123456789":
            n += 1
        taken, rest = rest[:n], rest[n:]
        return taken

    whole = take()
    point, part = "", ""
    if rest[:1] in (".", ","):
        point, rest = rest[0], rest[1:]
        part = take()
        if point == "," and not part:
            return None
    digits = whole + part
    if not digits:
        return None
    if point == "," and len(part) == 3 and 1 <= len(whole) <= 3 \
            and whole != "0":
        return None
    exponent = ""
    if rest[:1] in ("e", "E"):
        rest = rest[1:]
        if rest[:1] in ("+", "-"):
            exponent, rest = rest[0], rest[1:]
        number = take()
        if not number:
            return None
        exponent += number
    if rest:
        return None
    found = float(f"{sign}{whole or '0'}.{part or '0'}e{exponent or '0'}")
    return found if math.isfinite(found) else None


def parse_integer(text):
    found = parse_number(text)
    if found is None or found != math.floor(found) or abs(found) > 2**53:
        return None
    return int(found)


def decimal(x):
    """The shortest decimal that reads back."""
    return Decimal(repr(float(x)))


def clean(x):
    """The nearest double of 15 significant digits."""
    return float(FIFTEEN.create_decimal(decimal(x)))


def thousandths(x):
    """Rounded half up; Failed if they do not fit in 32 bits."""
    if not math.isfinite(x) or abs(x) > 2147483:
        raise Failed
    exact = FIFTEEN.create_decimal(decimal(x))
    return math.floor(EXACT.add(EXACT.multiply(exact, 1000), Decimal("0.5")))


def round_to(rounding, x):
    mode, figures = rounding
    exact = decimal(x)
    if exact == 0:
        return 0.0
    if b.ROUNDINGS[mode] == "significantFigures":
        return float(Context(prec=figures, rounding=ROUND_HALF_UP)
                     .create_decimal(exact))
    if exact.as_tuple().exponent >= -figures:
        return float(exact)
    return float(EXACT.quantize(exact, Decimal(1).scaleb(-figures)))


# ---- values ----

def single(type_, atom):
    return Value(b.SINGLE, type_, [atom])


def boolean(truth):
    return single(b.BOOLEAN, bool(truth))


def real(x):
    return single(b.FLOAT, float(x)) if math.isfinite(x) else None


def integer(n):
    return single(b.INTEGER, n) if -2**63 <= n < 2**63 else None


def whole(x):
    """A whole float as an integer."""
    return integer(int(x)) if abs(x) < 2**63 else None


def atoms_equal(type1, x, type2, y):
    if type1 != type2:
        numbers = (b.INTEGER, b.FLOAT)
        return type1 in numbers and type2 in numbers and float(x) == float(y)
    if type1 == b.PAIR:
        return x == y or x == (y[1], y[0])
    return x == y


def count(container, type_, atom):
    return sum(atoms_equal(container.type, x, type_, atom)
               for x in container.atoms)


def values_equal(x, y):
    if len(x.atoms) != len(y.atoms) or x.cardinality != y.cardinality:
        return False
    if x.cardinality == b.MULTIPLE:
        return all(count(x, x.type, a) == count(y, x.type, a)
                   for a in x.atoms)
    return all(atoms_equal(x.type, i, y.type, j)
               for i, j in zip(x.atoms, y.atoms))


# ---- areas (core/area.h) ----

def area_contains(area, point):
    shape, c = b.SHAPES[area[0]], area[1]
    x, y = point
    if shape == "everywhere":
        return True
    if max(abs(x), abs(y)) > 32767:
        return False
    if shape == "circle":
        return (x - c[0])**2 + (y - c[1])**2 <= c[2]**2
    if shape == "rect":
        return min(c[0], c[2]) <= x <= max(c[0], c[2]) and \
            min(c[1], c[3]) <= y <= max(c[1], c[3])
    if shape == "ellipse":
        dx, dy, h, v = (x - c[0])**2, (y - c[1])**2, c[2]**2, c[3]**2
        if h == 0 or v == 0:
            return dx <= h and dy <= v
        return dx * v + dy * h <= h * v
    inside = False
    corners = list(zip(c[::2], c[1::2]))
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
        side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        if side == 0 and min(ax, bx) <= x <= max(ax, bx) and \
                min(ay, by) <= y <= max(ay, by):
            return True
        if (ay > y) != (by > y) and (side > 0) == (by > ay):
            inside = not inside
    return inside


# ---- the interpreter ----

class Exit(Exception):
    """exitResponse."""


def number(value):
    return float(value.atoms[0])


class Run:
    def __init__(self, item, responses):
        self.variables = item.variables
        self.values = []
        self.steps = 0
        for v, response in zip(item.variables, responses):
            if v.kind == b.RESPONSE:
                self.values.append(response)
            elif v.fallback is None and v.kind == b.OUTCOME and \
                    v.cardinality == b.SINGLE and \
                    v.type in (b.INTEGER, b.FLOAT):
                self.values.append(single(v.type, 0 if v.type == b.INTEGER
                                          else 0.0))
            else:
                self.values.append(v.fallback)

    def spend(self):
        self.steps += 1
        if self.steps > STEPS_MOST:
            raise Failed

    # ---- rules ----

    def rules(self, rules):
        for rule in rules:
            self.spend()
            getattr(self, "do_" + rule.op)(rule)

    def do_fragment(self, e):
        self.rules(e.children)

    def do_responseCondition(self, e):
        for branch in e.children:
            if branch.op == "responseElse":
                self.rules(branch.children)
                return
            test = self.evaluate(branch.children[0])
            if test is not None and test.atoms[0]:
                self.rules(branch.children[1:])
                return

    def do_setOutcomeValue(self, e):
        value = self.evaluate(e.children[0])
        if value is not None and value.type == b.INTEGER and \
                self.variables[e.attribute].type == b.FLOAT:
            value = Value(value.cardinality, b.FLOAT,
                          [float(a) for a in value.atoms])
        self.values[e.attribute] = value

    def do_lookupOutcomeValue(self, e):
        table = self.variables[e.attribute].table
        value, found = self.evaluate(e.children[0]), table.fallback
        if value is not None:
            x = number(value)
            for source, boundary, target in table.entries:
                if x == source if table.is_match else \
                        (source < x or (boundary and source == x)):
                    found = target
                    break
        self.values[e.attribute] = found

    def do_exitResponse(self, e):
        raise Exit

    # ---- expressions ----

    SEE_NULL = {"baseValue", "variable", "correct", "default", "null",
                "mapResponse", "mapResponsePoint", "mathConstant", "and",
                "or", "anyN", "isNull", "multiple", "ordered", "repeat",
                "containerSize"}

    def evaluate(self, e):
        self.spend()
        args = [self.evaluate(child) for child in e.children]
        if e.op not in self.SEE_NULL and None in args:
            return None
        return getattr(self, "op_" + e.op)(e, args)

    def op_baseValue(self, e, args):
        return e.attribute

    def op_variable(self, e, args):
        return self.values[e.attribute]

    def op_correct(self, e, args):
        return self.variables[e.attribute].correct

    def op_default(self, e, args):
        return self.variables[e.attribute].fallback

    def op_null(self, e, args):
        return None

    def op_mathConstant(self, e, args):
        return real((math.pi, math.e)[e.attribute])

    def mapped(self, variable, atom):
        for key, case, marks in variable.mapping.entries:
            if variable.type == b.STRING:
                fits = same_text(key, atom, case)
            else:
                fits = atoms_equal(variable.type, key, variable.type, atom)
            if fits:
                return marks
        return variable.mapping.fallback

    @staticmethod
    def bounded(total, mapping):
        if mapping.lower is not None and total < mapping.lower:
            return real(mapping.lower)
        if mapping.upper is not None and total > mapping.upper:
            return real(mapping.upper)
        return real(total)

    def op_mapResponse(self, e, args):
        v, value = self.variables[e.attribute], self.values[e.attribute]
        total = 0.0
        if value is None:
            total = self.mapped(v, "") if v.type == b.STRING \
                else v.mapping.fallback
        else:
            for i, atom in enumerate(value.atoms):
                before = Value(value.cardinality, value.type,
                               value.atoms[:i])
                if count(before, value.type, atom) == 0:
                    total += self.mapped(v, atom)
        return self.bounded(total, v.mapping)

    def op_mapResponsePoint(self, e, args):
        areas = self.variables[e.attribute].areas
        value, counted = self.values[e.attribute], set()
        total = areas.fallback if value is None else 0.0
        for point in value.atoms if value else ():
            at = next((i for i, (area, _) in enumerate(areas.entries)
                       if area_contains(area, point)), None)
            if at is None:
                total += areas.fallback
            elif at not in counted:
                total += areas.entries[at][1]
            counted.add(at)
        return self.bounded(total, areas)

    def op_and(self, e, args):
        if any(a is not None and not a.atoms[0] for a in args):
            return boolean(False)
        return None if None in args else boolean(True)

    def op_or(self, e, args):
        if any(a is not None and a.atoms[0] for a in args):
            return boolean(True)
        return None if None in args else boolean(False)

    def op_not(self, e, args):
        return boolean(not args[0].atoms[0])

    def op_anyN(self, e, args):
        least, most = e.attribute
        true = sum(a is not None and a.atoms[0] for a in args)
        null = sum(a is None for a in args)
        if true > most or true + null < least:
            return boolean(False)
        if true >= least and true + null <= most:
            return boolean(True)
        return None

    def op_isNull(self, e, args):
        return boolean(args[0] is None)

    def op_match(self, e, args):
        return boolean(values_equal(*args))

    @staticmethod
    def compare(args):
        x, y = args
        if x.type == y.type == b.INTEGER:
            x, y = x.atoms[0], y.atoms[0]
        else:
            x, y = number(x), number(y)
        return (x > y) - (x < y)

    def op_equal(self, e, args):
        mode, below, above, with_lower, with_upper = e.attribute
        if b.TOLERANCES[mode] == "exact":
            return boolean(self.compare(args) == 0)
        x, y = number(args[0]), number(args[1])
        unit = abs(x) / 100 if b.TOLERANCES[mode] == "relative" else 1.0
        lower, upper = x - below * unit, x + above * unit
        if not math.isfinite(lower) or not math.isfinite(upper):
            return boolean(False)
        lower, upper, y = clean(lower), clean(upper), clean(y)
        return boolean((y >= lower if with_lower else y > lower) and
                       (y <= upper if with_upper else y < upper))

    def op_equalRounded(self, e, args):
        return boolean(round_to(e.attribute, number(args[0])) ==
                       round_to(e.attribute, number(args[1])))

    def op_gt(self, e, args):
        return boolean(self.compare(args) > 0)

    def op_gte(self, e, args):
        return boolean(self.compare(args) >= 0)

    def op_lt(self, e, args):
        return boolean(self.compare(args) < 0)

    def op_lte(self, e, args):
        return boolean(self.compare(args) <= 0)

    op_durationLT, op_durationGTE = op_lt, op_gte

    def op_stringMatch(self, e, args):
        return boolean(same_text(args[0].atoms[0], args[1].atoms[0],
                                 e.attribute))

    def op_substring(self, e, args):
        part, text = args[0].atoms[0], args[1].atoms[0]
        if not e.attribute:
            part, text = fold(part), fold(text)
        return boolean(part in text)

    def op_member(self, e, args):
        return boolean(count(args[1], args[0].type, args[0].atoms[0]))

    def op_contains(self, e, args):
        all_, part = args
        if all_.cardinality != b.ORDERED:
            return boolean(all(count(part, part.type, a) <=
                               count(all_, part.type, a)
                               for a in part.atoms))
        n = len(part.atoms)
        return boolean(any(
            all(atoms_equal(all_.type, x, part.type, y)
                for x, y in zip(all_.atoms[i:i + n], part.atoms))
            for i in range(len(all_.atoms) - n + 1)))

    def op_inside(self, e, args):
        return boolean(any(area_contains(e.attribute, p)
                           for p in args[0].atoms))

    # ---- arithmetic ----

    @staticmethod
    def folded(args, integers, floats):
        """All atoms from left to right; NULL where integers overflow."""
        atoms = [a for arg in args for a in arg.atoms]
        if all(arg.type == b.INTEGER for arg in args):
            total = atoms[0]
            for a in atoms[1:]:
                total = integers(total, a)
                if total is None or not -2**63 <= total < 2**63:
                    return None
            return integer(total)
        total = float(atoms[0])
        for a in atoms[1:]:
            total = floats(total, float(a))
        return real(total)

    def op_sum(self, e, args):
        return self.folded(args, lambda x, y: x + y, lambda x, y: x + y)

    def op_product(self, e, args):
        return self.folded(args, lambda x, y: x * y, lambda x, y: x * y)

    def op_subtract(self, e, args):
        return self.folded(args, lambda x, y: x - y, lambda x, y: x - y)

    def op_max(self, e, args):
        return self.folded(args, max, max)

    def op_min(self, e, args):
        return self.folded(args, min, min)

    def op_divide(self, e, args):
        x, y = number(args[0]), number(args[1])
        return None if y == 0 else real(x / y)

    def op_power(self, e, args):
        x, twice = number(args[0]), 2 * number(args[1])
        if twice != math.floor(twice) or abs(twice) > 2000:
            return None
        n = int(abs(twice))
        if n % 2 == 1:
            if x < 0:
                return None
            x = math.sqrt(x)
        else:
            n //= 2
        result = 1.0
        while n:  # by squaring, so that it is the same everywhere
            if n & 1:
                result *= x
            n >>= 1
            x *= x
        if twice < 0:
            return None if result == 0 else real(1 / result)
        return real(result)

    def op_integerDivide(self, e, args):
        x, y = args[0].atoms[0], args[1].atoms[0]
        return None if y == 0 else integer(x // y)

    def op_integerModulus(self, e, args):
        x, y = args[0].atoms[0], args[1].atoms[0]
        if y == 0 or (x == -2**63 and y == -1):
            return None
        return integer(x % y)

    def op_truncate(self, e, args):
        if args[0].type == b.INTEGER:
            return args[0]
        return whole(math.trunc(args[0].atoms[0]))

    def op_round(self, e, args):
        if args[0].type == b.INTEGER:
            return args[0]
        x = args[0].atoms[0]
        below = math.floor(x)
        return whole(below + 1 if x - below >= 0.5 else below)

    def op_roundTo(self, e, args):
        return real(round_to(e.attribute, number(args[0])))

    def op_integerToFloat(self, e, args):
        return Value(args[0].cardinality, b.FLOAT,
                     [float(a) for a in args[0].atoms])

    @staticmethod
    def divisors(args, step):
        least = -2**63
        total = args[0].atoms[0]
        rest = args[0].atoms[1:] + [a for arg in args[1:] for a in arg.atoms]
        for a in rest:
            total = step(total, a)
            if total is None or total >= 2**63:
                return None
        return None if total == least else integer(abs(total))

    def op_gcd(self, e, args):
        least = -2**63
        return self.divisors(args, lambda x, y: None if least in (x, y)
                             else math.gcd(x, y))

    def op_lcm(self, e, args):
        least = -2**63
        return self.divisors(args, lambda x, y: 0 if 0 in (x, y) else
                             None if least in (x, y) else math.lcm(x, y))

    def op_mathOperator(self, e, args):
        x, name = number(args[0]), b.FUNCTIONS[e.attribute]
        if name == "abs":
            return real(abs(x))
        if name == "signum":
            return real((x > 0) - (x < 0))
        if name == "floor":
            return whole(math.floor(x))
        if name == "ceil":
            return whole(math.ceil(x))
        if name == "toDegrees":
            return real(x * 180 / math.pi)
        return real(x * math.pi / 180)

    def op_statsOperator(self, e, args):
        name, xs = b.STATISTICS[e.attribute], [float(a)
                                               for a in args[0].atoms]
        sample = name.startswith("sample")
        if sample and len(xs) < 2:
            return None
        mean = 0.0
        for x in xs:
            mean += x
        mean /= len(xs)
        if name == "mean":
            return real(mean)
        total = 0.0
        for x in xs:
            total += (x - mean) * (x - mean)
        total /= len(xs) - 1 if sample else len(xs)
        if name.endswith("SD") and total >= 0:
            total = math.sqrt(total)
        return real(total)

    # ---- containers ----

    @staticmethod
    def gathered(args, cardinality, times=1):
        there = [a for a in args if a is not None]
        if not there:
            return None
        return Value(cardinality, there[-1].type,
                     [x for a in there for x in a.atoms] * times)

    def op_multiple(self, e, args):
        return self.gathered(args, b.MULTIPLE)

    def op_ordered(self, e, args):
        return self.gathered(args, b.ORDERED)

    def op_repeat(self, e, args):
        return self.gathered(args, b.ORDERED, e.attribute)

    def op_containerSize(self, e, args):
        return integer(len(args[0].atoms) if args[0] else 0)

    def op_index(self, e, args):
        if e.attribute > len(args[0].atoms):
            return None
        return single(args[0].type, args[0].atoms[e.attribute - 1])

    def op_delete(self, e, args):
        one, all_ = args
        kept = [a for a in all_.atoms
                if not atoms_equal(all_.type, a, one.type, one.atoms[0])]
        return Value(all_.cardinality, all_.type, kept) if kept else None


def process(item, responses):
    """Marks in thousandths; Failed."""
    run = Run(item, responses)
    try:
        run.spend()
        run.do_fragment(item.processing)
    except Exit:
        pass
    except OverflowError:
        raise Failed from None
    score = next(i for i, v in enumerate(item.variables)
                 if v.ident == "SCORE")
    value = run.values[score]
    return 0 if value is None else thousandths(number(value))
