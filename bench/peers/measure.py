"""Times commands and keeps what was measured, so that a comparison can be done in pieces."""

import json
import os
import pathlib
import subprocess
import threading
import time


ONCE = 10  # s: what takes longer runs once
DISTURBANCE = 0.2  # of one processor: what others may use before a run counts as disturbed


class Failed(Exception):
    """A command which did not end well; its text says how."""


def run_timed(commands, environment, folder, limit, log):
    """Runs the commands one after the other: seconds of the wall clock and peak memory, MiB.

    The limit (s) holds for all of them together; what runs longer is ended.
    """
    seconds, processor, peak = 0.0, 0.0, 0.0
    busy = busy_seconds()
    for command in commands:
        took, usage = run_one(command, environment, folder, limit - seconds, log)
        seconds += took
        processor += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    others = (busy_seconds() - busy - processor) / max(seconds, 0.01)
    return {"seconds": seconds, "processor_seconds": processor, "peak_mib": peak,
            "disturbed": others > DISTURBANCE}


def busy_seconds():
    """Processor time which all processes of the machine have used so far."""
    user, nice, system, _, _, interrupt, soft = map(
        int, pathlib.Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + interrupt + soft) / os.sysconf("SC_CLK_TCK")


def run_one(command, environment, folder, limit, log):
    expired = threading.Event()
    with open(log, "w") as output:
        start = time.monotonic()
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=output,
                                   stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   start_new_session=True)

        def end():
            expired.set()
            os.killpg(process.pid, 9)

        timer = threading.Timer(max(limit, 0.1), end)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
    if expired.is_set():
        raise Failed("over the limit")
    if process.returncode != 0:
        lines = pathlib.Path(log).read_text(errors="replace").strip().splitlines()
        raise Failed(f"failed ({lines[-1] if lines else process.returncode})")
    return seconds, usage


class Store:
    """What was measured on one DEM, in a JSON file which is written after each measurement."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.content = {"times": {}, "agreement": {}, "about": {}}
        if self.path.exists():
            self.content = json.loads(self.path.read_text())

    @staticmethod
    def key(operation, program, threads):
        return f"{operation}|{program}|{threads}"

    def add(self, key, result):
        self.content["times"].setdefault(key, []).append(result)
        self.save()

    def failure(self, key):
        """Why the command was given up, or nothing."""
        for result in self.content["times"].get(key, []):
            if "failure" in result:
                return result["failure"]
        return None

    def longest(self, key):
        """The longest run of a command, s."""
        return max((result.get("seconds", 0) for result in self.content["times"].get(key, [])),
                   default=0)

    def median(self, key, what):
        """Of the runs which no other process disturbed; of all where there is none."""
        results = [result for result in self.content["times"].get(key, [])
                   if result.get(what) is not None]
        calm = [result for result in results if not result.get("disturbed")]
        values = sorted(result[what] for result in calm or results)
        if not values:
            return None
        middle = len(values) // 2
        return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2

    def disturbed(self):
        """Keys of what was measured only while other processes used the machine."""
        return sorted(key for key, results in self.content["times"].items()
                      if all(result.get("disturbed") for result in results))

    def runs(self):
        return max((len(results) for results in self.content["times"].values()), default=0)

    def forget(self, operations):
        times = self.content["times"]
        for key in [key for key in times if key.split("|")[0] in operations]:
            del times[key]
        self.save()

    def save(self):
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.content, indent=1))
        os.replace(part, self.path)
