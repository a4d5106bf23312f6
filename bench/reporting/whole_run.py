"""Runs a scenario and makes the table of its stages from run.json."""

import json
import subprocess

from reporting import page

RUN_TEXT = """Measured by `bench/report run` at {revision}: {machine}. Seconds of computing alone; `run.json`
has them as `stages`."""


def run(scenario, folder, threads):
    command = [str(page.BUILD / "hazone"), "run", str(scenario), "--out", str(folder), "--threads",
               str(threads)]
    print(" ".join(command), flush=True)
    subprocess.run(command, check=True)


def stage_rows(record):
    for stage in record["stages"]:
        seconds = stage["seconds"]
        speed = page.number(stage["cells"] / seconds / 1e6) if seconds >= 0.005 else ""
        yield [f"`{stage['model']}`", f"{seconds:.2f}", speed]
    seconds = record["seconds"]
    yield ["all models", f"{seconds['compute']:.1f}", ""]
    yield ["reading", f"{seconds['read']:.1f}", ""]
    yield ["writing", f"{seconds['write']:.1f}", ""]
    yield ["**total**", f"**{seconds['total']:.1f}**", ""]


def write(folder):
    record = json.loads((folder / "run.json").read_text())
    peak = record["peak_memory_bytes"] / 2**30
    text = page.paragraph(RUN_TEXT)
    rows = page.table(["stage", "seconds", "M cells/s"], stage_rows(record))
    page.put("run", f"{text}\n\n{rows}\n\nThreads: {record['threads']}. "
                    f"Peak memory {peak:.2f} GiB.")
