"""The parts of bench/report and bench/peers/run which need no other program."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "bench"))

from large import derive  # noqa: E402
from peers import agreement, measure, operations, tables  # noqa: E402
from reporting import kernels, page  # noqa: E402


class Page(unittest.TestCase):
    def test_numbers_keep_three_digits(self):
        given = [0, 0.012345, 1.2345, 123.45, 12345.6, None]
        self.assertEqual([page.number(value) for value in given],
                         ["0", "0.0123", "1.23", "123", "12346", "–"])

    def test_a_section_is_replaced_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            page.PAGE = pathlib.Path(folder) / "page.md"
            page.PAGE.write_text("a\n<!-- x:begin -->\nold\n<!-- x:end -->\nb\n")
            page.put("x", "new")
            self.assertEqual(page.PAGE.read_text(),
                             "a\n<!-- x:begin -->\nnew\n<!-- x:end -->\nb\n")
            with self.assertRaises(SystemExit):
                page.put("y", "new")


class Large(unittest.TestCase):
    @staticmethod
    def run_of(peak, checksum="a", by_windows=True, missing=0):
        record = {"grid": {"rows": 3, "cols": 4},
                  "memory": {"limit_bytes": 100, "window_by_window": by_windows},
                  "stages": [{"missing_cells": {"slope": missing}}]}
        return derive.Run(record, 1.0, peak, {f"{field}.tif": checksum for field in derive.FIELDS})

    def test_a_run_under_the_limit_with_the_same_files_is_right(self):
        windows = self.run_of(110)
        self.assertEqual(derive.failures(windows, {"w": windows, "memory": self.run_of(999)}), [])

    def test_what_differs_or_passes_the_limit_is_named(self):
        windows = self.run_of(111)
        self.assertIn("peak", derive.failures(windows, {"w": windows})[0])
        windows = self.run_of(90)
        for other, word in ((self.run_of(90, "b"), "slope.tif"),
                            (self.run_of(90, missing=2), "missing cells")):
            self.assertIn(word, derive.failures(windows, {"w": windows, "memory": other})[0])
        whole = self.run_of(90, by_windows=False)
        self.assertIn("window", derive.failures(whole, {"w": whole})[0])
        whole.checksums.popitem()
        self.assertEqual(len(derive.failures(whole, {"w": whole})), 2)


class Kernels(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        kernels.RESULTS = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    @staticmethod
    def entry(kernel, threads, speed, **more):
        return {"name": f"{kernel}/size:10000/threads:{threads}/terrain:10/real_time_median",
                "aggregate_name": "median", "real_time": 1e11 / speed, "cells/s": speed,
                "bytes/s": 8 * speed, "of_stream": 0.25, **more}

    def test_the_table_has_the_ratio_to_barnes_and_the_triad_of_the_run(self):
        document = {"context": {"stream_triad_of_1_threads": "14.00 GB/s",
                                "stream_triad_of_2_threads": "28.00 GB/s"},
                    "benchmarks": [self.entry("fill", 2, 80e6), self.entry("fill", 1, 40e6),
                                   self.entry(kernels.BARNES, 1, 2e6),
                                   self.entry("broken", 2, 1e6, error_occurred=True)]}
        (kernels.RESULTS / "one.json").write_text(json.dumps(document))
        figures, triad = kernels.load()
        text = kernels.detail(figures, triad, "fluvial")
        self.assertIn("| `fill` | 1250 | 40.0 | 80.0 | 0.640 | 25 | 40 × |", text)
        self.assertIn("14.0 GB/s on 1; 28.0 GB/s on 2", text)
        self.assertNotIn("broken", text)

    def test_large_ground_is_compared_with_barnes_on_the_smaller_one(self):
        self.assertEqual(kernels.size_of_barnes("fluvial"), 4096)
        self.assertEqual(kernels.size_of_barnes("fluvial_1024"), 1024)
        smaller = self.entry(kernels.BARNES, 1, 4e6)
        smaller["name"] = smaller["name"].replace("10000", "4096")
        (kernels.RESULTS / "one.json").write_text(json.dumps(
            {"context": {}, "benchmarks": [self.entry("fill", 2, 80e6), smaller]}))
        figures, triad = kernels.load()
        text = kernels.detail(figures, triad, "fluvial")
        self.assertIn("| 20 × |", text)
        self.assertIn("4.00 M cells/s at 4096²", text)
        self.assertNotIn("Barnes", kernels.detail(figures, triad, "taiwan"))


class Measuring(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def run_timed(self, command, limit=10):
        return measure.run_timed([command], None, self.path, limit, self.path / "log.txt")

    def test_a_command_is_timed_ended_at_its_limit_or_reported(self):
        self.assertGreater(self.run_timed(["sleep", "0.05"])["seconds"], 0.04)
        with self.assertRaisesRegex(measure.Failed, "over the limit"):
            self.run_timed(["sleep", "5"], limit=0.2)
        with self.assertRaisesRegex(measure.Failed, "failed .*no such thing"):
            self.run_timed(["sh", "-c", "echo no such thing; exit 3"])

    def test_medians_ratios_and_failures_reach_the_table(self):
        store = measure.Store(self.path / "measured.json")
        fill = next(each for each in operations.OPERATIONS if each.name == "fill")
        for seconds in (3.0, 1.0, 2.0, 9.0, 8.0):
            store.add(store.key("fill", "hazone", 2),
                      {"seconds": seconds, "peak_mib": 100, "compute": seconds / 4,
                       "disturbed": seconds > 5})
        store.add(store.key("fill", fill.peers[0].label, 1), {"seconds": 20, "peak_mib": 50})
        store.add(store.key("fill", fill.peers[1].label, 1), {"failure": "over the limit"})
        text = tables.time_table(measure.Store(self.path / "measured.json"), [fill])
        self.assertIn("| fill | hazone, whole |  | 2.00 |", text)
        self.assertIn("| 10 × | 40 × |", text)
        self.assertIn("over the limit", text)


class Commands(unittest.TestCase):
    VALUES = {"dem": "d", "folder": "f", "threads": 2, "stream_cells": 1, "stream_area": 1,
              "near": 1, "search": 1, "per_cell": 1}

    def test_every_command_can_be_filled_in(self):
        for operation in operations.OPERATIONS:
            for text in (*operation.settings,
                         *(command for peer in operation.peers for command in peer.commands)):
                self.assertNotIn("{", text.format(**self.VALUES))

    def test_what_is_compared_is_made_by_an_operation(self):
        names = {operation.name for operation in operations.OPERATIONS}
        made = " ".join(command for operation in operations.OPERATIONS
                        for peer in operation.peers for command in peer.commands)
        for comparison in agreement.COMPARISONS:
            self.assertIn(comparison.made_by, names)
            source = " ".join(comparison.commands) or made
            self.assertIn(comparison.theirs.replace(".sdat", ".sgrd"), source)

    def test_both_programs_explain_themselves(self):
        for program in ("report", "peers/run"):
            done = subprocess.run([str(ROOT / "bench" / program), "--help"], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("docs/performance.md", done.stdout)


if __name__ == "__main__":
    unittest.main()
