#!/usr/bin/env python3
"""Runs the benches and writes benches/RESULTS.md.

    python3 benches/results.py            all of them, about half an hour
    python3 benches/results.py engine     some of them; all other figures stay as in benches/figures.txt
    python3 benches/results.py none       only the page, from benches/figures.txt

Wants a machine that does nothing else. Every bench prints lines `name value unit`; nothing else is kept.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from cost_model import cost_model

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures.txt"
COMMANDS = {
    "engine": "cargo bench --bench engine",
    "biology": "cargo bench --bench biology",
    "patient": "cargo bench --bench patient",
    "trial": "cargo bench --bench trial",
    "memory": "cargo bench --bench memory",
    "pairing": "cargo bench --bench pairing",
    "instructions": "cargo bench --bench instructions",
    "peers": "python3 benches/peers/run.py",
    "randomness": "benches/randomness.sh",
    "explore": "cargo build --release --bin cenersim && python3 benches/explore.py target/release/cenersim",
}
# What must be reached: pattern of the name, at least or at most, value.
GOALS = [
    (r"engine_to_columns\.avx512\.100?000", ">=", 0.9),
    (r"engine_to_columns\.avx512\.1000000", ">=", 0.8),
    (r"(engine|window)_to_numba\.\d+", ">=", 1.2),
    (r"engine_to_(ixa|krabmaga|mesa)\.\d+", ">=", 10),
    (r"instructions\.engine", "<=", 24),
    (r"biology\.avx512\.(rest|drugs)", ">=", 150),
    (r"biology\.avx2\.(rest|drugs)", ">=", 80),
    (r"trial\.two_threads", "<=", 10),
    (r"trial\.scaling", ">=", 1.9),
    (r"memory\.held", "<=", 160),
    (r"memory\.beyond_bevy", "<=", 64),
    (r"randomness\.failed", "<=", 0),
    (r"explore\.move\.median", "<=", 150),
]


def parse(text):
    """Figures by name: value and unit."""
    found = re.findall(r"^([a-z][\w.]*) (-?[\d.]+(?:e[+-]?\d+)?) (\S+)$", text, re.MULTILINE)
    return {name: (float(value), unit) for name, value, unit in found}


def run(bench):
    """Figures of one bench."""
    print(f"results: {COMMANDS[bench]}", file=sys.stderr)
    # Above 0, something else used the cores: single times and thread scaling are then too bad.
    load = {f"{bench}.load_before": (round(os.getloadavg()[0], 2), "programs")}
    done = subprocess.run(COMMANDS[bench], shell=True, cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True)
    return load | parse(done.stdout)


def verdict(name, value):
    """Goal and whether it is reached; empty without a goal."""
    for pattern, sign, goal in GOALS:
        if re.fullmatch(pattern, name):
            reached = value >= goal if sign == ">=" else value <= goal
            return f"{sign} {goal:g}", "reached" if reached else "**missed**"
    return "", ""


def bench_of(name):
    """The bench that prints a figure."""
    if re.match(r"(peers|history)\.|window_to_|engine_to_(?!columns\.avx|columns\.base)", name):
        return "peers"
    if re.match(r"engine|columns", name):
        return "engine"
    return name.split(".")[0]


def number(value):
    """Four digits are what a measurement deserves."""
    return f"{value:.0f}" if value == int(value) else f"{value:.4g}"


def tables(figures):
    """One table for each bench."""
    for bench, command in COMMANDS.items():
        rows = [(n, *figures[n], *verdict(n, figures[n][0])) for n in figures if bench_of(n) == bench]
        if rows:
            yield f"\n### {bench}\n\n`{command}`\n\n| figure | value | unit | goal | |\n|---|---:|---|---|---|"
            yield from (f"| {n} | {number(v)} | {u.replace('_', ' ')} | {g} | {r} |" for n, v, u, g, r in rows)


def machine():
    """Processor, cores and instruction set; nothing that names the machine."""
    text = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", text)
    isa = "AVX-512" if " avx512bw" in text else "AVX2" if " avx2" in text else "baseline"
    return f"{os.cpu_count()} cores, {model.group(1) if model else 'unknown processor'}, {isa}"


def page(figures):
    """The whole page."""
    intro = (HERE / "method.md").read_text().replace("MACHINE", machine())
    return "\n".join([intro.rstrip(), *tables(figures), "", cost_model({n: v for n, (v, _) in figures.items()})])


def main():
    chosen = sys.argv[1:] or list(COMMANDS)
    unknown = [name for name in chosen if name not in COMMANDS and name != "none"]
    if unknown:
        sys.exit(f"`{unknown[0]}` is not a bench: expected some of `{'`, `'.join(COMMANDS)}`")
    figures = parse(FIGURES.read_text()) if FIGURES.exists() else {}
    for bench in chosen:
        if bench in COMMANDS:
            figures = {n: f for n, f in figures.items() if bench_of(n) != bench} | run(bench)
            FIGURES.write_text("".join(f"{n} {v!r} {u}\n" for n, (v, u) in figures.items()))
    (HERE / "RESULTS.md").write_text(page(figures))


main()
