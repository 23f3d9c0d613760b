"""The fold of an attempt: states, clocks, verdicts (core/attempt.h).

Deadlines are instants of the exam clock.  What a pause, an extension or a
compensation gives back moves every end; what nobody acted on in time is taken
from nobody.
"""

from . import Wrong, events

NEVER = 2**63 - 1
INSTANT_MOST = 2**52
DURATION_MOST = 30 * 24 * 3600 * 1000

COUNTED, LATE_COUNTED, STALE, LATE, PAUSED, CLOSED = range(6)

OPEN_STATES = ("opened", "in-section", "on-break")
CLOSED_STATES = ("submitted", "expired", "terminated", "absent")
BEFORE_STATES = ("expected", "checked-in", "admitted")

ALWAYS = {"ticket-issued", "signed-in", "signed-out", "device-moved",
          "incident", "messaged", "seen"}
BEFORE = ALWAYS | {"registered", "help-asked", "extended", "seated", "opened",
                   "terminated", "absent"}
ONCE_OPENED = ALWAYS | {"help-asked", "answered", "extended", "seated",
                        "terminated"}
GOING = ONCE_OPENED | {"paused", "compensated", "submitted", "expired"}
ONCE_CLOSED = ALWAYS | {"answered", "scored", "released"}
POSSIBLE = {
    "expected": BEFORE | {"checked-in", "admitted"},
    "checked-in": BEFORE | {"checked-in", "admitted"},
    "admitted": BEFORE,
    "opened": GOING | {"drawn", "section-entered"},
    "in-section": GOING | {"flagged", "item-left", "item-reported",
                           "section-closed"},
    "on-break": GOING | {"section-entered"},
    "paused": ONCE_OPENED | {"resumed"},
    "submitted": ONCE_CLOSED | {"reopened", "marked"},
    "expired": ONCE_CLOSED | {"reopened", "marked"},
    "terminated": ONCE_CLOSED | {"reopened", "marked"},
    "absent": ONCE_CLOSED,
}


class Section:
    def __init__(self, first, cursor):
        self.first, self.count = first, cursor.u16()
        self.linear = cursor.u8() != 0
        self.time_ms, self.break_ms = cursor.number("q"), cursor.number("q")
        if self.count == 0 or not 0 <= self.time_ms <= DURATION_MOST \
                or not 0 <= self.break_ms <= DURATION_MOST:
            raise Wrong("a section that cannot be")

    def has(self, item):
        return self.first <= item < self.first + self.count


class Plan:
    def __init__(self, data):
        cursor = events.Cursor(data)
        self.grace_ms, self.late_ms = cursor.number("q"), cursor.number("q")
        self.sections, self.n_items = [], 0
        for _ in range(cursor.u16()):
            section = Section(self.n_items, cursor)
            self.sections.append(section)
            self.n_items += section.count
        self.form = cursor.u16()
        cursor.done()
        if not 1 <= len(self.sections) <= 16 or self.n_items > 500:
            raise Wrong("a plan that cannot be")
        for ms in (self.grace_ms, self.late_ms):
            if not 0 <= ms <= DURATION_MOST:
                raise Wrong("a plan that cannot be")


class Answer:
    def __init__(self):
        self.position = self.seq = self.saved_at = 0
        self.response, self.flagged = b"", False


