"""Transcripts, bundles, receipts and heads: everything that must hold.

Each function raises Wrong at the first thing that does not.
"""

import io
import json
import re
import tarfile
from functools import lru_cache
from hashlib import sha256

from . import Wrong, clock, events, marks, merkle, notes, texts
from .bank import Bank

TRANSCRIPT_SEAL = "examd transcript seal v1"
BUNDLE_SEAL = "examd bundle seal v1"
FILES = ("transcript.json", "bank.exambank", "programme.json", "paper.json",
         "marks.json", "README.txt", "manifest")
CLOCK_STEP_MS = 500
BACK_MOST_MS = 60000
EXPLAINED_MS = 5000
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Trust:
    """What the person who checks has brought; None: nothing."""

    def __init__(self, keys=None, heads=None, line=None):
        self.keys = notes.Keys(keys) if keys else None
        self.heads = [notes.Head(n) for n in notes.split_notes(heads)] \
            if heads else []
        self.line = line


def need(holds, words):
    if not holds:
        raise Wrong(words)


def object_once(pairs):
    found = dict(pairs)
    need(len(found) == len(pairs), "a member stands twice")
    return found


# ---- a transcript, read and written ----

class Transcript:
    def __init__(self, sealed):
        try:
            self.head = json.loads(
                sealed.decode(), parse_float=texts.Decimal,
                object_pairs_hook=object_once)
            self.rows = self.head["events"]
            self.is_board = self.head["form"] == "board"
            need(self.is_board or self.head["form"] == "candidate", "form")
            need(self.head["format"] == "examd transcript 1", "format")
            self.events = [self.read(row) for row in self.rows]
            need(self.write() == sealed, "not as the server writes it")
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise Wrong(f"no transcript: {e!r}") from None

    @staticmethod
    def read(row):
        event = events.Event(row)
        event.hash = bytes.fromhex(row["hash"])
        event.content = bytes.fromhex(row["content"])
        event.proof = [notes.unbase64(h) for h in row["proof"]]
        need(row["word"] == event.word, "the word of another kind")
        if not event.withheld:
            event.salt = bytes.fromhex(row["salt"])
            event.payload = notes.unbase64(row["payload"])
            need(len(event.salt) > 0, "no salt")
        return event

    def write(self):
        """Once more from what was read, member by member."""
        h = self.head
        rows = []
        for row, e in zip(self.rows, self.events):
            out = {k: row[k] for k in ("position", "number", "kind", "word",
                                       "wall", "mono")}
            if e.withheld:
                need(row["withheld"] is True, "withheld is true or absent")
                out["withheld"] = True
            else:
                out["salt"] = e.salt.hex()
                out["payload"] = row["payload"]
            out["content"], out["hash"] = e.content.hex(), e.hash.hex()
            out["proof"] = texts.hashes(e.proof)
            rows.append(texts.write(out))

        def part(*names):
            return ",".join(f"{texts.quote(n)}:{texts.write(h[n])}"
                            for n in names)
        for name in ("bank", "programme"):
            need(h[name] is None or list(h[name]) == [name, "sha256"],
                 "a version has a name and a hash")
        result = texts.score_members(self.result()) \
            if h["result"] is not None else None
        return (
            "{" + part("format", "form") + ",\n"
            + part("origin", "keys", "checkpoint", "published",
                   "consistency") + ",\n"
            + part("attempt", "candidate", "name", "sitting", "title",
                   "zone", "route") + ",\n"
            + part("bank", "programme") + ',\n"events":[\n'
            + ",\n".join(rows) + '\n],\n"result":' + texts.write(result)
            + "}\n").encode()

    def result(self):
        def thousandths(x):
            n = texts.Decimal(x) * 1000
            need(n == int(n), "more than thousandths")
            return int(n)
        r = self.head["result"]
        return ([(thousandths(s["marks"]), thousandths(s["max_marks"]),
                  thousandths(s["percent"]), thousandths(s["cut"]),
                  s["passed"] is True) for s in r["sections"]],
                thousandths(r["percent"]), thousandths(r["cut"]),
                r["passed"] is True)


