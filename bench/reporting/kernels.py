"""Runs hazone_bench ground by ground, keeps its JSON, and makes the tables of the kernels."""

import json
import os
import re
import subprocess

from reporting import page

RESULTS = page.ROOT / "build" / "bench"
BARNES = "priority_flood_of_barnes"

# Name on the command line: (number of the terrain, size, what it is). See bench/ground.hpp.
GROUNDS = {
    "fluvial": (10, 10000, "10000², rivers, pit-rich"),
    "whole_metre_fluvial": (11, 10000, "the same in whole metres"),
    "smooth_fractal": (6, 8192, "8192², smooth fractal"),
    "fractal": (4, 8192, "8192², fractal, a third in depressions"),
    "taiwan": (12, 0, "Taiwan 30 m, 84.1 M cells"),
    "named_file": (13, 0, "the file which HAZONE_BENCH_DEM names"),
    "fluvial_4096": (10, 4096, "4096², rivers, pit-rich"),
    "fluvial_1024": (10, 1024, "1024², rivers, pit-rich"),
}
MAIN = ("fluvial", "whole_metre_fluvial", "smooth_fractal", "fractal", "taiwan")


def is_io(kernel):
    return "_by_" in kernel and kernel.split("_")[0] in ("read", "write")


def list_benchmarks(ground, threads, wanted):
    """Names of the benchmarks on that ground and number of threads whose kernel is wanted."""
    terrain, size, _ = GROUNDS[ground]
    asked = [str(page.BUILD / "hazone_bench"), "--benchmark_list_tests"]
    names = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()
    ending = f"/size:{size}/threads:{threads}/terrain:{terrain}/"
    return [name for name in names if ending in name and wanted(name.split("/size:")[0])]


def measure(ground, threads, repetitions, part, wanted):
    """One process of hazone_bench; its JSON goes to build/bench under the name of the part. Files
    are written in turn, so that what disturbs the disk for a while meets them all."""
    names = list_benchmarks(ground, threads, wanted)
    if not names:
        print(f"no benchmark for {part} on {ground} with {threads} threads", flush=True)
        return
    RESULTS.mkdir(parents=True, exist_ok=True)
    out = RESULTS / f"{ground}-{threads}-{re.sub(r'[^a-z0-9_]+', '_', part)}.json"
    command = [str(page.BUILD / "hazone_bench"), f"--benchmark_filter=^({'|'.join(names)})$",
               f"--benchmark_repetitions={repetitions}", "--benchmark_report_aggregates_only=true",
               f"--benchmark_out={out}.part", "--benchmark_out_format=json",
               f"--benchmark_enable_random_interleaving={str(part.startswith('io')).lower()}"]
    print(f"{len(names)} benchmarks on {ground} with {threads} threads", flush=True)
    subprocess.run(command, check=True)
    os.replace(f"{out}.part", out)
    warn_of_disturbed(json.loads(out.read_text()))


def warn_of_disturbed(document):
    """Names the kernels whose thread did not have its processor for itself."""
    for (kernel, _, _, threads), entry in median_rows(document):
        if not is_io(kernel) and entry["cpu_time"] < 0.9 * entry["real_time"]:
            print(f"disturbed by other processes: {kernel} on {threads} threads", flush=True)


def median_rows(document):
    """(kernel, ground number, size, threads) and figures of each benchmark that was measured."""
    for entry in document["benchmarks"]:
        if entry.get("error_occurred") or entry.get("aggregate_name", "median") != "median":
            continue
        found = re.match(r"(.+)/size:(\d+)/threads:(\d+)/terrain:(\d+)", entry["name"])
        if found:
            kernel, size, threads, terrain = found.groups()
            yield (kernel, int(terrain), int(size), int(threads)), entry


def triads(document):
    for key, text in document["context"].items():
        found = re.match(r"stream_triad_of_(\d+)_threads", key)
        if found:
            yield int(found.group(1)), float(text.split()[0])


