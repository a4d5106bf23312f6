"""Whole runs of `transient_infiltration` beside TRIGRS 2.1: time, and safety factors, on the project
bench512 of the shared oracles."""

import array
import gzip
import math
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import time

from reporting import page

FOLDER = page.BUILD.parent / "bench" / "landslide"
MODES = ("exact", "trigrs-2.1")
PROJECTS = {"saturated finite": "satfinM", "unsaturated finite": "unsfinM"}
ORACLE_TIMES = (3, 6)   # of the six output times, those which the oracles hold
HIGHEST = 10            # of the safety factor; 11 marks a cell which the reference skipped

UNITS = {"elevation": "m", "slope": "rad", "soil_depth": "m", "initial_water_table_depth": "m",
         "background_flux": "m/s"}

# The reference, in user seconds on one core of this class; shared/notes/landslide.md, sections 1
# and 2. Its 24 periods were measured on 15,375 cells; its number of output times is not on record.
REFERENCE = {("satfinM", 6): 20.2, ("unsfinM", 6): 40.5, ("satfinM", 24): 17.3,
             ("unsfinM", 24): 29.4}
CELLS = {6: 258063, 24: 15375}
WANTED = {6: 15, 24: 30}
# What the mode of the reference must keep against its grids: greatest difference and median.
BOUNDS = (1e-3, 1e-5)


def oracles():
    shared = os.environ.get("HAZONE_SHARED", page.ROOT.parent / "shared")
    return pathlib.Path(shared) / "oracles" / "landslide" / "bench512"


def hazone(*words):
    """Seconds of one run of the program: by the clock, and of the processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    done = subprocess.run([str(page.BUILD / "hazone"), *map(str, words)], check=False,
                          capture_output=True, text=True)
    seconds = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def replaced(text, key, value):
    found, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text)
    if count != 1:
        raise SystemExit(f"the scenario has not one line '{key} = ...'")
    return found


def with_24_periods(text):
    """The same storm by the hour: each period of four hours in four parts of unequal rain, and as
    many output times."""
    rates = re.search(r"rates = \[(.*?)\]", text).group(1)
    six = [float(rate.strip(' "').split()[0]) for rate in rates.split(",")]
    parts = (0.4, 0.8, 1.6, 1.2)
    rain = ", ".join(f'"{rate * part:.6e} m/s"' for rate in six for part in parts)
    lengths = ", ".join(['"3600 s"'] * 24)
    times = ", ".join(f'"{3600 * (hour + 1)} s"' for hour in range(24))
    text = replaced(text, "rain", f'{{ periods = [{lengths}], rates = [{rain}], unit = "m/s" }}')
    return replaced(text, "times", f"[{times}]")


def cells_of(raster):
    """All bands of a raster as one array of float."""
    raw = FOLDER / "cells.raw"
    subprocess.run(["gdal_translate", "-q", "-of", "ENVI", "-ot", "Float32", str(raster), str(raw)],
                   check=True)
    cells = array.array("f")
    cells.frombytes(raw.read_bytes())
    for path in FOLDER.glob("cells.*"):
        path.unlink()
    return cells


def oracle_cells(project, output):
    path = oracles() / "out" / f"TRfs_min_{project}_{output}.asc.gz"
    lines = gzip.open(path, "rt").read().split("\n")[6:]
    return array.array("f", (float(word) for line in lines for word in line.split()))


def first_rows(project, cells):
    """A copy of the project's folder with its first rows, down to as many columns of soil."""
    whole, part = FOLDER / project, FOLDER / f"{project}_part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    depth = cells_of(whole / "soil_depth.tif")
    width = math.isqrt(len(depth))
    rows = 0
    while sum(not math.isnan(value) and value >= 0 for value in depth[:rows * width]) < cells:
        rows += 1
    for raster in whole.glob("*.tif"):
        subprocess.run(["gdal_translate", "-q", "-srcwin", "0", "0", str(width), str(rows),
                        str(raster), str(part / raster.name)], check=True)
    shutil.copy(whole / "zones.csv", part)
    text = (whole / "scenario.toml").read_text()
    for field, unit in UNITS.items():  # which gdal_translate loses
        text = replaced(text, field, f'{{ raster = "{field}.tif", unit = "{unit}" }}')
    (part / "scenario.toml").write_text(text)
    return part


