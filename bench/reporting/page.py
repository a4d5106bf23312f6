"""Tables in Markdown, and the parts of docs/performance.md which are written by programs."""

import os
import pathlib
import platform
import re
import subprocess
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "performance.md"
BUILD = ROOT / "build" / "release"


def table(header, rows):
    """A Markdown table; the first column is text, the others are numbers."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def number(value, digits=3):
    """At least `digits` significant digits, without an exponent: 0.0123, 1.23, 123, 1234."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    exponent = len(str(int(abs(value)))) if abs(value) >= 1 else 0
    if exponent == 0:
        return f"{value:#.{digits}g}"
    return f"{value:.{max(0, digits - exponent)}f}"


def marks(section):
    return f"<!-- {section}:begin -->", f"<!-- {section}:end -->"


def put(section, text):
    """Replaces what stands between the marks of the section; the marks must be there."""
    begin, end = marks(section)
    page = PAGE.read_text()
    if begin not in page or end not in page:
        raise SystemExit(f"{PAGE} has no place '{begin}' … '{end}'")
    before, rest = page.split(begin, 1)
    after = rest.split(end, 1)[1]
    PAGE.write_text(f"{before}{begin}\n{text.strip()}\n{end}{after}")


def processor():
    try:
        found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1) if found else platform.processor()


def memory_gib():
    found = re.search(r"MemTotal:\s*(\d+) kB", pathlib.Path("/proc/meminfo").read_text())
    return round(int(found.group(1)) / 2**20)


def processors():
    return os.cpu_count()


def compiler():
    out = subprocess.run(["c++", "--version"], capture_output=True, text=True, check=False).stdout
    return out.splitlines()[0] if out else "unknown compiler"


def revision():
    """The commit which was measured, marked when files differ from it."""
    asked = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=, with changes"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def machine():
    """One line: what the figures were measured on."""
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (f"{processors()} processors ({processor()}), {memory_gib()} GiB, {system}, "
            f"{compiler()}, preset `release`")


def paragraph(text, **values):
    """The text with {revision}, {machine} and the values put in, folded."""
    filled = text.format(revision=revision(), machine=machine(), **values)
    return textwrap.fill(" ".join(filled.split()), 100, break_on_hyphens=False)
