"""The usual terrain chain on the whole of Taiwan: reading, computing, writing and GDAL writing the same."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess

from reporting import kernels, page

FIELDS = ("filled_elevation", "flow_direction", "contributing_area", "height_above_drainage", "slope",
          "wetness_index")
STORED = kernels.RESULTS / "chain"  # not *.json, which are those of hazone_bench


def dem():
    shared = os.environ.get("HAZONE_SHARED", page.ROOT.parent / "shared")
    return pathlib.Path(shared) / "data" / "dem" / "taiwan_dtm_30m_epsg3826.tif"


def derive(folder, threads):
    """Figures of one run of hazone."""
    shutil.rmtree(folder, ignore_errors=True)
    os.sync()
    command = [str(page.BUILD / "hazone"), "derive", *FIELDS, "-i", f"elevation={dem()}", "--out",
               str(folder), "--threads", str(threads)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    record = json.loads((folder / "run.json").read_text())
    return {**record["seconds"], "peak": record["peak_memory_bytes"] / 1e9}


def write_with_gdal(folder, threads):
    command = [str(page.BUILD / "hazone_gdal_write"), str(folder), "--scratch", str(folder.parent),
               "--threads", str(threads)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def measure(threads, repetitions):
    """hazone and GDAL in turn."""
    if not dem().exists():
        print(f"no {dem()}: set HAZONE_SHARED to the folder of the shared data", flush=True)
        return
    kernels.RESULTS.mkdir(parents=True, exist_ok=True)
    folder = kernels.RESULTS / "chain_files"
    runs = []
    for number in range(repetitions):
        runs.append({**derive(folder, threads), **write_with_gdal(folder, threads)})
        print(f"chain {number + 1} of {repetitions}: {runs[-1]}", flush=True)
    size = sum(file.stat().st_size for file in folder.glob("*.tif"))
    shutil.rmtree(folder, ignore_errors=True)
    medians = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
    STORED.write_text(json.dumps({**medians, "bytes": size, "threads": threads,
                                  "repetitions": repetitions}))


CHAIN_TEXT = """The chain {fields} on the whole of Taiwan at 30 m (84.1 million cells) by `hazone derive`,
{threads} threads, ZSTD level 1, medians of {repetitions} runs: reading {read:.2f} s, computing
{compute:.2f} s, writing the six files ({megabytes:.0f} MB, with overviews, statistics and the waiting for
the disk) {write:.2f} s, together {total:.2f} s; peak memory {peak:.2f} GB. GDAL's drivers write the same
six rasters from memory in {base:.2f} s without overviews (GTiff) and in {product:.2f} s with them (COG):
hazone's writing takes {to_base:.2f} and {to_product:.2f} of that."""


def text():
    if not STORED.exists():
        return ""
    stored = json.loads(STORED.read_text())
    return page.paragraph(CHAIN_TEXT, fields=", ".join(f"`{name}`" for name in FIELDS),
                          megabytes=stored["bytes"] / 1e6, to_base=stored["write"] / stored["base"],
                          to_product=stored["write"] / stored["product"], **stored)
