#!/usr/bin/env python3
"""Runs every command block of README.md and docs/*.md as a reader would type it, in a fresh copy of what they refer to.

    tests/documents/run.py PROGRAM [PAGE ...]

What is run, in the order of the page: fenced blocks marked `sh` or `bash` and indented ones that begin with `cenersim`, by PROGRAM;
blocks marked `toml` by `check`, a part of a scenario as a part of the untreated patient. The Python of a page is one program that runs after its
commands, and so is its R (PYTHON names an interpreter that has what the pages import).

What does not simulate is run whole (`check`, `deck` of a result, `plot`, `drugs`, `parameters`, `new`, `schema`). What simulates is run
at small size: SMALLER and ADDED change commands and FEWER the copies of the scenarios, all of them sizes only, so that every command,
key and file name of a page is tried. The seconds that each page took are printed; nothing is compared with them.

What it leaves out: blocks that say why beside their language, the commands in ELSEWHERE, Python and R of the pages in BINDINGS unless
they are named on the command line, and whether what is printed is what the page says.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]

# Sizes in commands, so that a page of long ones is run in seconds: a pattern, and what to put there.
SMALLER = [
    (r"--patients \d+", "--patients 4"),
    (r"^patients \d+", "patients 4"),
    (r"_\d+_patients", "_4_patients"),
    (r"--trials \d+", "--trials 3"),
    (r"--chunks \d+", "--chunks 2"),
]

# Sizes that a command takes where the page leaves them at their defaults: a pattern of the command, and the option.
ADDED = [
    (r"^(compare|trial|deck scenarios|study plan (trial )?scenarios)\b", "--pairs 2"),
    (r"^(compare|deck scenarios|study plan scenarios)\b", "--attribution 2"),
    (r"^trial .* --parameters", "--trials 3"),
    (r"^trial scenarios", "--set trial.pool=401"),
    (r"^(study plan )?calibrate", "--set trial.refractory=4 --set trial.men=5 --set trial.inhibitors.users=3 --set 'trial.subjects=[3, 3, 3]' "
                    "--set trial.stopping.first_look=1"),
]

# Sizes in the copies of the scenarios.
FEWER = [
    (r"^agents_per_class = \d+", "agents_per_class = 8"),
    (r"^replicates = \d+", "replicates = 2"),
    (r"^generations = \d+", "generations = 2"),
    (r"^draws = \d+", "draws = 64"),
    (r"^posterior = \d+", "posterior = 60"),
    (r"^trials = \d+", "trials = 1"),
    (r"^trajectories = \d+", "trajectories = 4"),
    (r"^rows = \d+", "rows = 16"),
    (r"^patients = \d+", "patients = 2"),
    (r"^patients_per_draw = \d+", "patients_per_draw = 2"),
    (r"^kept = \d+", "kept = 2"),
    # Of a sensitivity analysis, all numbers that have a range.
    (r"^parameters = \[\]", 'parameters = ["dna_damage.idarubicin_lc50", "cenersen.potency", "apoptosis.maximal_rate"]'),
]

# Commands that take longer (s) are told, for whoever makes them smaller.
SLOW = 10

# Commands that another part of CI runs, or that nobody should run twice.
ELSEWHERE = {
    r"cargo test": "the tests themselves",
    r"cargo (install|build)": "the build of the program",
    r"pip install|R CMD": "tests/bindings",
    r"packaging/": "makes packages for a release in minutes",
    r"cenersim qualify": "the checks beside those that were kept, in .ci/run",
    r"cenersim explore (?!.*--export)": "tests/explorer: serves a page until it is ended",
}

# Pages whose Python and R need the modules: tests/bindings installs these and names the pages.
BINDINGS = ["python.md", "r.md", "tutorial_pharmacometrician.md"]


def blocks(page):
    """Language, what is said beside it, text and line (of the block's first) of each fenced block and of indented commands."""
    text = page.read_text()
    for found in re.finditer(r"^```(\w+)([^\n]*)\n((?s:.*?))^```|^((?:    cenersim.*\n)(?:    .*\n)*)", text, re.M):
        line = text[: found.start()].count("\n") + 1
        if found[4]:
            yield "sh", "", re.sub(r"^    ", "", found[4], flags=re.M), line
        else:
            yield found[1], found[2].strip(), found[3], line + 1


def small(command):
    """The same with fewer patients and trials; the names of results are made of their numbers."""
    for pattern, instead in SMALLER:
        command = re.sub(pattern, instead, command)
    for pattern, option in ADDED:
        if re.search(pattern, command) and option.split()[0] not in command:
            command += f" {option}"
    return command


def copy_of_scenarios(folder):
    """The shipped scenarios with few agents, replicates, draws."""
    shutil.copytree(HERE / "scenarios", folder)
    for path in folder.rglob("*.toml"):
        text = path.read_text()
        for pattern, instead in FEWER:
            text = re.sub(pattern, instead, text, flags=re.M)
        if not re.search(r"^extends", text, re.M) and "agents_per_class" not in text:
            said = "[simulation]\n"
            text = text.replace(said, f"{said}agents_per_class = 8\n") if said in text else f"{text}\n{said}agents_per_class = 8\n"
        path.write_text(text)


def lines(text):
    """Commands of a block, without comments, continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", text)
    for line in joined.splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line).strip()
        if line:
            yield line


def command_of(line):
    for start in ("cargo run --release -- ", "cenersim "):
        if line.startswith(start):
            return line[len(start):]
    return None


def scenarios_of(text):
    """What a block of TOML shows, as whole scenarios: itself, a part of the untreated patient, or each of its lines as a drug for him."""
    if re.search(r"^(extends\s*=|\[patient\])", text, re.M):
        return [text]
    if text.startswith("["):
        return [f'extends = "untreated.toml"\n\n{text}']
    return [f'extends = "untreated.toml"\n\n[arm]\n{one}' for one in re.split(r"\n(?=\w+ =)", text.strip())]


class Reader:
    """Who goes through the pages from top to bottom, in one folder, and does not type the same command twice."""

    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.typed, self.failures = set(), []
        copy_of_scenarios(self.folder / "scenarios")

    def read(self, page, with_bindings):
        before, began = len(self.failures), time.monotonic()
        programs = {"python": [], "r": []}
        for language, said, text, line in blocks(page):
            if said:
                print(f"  {page.name}:{line - 1}: {language} left out: {said}")
            elif language in programs:
                programs[language].append((line, text))
            elif language in ("sh", "bash"):
                self.commands(text, f"{page.name}:{line}")
            elif language == "toml":
                self.scenarios(text, f"{page.name}:{line}")
        if with_bindings or page.name not in BINDINGS:
            self.interpreted([os.environ.get("PYTHON", sys.executable)], programs["python"], page.with_suffix(".py").name)
            self.interpreted(["Rscript", "--vanilla"], programs["r"], page.with_suffix(".R").name)
        # Another page's command of the same name would go on with a study of other sizes.
        for study in self.folder.glob("output/study_*"):
            shutil.rmtree(study)
        print(f"{page.name}: {time.monotonic() - began:.0f} s", flush=True)
        for failure in self.failures[before:]:
            print(f"  FAILED {failure}", flush=True)

    def commands(self, text, place):
        for one in lines(text):
            if any(re.match(start, one) for start in ELSEWHERE):
                continue
            command = command_of(one)
            if command is None:
                self.failures.append(f"{place}: nobody runs `{one}`")
            elif small(command) not in self.typed:
                self.typed.add(small(command))
                self.template(command)
                began = time.monotonic()
                self.judge(f"{shlex.quote(self.program)} {small(command)}", one, place, shell=True)
                if (took := time.monotonic() - began) > SLOW:
                    print(f"  {place}: {took:.0f} s: {small(command)}", flush=True)

    def template(self, command):
        """Slides of a result stand for the template that readers have of their own."""
        named = re.search(r"deck (\S+) --template (\S+)", command)
        if named:
            shutil.copy(self.folder / named[1] / "slides.pptx", self.folder / named[2])

    def scenarios(self, text, place):
        for scenario in scenarios_of(text):
            extended = re.search(r'^extends\s*=\s*"(.*)"', scenario, re.M)
            near = next(self.folder.glob(f"scenarios/**/{extended[1]}")).parent if extended else self.folder
            (near / "shown.toml").write_text(scenario)
            self.judge([self.program, "check", str(near / "shown.toml")], "check` of the scenario `" + scenario, place)

    def interpreted(self, interpreter, parts, name):
        """All blocks of one language, on the lines where the page has them, so that what goes wrong names its line."""
        if not parts:
            return
        shown = ""
        for line, text in parts:
            shown += "\n" * (line - 1 - shown.count("\n")) + small(text)
        (self.folder / name).write_text(shown)
        self.judge([*interpreter, name], f"{interpreter[0]} {name}", name)

    def judge(self, command, shown, place, shell=False):
        done = subprocess.run(command, shell=shell, cwd=self.folder, capture_output=True, text=True)
        if done.returncode:
            self.failures.append(f"{place}: `{shown}` ended with {done.returncode}: {done.stderr.strip()[-600:]}")


def main():
    program = str(Path(sys.argv[1]).resolve())
    named = [Path(page).resolve() for page in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(program, folder)
        for page in named or [HERE / "README.md", *sorted((HERE / "docs").glob("*.md"))]:
            reader.read(page, bool(named))
    print(f"{len(reader.typed)} commands, {len(reader.failures)} failures")
    sys.exit(1 if reader.failures else 0)


if __name__ == "__main__":
    main()
