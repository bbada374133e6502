#!/usr/bin/env python3
"""The benchmark model in this project's engine, by hand, and in other frameworks: one core, in alternation.

    python3 benches/peers/run.py [rounds]

builds the Rust programs, installs the Python ones into benches/peers/.venv, checks that all simulate the same model,
and prints a table of speeds and of ratios to the engine, one line `name value unit` for each figure.
Needs cargo, Python 3.11 or later, the development files of fontconfig (krABMaga draws), and the package registries once.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PYTHON = HERE / ".venv" / "bin" / "python"
# Steps that take each program some tenths of a second, by agents.
FAST, MEDIUM, SLOW = {10**5: 1000, 10**6: 100}, {10**5: 100, 10**6: 10}, {10**5: 10, 10**6: 3}
# Whole days: the engine in windows takes a day of steps in a pass.
DAYS = {10**5: 1008, 10**6: 96}
STEPS = {
    "engine": FAST,
    "window": DAYS,
    "columns": FAST,
    "numba": FAST,
    "numpy": MEDIUM,
    "ixa": MEDIUM,
    "krabmaga": SLOW,
    "mesa": SLOW,
}
# Agents and steps of the comparison of histories.
COMMON = (100_000, 40)


def cargo(folder, *arguments):
    """Builds and returns the executables by name."""
    command = ["cargo", *arguments, "--message-format=json"]
    lines = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    messages = (json.loads(line) for line in lines if line.startswith("{"))
    return {m["target"]["name"]: m["executable"] for m in messages if m.get("executable")}


def programs():
    """Command lines by name."""
    engine = cargo(ROOT, "bench", "--bench", "engine", "--no-run")["engine"]
    rust = cargo(HERE, "build", "--release", "--locked")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", HERE / ".venv"], check=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"], check=True)
    return {
        "engine": [engine, "once", "engine"],
        "window": [engine, "once", "window"],
        "columns": [engine, "once", "columns"],
        "numba": [PYTHON, HERE / "with_numba.py"],
        "numpy": [PYTHON, HERE / "with_numpy.py"],
        "ixa": [rust["peer-ixa"]],
        "krabmaga": [rust["peer-krabmaga"]],
        "mesa": [PYTHON, HERE / "with_mesa.py"],
    }


def run(command, agents, steps):
    """Seconds, fingerprint and totals of one run."""
    output = subprocess.run([*command, str(agents), str(steps)], check=True, stdout=subprocess.PIPE, text=True).stdout
    words = output.split()
    return float(words[2]), words[3], [int(word) for word in words[4:]]


def same_model(ours, theirs):
    """Births and deaths within five standard errors, cells and phases within 2 % (five standard errors of the start)."""
    counts = all(abs(a - b) < 5 * (a + b) ** 0.5 for a, b in zip(ours[1:3], theirs[1:3]))
    shares = all(abs(a / b - 1) < 0.02 for a, b in zip(ours[:1] + ours[3:], theirs[:1] + theirs[3:]))
    return counts and shares


def compare_histories(commands):
    """Stops unless every program simulates the model of the engine."""
    _, fingerprint, ours = run(commands["engine"], *COMMON)
    for name, command in commands.items():
        _, other, theirs = run(command, *COMMON)
        if other != fingerprint and not same_model(ours, theirs):
            sys.exit(f"{name} simulates another model: expected totals near {ours}, found {theirs}")
        print(f"history.{name} {int(other == fingerprint)} identical")


def measure(commands, agents, rounds):
    """Medians of speeds, and of ratios within a round."""
    speeds = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seconds, _, totals = run(command, agents, STEPS[name][agents])
            speeds[name].append(totals[0] / seconds / 1e6)
    for name, values in speeds.items():
        ratio = statistics.median(ours / theirs for ours, theirs in zip(speeds["engine"], values))
        print(f"peers.{name}.{agents} {statistics.median(values):.4g} Magent-steps/s")
        print(f"engine_to_{name}.{agents} {ratio:.4g} ratio")
        ratio = statistics.median(ours / theirs for ours, theirs in zip(speeds["window"], values))
        print(f"window_to_{name}.{agents} {ratio:.4g} ratio", flush=True)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    commands = programs()
    # One core for this process and all that it starts.
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["NUMBA_NUM_THREADS"] = "1"
    compare_histories(commands)
    for agents in (10**5, 10**6):
        measure(commands, agents, rounds)


main()
