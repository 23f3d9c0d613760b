"""One report of exam-load: is it right, and are its figures there?"""
import json
import sys

PHASES = {
    "day": ["sign-in", "stream", "watch", "enter", "steady", "bell",
            "results"],
    "bell": ["open", "stream", "enter", "bell", "results"],
    "herd": ["enter"],
    "closed": ["enter", "closed"],
    "count": ["enter", "closed"],
    "steady": ["enter", "steady"],
    "idle": ["enter", "stream", "idle"],
    "wall": ["enter", "watch", "steady"],
}
LATENCY = {"count", "p50", "p90", "p99", "p999", "max"}
PHASE = {"phase", "operation", "operations", "seconds", "per_second",
         "took_us", "shown_us", "closed_us", "late", "refused", "unexplained",
         "not_closed", "behind", "server", "journal", "generator",
         "claims_hold"}
PART = {"processes", "cpu_us", "cpu_us_each", "core", "rss_kib",
        "rss_growth_kib", "written_bytes"}
JOURNAL = {"events", "commits", "checkpoints", "events_per_commit", "sync_us",
           "sync_us_max"}


def must(true, *words):
    if not true:
        sys.exit(f"{sys.argv[1]}: " + " ".join(map(str, words)))


def check_phase(phase):
    name = phase["phase"]
    must(set(phase) == PHASE, name, "has the members", sorted(phase))
    for figure in ("took_us", "shown_us", "closed_us"):
        must(set(phase[figure]) == LATENCY, name, figure, phase[figure])
    must(set(phase["server"]) == {"hall", "net", "staff", "parent"},
         name, "tells of", phase["server"])
    for part in phase["server"].values():
        must(set(part) == PART, name, "tells of a part", part)
        must(part["processes"] == 1, name, part)
    must(set(phase["journal"]) == JOURNAL, name, phase["journal"])
    must(phase["operations"] > 0, name, "did nothing")
    must(phase["seconds"] > 0, name, "took no time")
    for wrong in ("unexplained", "not_closed", "behind"):
        must(phase[wrong] == 0, name, wrong, phase[wrong])
    if name in ("steady", "closed", "bell"):
        must(phase["journal"]["events"] >= phase["operations"],
             name, "has fewer events than saves")


def check_check(name, check):
    for wrong in ("lost", "altered", "unchecked", "twice"):
        must(check[wrong] == 0, wrong, check[wrong])
    must(check["recorded"] == check["acknowledged"], "found", check)
    if name not in ("herd", "idle"):
        must(check["items"] > 0, "nothing was checked")


def check_mode(name, report, phases):
    n = report["candidates"]
    if name == "bell":
        must(phases["bell"]["operations"] + phases["bell"]["late"] +
             phases["bell"]["refused"] == 2 * n, phases["bell"])
        must(phases["bell"]["closed_us"]["count"] == n, "not all are closed")
        must(phases["results"]["refused"] == 0, "results are held back")
    if name == "count":
        must(50 <= report["check"]["acknowledged"] < 60, report["check"])
    if name == "wall":
        must(phases["watch"]["operations"] == 3, phases["watch"])
        must(phases["steady"]["shown_us"]["count"] > 0, "nothing was shown")
    if name == "day":
        must(report["trouble"]["early"] == 0, "the herd came too early")


def main():
    name, status = sys.argv[1], int(sys.argv[2])
    with open(sys.argv[3], encoding="utf-8") as file:
        report = json.load(file)
    must(report["format"] == "exam-load-report-1", report["format"])
    must(report["entered"] == report["candidates"], "not all entered")
    must(report["failed"] == 0 and report["clean"], "it is not clean")
    must(report["claims_hold"] == (status == 0), "status", status)
    must([p["phase"] for p in report["phases"]] == PHASES[name],
         [p["phase"] for p in report["phases"]])
    for phase in report["phases"]:
        check_phase(phase)
    check_check(name, report["check"])
    check_mode(name, report, {p["phase"]: p for p in report["phases"]})


main()
