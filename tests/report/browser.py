"""A report in a real browser: python3 tests/report/browser.py REPORT.html [FOLDER FOR SCREENSHOTS] [--figures a,b,c] [--pages N]

Opens the file without a network in headless Chromium (Debian's chromium, chromium-driver, python3-selenium and poppler-utils) and
checks what a reader does with it: figures, tables, saving, copying, narrow screens, printing, keyboard, contrast.
Prints one line for each check and ends with 1 if any has failed. Left out: other browsers, and screen readers.
"""

import argparse
import pathlib
import sys
import tempfile

import checks
import printing
from opened import opened


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path, nargs="?", help="where screenshots and the printed PDF go")
    parser.add_argument("--figures", default="", help="names of the figures that must be there, separated by commas")
    parser.add_argument("--pages", type=int, default=15, help="printed pages at most, without appendices")
    return parser.parse_args()


def run(report, folder, figures, pages):
    """Runs every check, each on the page as it was left by the one before; returns how many have failed."""
    failed = 0
    with opened(report) as page:
        for check in checks.ALL + printing.ALL:
            name = check.__name__.replace("_", " ")
            try:
                check(page, figures=figures, folder=folder, pages=pages)
                print(f"ok      {name}")
            except AssertionError as error:
                failed += 1
                print(f"FAILED  {name}: {error}")
    return failed


def main():
    given = arguments()
    if not given.report.is_file():
        sys.exit(f"`{given.report}` is no file: expected a report such as output/arms/report.html")
    figures = [name for name in given.figures.split(",") if name]
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or pathlib.Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        failed = run(given.report.resolve(), folder, figures, given.pages)
    if failed:
        sys.exit(f"{failed} of {len(checks.ALL + printing.ALL)} checks have failed")


if __name__ == "__main__":
    main()
