#!/usr/bin/env python3
"""verify.py: the second verifier.

    verify.py [--keys FILE] [--head FILE] [--line LINE] FILE...
    verify.py --serve

says of each file that it holds, or the first thing that does not; exit status
0 or 1.  With --serve it answers questions on standard input, see judge.h.
"""

import argparse
import sys

sys.dont_write_bytecode = True

from second import Wrong, evidence  # noqa: E402

sys.setrecursionlimit(10000)


def judge(data, **trust):
    """Findings (0 or 1) and words."""
    try:
        story = evidence.check(data, evidence.Trust(**trust))
    except Wrong as wrong:
        return 1, str(wrong)
    except (ArithmeticError, AttributeError, LookupError, RecursionError,
            TypeError, ValueError) as broken:
        return 1, f"cannot be understood: {broken!r}"
    if story is None:
        return 0, ""
    derived = getattr(story, "derived", None)
    return 0, story.words() + (derived.words() if derived else "")


def serve(questions, answers):
    while line := questions.readline():
        data, *rest = [questions.read(int(n)) for n in line.split()]
        keys, heads, line = [r.decode() or None for r in rest]
        n, words = judge(data, keys=keys, heads=heads, line=line)
        words = words.replace("\n", " ")
        answers.write(f"{n} {words}\n".encode())
        answers.flush()


def read(path):
    with open(path, "rb") as f:
        return f.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--serve", action="store_true")
    parser.add_argument("--keys")
    parser.add_argument("--head")
    parser.add_argument("--line")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    if options.serve:
        serve(sys.stdin.buffer, sys.stdout.buffer)
        return 0
    worst = 0
    for path in options.files:
        n, words = judge(
            read(path), line=options.line,
            keys=read(options.keys).decode() if options.keys else None,
            heads=read(options.head).decode() if options.head else None)
        print(f"{path}: {words if n else 'holds'}")
        worst = max(worst, n)
    return worst


if __name__ == "__main__":
    sys.exit(main())
