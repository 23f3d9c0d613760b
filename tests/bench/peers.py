"""peers.py [--json] DIRECTORY: what peers measured, with its ratios."""
import json
import pathlib
import sys


def read(directory, name):
    return json.loads((directory / name).read_text())


def ratio(a, b):
    return a / b if b else 0


def beside(directory, mode, figure):
    ours = read(directory, f"examd.{mode}.json")
    theirs = read(directory, f"nginx.{mode}.json")
    return {"examd": ours[figure], "peer": theirs[figure],
            "ratio": ratio(ours[figure], theirs[figure]),
            "generator_core": [ours["generator_core"],
                               theirs["generator_core"]]}


def saves(directory):
    report = read(directory, "closed.json")
    closed = [p for p in report["phases"] if p["phase"] == "closed"][0]
    bare = read(directory, "nginx.replies.json")
    rate = closed["per_second"]
    cpu = sum(part["cpu_us_each"] for part in closed["server"].values())
    return {
        "durable_saves": {"examd": rate, "peer": bare["per_second"],
                          "ratio": ratio(rate, bare["per_second"]),
                          "generator_core": [closed["generator"]["core"],
                                             bare["generator_core"]]},
        "durable_save_cpu_us": {"examd": cpu, "peer": bare["cpu_us_each"],
                                "ratio": ratio(cpu, bare["cpu_us_each"])},
    }


def paced(directory):
    steady = read(directory, "steady.json")["phases"][-1]
    bare = read(directory, "nginx.paced.json")
    cpu = sum(part["cpu_us_each"] for part in steady["server"].values())
    took = steady["took_us"]
    cores = [steady["generator"]["core"], bare["generator_core"]]
    found = {"paced_save_cpu_us": (cpu, bare["cpu_us_each"])}
    for name in ("p50", "p99", "max"):
        found[f"paced_save_{name}_ms"] = (took[name] / 1000,
                                          bare[f"{name}_us"] / 1000)
    return {name: {"examd": ours, "peer": theirs,
                   "ratio": ratio(ours, theirs), "generator_core": cores}
            for name, (ours, theirs) in found.items()}


def journal(directory):
    """bench_store's table: name, batch, events/s, CPU us each."""
    lines = (directory / "store").read_text().splitlines()[1:]
    found = {}
    for name, batch, _, cpu in (line.split() for line in lines):
        found.setdefault(batch, {})[name] = float(cpu)
    return {f"journal_cpu_us_batch_{batch}":
            {"examd": cpu["store"], "peer": cpu["sqlite"],
             "ratio": cpu["ratio"]} for batch, cpu in found.items()}


# name, what it is, the peer, is more better?
ROWS = [
    ("replies", "bare replies a second", "nginx", True),
    ("reply_cpu_us", "CPU a bare reply, us", "nginx", False),
    ("handshakes", "full handshakes a second", "nginx", True),
    ("handshake_cpu_us", "CPU a handshake with its reply, us", "nginx", False),
    ("idle_kib", "memory of an idle connection, KiB", "nginx", False),
    ("durable_saves", "durable saves a second, and bare replies", "nginx",
     True),
    ("durable_save_cpu_us", "CPU a durable save, and a bare reply, us",
     "nginx", False),
    ("paced_reply_cpu_us", "CPU a bare reply at 10,000/s, us", "nginx", False),
    ("paced_save_cpu_us", "CPU a durable save there, and a bare reply, us",
     "nginx", False),
    ("paced_save_p50_ms", "its latency, p50, ms", "nginx", False),
    ("paced_save_p99_ms", "p99, ms", "nginx", False),
    ("paced_save_max_ms", "the longest, ms", "nginx", False),
    ("journal_cpu_us_batch_1", "CPU an event, batches of 1, us", "SQLite",
     False),
    ("journal_cpu_us_batch_32", "CPU an event, batches of 32, us", "SQLite",
     False),
    ("journal_cpu_us_batch_256", "CPU an event, batches of 256, us", "SQLite",
     False),
]


def figures(directory):
    found = {
        "replies": beside(directory, "replies", "per_second"),
        "reply_cpu_us": beside(directory, "replies", "cpu_us_each"),
        "handshakes": beside(directory, "handshakes", "per_second"),
        "handshake_cpu_us": beside(directory, "handshakes", "cpu_us_each"),
        "idle_kib": beside(directory, "idle", "kib_each"),
        "paced_reply_cpu_us": beside(directory, "paced", "cpu_us_each"),
    }
    found.update(saves(directory))
    found.update(paced(directory))
    found.update(journal(directory))
    return found


def table(found):
    print(f"{'':44}{'examd':>10}{'peer':>10}  {'':8}{'ratio':>6}")
    for name, what, peer, more in ROWS:
        f = found[name]
        digits = 0 if f["peer"] >= 1000 else 1
        print(f"{what:44}{f['examd']:10,.{digits}f}{f['peer']:10,.{digits}f}"
              f"  {peer:8}{f['ratio']:6.2f}")
        if more and max(f.get("generator_core", [0])) > 0.9:
            print(f"{'':44}the generator had no more to give")


def main():
    found = figures(pathlib.Path(sys.argv[-1]))
    if sys.argv[1] == "--json":
        json.dump(found, sys.stdout, indent=1)
        print()
    else:
        table(found)


main()
