"""Opens a report five times in a new Chromium and prints how long it takes until it answers."""
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "web"))
import browser  # noqa: E402  (from tests/web)

READY = "return document.body && document.body.dataset.ready === 'yes'"


def measure(folder):
    """Milliseconds: until the scripts have run, until the first frame after it, of the first
    explanation of a cell."""
    page = browser.Browser(str(folder))
    try:
        page.open((folder / "report" / "index.html").resolve().as_uri())
        page.wait(READY, "the report")
        ready = page.run("return hazone.readyAfter")
        painted = page.run("""var entries = performance.getEntriesByType('paint')
            .concat(performance.getEntriesByType('largest-contentful-paint'));
            return Math.max.apply(null, entries.map(function (own) { return own.startTime; }));""")
        page.run("""window.begun = performance.now();
            hazone.explainPlace(hazone.centre(), null).then(function () {
                window.explained = performance.now() - window.begun; });""")
        click = page.wait("return window.explained", "the explanation of a cell")
        page.screenshot(folder / "large.png")
        return ready, painted, click
    finally:
        page.close()


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    if browser.missing_programs():
        print("Chromium or its driver is not installed: apt-get install chromium chromium-driver")
        return 0
    runs = [measure(folder) for _ in range(5)]
    for place, name in enumerate(("interactive after", "painted after", "first click on a cell")):
        times = [run[place] / 1000 for run in runs]
        print(f"{name:<21}{statistics.median(times):.2f} s (worst of five {max(times):.2f} s)"
              + (" (bar: 3 s)" if place == 0 else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
