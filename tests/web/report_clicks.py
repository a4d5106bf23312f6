"""Opens a web report by its file in Chromium and uses it as people do: sorts and filters the table,
clicks communes and cells, moves opacity and time, changes the language, goes about by keyboard,
prints; then the same report served by `hazone view`. Screenshots stay in --out.

Exit code 77: Chromium or its driver is not installed, nothing was tested.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest
import urllib.error
import urllib.request

import browser

options = None


def folder_url(folder):
    return (folder / "report" / "index.html").as_uri()


def open_report(page, address):
    page.open(address)
    page.wait("return document.body && document.body.dataset.ready === 'yes'", "the report")


def place_on_screen(page, lat, lng):
    """Where a place of the map is in the window; the report's own projection is used."""
    return page.run("""
        var map = document.getElementById('map');
        map.scrollIntoView({block: 'center'});
        var point = hazone.mapPoint(arguments[0], arguments[1]);
        var frame = map.getBoundingClientRect();
        return {x: frame.left + point.x, y: frame.top + point.y};""", lat, lng)


class FileReport(unittest.TestCase):
    """The report as a folder, opened by double click."""

    @classmethod
    def setUpClass(cls):
        cls.folder = options.out / "small"
        shutil.rmtree(cls.folder, ignore_errors=True)
        subprocess.run([options.make, cls.folder], check=True)
        cls.page = browser.Browser(options.out)

    @classmethod
    def tearDownClass(cls):
        cls.page.close()

    def setUp(self):
        open_report(self.page, folder_url(self.folder))
        self.page.click("#language-en")

    def tearDown(self):
        self.assertEqual([], self.page.complaints(), "the console must stay free of errors")

    def shot(self, name):
        self.page.screenshot(options.out / f"{name}.png")

    def names(self):
        return self.page.run("""return Array.from(document.querySelectorAll(
            '#zone-table tbody th')).map(function (cell) { return cell.textContent; });""")

    def click_zone(self, label):
        middle = self.page.run("""var label = arguments[0];
            return hazone.outlines.features.find(function (feature) {
                return feature.properties.label === label; }).properties.middle;""", label)
        place = place_on_screen(self.page, middle[1], middle[0])
        self.page.click_at(place["x"], place["y"])

    def test_asks_only_for_files_of_its_folder(self):
        self.click_zone(5)
        self.page.wait("return document.querySelector('.cell-facts table')", "values of the cell")
        names = self.page.requests()
        self.assertGreater(len(names), 15)
        root = (self.folder / "report").as_uri()
        for name in names:
            self.assertTrue(name.startswith((root, "data:")), name)

    def test_shows_every_zone_with_its_level(self):
        self.assertEqual(12, len(self.names()))
        marks = self.page.run("""return Array.from(document.querySelectorAll('.zone-number'))
            .map(function (mark) { return mark.textContent; });""")
        self.assertEqual(12, len(marks))
        self.assertEqual(1, marks.count("?"))
        self.assertEqual(3, marks.count("0"))  # zones 3, 6 and 12
        self.shot("map_en")

    def test_table_sorts_by_every_heading_and_unknown_comes_last(self):
        by_level = self.names()
        self.assertEqual("Nậm Lúc", by_level[-1], "no data is neither high nor low")
        self.page.click('[data-sort="level"]')
        self.assertEqual("Nậm Lúc", self.names()[-1])
        self.page.click('[data-sort="zone"]')
        self.assertEqual("A Lù", self.names()[0])
        self.assertEqual("ascending", self.page.run(
            "return document.querySelector('[data-sort=zone]').parentNode.ariaSort"))
        for key in ("hazard", "area", "high_share", "people", "missing"):
            self.page.click(f'[data-sort="{key}"]')
            self.assertEqual(12, len(self.names()))
        self.shot("table_sorted")

    def test_filter_finds_names_without_their_marks(self):
        self.page.type("#filter-name", "muong hoa")
        self.assertEqual(["Mường Hoa"], self.names())
        self.assertIn("1 of 12", self.page.text("#row-count"))
        self.page.run("document.getElementById('filter-name').value = '';")
        self.page.click('#filter-level option[value="4"]')
        self.assertEqual(4, len(self.names()))  # zones 4, 5, 10 and 11
        self.page.click('#filter-level option[value="none"]')
        self.assertEqual(["Nậm Lúc"], self.names())

    def test_row_explains_the_zone_with_rule_and_shares(self):
        self.page.click('#zone-table tr[data-label="4"]')
        text = self.page.text("#explanation")
        for part in ("A Lù", "Level 4", "landslide", "Art. 46", "46-4", "class 4",
                     "quoted legal text", "30.0 %", "1,500 of 12,000"):
            self.assertIn(part, text)
        self.page.click('#zone-table tr[data-label="8"]')
        self.assertIn("fills a hole of the text", self.page.text("#explanation"))
        self.shot("explanation_zone")

    def test_click_on_the_map_explains_cell_and_zone(self):
        self.click_zone(5)
        self.page.wait("return document.querySelector('.cell-facts table')", "values of the cell")
        text = self.page.text("#explanation")
        for part in ("Place", "Level 5", "46-5", "Rain of the event", "250 mm", "Tân Phượng",
                     "Hazard class"):
            self.assertIn(part, text)
        self.shot("explanation_cell")

    def test_no_data_is_never_told_as_safe(self):
        self.click_zone(2)
        self.page.wait("return document.querySelector('.cell-facts table')", "values of the cell")
        text = self.page.text("#explanation")
        self.assertIn("No data does not mean safe.", text)
        self.assertIn("100.0 % of the zone has no data", text)
        self.assertNotIn("Below level 1", text)
        fill = self.page.run("""return Array.from(document.querySelectorAll(
            '.leaflet-zones-pane path')).filter(function (path) {
            return path.getAttribute('fill') === 'url(#no-data-hatch)'; }).length;""")
        self.assertEqual(1, fill)

    def test_level_zero_is_told_as_below_level_one(self):
        self.page.click('#zone-table tr[data-label="3"]')
        self.assertIn("Below level 1", self.page.text("#explanation"))

    def test_language_changes_everything(self):
        self.page.click('#zone-table tr[data-label="4"]')
        self.page.click("#language-vi")
        self.assertEqual("Bản đồ phân vùng cảnh báo thiên tai", self.page.text("h1"))
        text = self.page.text("body")
        for part in ("Cấp 4", "sạt lở đất", "Lớp bản đồ", "Không có dữ liệu", "DỮ LIỆU TỔNG HỢP",
                     "Số xã theo cấp", "30,0"):
            self.assertIn(part, text)
        for part in ("Explanation", "Layers", "Without data", "hazard_", "mark_", "group_"):
            self.assertNotIn(part, text)
        self.assertEqual("vi", self.page.run("return document.documentElement.lang"))
        self.shot("map_vi")

    def test_layers_are_shown_with_their_opacity(self):
        self.page.click("#layer-risk_level")
        self.page.run("""var slider = document.getElementById('opacity-risk_level');
            slider.value = 40; slider.dispatchEvent(new Event('input'));""")
        self.assertEqual("0.4", self.page.run("""return document.querySelector(
            'img[src="layers/risk_level.png"]').style.opacity;"""))
        self.page.click("#layer-hazard_class")
        self.page.click("#layer-zones")
        self.page.wait("""return Array.from(document.querySelectorAll('img.raster')).every(
            function (image) { return image.complete && image.naturalWidth > 0; });""", "pictures")
        self.shot("layers")
        self.page.click("#layer-risk_level")
        self.assertIsNone(self.page.run(
            "return document.querySelector('img[src=\"layers/risk_level.png\"]')"))

    def test_slider_moves_through_time(self):
        self.page.click("#layer-failure_probability_in_time")
        slider = "time-failure_probability_in_time"
        self.assertIn("after 6 h", self.page.text(f"output[for={slider}]"))
        self.page.run(f"document.getElementById('{slider}').focus()")
        self.page.press("Right", "Right")
        self.assertIn("after 24 h", self.page.text(f"output[for={slider}]"))
        self.page.wait("""return document.querySelector(
            'img[src="layers/failure_probability_in_time_3.png"]')""", "the last time")

    def test_keyboard_alone_reaches_an_explanation_and_returns(self):
        self.page.run("document.getElementById('filter-level').focus()")
        for _ in range(9):  # past the headings to the first row
            self.page.press("Tab")
            label = self.page.run("return document.activeElement.dataset.label")
            if label:
                break
        self.assertTrue(label, "Tab reaches the rows of the table")
        self.page.press("Enter")
        self.assertEqual("explanation-heading", self.page.run("return document.activeElement.id"))
        self.assertNotEqual("none", self.page.run(
            "return getComputedStyle(document.activeElement).outlineStyle"))
        self.shot("keyboard")
        self.page.run("document.getElementById('back-to-table').focus()")
        self.page.press("Enter")
        self.assertEqual(label, self.page.run("return document.activeElement.dataset.label"))
        self.page.run("document.getElementById('explain-centre').focus()")
        self.page.press("Enter")
        self.page.wait("return document.querySelector('.cell-facts table')", "values of the cell")

    def test_everything_has_a_name_for_a_screen_reader(self):
        unnamed = self.page.run("""return Array.from(document.querySelectorAll(
            'button, input, select, img, svg[role=img], table, [role=application]'))
            .filter(function (own) {
                var label = own.labels && own.labels.length;
                return !(own.textContent.trim() || own.ariaLabel || own.alt || label);
            }).map(function (own) { return own.outerHTML.slice(0, 120); });""")
        self.assertEqual([], unnamed)
        self.assertEqual("polite", self.page.run(
            "return document.getElementById('explanation').ariaLive"))
        self.assertTrue(self.page.run("return document.querySelector('#zone-table caption')"))

    def test_charts_count_levels_and_show_rain(self):
        label = self.page.run("return document.querySelector('#level-chart svg').ariaLabel")
        self.assertIn("Below level 1 3", label)
        self.assertIn("No data 1", label)
        self.assertEqual(48, self.page.run(
            "return document.querySelectorAll('#rain-chart tbody tr').length"))
        self.assertEqual(47, self.page.run("return document.querySelectorAll('.rain-bar').length"))
        self.page.run("document.querySelector('.charts').scrollIntoView()")
        self.shot("charts")

    def test_prints(self):
        self.page.print_pdf(options.out / "print.pdf")
        self.assertGreater((options.out / "print.pdf").stat().st_size, 20_000)