# ---- signatures and heads ----

def check_trust(keys, trust):
    if trust.keys is not None:
        need(keys.origin == trust.keys.origin and
             all(a == b for a, b in zip(keys.all, trust.keys.all)),
             "somebody else's keys")


def check_heads(t, keys, trust):
    checkpoint = notes.Head(notes.Note(t.head["checkpoint"].encode()))
    keys.check(checkpoint.note, "the checkpoint")
    path = [notes.unbase64(h) for h in t.head["consistency"]]
    need(all(len(h) == 32 for h in path), "a hash of another length")
    published = checkpoint
    if t.head["published"] is None:
        need(not path, "a proof of nothing")
    else:
        published = notes.Head(notes.Note(t.head["published"].encode()))
        keys.check(published.note, "the published head")
        if published.size == 0:
            need(not path, "a proof from nothing")
        else:
            need(merkle.is_consistent(published.size, checkpoint.size,
                                      published.root, checkpoint.root, path),
                 "the published head is of another journal")
    for head in (checkpoint, published):
        need(head.origin == keys.origin, "a head of another journal")
    linked = not trust.heads
    for head in trust.heads:
        need(head.origin == keys.origin, "a head of another journal")
        since = trust.keys.all if trust.keys else []
        need(True in [head.note.is_by(k) for k in keys.all + since],
             "the keys have not signed a head that was given")
        for ours in (checkpoint, published):
            need(head.size != ours.size or head.same(ours),
                 "another head was published")
            linked = linked or head.same(ours)
    need(linked, "nothing leads to a head that was given")
    return checkpoint


# ---- the chain ----

def check_chain(t, checkpoint):
    before, position = bytes(32), 0
    attempt = t.head["attempt"]
    for n, e in enumerate(t.events, 1):
        need(e.number_of == n, f"event {n} is missing or misplaced")
        need(e.position > position, f"event {n} stands before another")
        if not e.withheld:
            need(events.content(e.salt, e.payload) == e.content,
                 f"event {n}: the content was changed")
        need(events.link(attempt, e, before, e.content) == e.hash,
             f"event {n} does not follow the one before")
        need(e.position <= checkpoint.size and
             all(len(h) == 32 for h in e.proof) and
             merkle.root_by_inclusion(
                 e.position - 1, checkpoint.size, merkle.leaf(e.hash),
                 e.proof) == checkpoint.root,
             f"event {n} is not in the journal")
        before, position = e.hash, e.position


def check_times(t):
    is_open, all_ = False, t.events

    def explained(i):
        last = all_[i].mono + EXPLAINED_MS
        for e in all_[max(i - 1, 0):]:
            if e.mono > last:
                return False
            if not e.withheld and (e.word == "compensated" or (
                    e.word == "incident" and e.by == b"server")):
                return True
        return False

    for i, e in enumerate(all_):
        need(abs(e.wall) <= clock.INSTANT_MOST and
             abs(e.mono) <= clock.INSTANT_MOST, "a time that cannot be")
        if i > 0:
            passed = e.mono - all_[i - 1].mono
            step = e.wall - all_[i - 1].wall - passed
            need(passed >= -BACK_MOST_MS, "the exam clock went back")
            most = CLOCK_STEP_MS + 1000 + max(passed, 0) // 1000
            need(not is_open or abs(step) <= most or explained(i),
                 "the two clocks disagree")
        if e.word in ("opened", "resumed", "reopened"):
            is_open = True
        elif e.word in ("submitted", "expired", "terminated", "paused"):
            is_open = False


# ---- the fold ----