def prepare():
    """The scenarios: of each project whole with six and 24 periods, and its part with 24."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for project in PROJECTS.values():
        whole = FOLDER / project
        hazone("init", "--from-trigrs", oracles() / f"tr_{project}.txt", whole)
        for folder in (whole, first_rows(project, CELLS[24])):
            text = (folder / "scenario.toml").read_text()
            (folder / "scenario24.toml").write_text(with_24_periods(text))


def timed(scenario, mode, threads, repetitions):
    """Seconds of whole runs, and the safety factors which the last wrote."""
    out = FOLDER / "results"
    seconds = []
    for _ in range(repetitions):
        shutil.rmtree(out, ignore_errors=True)
        seconds.append(hazone("run", scenario, "--out", out, "--threads", threads, "--set",
                              f"transient_infiltration.mode={mode}"))
    return seconds, cells_of(out / "minimum_safety_factor.tif")


def differences(own, other):
    """Absolute ones of all cells with an answer; a cell may lack it in both only."""
    found = []
    for one, two in zip(own, other, strict=True):
        if math.isnan(one) != (math.isnan(two) or two < 0 or two > HIGHEST):
            raise SystemExit("an answer where the other has none")
        if not math.isnan(one):
            found.append(abs(one - two))
    return found


def against_oracles(project, safety):
    size = len(safety) // 6
    found = []
    for output in ORACLE_TIMES:
        found += differences(safety[(output - 1) * size:output * size],
                             oracle_cells(project, output))
    return found


def ratio_text(ratio, periods):
    return f"{ratio:.0f}" + ("" if ratio >= WANTED[periods] else " (too little)")


def row(label, figures, reference, found, against):
    """One line of the table."""
    mode, periods, cells, runs = figures
    seconds = [run[0] for run in runs]
    median = statistics.median(seconds)
    processors = statistics.median(run[1] for run in runs)
    return [f"{label}, `{mode}`", str(periods), f"{cells:,}", f"{reference:.1f}",
            f"{median:.2f}", f"{min(seconds):.2f}–{max(seconds):.2f}", f"{processors:.2f}",
            ratio_text(reference / median, periods), f"{max(found):.1e}",
            f"{statistics.median(found):.1e}", against]


def six_periods(label, project, threads, repetitions):
    for mode in MODES:
        seconds, safety = timed(FOLDER / project / "scenario.toml", mode, threads, repetitions)
        found = against_oracles(project, safety)
        if mode != "exact" and (max(found) > BOUNDS[0] or statistics.median(found) > BOUNDS[1]):
            raise SystemExit(f"{label}: {mode} is not the reference, off by {max(found)}")
        cells = len(found) // len(ORACLE_TIMES)
        yield row(label, (mode, 6, cells, seconds), REFERENCE[(project, 6)], found, "TRIGRS 2.1")


def many_periods(label, project, threads, repetitions):
    """24 periods on the part, whose reference was measured, and on the whole."""
    for folder in (FOLDER / f"{project}_part", FOLDER / project):
        runs = {mode: timed(folder / "scenario24.toml", mode, threads, repetitions)
                for mode in MODES}
        found = differences(runs[MODES[0]][1], runs[MODES[1]][1])
        cells = len(found) // 24
        reference = REFERENCE[(project, 24)] * cells / CELLS[24]
        for mode, other in zip(MODES, reversed(MODES)):
            yield row(label, (mode, 24, cells, runs[mode][0]), reference, found, f"`{other}`")


TEXT = """Measured by `bench/report landslide` at {revision}: {machine}. Whole runs of `hazone run`,
{threads} threads, from the start of the process to its end with all files written: medians of
{repetitions} runs, from least to most, and seconds of the processors, which other work on the machine
does not lengthen much. The reference is TRIGRS 2.1, user seconds on one core of
this class. Its time for six periods is that on these columns; for 24 periods that on 15,375 columns
of another project, whose number of output times is not on record (24 are asked here), which is set
against as many columns of this one and, times the number of columns, against all of them. Output times are the ends of the periods; four rasters
are written. The last columns: differences of the safety factor, of all columns; with six periods at the
two times which the oracles hold, with 24 between the two modes at all times, since no grid of the
reference exists. Those of the mode `exact` are the reference's defects D1 to D3 and what follows from
other equations."""


def write(threads, repetitions):
    if not oracles().exists():
        raise SystemExit(f"no {oracles()}: set HAZONE_SHARED to the folder of the shared data")
    prepare()
    rows = []
    for measured in (six_periods, many_periods):
        for label, project in PROJECTS.items():
            for line in measured(label, project, threads, repetitions):
                rows.append(line)
                print(" | ".join(line), flush=True)
    print("\n" + page.paragraph(TEXT, threads=threads, repetitions=repetitions) + "\n")
    print(page.table(["", "periods", "columns", "TRIGRS, s", "hazone, s", "least–most",
                      "of processors, s", "ratio",
                      "max difference of FS", "median", "against"], rows))
    if any("too little" in cell for line in rows for cell in line):
        raise SystemExit(1)
