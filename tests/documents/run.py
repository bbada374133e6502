#!/usr/bin/env python3
"""Runs every command block of README.md and docs/*.md as a reader would type it, in a fresh copy of what they refer to.

    tests/documents/run.py PROGRAM [PAGE ...]

Blocks marked `sh`, `python`, `r` and `toml` are run in the order of the page: shell lines by the program, Python and R by their
interpreters (with pandas, polars and the bindings where they are installed), TOML that extends a scenario by `check`. Commands and
scenarios are made small by the lists SMALLER and FEWER, which change sizes only. What a script cannot run says so beside the word `sh`; what another
test runs stands in ELSEWHERE. Anything else that a page shows has to work, or this test fails. No time is measured.

What it leaves out: whether what is printed is what the page says.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]

# Sizes in commands, so that a page of long ones is run in seconds: a pattern, and what to put there.
SMALLER = [
    (r"--patients \d+", "--patients 4"),
    (r"^patients \d+", "patients 4"),
    (r"_\d+_patients", "_4_patients"),
    (r"--trials \d+", "--trials 3"),
    (r"--chunks \d+", "--chunks 2"),
    (r"^qualify(.*)$", r"qualify --only cenersen --size reduced\1"),
]

# Sizes in the copies of the scenarios.
FEWER = [
    (r"^agents_per_class = \d+", "agents_per_class = 8"),
    (r"^replicates = \d+", "replicates = 2"),
    (r"^generations = \d+", "generations = 2"),
    (r"^draws = \d+", "draws = 24"),
    (r"^trials = \d+", "trials = 1"),
    (r"^trajectories = \d+", "trajectories = 4"),
    (r"^rows = \d+", "rows = 16"),
    (r"^patients = \d+", "patients = 2"),
    (r"^patients_per_draw = \d+", "patients_per_draw = 2"),
]

# Beginnings of lines that another part of CI runs, or that change the machine.
ELSEWHERE = {
    "cargo test": "the tests themselves",
    "cargo install": "the build of the program",
    "cargo build": "the build of the program",
    "pip install": "tests/bindings",
    "python3 benches": "measures the machine",
    "R CMD": "tests/bindings",
    "export ": "sets a variable of the shell",
}


def blocks(page):
    """Language, what is said beside it, text and line of each fenced block."""
    text = page.read_text()
    for found in re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```", text, re.M | re.S):
        yield found[1], found[2].strip(), found[3], text[: found.start()].count("\n") + 1


def small(text):
    """The same with fewer patients and trials; the names of results are made of their numbers."""
    for pattern, instead in SMALLER:
        text = re.sub(pattern, instead, text)
    return text


def copy_of_scenarios(folder):
    """The shipped scenarios with few agents, replicates, draws."""
    shutil.copytree(HERE / "scenarios", folder)
    for path in folder.rglob("*.toml"):
        text = path.read_text()
        for pattern, instead in FEWER:
            text = re.sub(pattern, instead, text, flags=re.M)
        if not re.search(r"^extends", text, re.M) and "agents_per_class" not in text:
            table = "[simulation]\n" if "[simulation]" not in text else ""
            text = text + f"\n{table}agents_per_class = 8\n" if table else text.replace(
                "[simulation]\n", "[simulation]\nagents_per_class = 8\n")
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


class Reader:
    """Who goes through the pages from top to bottom, in one folder, and does not type the same command twice."""

    def __init__(self, program, folder):
        self.program, self.folder = program, Path(folder)
        self.typed, self.failures = set(), []
        copy_of_scenarios(self.folder / "scenarios")

    def read(self, page):
        print(page.name, flush=True)
        before = len(self.failures)
        for language, said, text, line in blocks(page):
            if said:
                print(f"  line {line}: {language}, {said}")
                continue
            getattr(self, f"run_{language}", self.nothing)(text, line)
        for failure in self.failures[before:]:
            print(f"  FAILED {failure}", flush=True)

    def nothing(self, text, line):
        """Text, JSON and the like: nothing to run."""

    def run_sh(self, text, line):
        for one in lines(text):
            elsewhere = next((why for start, why in ELSEWHERE.items() if one.startswith(start)), None)
            if elsewhere:
                continue
            command = command_of(one)
            if command is None:
                self.failures.append(f"line {line}: nobody runs `{one}`")
                continue
            command = small(command)
            if command not in self.typed:
                self.typed.add(command)
                self.shell(f"{shlex.quote(self.program)} {command}", one, line)

    run_bash = run_sh

    def run_python(self, text, line):
        self.interpreted([os.environ.get("PYTHON", sys.executable), "-c", small(text)], "python", line)

    def run_r(self, text, line):
        self.interpreted(["Rscript", "-e", small(text)], "r", line)

    def run_toml(self, text, line):
        """A whole scenario is checked; a part of one is not."""
        if not re.search(r"^extends\s*=", text, re.M):
            return
        extended = re.search(r'(?m)^extends\s*=\s*"(.*)"', text)[1]
        near = next(self.folder.glob(f"scenarios/**/{extended}")).parent
        (near / "shown.toml").write_text(text)
        self.shell(f"{shlex.quote(self.program)} check {shlex.quote(str(near / 'shown.toml'))}", "the scenario shown", line)

    def shell(self, command, shown, line):
        self.judge(subprocess.run(command, shell=True, cwd=self.folder, capture_output=True, text=True), shown, line)

    def interpreted(self, command, language, line):
        self.judge(subprocess.run(command, cwd=self.folder, capture_output=True, text=True), f"the {language} block", line)

    def judge(self, done, shown, line):
        if done.returncode:
            self.failures.append(f"line {line}: `{shown}` ended with {done.returncode}: {done.stderr.strip()[-600:]}")


def main():
    program = str(Path(sys.argv[1]).resolve())
    pages = [Path(page).resolve() for page in sys.argv[2:]] or [HERE / "README.md", *sorted((HERE / "docs").glob("*.md"))]
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(program, folder)
        for page in pages:
            reader.read(page)
    print(f"{len(reader.typed)} commands, {len(reader.failures)} failures")
    sys.exit(1 if reader.failures else 0)


if __name__ == "__main__":
    main()