class ServedReport(unittest.TestCase):
    """The same report by `hazone view`."""

    @classmethod
    def setUpClass(cls):
        cls.folder = options.out / "small"
        if not cls.folder.exists():
            subprocess.run([options.make, cls.folder], check=True)
        cls.server = subprocess.Popen([options.hazone, "view", cls.folder, "--no-open"],
                                      stdout=subprocess.PIPE, text=True)
        cls.address = re.search(r"http://127\.0\.0\.1:\d+/", cls.server.stdout.readline()).group()
        cls.page = browser.Browser(options.out)

    @classmethod
    def tearDownClass(cls):
        cls.page.close()
        cls.server.terminate()
        code = cls.server.wait(timeout=20)
        cls.server.stdout.close()
        assert code == 0, f"hazone view ended with {code}"

    def ask(self, path, **headers):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        return opener.open(urllib.request.Request(self.address + path, headers=headers), timeout=30)

    def test_gives_ranges_of_a_file(self):
        whole = (self.folder / "risk_level.tif").read_bytes()
        with self.ask("risk_level.tif", Range="bytes=100-199") as answer:
            self.assertEqual(206, answer.status)
            self.assertEqual(f"bytes 100-199/{len(whole)}", answer.headers["Content-Range"])
            self.assertEqual(whole[100:200], answer.read())
        with self.ask("risk_level.tif", Range=f"bytes=0-{len(whole) + 5000}") as answer:
            self.assertEqual(whole, answer.read())
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.ask("risk_level.tif", Range=f"bytes={len(whole)}-")
        self.assertEqual(416, refused.exception.code)
        refused.exception.close()

    def test_gdal_reads_the_geotiff_in_place(self):
        if not shutil.which("gdalinfo"):
            self.skipTest("gdalinfo is not installed")
        told = json.loads(subprocess.run(
            ["gdalinfo", "-json", "/vsicurl/" + self.address + "risk_level.tif"], check=True,
            capture_output=True, text=True).stdout)
        self.assertEqual([80, 60], told["size"])

    def test_full_resolution_is_offered_and_shown(self):
        with self.ask("view.json") as answer:
            fields = json.load(answer)["fields"]
        self.assertEqual(["hazard_class", "landslide_susceptibility", "risk_level"], fields)
        open_report(self.page, self.address)
        self.page.click("#language-en")
        self.page.click("#layer-risk_level")
        self.page.wait("return document.getElementById('full-risk_level')", "the offer")
        self.page.click("#full-risk_level")
        self.page.click("#layer-zones")
        self.page.wait("""var tiles = Array.from(document.querySelectorAll('img.leaflet-tile'));
            return tiles.length > 0 && tiles.every(function (tile) {
                return tile.complete && tile.naturalWidth === 256; });""", "tiles")
        self.page.screenshot(options.out / "full_resolution.png")
        self.assertEqual([], self.page.complaints())