class Story:
    def __init__(self, t):
        self.transcript, self.attempt = t, clock.Attempt()
        self.verdicts, self.left, self.scores = [], [], []
        for n, e in enumerate(t.events, 1):
            try:
                self.happen(e)
            except (Wrong, UnicodeDecodeError) as wrong:
                raise Wrong(f"event {n} ({e.word}): {wrong}") from None

    def happen(self, e, watch=None):
        a = self.attempt
        if e.withheld:
            if e.word == "scored":
                a.scored = True
            return
        e.decode(e.payload)
        by_server = e.word == "expired" or (
            e.word == "section-closed" and e.code == 2) or (
            e.word == "section-entered" and e.code != 0)
        need(not by_server or e.mono >= a.due(),
             "the server acted before the time was over")
        verdict = a.apply(e)
        if e.word == "scored":
            self.scores.append(marks.read_score(e.data))
            sections, percent, _, passed = self.scores[-1]
            need(e.number == percent and e.code == passed and
                 len(sections) == len(a.plan.sections),
                 "a score that contradicts itself")
        if verdict is not None:
            self.verdicts.append(verdict)
        self.left.append(a.remaining(e.mono))

    def words(self):
        return "".join(map(str, self.verdicts)) + " left" + \
            "".join(f" {ms}" for ms in self.left)


def check_story(t):
    story = Story(t)
    a, head = story.attempt, t.head
    for i, e in enumerate(t.events):
        hidden = not t.is_board and (
            e.word in ("drawn", "marked") or
            (e.word == "scored" and not a.released))
        need(e.withheld == hidden, f"event {i + 1}: shown or not, it should "
             "be the other way")
        after_opening = i > 0 and t.events[i - 1].word == "opened"
        need((e.word == "drawn") == after_opening, "drawn at another moment")
        if e.word == "opened":
            check_versions(e.text.decode(), head)
    need(t.events and t.events[-1].word != "opened", "not drawn, or nothing")
    check_who([e for e in t.events if e.word == "registered"], head)
    need(head["route"] == ("upgrade", "full")[a.route], "another route")
    if a.plan is None:
        need(head["bank"] is None and head["programme"] is None,
             "a bank, but no paper")
    shown = a.scored and (t.is_board or a.released)
    need((head["result"] is not None) == shown, "a result, or none")
    if shown:
        need(t.result() == story.scores[-1], "another result")
    return story


def check_who(registered, head):
    need(registered, "nobody was registered")
    cursor = events.Cursor(registered[-1].data)
    for name in ("candidate", "name", "sitting", "title", "zone"):
        need(cursor.blob() == head[name].encode(), f"another {name}")
    cursor.done()


def check_versions(text, head):
    for words, name in zip(text.split(" "), ("bank", "programme")):
        found = re.fullmatch("([^#]+)#([0-9a-f]{64})", words)
        need(found and head[name] == {name: found[1], "sha256": found[2]},
             "another bank or programme")
    need(text.count(" ") == 1, "more than a bank and a programme")


def short_line(attempt, number, hashed):
    bits = int.from_bytes(hashed, "big") >> 156
    digits = "".join(BASE32[bits >> 5 * i & 31] for i in range(19, -1, -1))
    return f"{attempt}-{number}-" + "-".join(
        digits[i:i + 4] for i in range(0, 20, 4))


def check_line(t, line):
    if line:
        number = int(line.split("-")[1])
        need(1 <= number <= len(t.events), "cut short")
        need(short_line(t.head["attempt"], number,
                        t.events[number - 1].hash) == line,
             "not what the receipt says")


def check_transcript(data, trust):
    sealed, note = notes.unseal(data, TRANSCRIPT_SEAL)
    t = Transcript(sealed)
    keys = notes.Keys(t.head["keys"])
    need(keys.origin == t.head["origin"], "another origin")
    check_trust(keys, trust)
    keys.check(note, "the seal", keys.all[-1])
    checkpoint = check_heads(t, keys, trust)
    check_chain(t, checkpoint)
    story = check_story(t)
    check_times(t)
    check_line(t, trust.line)
    story.keys = keys
    return story


# ---- bundles ----

