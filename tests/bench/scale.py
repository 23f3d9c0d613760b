"""scale.py LABEL HALL_KIB REPORT...: the best of these reports of exam-load as
a line of the table; without arguments the table's head."""
import json
import sys

COLUMNS = ["", "us a save", "hall", "net", "in a commit", "a sync, ms",
           "hall MiB"]


def line(cells):
    print(cells[0].ljust(20) + "".join(c.rjust(13) for c in cells[1:]),
          flush=True)


def each(phase):
    return [phase["server"][part]["cpu_us_each"] for part in ("hall", "net")]


def saved(path):
    report = json.load(open(path))
    if not report["clean"]:
        sys.exit(f"{path}: not clean; {report['trouble']}")
    return [p for p in report["phases"] if p["phase"] == "closed"][-1]


def main():
    if len(sys.argv) == 1:
        line(COLUMNS)
        return
    label, kib = sys.argv[1:3]
    best = min(map(saved, sys.argv[3:]), key=lambda phase: sum(each(phase)))
    hall, net = each(best)
    journal = best["journal"]
    line([label, f"{hall + net:.1f}", f"{hall:.1f}", f"{net:.1f}",
          f"{journal['events_per_commit']:.1f}",
          f"{journal['sync_us'] / 1000:.2f}", f"{int(kib) / 1024:.1f}"])


main()
