"""The table of reading and writing beside GDAL."""

from reporting import chain, kernels, page

# hazone's benchmark, GDAL's beside it, and what both do.
PAIRS = (
    ("write_base_by_hazone", "write_base_by_gdal", "write the cells", "GTiff"),
    ("write_product_by_hazone", "write_product_by_cog_driver", "write with overviews", "COG"),
    ("write_product_by_hazone", "write_product_by_build_overviews", "write with overviews",
     "GTiff, BuildOverviews"),
    ("read_by_hazone", "read_by_gdal", "read", "GTiff"),
)
FORMATS = ("elevation_zstd_1", "elevation_deflate_1", "elevation_zstd_9", "slope_zstd_1")


def comparison(own, peer):
    """Seconds of both and their ratio, by the clock and of the processors."""
    cells = []
    for kind in ("real_time", "cpu_time"):
        cells += [page.number(peer[kind] / 1000), page.number(own[kind] / 1000),
                  f"{own[kind] / peer[kind]:.2f}"]
    return cells


def rows(figures, terrain, size):
    for name, peer_name, what, driver in PAIRS:
        for how in FORMATS:
            for threads in (1, 2):
                place = (terrain, size, threads)
                own = figures.get((f"{name}/{how}", *place))
                peer = figures.get((f"{peer_name}/{how}", *place))
                if own and peer:
                    megabytes = page.number(own["file_bytes"] / 1e6) if "file_bytes" in own else ""
                    yield [f"{what}, {how.replace('_', ' ')}", driver, megabytes, str(threads),
                           *comparison(own, peer)]


IO_TEXT = """Measured by `bench/report io` at {revision}: {machine}. Medians of {count} runs in random
order. Ground: {what}; float, tiles of 512, floating-point predictor, the compression and level which
are named. Overviews are averages down to one tile. hazone writes with overviews unless it is told
not to; its seconds hold the statistics of the cells and the waiting until the file is on the disk
(`fsync`), which GDAL's do not. Before each run the disk has taken what was written before. What is
read is in the page cache. Seconds of the processors are those of all threads together."""


def write_io():
    figures, _ = kernels.load()
    ground = next((name for name in ("fluvial", "fluvial_4096", "fluvial_1024")
                   if any(kernels.is_io(key[0]) and key[1:3] == kernels.GROUNDS[name][:2]
                          for key in figures)), None)
    if ground is None:
        raise SystemExit("nothing was measured yet")
    terrain, size, what = kernels.GROUNDS[ground]
    count = min(entry.get("repetitions", 1) for key, entry in figures.items()
                if kernels.is_io(key[0]) and key[1:3] == (terrain, size))
    header = ["", "by GDAL's", "MB", "threads", "GDAL, s", "hazone, s", "ratio", "GDAL, s of processors",
              "hazone, s of processors", "ratio"]
    text = page.paragraph(IO_TEXT, what=what, count=count)
    parts = [text, page.table(header, rows(figures, terrain, size)), chain.text()]
    page.put("io", "\n\n".join(part for part in parts if part))
