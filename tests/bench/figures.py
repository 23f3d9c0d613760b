"""figures.py [--json] SIZE DIRECTORY: reports of exam-load against budgets.

Budgets are for a SIZE of 100; for others they are left out.
"""
import json
import pathlib
import sys

NAMES = ["closed", "steady", "herd", "idle", "bell", "wall"]


def phase(report, name, which=-1):
    return [p for p in report["phases"] if p["phase"] == name][which]


def each(figures, *parts):
    return sum(figures["server"][part]["cpu_us_each"] for part in parts)


def core(figures):
    return sum(part["core"] for part in figures["server"].values())


def row(what, budget, measured, met):
    return (what, budget, measured, "met" if met else "not met")


def closed(report):
    p = phase(report, "closed")
    net, hall = each(p, "net"), each(p, "hall")
    yield row(f"durable saves, {report['candidates']} connections",
              ">= 40,000/s", f"{p['per_second']:,.0f}/s",
              p["per_second"] >= 40000)
    yield row("CPU a save, saturated", "<= 25 us (net 14, hall 11)",
              f"{net + hall:.1f} us (net {net:.1f}, hall {hall:.1f})",
              net <= 14 and hall <= 11)
    yield row("events a commit", "", f"{p['journal']['events_per_commit']:.0f}"
              f", a sync {p['journal']['sync_us'] / 1000:.2f} ms", True)


def steady(report):
    p = phase(report, "steady")
    cpu = each(p, "net", "hall")
    rate = p["per_second"]
    p99 = p["took_us"]["p99"] / 1000
    sync = p["journal"]["sync_us"] / 1000
    budget = max(4, 3 * sync)
    yield row(f"CPU a save at {rate:,.0f}/s, {report['candidates']} "
              "connections", "<= 35 us", f"{cpu:.1f} us", cpu <= 35)
    yield row("latency there, from the moment it was due",
              f"p99 <= {budget:.1f} ms",
              f"p50 {p['took_us']['p50'] / 1000:.1f}, p99 {p99:.1f}, "
              f"max {p['took_us']['max'] / 1000:.1f} ms", p99 <= budget)


def herd(report):
    p = phase(report, "enter")
    net, hall = each(p, "net"), each(p, "hall")
    yield row("entering: handshake, sign-in, paper", "<= 600 us",
              f"{net + hall:.0f} us (net {net:.0f}, hall {hall:.0f})",
              net + hall <= 600)


def idle(report):
    server = phase(report, "idle")["server"]
    n = report["entered"]
    net = server["net"]["rss_growth_kib"] / n / 2
    hall = server["hall"]["rss_growth_kib"] / n
    yield row("idle candidate", "<= 18 KiB a connection, <= 4 KiB in hall",
              f"{net:.1f} KiB (two each), {hall:.1f} KiB",
              net <= 18 and hall <= 4)


def bell(report):
    p = phase(report, "bell")
    p99 = p["took_us"]["p99"] / 1000
    lost = p["unexplained"] + p["not_closed"]
    yield row(f"bell: {report['candidates']:,} answer in 2 s and are closed",
              "all explained, p99 <= 250 ms",
              f"{p['operations']} counted, {p['late']} late, {p['refused']} "
              f"refused, {lost} unexplained; p99 {p99:.0f} ms",
              lost == 0 and p99 <= 250)
    yield row("closed after their time, with its grace", "",
              f"p50 {p['closed_us']['p50'] / 1e6:.2f}, "
              f"max {p['closed_us']['max'] / 1e6:.2f} s", True)


def wall(report):
    before, after = phase(report, "steady", 0), phase(report, "steady", 1)
    boards = phase(report, "watch")["operations"]
    more = core(after) - core(before)
    shown = after["shown_us"]
    yield row(f"{boards} dashboards over {report['candidates']:,} candidates",
              "<= 0.15 core, a change <= 1 s",
              f"{more:.2f} core; p50 {shown['p50'] / 1000:.0f}, "
              f"p99 {shown['p99'] / 1000:.0f}, "
              f"max {shown['max'] / 1000:.0f} ms",
              more <= 0.15 and shown["p99"] <= 1e6)


ROWS = {"closed": closed, "steady": steady, "herd": herd, "idle": idle,
        "bell": bell, "wall": wall}


def proof(reports):
    acks = sum(r["check"]["acknowledged"] for r in reports.values())
    bad = {name: sum(r["check"][name] for r in reports.values())
           for name in ("lost", "altered", "unchecked", "twice")}
    return (f"checked   {acks:,} acknowledgements: " +
            ", ".join(f"{n} {name}" for name, n in bad.items()))


def table(reports, judged):
    machine = next(iter(reports.values()))["machine"]
    print(f"{machine['processor']}, {machine['cores']} cores, "
          f"{machine['kernel']}, load {machine['load']:.2f}")
    rows = [r for name, report in reports.items() for r in ROWS[name](report)]
    if not judged:
        rows = [(what, measured) for what, _, measured, _ in rows]
    else:
        rows = [r if r[1] else r[:3] + ("",) for r in rows]
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for r in rows:
        print("  ".join(text.ljust(width)
                        for text, width in zip(r, widths)).rstrip())
    for name, report in reports.items():
        for p in report["phases"]:
            if not p["claims_hold"]:
                print(f"{name}: exam-load was too slow in {p['phase']}: "
                      "do not quote its latencies")
        trouble = {k: n for k, n in report["trouble"].items() if n > 0}
        if trouble:
            print(f"{name}: trouble {trouble}")
    print(proof(reports))


def main():
    as_json = sys.argv[1] == "--json"
    directory = pathlib.Path(sys.argv[-1])
    reports = {name: json.loads((directory / f"{name}.json").read_text())
               for name in NAMES if (directory / f"{name}.json").exists()}
    if as_json:
        json.dump(reports, sys.stdout, indent=1)
        print()
    else:
        table(reports, sys.argv[-2] == "100")
    sys.exit(0 if all(r["clean"] for r in reports.values()) else 1)


main()