class LargeReport(unittest.TestCase):
    """The report of a province of 5,390 x 5,604 cells and 99 zones."""

    def test_stays_small_and_answers(self):
        folder = options.out / "large"
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([options.make, folder, "5604", "5390", "9", "11"], check=True)
        size = sum(path.stat().st_size for path in (folder / "report").rglob("*") if path.is_file())
        print(f"report of a province: {size / 1e6:.1f} MB")
        self.assertLess(size, 40e6)
        page = browser.Browser(options.out)
        try:
            open_report(page, folder_url(folder))
            # Said, not asserted: a busy machine is no fault of the report. See bench/web.
            print(f"interactive after {page.run('return hazone.readyAfter') / 1000:.2f} s")
            self.assertEqual(99, page.run("return hazone.report.zones.length"))
            page.click("#explain-centre")
            page.wait("return document.querySelector('.cell-facts table')", "values of the cell")
            page.screenshot(options.out / "large.png")
            self.assertEqual([], page.complaints())
        finally:
            page.close()
            shutil.rmtree(folder, ignore_errors=True)


def main():
    global options
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--make", required=True)
    parser.add_argument("--hazone", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options, rest = parser.parse_known_args()
    lacking = browser.missing_programs()
    if lacking:
        print(f"skipped: {' and '.join(lacking)} not installed; on Debian: "
              "apt-get install chromium chromium-driver")
        return 77
    options.out = options.out.resolve()
    options.out.mkdir(parents=True, exist_ok=True)
    result = unittest.main(argv=[sys.argv[0]] + rest, exit=False, verbosity=2).result
    return 0 if result.wasSuccessful() and result.testsRun > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