class Attempt:
    def __init__(self):
        self.state, self.before = "expected", None
        self.route = 0
        self.plan = self.drawn = self.seed = self.screens = None
        self.window_end = self.deadline = self.break_end = NEVER
        self.since = self.left_ms = self.pending_ms = self.whole_ms = 0
        self.stands = False  # on a break, the whole exam's clock
        self.section, self.section_open, self.item = 0, False, 0
        self.devices = self.waiting_device = 0
        self.told = self.shown = self.to_show = 0
        self.scored = self.released = False
        self.answers, self.marks = [], []  # marks: [item, by, thousandths]

    # ---- what the clocks say ----

    def is_closed(self):
        return self.state in CLOSED_STATES

    def is_stopped(self):
        return self.state == "paused" or self.is_closed()

    def has_clock(self):
        return self.deadline != NEVER

    def end(self):
        """The earlier of the allowance's end and the window's."""
        return min(self.deadline, self.window_end)

    def remaining(self, now):
        """What is left to the candidate; -1: there is no clock."""
        at = self.since if self.is_stopped() else max(now, self.since)
        at = min(at, self.break_end)
        if self.stands:
            end = min(at + self.left_ms, self.window_end)
        elif self.has_clock():
            end = self.end()
        else:
            return -1
        return max(end - at, 0)

    def due(self):
        """When the server must act by itself."""
        if self.plan is None or self.is_stopped():
            return NEVER
        wait = max(self.plan.grace_ms, self.plan.late_ms)
        return min(self.break_end, self.end() + wait)

    # ---- moving ends ----

    def current_end(self):
        return min(self.break_end, self.end())

    def move(self, ms):
        if self.window_end != NEVER:
            self.window_end += ms
        if self.has_clock():
            self.deadline += ms
        if self.break_end != NEVER:
            self.break_end += ms

    def forgive(self, at):
        """Nobody acted since something ran out: that is nobody's time."""
        if at >= self.current_end():
            self.move(at - self.current_end())

    def give_back(self, begin, end):
        if begin >= self.current_end() or begin >= end:
            return False
        self.move(end - begin)
        return True

    def add_time(self, at, ms):
        if self.plan is not None:
            self.forgive(at)
            self.window_end += ms
        if self.has_clock():
            self.deadline += ms
        elif self.stands:
            self.left_ms += ms
        else:
            self.pending_ms += ms

    # ---- events ----

    def apply(self, event):
        """The verdict of a save, else None.  Wrong: it is not possible."""
        if event.word not in POSSIBLE[self.state]:
            raise Wrong(f"{event.word} while {self.state}")
        for at in (event.mono, event.wall, event.wall_said):
            if abs(at) > INSTANT_MOST:
                raise Wrong("a time that cannot be")
        if not 0 <= event.ms <= DURATION_MOST:
            raise Wrong("a duration that cannot be")
        act = getattr(self, "on_" + event.word.replace("-", "_"), None)
        verdict = act(event) if act else None
        if event.is_told:
            self.told = event.position
            self.to_show += 1
        return verdict

    def on_registered(self, e):
        if not 1000 <= e.number <= 5000 or e.code > 1:
            raise Wrong("an entitlement that cannot be")
        self.route = e.code

    def on_checked_in(self, e):
        self.state = "checked-in"

    def on_admitted(self, e):
        self.state = "admitted"

    def on_absent(self, e):
        self.before, self.state = self.state, "absent"

    def on_signed_in(self, e):
        if e.number != self.devices + 1:
            raise Wrong("a device out of order")
        self.devices = e.number
        if e.code:
            self.waiting_device = e.number

    def on_signed_out(self, e):
        if e.number == 0:
            raise Wrong("no device")
        if self.waiting_device == e.number:
            self.waiting_device = 0

    def on_device_moved(self, e):
        if e.number not in (0, self.waiting_device):
            raise Wrong("a device that does not wait")
        self.waiting_device = 0

    def on_seen(self, e):
        last = e.about == self.told
        if not self.shown < e.about <= self.told or \
                (not last and self.to_show <= 1):
            raise Wrong("nothing that could be seen")
        self.shown = e.about
        self.to_show = 0 if last else self.to_show - 1

    def on_opened(self, e):
        self.plan = Plan(e.data)
        self.answers = [Answer() for _ in range(self.plan.n_items)]
        self.whole_ms = e.ms
        self.window_end = e.mono + e.wall_said - e.wall + self.pending_ms
        self.since, self.state = e.mono, "opened"

    def on_drawn(self, e):
        if self.drawn is not None or self.section != 0:
            raise Wrong("drawn twice")
        if len(e.data) != 2 * self.plan.n_items + 32:
            raise Wrong("a draw of another length")
        cursor = events.Cursor(e.data)
        self.drawn = [cursor.u16() for _ in range(self.plan.n_items)]
        self.screens, self.seed = cursor.take(32), e.seed

    def on_section_entered(self, e):
        at = max(e.mono, self.since)
        if e.section != self.section or \
                self.section >= len(self.plan.sections):
            raise Wrong("a section out of order")
        if not self.break_end < self.end() and at >= self.end():
            raise Wrong("after the time was over")
        self.forgive(at)
        self.break_end = NEVER
        if not self.has_clock():
            if self.whole_ms == 0:
                ms = self.plan.sections[self.section].time_ms
            else:
                ms = self.left_ms if self.stands else self.whole_ms
            self.deadline = at + ms + self.pending_ms
            self.pending_ms, self.stands = 0, False
        self.since = at
        self.item = self.plan.sections[self.section].first
        self.section += 1
        self.section_open, self.state = True, "in-section"

    def on_section_closed(self, e):
        at = max(e.mono, self.since)
        if e.section + 1 != self.section:
            raise Wrong("another section")
        self.section_open, self.state = False, "opened"
        if self.whole_ms == 0:
            self.forgive(at)
            self.deadline = NEVER
        rest = self.plan.sections[e.section].break_ms
        if self.section < len(self.plan.sections) and rest > 0 and \
                at < self.end():
            if self.has_clock():
                self.left_ms = self.deadline - at
                self.stands, self.deadline = True, NEVER
            self.break_end, self.state = at + rest, "on-break"
        self.since = at

    def on_paused(self, e):
        self.since = max(e.mono, self.since)
        self.before, self.state = self.state, "paused"

    def go_on(self, at):
        if self.plan is not None:
            self.give_back(self.since, at)
        self.since, self.state = at, self.before

    def on_resumed(self, e):
        self.go_on(max(e.mono, self.since))

    def on_extended(self, e):
        if e.ms == 0:
            raise Wrong("no time")
        at = self.since if self.is_stopped() else max(e.mono, self.since)
        self.add_time(at, e.ms)

    def on_compensated(self, e):
        begin = max(e.mono - e.ms, self.since)
        if self.give_back(begin, e.mono):
            self.since = e.mono

    def close(self, e, state):
        if self.state != "paused":
            self.since = max(e.mono, self.since)
            self.before = self.state
        self.state = state

    def on_submitted(self, e):
        self.close(e, "submitted")

    def on_expired(self, e):
        self.close(e, "expired")

    def on_terminated(self, e):
        self.close(e, "terminated")

    def on_reopened(self, e):
        at = max(e.mono, self.since)
        self.go_on(at)
        if e.ms > 0:
            self.add_time(at, e.ms)
        self.scored = self.released = False
        self.marks = []

    def on_scored(self, e):
        self.scored = True

    def on_released(self, e):
        if not self.scored:
            raise Wrong("nothing is scored")
        self.released = True

    def on_marked(self, e):
        if self.released or self.plan is None or \
                e.item >= self.plan.n_items:
            raise Wrong("nothing to mark")
        by = e.by.decode("utf-8", "replace")
        if not 1 <= len(e.by) <= 64 or b"\0" in e.by or e.number > 1000000:
            raise Wrong("marks that cannot be")
        mine = [m for m in self.marks if m[0] == e.item and m[1] == by]
        if mine:
            mine[0][2] = e.number
        elif sum(m[0] == e.item for m in self.marks) == 3:
            raise Wrong("three have marked it")
        else:
            self.marks.append([e.item, by, e.number])

    # ---- items ----

    def here(self):
        return self.plan.sections[self.section - 1]

    def shows(self, item):
        if self.state != "in-section" or not self.here().has(item):
            return False
        return not self.here().linear or item == self.item

    def on_flagged(self, e):
        if not self.shows(e.item) or e.mono >= self.end():
            raise Wrong("not on the screen")
        self.answers[e.item].flagged = e.code != 0

    def on_item_left(self, e):
        here = self.here()
        if not self.shows(e.item) or not here.linear or \
                e.item + 1 >= here.first + here.count or e.mono >= self.end():
            raise Wrong("cannot be left")
        self.item += 1

    def on_item_reported(self, e):
        if not self.shows(e.item):
            raise Wrong("not on the screen")

    def on_answered(self, e):
        if e.seq == 0 or len(e.data) > 65535 or self.plan is None or \
                e.item >= self.plan.n_items:
            raise Wrong("a save that cannot be")
        if self.is_closed():
            return CLOSED
        if self.section == 0 or (
                e.item > self.item if self.here().linear
                else e.item >= self.here().first + self.here().count):
            raise Wrong("an item that was not shown yet")
        verdict = self.judge(e)
        if verdict in (COUNTED, LATE_COUNTED):
            answer = self.answers[e.item]
            answer.position, answer.seq = e.position, e.seq
            answer.saved_at, answer.response = e.wall, e.data
        return verdict

    def judge(self, e):
        here = self.here()
        if not self.section_open or e.item < here.first or \
                (here.linear and e.item < self.item):
            return CLOSED
        verdict = self.judge_time(e)
        if verdict in (COUNTED, LATE_COUNTED) and \
                e.seq <= self.answers[e.item].seq:
            return STALE
        return verdict

    def judge_time(self, e):
        def entered_before(instant):
            return e.wall_said > 0 and \
                e.mono - (e.wall - e.wall_said) < instant

        end = self.end()
        if self.state == "paused" and self.since <= e.mono and \
                self.since < end:
            return COUNTED if entered_before(self.since) else PAUSED
        if e.mono < end:
            return COUNTED
        if e.mono < end + self.plan.late_ms and entered_before(end):
            return LATE_COUNTED
        return LATE
