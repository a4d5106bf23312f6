"""Runs `hazone derive`, watches its memory, and takes the checksums of what it wrote."""

import dataclasses
import hashlib
import json
import os
import pathlib
import re
import subprocess
import threading
import time

from reporting import page

FIELDS = ["filled_elevation", "flow_direction", "contributing_area", "height_above_drainage",
          "slope", "wetness_index"]
TOLERANCE = 1.1        # of the limit: what the peak may reach
BYTES_IN_MEMORY = 40   # per cell, more than the chain takes
PAUSE = 0.05           # s between two looks at the memory
GIB = 2**30


@dataclasses.dataclass
class Run:
    """What one run did."""
    record: dict
    seconds: float                                # of the wall clock
    peak: int                                     # bytes resident, by getrusage
    checksums: dict                               # file name: sha256
    phases: dict = dataclasses.field(default_factory=dict)  # name: [seconds, peak bytes]

    @property
    def rows(self):
        return self.record["grid"]["rows"]

    @property
    def cols(self):
        return self.record["grid"]["cols"]

    @property
    def cells(self):
        return self.rows * self.cols


class Watch:
    """Memory of a running program by what it is doing: what it last said on its error stream, or
    the file which it is writing."""

    def __init__(self, process, folder):
        self.process = process
        self.folder = folder
        self.stage = "reading"
        self.phases = {}
        self.lines = []
        self.checksums = {}
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=work)
                        for work in (self.listen, self.look, self.collect)]
        for thread in self.threads:
            thread.start()

    def listen(self):
        for line in self.process.stderr:
            self.lines.append(line.rstrip())
            found = re.match(r"\[\d+/\d+\] (\S+)", line)
            self.stage = found.group(1) if found else self.stage

    def look(self):
        before = time.monotonic()
        while True:
            resident = resident_bytes(self.process.pid)
            if resident is None:
                return
            now = time.monotonic()
            phase = self.phases.setdefault(self.phase(), [0.0, 0])
            phase[0] += now - before
            phase[1] = max(phase[1], resident)
            before = now
            time.sleep(PAUSE)

    def collect(self):
        """Files come into the folder when they are whole: each is deleted when its checksum is
        known, so that the disk need not hold them all."""
        last = False
        while not last:
            last = self.ended.wait(PAUSE)
            for path in sorted(self.folder.glob("*.tif")):
                if not path.name.startswith(".part-"):
                    self.checksums[path.name] = checksum(path)
                    path.unlink()

    def phase(self):
        writing = self.folder.is_dir() and any(name.startswith(".part-")
                                               for name in os.listdir(self.folder))
        return f"{self.stage}: writing" if writing else self.stage

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()


def resident_bytes(process):
    try:
        text = pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    found = re.search(r"VmRSS:\s*(\d+) kB", text)
    return int(found.group(1)) * 1024 if found else None


class Command:
    """hazone derive on one DEM; each run in a folder of its own."""

    def __init__(self, program, dem, folder, threads):
        self.program = program
        self.dem = dem
        self.folder = folder
        self.threads = threads

    def run(self, name, options):
        out = self.folder / name
        words = [str(self.program), "derive", *FIELDS, "-i", f"elevation={self.dem}", "--out",
                 str(out), "--threads", str(self.threads), *options]
        print(" ".join(words), flush=True)
        start = time.monotonic()
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                   stdin=subprocess.DEVNULL, text=True)
        watch = Watch(process, out)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.end()
        process.stderr.close()
        if process.returncode != 0:
            raise SystemExit("\n".join([f"exit status {process.returncode}", *watch.lines]))
        record = json.loads((out / "run.json").read_text())
        return Run(record, seconds, usage.ru_maxrss * 1024, watch.checksums,
                   watch.phases)


def checksum(path):
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 22):
            digest.update(block)
    return digest.hexdigest()


def fits(cells):
    found = re.search(r"MemAvailable:\s*(\d+) kB", pathlib.Path("/proc/meminfo").read_text())
    return cells * BYTES_IN_MEMORY < int(found.group(1)) * 1024


def gib(value):
    return f"{value / GIB:.2f}" if value else "–"


def summary(runs):
    rows = []
    for name, run in runs.items():
        seconds, memory = run.record["seconds"], run.record["memory"]
        rows.append([name, f"{run.seconds:.1f}", f"{seconds['read']:.1f}",
                     f"{seconds['compute']:.1f}", f"{seconds['scratch']:.1f}",
                     f"{seconds['write']:.1f}", gib(run.peak),
                     gib(memory.get("estimated_peak_bytes")), gib(memory.get("scratch_bytes"))])
    return page.table(["run", "wall, s", "reading, s", "computing, s", "scratch, s", "writing, s",
                       "peak, GiB", "foretold, GiB", "scratch files, GiB"], rows)


def phases(run):
    return page.table(["under the limit", "s", "peak, GiB"],
                      [[name, f"{seconds:.1f}", gib(peak)]
                       for name, (seconds, peak) in run.phases.items()])


def checksums(runs):
    names = sorted({name for run in runs.values() for name in run.checksums})
    return page.table(["sha256, its first 16 digits", *runs],
                      [[name, *(run.checksums.get(name, "–")[:16] for run in runs.values())]
                       for name in names])


def failures(windows, runs):
    """What a run under a limit did wrong, in words."""
    wrong = []
    limit = windows.record["memory"]["limit_bytes"]
    if windows.peak > TOLERANCE * limit:
        wrong.append(f"the peak was {gib(windows.peak)} GiB, the limit {gib(limit)} GiB")
    if not windows.record["memory"]["window_by_window"]:
        wrong.append("the grid fits in the limit, nothing went window by window; take a lower one")
    expected = {f"{field}.tif" for field in FIELDS}
    for name, run in runs.items():
        if set(run.checksums) != expected:
            wrong.append(f"{name}: wrote {sorted(run.checksums)}, not {sorted(expected)}")
        differing = [file for file, checksum in run.checksums.items()
                     if checksum != windows.checksums.get(file)]
        if differing:
            wrong.append(f"{name}: other bits in {', '.join(differing)}")
        counts = [stage["missing_cells"] for stage in run.record["stages"]]
        if counts != [stage["missing_cells"] for stage in windows.record["stages"]]:
            wrong.append(f"{name}: other counts of missing cells")
    return wrong