def read_archive(data):
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            members = archive.getmembers()
            files = {m.name: archive.extractfile(m).read() for m in members}
    except (tarfile.TarError, AttributeError, ValueError, OSError) as e:
        raise Wrong(f"no archive: {e}") from None
    need(len(files) == len(members), "a file stands twice")
    need([m.name for m in members] == [n for n in FILES if n in files],
         "other files")
    need(members[0].name == FILES[0] and members[-1].name == FILES[-1],
         "files are missing")
    again = b""
    for m in members:
        again += write_header(m.name, len(files[m.name]), m.mtime)
        again += files[m.name] + bytes(-len(files[m.name]) % 512)
    need(again + bytes(1024) == data, "an archive written otherwise")
    return files, members[0].mtime


def write_header(name, size, mtime):
    """POSIX.1-2017, pax: ustar Interchange Format."""
    header = bytearray(512)

    def put(at, text):
        header[at:at + len(text)] = text
    put(0, name.encode())
    put(100, b"0000644\0" + b"0000000\0" * 2)
    put(124, b"%011o\0" % size + b"%011o\0" % mtime)
    put(148, b" " * 8 + b"0")
    put(257, b"ustar\x0000")
    put(329, b"0000000\0" * 2)
    put(148, b"%06o\0 " % sum(header))
    return bytes(header)


def check_versions_of(files, head):
    for file, name in (("bank.exambank", "bank"),
                       ("programme.json", "programme")):
        need(sha256(files[file]).hexdigest() == head[name]["sha256"],
             "another version of " + file)


def rerun(story, bank, programme):
    """Everything again, with the bank: responses, marks, scorings."""
    t, a = story.transcript, clock.Attempt()
    paper, by_hand = None, None
    for n, e in enumerate(t.events, 1):
        a.apply(e)
        try:
            if e.word == "drawn":
                paper = marks.Paper(a, bank)
                screens = sha256(b"".join(v + b"}" for v in paper.views))
                need(screens.digest() == a.screens, "other screens")
            elif e.word == "answered" and paper:
                marks.read_response(paper.items[e.item], e.data)
            elif e.word == "marked":
                check_marked(paper.items[e.item], e)
            elif e.word == "scored":
                by_hand = check_scored(a, bank, programme, by_hand, paper, e)
        except Wrong as wrong:
            raise Wrong(f"event {n} ({e.word}): {wrong}") from None
    return a, paper, by_hand


def check_marked(item, e):
    cursor = events.Cursor(e.data)
    given = [cursor.u32() for _ in item.criteria]
    cursor.done()
    need(given and sum(given) == e.number and
         all(g <= c[2] for g, c in zip(given, item.criteria)),
         "marks that the rubric does not give")


def check_scored(a, bank, programme, by_hand, paper, e):
    said = marks.read_score(e.data)
    if by_hand is None:
        alone = marks.Derived(a, bank, programme, False, paper)
        by_hand = [s[1] for s in alone.sections] != [s[1] for s in said[0]]
    derived = marks.Derived(a, bank, programme, by_hand, paper)
    need(derived.is_settled, "scored too early")
    need(derived.score() == said,
         f"other marks: {derived.score()}, not {said}")
    return by_hand