def load():
    """Figures of every stored run, the newest last, and the triads of each ground and thread."""
    figures, triad = {}, {}
    files = sorted(RESULTS.glob("*.json"), key=lambda file: file.stat().st_mtime)
    for file in files:
        document = json.loads(file.read_text())
        rows = list(median_rows(document))
        figures.update(rows)
        speeds = dict(triads(document))
        for place in {key[1:] for key, _ in rows}:
            if place[2] in speeds:
                triad.setdefault(place, []).append(speeds[place[2]])
    return figures, triad


def kernels_of(figures):
    return sorted({key[0] for key in figures if not is_io(key[0])})


def millions(entry):
    return entry["cells/s"] / 1e6 if entry else None


def detail_row(figures, kernel, terrain, size):
    one = figures.get((kernel, terrain, size, 1))
    two = figures.get((kernel, terrain, size, 2))
    flood = figures.get((BARNES, terrain, size, 1))
    best = two or one
    share = best.get("of_stream")
    times = best["cells/s"] / flood["cells/s"] if flood else None
    gigabytes = best["bytes/s"] / 1e9 if "bytes/s" in best else None
    return [f"`{kernel}`", page.number(best["real_time"]), page.number(millions(one)),
            page.number(millions(two)), page.number(gigabytes),
            page.number(100 * share, 2) if share is not None else "–",
            page.number(times, 2) + (" ×" if times else "")]


def detail(figures, triad, ground):
    """The table of one ground."""
    terrain, size, what = GROUNDS[ground]
    rows = [detail_row(figures, kernel, terrain, size) for kernel in kernels_of(figures)
            if any((kernel, terrain, size, threads) in figures for threads in (1, 2))]
    if not rows:
        return ""
    speeds = "; ".join(
        f"{' and '.join(page.number(speed) for speed in triad[(terrain, size, threads)])} GB/s on "
        f"{threads}" for threads in (1, 2) if (terrain, size, threads) in triad)
    header = ["kernel", "ms", "M cells/s, 1 thread", "M cells/s, 2 threads", "GB/s",
              "% of triad", "to Barnes"]
    return (f"Ground: {what}. STREAM triad in the same processes, by threads: {speeds}.\n\n"
            + page.table(header, rows))


def by_ground(figures):
    """M cells/s on 2 threads, one column for each ground that was measured."""
    grounds = [name for name in MAIN
               if any(key[1:] == (*GROUNDS[name][:2], 2) for key in figures)]
    if len(grounds) < 2:
        return ""
    rows = []
    for kernel in kernels_of(figures):
        speeds = [millions(figures.get((kernel, *GROUNDS[name][:2], 2))
                           or figures.get((kernel, *GROUNDS[name][:2], 1))) for name in grounds]
        if any(speeds):
            rows.append([f"`{kernel}`"] + [page.number(speed) for speed in speeds])
    header = ["M cells/s, 2 threads"] + [GROUNDS[name][2] for name in grounds]
    return page.table(header, rows)


KERNEL_TEXT = """Measured by `bench/report kernels` at {revision}: {machine}. Medians of {count}
runs; each benchmark checks its result before it reports a time. ms, GB/s and the share of the
triad are those of 2 threads (of 1 thread where a kernel has no other). GB/s counts the rasters
which a kernel is given and makes, each once, so a kernel which walks about in memory has a small
share by its nature. `{barnes}` is the plain priority-flood of Barnes (2014) on 1 thread, written
from the paper; the last column is cells per second in units of its."""


def write_kernels():
    figures, triad = load()
    count = max((entry.get("repetitions", 1) for key, entry in figures.items()
                 if not is_io(key[0])), default=1)
    parts = [page.paragraph(KERNEL_TEXT,count=count, barnes=BARNES)]
    main = next((name for name in GROUNDS if detail(figures, triad, name)), None)
    if main is None:
        raise SystemExit("nothing was measured yet")
    parts += [detail(figures, triad, main), by_ground(figures)]
    page.put("kernels", "\n\n".join(part for part in parts if part))
