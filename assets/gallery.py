#!/usr/bin/env python3
"""Makes docs/gallery.md and assets/gallery/: every figure of every kind of result, with its title and the command that draws it.

    assets/gallery.py [PROGRAM] [--again]

With `--again` the results that target/gallery/ holds are drawn again, nothing is simulated. Pictures have a palette of 256 colors, by
Pillow in an environment of its own under target/.

Left out: a second look of the same figure (`--theme`, `--shape`), further pages of one, figures that an earlier result of the same
command has, and shares of variance, which a small analysis cannot tell.
"""

import argparse
import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
RESULTS = HERE / "target" / "gallery"
PICTURES = HERE / "assets" / "gallery"
SIZE = ["--width", "960", "--height", "540"]
COLORS = 256
FURTHER = re.compile(r"_(\d+|b|cost)$|^variance$")

# Heading, command as a reader types it, and options that only make it shorter here.
COMMANDS = [
    ("A run", "run scenarios/arm_b.toml", []),
    ("Arms in the same patients", "compare scenarios/phase2_arms.toml --patients 200", []),
    ("A sweep", "compare scenarios/sweeps/cenersen_days_and_start.toml --pairs 0 --attribution 0", []),
    ("A virtual trial", "trial scenarios/phase2.toml --trials 200", []),
    ("A calibration", "calibrate scenarios/calibration.toml",
     ["--set", "calibration.generations=3", "--set", "calibration.draws=60", "--set", "calibration.trials=1",
      "--set", "calibration.posterior=60", "--set", "simulation.agents_per_class=8", "--set", "trial.refractory=4", "--set", "trial.men=5",
      "--set", "trial.inhibitors.users=3", "--set", "trial.subjects=[3, 3, 3]", "--set", "trial.stopping.first_look=1"]),
    ("What drives the answers", "sensitivity scenarios/sensitivity.toml",
     ["--set", "sensitivity.patients=2", "--set", "sensitivity.trajectories=4", "--set", "sensitivity.rows=16",
      "--set", "simulation.agents_per_class=8"]),
    ("The next trial", "design scenarios/next_trial.toml", []),
    ("The model beside publications", "qualify", ["--size", "reduced"]),
]

BEGINNING = """# Gallery

Figures that the commands draw, with their titles as drawn. Those of a calibration, a sensitivity analysis and a qualification are of
small sizes here. Each is an SVG, too; `--theme` and `--shape` change the look ([figures](figures.md)), `cenersim plot FOLDER` draws
again without simulating. This page is made by `assets/gallery.py`.
"""

SMALL = """
import sys
from PIL import Image
for path in sys.argv[2:]:
    Image.open(path).convert("RGB").quantize(int(sys.argv[1]), dither=Image.Dither.NONE).save(path, optimize=True)
"""


def title_of(svg):
    """The title of the root element."""
    found = re.search(r"<svg[^>]*>\s*<title[^>]*>(.*?)</title>", svg.read_text(), re.S)
    return html.unescape(found[1]).strip() if found else ""


def simulated(program, command, shorter, name):
    run = [program, *command.split(), *shorter, "--quiet", "--overwrite", "--output", str(RESULTS), "--name", name]
    subprocess.run(run, cwd=HERE, check=True, stdout=subprocess.DEVNULL)


def figures_of(program, name):
    """Draws them and yields each as SVG, in the order of the report."""
    subprocess.run([program, "plot", str(RESULTS / name), *SIZE], check=True, stdout=subprocess.DEVNULL)
    report = (RESULTS / name / "report.html").read_text()
    figures = (RESULTS / name / "figures").glob("*.svg")
    yield from sorted(figures, key=lambda svg: (report.find(f'id="figure-{svg.stem}"'), svg.stem))


def small(pictures):
    """The same with a palette."""
    python = HERE / "target" / "pillow" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parents[1])], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pillow==12.0.0"], check=True)
    subprocess.run([str(python), "-c", SMALL, str(COLORS), *map(str, pictures)], check=True)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("program", nargs="?", default=str(HERE / "target/release/cenersim"))
    asked.add_argument("--again", action="store_true")
    asked = asked.parse_args()
    program = str(Path(asked.program).resolve())
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir()
    page, seen = [BEGINNING], set()
    for number, (heading, command, shorter) in enumerate(COMMANDS):
        kind, name = command.split()[0], f"{number}_{command.split()[0]}"
        if not asked.again:
            simulated(program, command, shorter, name)
        page.append(f"## {heading}\n\n```sh\ncenersim {command}\n```\n")
        for svg in figures_of(program, name):
            if (kind, svg.stem) not in seen and not FURTHER.search(svg.stem):
                seen.add((kind, svg.stem))
                shutil.copy(svg.with_suffix(".png"), PICTURES / f"{name}_{svg.stem}.png")
                title = title_of(svg)
                page.append(f"**`{svg.stem}`** {title}\n\n![{title}](../assets/gallery/{name}_{svg.stem}.png)\n")
    small(PICTURES.glob("*.png"))
    (HERE / "docs" / "gallery.md").write_text("\n".join(page))


if __name__ == "__main__":
    main()