def check_bundle(data, trust):
    files, mtime = read_archive(data)
    story = check_transcript(files["transcript.json"], trust)
    t = story.transcript
    need(t.is_board, "the candidate's form")
    need(mtime == max(t.events[-1].wall // 1000, 0), "another time of files")
    lines, note = notes.unseal(files["manifest"], BUNDLE_SEAL)
    story.keys.check(note, "the manifest")
    need(lines == b"".join(
        f"{sha256(files[n]).hexdigest()}  {n}\n".encode()
        for n in FILES[:-1] if n in files), "another manifest")
    need(texts.readme_is_ours(files.get("README.txt", b"")), "README.txt")
    has_paper = t.head["bank"] is not None
    for name in FILES[1:5]:
        need((name in files) == has_paper, name + " is there, or not")
    if has_paper:
        check_paper(story, files)
    return story


@lru_cache(maxsize=4)
def read_bank(data):
    return Bank(data)


def check_paper(story, files):
    head = story.transcript.head
    check_versions_of(files, head)
    bank = read_bank(files["bank.exambank"])
    programme = marks.Programme(files["programme.json"], story.attempt.route)
    need(bank.name == head["bank"]["bank"] and
         programme.name == head["programme"]["programme"],
         "bank or programme have another name")
    a, paper, by_hand = rerun(story, bank, programme)
    readings = (True, False) if by_hand is None else (by_hand,)
    for reading in readings:
        derived = marks.Derived(a, bank, programme, reading, paper)
        if texts.marks_file(a, derived) == files["marks.json"]:
            break
    else:
        raise Wrong("marks.json is not what follows")
    need(texts.paper_file(a, derived) == files["paper.json"],
         "paper.json is not what follows")
    story.derived = derived


# ---- receipts and heads ----

def check_receipt(data, trust):
    need(trust.keys is not None, "whose receipt?")
    head, proof, checkpoint = split_receipt(data)
    fields = {}
    names = ("attempt", "event", "kind", "position", "wall", "mono",
             "before", "content", "hash", "line")
    need(head[0] == "examd receipt v1" and len(head) == 1 + len(names),
         "no receipt")
    for line, name in zip(head[1:], names):
        key, _, fields[name] = line.partition(" ")
        need(key == name, "another line: " + line)
    number, _, word = fields["event"].partition(" ")
    for text in (fields["attempt"], number, fields["kind"],
                 fields["position"]):
        need(re.fullmatch("0|[1-9][0-9]*", text), "no number: " + text)
    for text in (fields["wall"], fields["mono"]):
        need(re.fullmatch("0|-?[1-9][0-9]*", text), "no number: " + text)
    for name in ("before", "content", "hash"):
        need(re.fullmatch("[0-9a-f]{64}", fields[name]), "no hash")
    position = int(fields["position"])
    need(word in ("submitted", "expired", "terminated", "section-closed") and
         events.CODES[word] == int(fields["kind"]), "another kind")
    event = events.Event({
        "position": position, "number": int(number),
        "kind": int(fields["kind"]), "wall": int(fields["wall"]),
        "mono": int(fields["mono"])})
    hashed = events.link(int(fields["attempt"]), event,
                         bytes.fromhex(fields["before"]),
                         bytes.fromhex(fields["content"]))
    need(hashed.hex() == fields["hash"], "another hash")
    need(short_line(int(fields["attempt"]), int(number), hashed) ==
         fields["line"], "another short line")
    need(proof[:2] == ["c2sp.org/tlog-proof@v1", f"index {position - 1}"],
         "no proof")
    path = [notes.unbase64(line) for line in proof[2:]]
    signed = notes.Head(notes.Note(checkpoint.encode()))
    need(signed.origin == trust.keys.origin, "a head of another journal")
    trust.keys.check(signed.note, "the checkpoint")
    need(0 < position <= signed.size and all(len(h) == 32 for h in path) and
         merkle.root_by_inclusion(position - 1, signed.size,
                                  merkle.leaf(hashed), path) == signed.root,
         "not in the journal")
    need(not trust.heads or True in [h.same(signed) for h in trust.heads],
         "its head is none of those that were given")
    need(False not in [h.same(signed) for h in trust.heads
                       if h.size == signed.size], "another head was published")
    need(not trust.line or trust.line == fields["line"], "another line")


def split_receipt(data):
    parts = data.decode().split("\n\n", 2)
    need(len(parts) == 3, "no receipt")
    return parts[0].split("\n"), parts[1].split("\n"), parts[2]


def check_head_file(data, trust):
    need(trust.keys is not None, "whose heads?")
    before = None
    for note in notes.split_notes(data.decode()):
        head = notes.Head(note)
        need(head.origin == trust.keys.origin, "of another journal")
        trust.keys.check(note, "a head")
        if before:
            need(head.size >= before.size, "rolled back")
            need(head.size != before.size or head.same(before), "a fork")
        before = head


def check(data, trust):
    """A story, or None; Wrong if something does not hold."""
    if data.startswith(b"examd receipt "):
        return check_receipt(data, trust)
    if data.startswith(b"{"):
        return check_transcript(data, trust)
    if data[257:262] == b"ustar":
        return check_bundle(data, trust)
    return check_head_file(data, trust)
