#!/usr/bin/env python3
"""Makes docs/gallery.md and assets/gallery/: every figure of every kind of result, with its title and the command that draws it.

    assets/gallery.py [PROGRAM]

Left out: a second look of the same figure (`--theme`, `--shape`).
"""

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SIZE = ["--width", "960", "--height", "540"]

# Heading, command as a reader types it, and options that only make it shorter here.
COMMANDS = [
    ("A run", "run scenarios/arm_b.toml", []),
    ("Arms in the same patients", "compare scenarios/phase2_arms.toml --patients 200", []),
    ("A sweep", "compare scenarios/sweeps/cenersen_days_and_start.toml --pairs 0 --attribution 0", []),
    ("A virtual trial", "trial scenarios/phase2.toml", []),
    ("Repeated trials", "trial scenarios/phase2.toml --trials 200 --pairs 0", []),
    ("A calibration", "calibrate scenarios/calibration.toml",
     ["--set", "calibration.generations=2", "--set", "calibration.draws=120", "--set", "calibration.trials=20"]),
    ("What drives the answers", "sensitivity scenarios/sensitivity.toml",
     ["--set", "sensitivity.patients=4", "--set", "sensitivity.trajectories=8", "--set", "sensitivity.rows=64"]),
    ("The next trial", "design scenarios/next_trial.toml", []),
    ("The model beside publications", "qualify", ["--size", "reduced"]),
]

BEGINNING = """# Gallery

Every figure that the commands draw, with its title as drawn and the command. Figures of a calibration, a sensitivity analysis and a qualification
are of small sizes here. Each is also an SVG; `--theme` and `--shape` change the look, `cenersim plot FOLDER` draws again without
simulating. This page is made by `assets/gallery.py`.
"""


def title_of(svg):
    """The title of the root element."""
    found = re.search(r"<svg[^>]*>\s*<title[^>]*>(.*?)</title>", svg, re.S)
    return html.unescape(found[1]).strip() if found else ""


def figures_of(program, command, shorter, folder):
    """Draws them and yields name and title of each, in the order of the report."""
    run = [program, *command.split(), *shorter, *SIZE, "--quiet", "--overwrite", "--output", str(folder), "--name", "shown"]
    subprocess.run(run, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    figures = folder / "shown" / "figures"
    report = (folder / "shown" / "report.html").read_text()
    place = lambda svg: report.find(html.escape(title_of(svg.read_text())))
    for svg in sorted(figures.glob("*.svg"), key=lambda svg: (place(svg), svg.stem)):
        yield svg.stem, title_of(svg.read_text()), svg.with_suffix(".png")


def main():
    program = str(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "target/release/cenersim").resolve())
    pictures = HERE / "assets" / "gallery"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir()
    page = [BEGINNING]
    for number, (heading, command, shorter) in enumerate(COMMANDS):
        page.append(f"## {heading}\n\n```sh\ncenersim {command}\n```\n")
        with tempfile.TemporaryDirectory() as folder:
            for name, title, png in figures_of(program, command, shorter, Path(folder)):
                shutil.copy(png, pictures / f"{number}_{name}.png")
                page.append(f"**`{name}`** {title}\n\n![{title}](../assets/gallery/{number}_{name}.png)\n")
    (HERE / "docs" / "gallery.md").write_text("\n".join(page))


if __name__ == "__main__":
    main()
