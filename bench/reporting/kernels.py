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
    "taiwan": (12, 0, "Taiwan 30 m, 84.1 M cells, 40.1 M of them land"),
    "named_file": (13, 0, "the file which HAZONE_BENCH_DEM names"),
    "fluvial_4096": (10, 4096, "4096², rivers, pit-rich"),
    "whole_metre_fluvial_4096": (11, 4096, "4096², rivers in whole metres"),
    "smooth_fractal_4096": (6, 4096, "4096², smooth fractal"),
    "fractal_4096": (4, 4096, "4096², fractal, a third in depressions"),
    "fluvial_1024": (10, 1024, "1024², rivers, pit-rich"),
    "whole_metre_fluvial_1024": (11, 1024, "1024², rivers in whole metres"),
    "smooth_fractal_1024": (6, 1024, "1024², smooth fractal"),
}
# What is measured where nothing else is asked for: a quarter of an hour.
MAIN = ("fluvial", "whole_metre_fluvial_4096", "smooth_fractal_4096", "taiwan")
# The plain priority-flood takes minutes on larger ground; there it is measured on this size.
BARNES_SIZE = 4096
QUICK = 0.25  # s: what takes longer runs once


def is_io(kernel):
    return "_by_" in kernel and kernel.split("_")[0] in ("read", "write")


def size_of_barnes(ground):
    size = GROUNDS[ground][1]
    return min(size, BARNES_SIZE)


def list_benchmarks(ground, threads, wanted):
    """Names of the benchmarks on that ground and number of threads whose kernel is wanted."""
    terrain, size, _ = GROUNDS[ground]
    asked = [str(page.BUILD / "hazone_bench"), "--benchmark_list_tests"]
    names = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()

    def belongs(name):
        kernel = name.split("/size:")[0]
        its_size = size_of_barnes(ground) if kernel == BARNES else size
        return f"/size:{its_size}/threads:{threads}/terrain:{terrain}/" in name and wanted(kernel)

    return [name for name in names if belongs(name)]


def run_benchmarks(names, out, repetitions, option):
    """One process of hazone_bench, whose JSON it gives and puts at `out`."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    command = [str(page.BUILD / "hazone_bench"), f"--benchmark_filter=^({'|'.join(names)})$",
               f"--benchmark_repetitions={repetitions}", "--benchmark_report_aggregates_only=true",
               option,
               f"--benchmark_out={out}.part", "--benchmark_out_format=json"]
    subprocess.run(command, check=True)
    os.replace(f"{out}.part", out)
    document = json.loads(out.read_text())
    warn_of_disturbed(document)
    return document


def place_of(ground, threads, part):
    return RESULTS / f"{ground}-{threads}-{re.sub(r'[^a-z0-9_]+', '_', part)}.json"


def measure(ground, threads, repetitions, part, wanted):
    """Every benchmark that is wanted as often; what was measured goes to build/bench. In random
    order, so that what disturbs the disk for a while meets them all."""
    names = list_benchmarks(ground, threads, wanted)
    print(f"{part}: {len(names)} benchmarks on {ground} with {threads} threads", flush=True)
    if names:
        run_benchmarks(names, place_of(ground, threads, part), repetitions,
                       "--benchmark_enable_random_interleaving=true")


def measure_quick_again(ground, threads, repetitions, part, wanted):
    """Every benchmark once, and those which were quick as often as said."""
    names = list_benchmarks(ground, threads, wanted)
    print(f"{part}: {len(names)} benchmarks on {ground} with {threads} threads", flush=True)
    if not names:
        return
    document = run_benchmarks(names, place_of(ground, threads, part), 1,
                              "--benchmark_min_time=0.01")
    quick = [entry["name"] for entry in document["benchmarks"]
             if not entry.get("error_occurred") and entry["real_time"] < 1000 * QUICK]
    if quick and repetitions > 1:
        run_benchmarks(quick, place_of(ground, threads, part + "_again"), repetitions,
                       "--benchmark_min_time=0.05")


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


def flood_of(figures, terrain, size):
    """The plain priority-flood on that ground, or on the smaller one of its kind."""
    return figures.get((BARNES, terrain, size, 1),
                       figures.get((BARNES, terrain, min(size, BARNES_SIZE), 1)))


def detail_row(figures, kernel, terrain, size):
    one = figures.get((kernel, terrain, size, 1))
    two = figures.get((kernel, terrain, size, 2))
    flood = flood_of(figures, terrain, size)
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
    flood = flood_of(figures, terrain, size)
    barnes = (f" The plain priority-flood: {page.number(millions(flood))} M cells/s"
              + ("." if (BARNES, terrain, size, 1) in figures else f" at {BARNES_SIZE}².")
              if flood else "")
    header = ["kernel", "ms", "M cells/s, 1 thread", "M cells/s, 2 threads", "GB/s",
              "% of triad", "to Barnes"]
    return (f"### {what}\n\nSTREAM triad in the same processes, by threads: {speeds}.{barnes}\n\n"
            + page.table(header, rows))


def by_ground(figures):
    """M cells/s on 2 threads, one column for each ground that was measured."""
    grounds = [name for name in GROUNDS
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
runs, one run of what takes longer than {quick} s; each benchmark checks its result before it
reports a time. Cells without a height count like others. ms, GB/s and the share of the triad are
those of 2 threads (of 1 thread where a kernel has no other). GB/s counts the rasters which a kernel
is given and makes, each once, so a kernel which walks about in memory has a small share by its
nature. `{barnes}` is the plain priority-flood of Barnes (2014) on 1 thread, written from the paper;
the last column is cells per second in units of its, on larger ground than {size}² in units of its
on {size}² of the same kind, where it is faster."""


def write_kernels():
    figures, triad = load()
    count = max((entry.get("repetitions", 1) for key, entry in figures.items()
                 if not is_io(key[0])), default=1)
    details = [detail(figures, triad, ground) for ground in GROUNDS]
    if not any(details):
        raise SystemExit("nothing was measured yet")
    parts = [page.paragraph(KERNEL_TEXT, count=count, barnes=BARNES, quick=QUICK, size=BARNES_SIZE),
             by_ground(figures), *details]
    page.put("kernels", "\n\n".join(part for part in parts if part))
