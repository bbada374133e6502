#!/usr/bin/env python3
"""Kills run, compare, trial, calibrate and study with SIGKILL at random moments, 40 times each, and holds what is left
against what nobody interrupted: earlier results are untouched, a result is whole or absent, and the command called again
gives the same hash. Usage: benches/kills.py path/to/cenersim [kills of each command]
"""

import hashlib
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 40
FEW = ["--set", "simulation.agents_per_class=8", "--quiet"]
SMALL = ["--width", "640", "--height", "360"]
TRIAL = "trial={subjects = [3, 3, 3], refractory = 4, men = 5, follow_up = \"43 d\", inhibitors = {users = 3}}"
COMMANDS = {
    "run": ["run", "scenarios/arm_b.toml", *FEW, "--checkpoint-every", "5d", "--overwrite"],
    "compare": ["compare", "scenarios/arm_b.toml", *FEW, *SMALL, "--patients", "20", "--attribution", "0", "--pairs", "0",
                "--overwrite"],
    "trial": ["trial", "scenarios/phase2.toml", *FEW, *SMALL, "--set", TRIAL, "--pairs", "0",
              "--overwrite"],
    "calibrate": ["calibrate", "scenarios/calibration.toml", *FEW, *SMALL, "--set", TRIAL, "--set", "calibration.generations=2",
                  "--set", "calibration.draws=20", "--set", "calibration.trials=1", "--set", "calibration.posterior=20",
                  "--set", "calibration.parameters=[\"dna_damage.idarubicin_lc50\", \"inhibitor.loss\"]"],
    "study": ["study", "run", "--quiet"],
}


def call(arguments, kill_after=None):
    """Exit code, None if it was killed; and how long it took."""
    begun = time.monotonic()
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        said = process.communicate(timeout=kill_after)[1]
        if process.returncode != 0:
            sys.exit(f"{arguments}: exit code {process.returncode}: {said.decode()}")
        return process.returncode, time.monotonic() - begun
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return None, kill_after


def results(folder):
    """The hash of every result in a folder; a result without all its files ends the script."""
    found = {}
    for provenance in sorted(folder.glob("*/provenance.json")):
        content = json.loads(provenance.read_text())
        for name, sha256 in content["sha256"].items():
            if hashlib.sha256((provenance.parent / name).read_bytes()).hexdigest() != sha256:
                sys.exit(f"{provenance.parent / name} is not what was written")
        found[provenance.parent.name] = content["result_sha256"]
    for entry in folder.iterdir():
        visible = entry.is_dir() and not entry.name.startswith(".") and not entry.name.endswith(".checkpoints")
        if visible and not entry.name.startswith("study_") and entry.name != "planned" and entry.name not in found:
            sys.exit(f"{entry} is half a result")
    return found


def arguments(name, folder):
    """The command for a folder; a study is planned first."""
    if name != "study":
        return [*COMMANDS[name], "--output", str(folder)]
    if not (folder / "planned").exists():
        plan = ["study", "plan", "compare", "scenarios/arm_b.toml", "--set", "simulation.agents_per_class=8", "--patients", "40",
                "--attribution", "0", "--pairs", "0", "--chunks", "20", "--name", "planned", "--output", str(folder)]
        call(plan)
    study = next(path.parent.parent for path in folder.glob("*/plan/plan.json"))
    return [*COMMANDS[name], str(study)]


def merged(name, folder):
    """The hash of what a study yields."""
    study = next(path.parent.parent for path in folder.glob("*/plan/plan.json"))
    call(["study", "merge", str(study), "--overwrite"])
    return results(study / "results")


def judge(name, folder, expected):
    """Ends the script unless the command, called once more and left alone, gives what nobody interrupted."""
    call(arguments(name, folder))
    found = merged(name, folder) if name == "study" else results(folder)
    if found != expected:
        sys.exit(f"{name}: {found} instead of {expected}")
    left = [entry.name for entry in folder.iterdir() if entry.name.startswith(".cenersim-")]
    if left:
        sys.exit(f"{name}: {left} is left behind")


def kills_in(name, folder, draws, took, expected, wanted):
    """Kills of one folder: as many as wanted, of a study those until it is complete."""
    killed = 0
    while killed < wanted:
        again = ["--resume"] if name == "run" and draws.random() < 0.5 else []
        code, _ = call([*arguments(name, folder), *again], draws.uniform(0.0, 1.05 * took))
        killed += code is None
        found = results(folder)
        if name != "study" and found not in ({}, expected):
            sys.exit(f"{name}: {found} instead of {expected}")
        if name == "study" and code == 0:
            break
    judge(name, folder, expected)
    return killed


def kills_of(name, draws):
    with tempfile.TemporaryDirectory() as one:
        reference = pathlib.Path(one)
        arguments(name, reference)
        took = call(arguments(name, reference))[1]
        expected = merged(name, reference) if name == "study" else results(reference)
    killed, folders = 0, 0
    while killed < KILLS:
        with tempfile.TemporaryDirectory() as one:
            killed += kills_in(name, pathlib.Path(one), draws, took, expected, KILLS - killed)
        folders += 1
    print(f"{name}: {killed} killed in {folders} folders, nothing lost", flush=True)
    return killed


def main():
    draws = random.Random(20101103)
    total = sum(kills_of(name, draws) for name in COMMANDS)
    print(f"{total} killed, nothing lost")


main()
