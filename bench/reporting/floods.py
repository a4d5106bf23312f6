"""Rates of the flood models beside STREAM triad and published programs."""

import json
import re
import statistics
import subprocess

from reporting import page

OUT = page.BUILD.parent / "bench"
NAMES = "^(bare_|local_inertial|shallow_water|kinematic_wave)"
TEXT = """Measured by `bench/report floods` at {revision}: {machine}. Millions of cell updates per
second, medians of {repetitions} alternating runs of the whole table, from least to most; a step of second order counts as one
update of each cell, a sub-step of a channel as one of that cell. Each benchmark checks that water is kept
before it reports. `bare` are the equations alone, with nothing else a flood needs: what the processor allows."""


def run_once(part, pattern, seconds):
    """One process of hazone_bench: {name: rate per second} and {threads: GB/s of STREAM triad}."""
    out = OUT / f"floods-{part}.json"
    command = [str(page.BUILD / "hazone_bench"), f"--benchmark_filter={pattern}",
               f"--benchmark_min_time={seconds}", f"--benchmark_out={out}",
               "--benchmark_out_format=json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    document = json.loads(out.read_text())
    triads = {int(re.search(r"\d+", key).group()): float(value.split()[0])
              for key, value in document["context"].items() if key.startswith("stream_triad")}
    rates = {}
    for one in document["benchmarks"]:
        if one.get("error_occurred"):
            raise SystemExit(f"{one['name']}: {one['error_message']}")
        rate = one.get("updates/s") or one.get("items_per_second")
        if rate:
            rates[one["name"]] = rate
    return rates, triads


def label(name):
    """'local_inertial<double>/size:2048/threads:2/real_time' as text and number of threads."""
    threads = int(re.search(r"threads:(\d+)", name).group(1))
    terrain = re.search(r"terrain:(\d+)", name)
    ground = {"4": ", fractal ground", "6": ", smooth ground"}.get(terrain and terrain.group(1), "")
    return name.split("/")[0].replace("_", " ") + ground, threads


def write(repetitions, seconds, pattern):
    OUT.mkdir(parents=True, exist_ok=True)
    rows = {}
    triads = {}
    for part in range(repetitions):
        rates, bandwidth = run_once(part, pattern or NAMES, seconds)
        for name, rate in rates.items():
            what, threads = label(name)
            rows.setdefault(what, {}).setdefault(threads, []).append(rate / 1e6)
        for threads, rate in bandwidth.items():
            triads.setdefault(threads, []).append(rate)
    lines = []
    for what, by_threads in rows.items():
        one = by_threads.get(1)
        two = by_threads.get(2)
        scaling = statistics.median(two) / statistics.median(one) if one and two else None
        lines.append([what, page.number(one and statistics.median(one)),
                      f"{page.number(min(one))}–{page.number(max(one))}" if one else "–",
                      page.number(two and statistics.median(two)), page.number(scaling)])
    text = page.paragraph(TEXT, repetitions=repetitions)
    bandwidth = ", ".join(f"{threads}: {statistics.median(rates):.1f} GB/s"
                          for threads, rates in sorted(triads.items()))
    table = page.table(["", "1 thread", "least–most", "2 threads", "ratio"], lines)
    result = f"{text}\n\nSTREAM triad in the same runs by number of threads: {bandwidth}.\n\n{table}"
    print(result)
    if not pattern:
        page.put("floods", result)
