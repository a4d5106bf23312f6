"""The tables of the comparison in Markdown."""

from peers import measure
from reporting import page

THREADS = (1, 2)
OURS = "hazone"


def seconds(store, operation, program, threads, what="seconds"):
    return store.median(store.key(operation, program, threads), what)


def best(store, operation, program, what="seconds"):
    found = [seconds(store, operation, program, threads, what) for threads in THREADS]
    found = [value for value in found if value is not None]
    return min(found) if found else None


def cell(store, operation, program, threads, what="seconds"):
    value = seconds(store, operation, program, threads, what)
    if value is not None:
        mark = " *" if store.key(operation, program, threads) in store.disturbed() else ""
        return page.number(value) + mark
    return store.failure(store.key(operation, program, threads)) or ""


def times(value, other):
    return f"{page.number(value / other, 2)} ×" if value and other else ""


def memory(store, operation, program):
    found = [seconds(store, operation, program, threads, "peak_mib") for threads in THREADS]
    return page.number(max((value for value in found if value), default=None), 1)


def hazone_rows(store, operation):
    if best(store, operation.name, OURS) is None:
        return []
    rows = []
    for what, label in (("seconds", "whole"), ("compute", "computing alone")):
        rows.append([operation.title if not rows else "", f"hazone, {label}",
                     *(cell(store, operation.name, OURS, threads, what) for threads in THREADS),
                     memory(store, operation.name, OURS) if not rows else "", "", ""])
    return rows


def peer_row(store, operation, peer, title):
    program = f"{peer.system} {peer.label}" if peer.system != "GDAL" else peer.label
    key = peer.label
    theirs = best(store, operation.name, key)
    return [title, program,
            *(cell(store, operation.name, key, threads) for threads in THREADS),
            memory(store, operation.name, key),
            times(theirs, best(store, operation.name, OURS)),
            times(theirs, best(store, operation.name, OURS, "compute"))]


def was_measured(store, operation, peer):
    keys = [store.key(operation.name, peer.label, threads) for threads in THREADS]
    return any(key in store.content["times"] for key in keys)


def time_table(store, operations):
    rows = []
    for operation in operations:
        ours = hazone_rows(store, operation)
        rows += ours
        title = "" if ours else operation.title
        for peer in operation.peers:
            if was_measured(store, operation, peer):
                rows.append(peer_row(store, operation, peer, title))
                title = ""
    header = ["operation", "program", "s, 1 thread", "s, 2 threads", "MiB", "to hazone",
              "to computing"]
    lines = page.table(header, rows).splitlines()
    lines[1] = "|---|---|" + "---:|" * (len(header) - 2)
    return "\n".join(lines)


def agreement_row(name, found):
    quantity, program, where, tolerance, unit = name.split("|")
    if "failure" in found:
        return [quantity, program, where, found["failure"], "", "", "", "", ""]
    compared = found["compared"]
    within = 100 * found["within"] / compared if compared else None
    alone = found["only_in_first"] + found["only_in_second"]
    limit = "equal" if tolerance == "0" else f"{tolerance} {unit}"
    share = "all" if found["within"] == compared else f"{within:.3f} %"
    return [quantity, program, where, f"{compared:,}", f"{alone:,}", limit, share,
            *(f"{found[what]:.2g}" for what in ("median", "percentile_99", "greatest"))]


def agreement_table(store):
    rows = [agreement_row(name, found) for name, found in store.content["agreement"].items()]
    if not rows:
        return ""
    header = ["quantity", "with", "where", "cells compared", "in one alone", "tolerance", "within",
              "median", "99 %", "greatest"]
    lines = page.table(header, rows).splitlines()
    lines[1] = "|---|---|---|" + "---:|" * (len(header) - 3)
    return "\n".join(lines)


TIME_TEXT = """{dem}. Measured by `bench/peers/run{options}` at {revision}: {machine}; {versions}.
Medians of {runs} runs, the programs in turn, one run of what takes longer than {once} s; a command
had {limit} s.{disturbed}"""


def section(store, operations):
    """Both tables of one DEM."""
    about = store.content["about"]
    warning = " Other processes disturbed every run of the figures with *."
    warning = warning if store.disturbed() else ""
    text = page.paragraph(TIME_TEXT, runs=store.runs(), once=measure.ONCE, disturbed=warning, **about)
    agreement = agreement_table(store)
    parts = [f"### {about['title']}", text, time_table(store, operations)]
    if agreement:
        parts += ["Where the quantities are defined alike, the results are compared cell by cell. "
                  "Differences are in the unit of the tolerance.", agreement]
    return "\n\n".join(parts)
