"""Rates of the flood models beside STREAM triad and published programs."""

import json
import re
import statistics
import subprocess

from reporting import page

OUT = page.BUILD.parent / "bench"
PARTS = {"plane": "^(bare_|local_inertial|shallow_water)", "routing": "^kinematic_wave"}
TEXT = """Measured by `bench/report floods` at {revision}: {machine}. Millions of cell updates per
second, medians of {repetitions} runs in random order, so that one thread and two meet the same neighbours, from
least to most; of the two-dimensional models also the rate of the fastest step of any run on one thread and
on two, which neighbours disturb least. A step of second order counts as one update of each cell, a sub-step of a channel as one of that
cell. Each benchmark checks that water is kept before it reports. `bare` are the equations alone, with
nothing else a flood needs: what the processor allows."""


def run(part, pattern, repetitions, seconds):
    """Results of hazone_bench, one for each repetition, and {threads: GB/s of STREAM triad}."""
    out = OUT / f"floods-{part}.json"
    command = [str(page.BUILD / "hazone_bench"), f"--benchmark_filter={pattern}",
               f"--benchmark_min_time={seconds}", f"--benchmark_repetitions={repetitions}",
               "--benchmark_enable_random_interleaving=true", f"--benchmark_out={out}",
               "--benchmark_out_format=json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    document = json.loads(out.read_text())
    triads = {int(re.search(r"\d+", key).group()): float(value.split()[0])
              for key, value in document["context"].items() if key.startswith("stream_triad")}
    results = [one for one in document["benchmarks"] if one["run_type"] == "iteration"]
    for one in results:
        if one.get("error_occurred"):
            raise SystemExit(f"{one['name']}: {one['error_message']}")
    return results, triads


def label(name):
    """'local_inertial<double>/size:2048/threads:2/real_time' as text and number of threads."""
    threads = int(re.search(r"threads:(\d+)", name).group(1))
    terrain = re.search(r"terrain:(\d+)", name)
    ground = {"4": ", fractal ground", "6": ", smooth ground"}.get(terrain and terrain.group(1), "")
    return name.split("/")[0].replace("_", " ") + ground, threads


class Row:
    """Rates of one benchmark by number of threads, in millions per second."""

    def __init__(self):
        self.rates = {}
        self.fastest = {}

    def add(self, threads, result):
        rate = result.get("updates/s") or result.get("items_per_second")
        if rate:
            self.rates.setdefault(threads, []).append(rate / 1e6)
        if result.get("fastest"):
            self.fastest[threads] = max(self.fastest.get(threads, 0), result["fastest"] / 1e6)

    def cells(self):
        one, two = (self.rates.get(threads) for threads in (1, 2))
        scaling = statistics.median(two) / statistics.median(one) if one and two else None
        fastest = [self.fastest.get(threads) for threads in (1, 2)]
        return [page.number(one and statistics.median(one)),
                f"{page.number(min(one))}–{page.number(max(one))}" if one else "–",
                page.number(two and statistics.median(two)), page.number(scaling),
                *(page.number(rate) for rate in fastest),
                page.number(fastest[1] / fastest[0] if all(fastest) else None)]


def table(results):
    rows = {}
    for result in results:
        what, threads = label(result["run_name"])
        rows.setdefault(what, Row()).add(threads, result)
    return page.table(["", "1 thread", "least–most", "2 threads", "ratio", "fastest, 1", "fastest, 2",
                       "ratio"],
                      [[what, *row.cells()] for what, row in sorted(rows.items())])


def write(repetitions, seconds, pattern):
    OUT.mkdir(parents=True, exist_ok=True)
    results = []
    triads = {}
    for part, names in ({"some": pattern} if pattern else PARTS).items():
        found, bandwidth = run(part, names, repetitions, seconds)
        results += found
        for threads, rate in bandwidth.items():
            triads.setdefault(threads, []).append(rate)
    bandwidth = ", ".join(f"{threads}: {' and '.join(f'{rate:.1f}' for rate in rates)} GB/s"
                          for threads, rates in sorted(triads.items()))
    text = page.paragraph(TEXT, repetitions=repetitions)
    result = (f"{text}\n\nSTREAM triad before either part by number of threads: {bandwidth}.\n\n"
              f"{table(results)}")
    print(result)
    if not pattern:
        page.put("floods", result)
