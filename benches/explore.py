#!/usr/bin/env python3
"""How long the explorer takes to answer a moved slider, and whether it survives many moves.

Usage: benches/explore.py PROGRAM [MOVES] [FULL]

Sends MOVES (10,000) coarse requests, each another setting, then FULL (20) full ones, to `PROGRAM explore
scenarios/arm_b.toml`, and prints lines `name value unit`. Fails if the median of a move is not below 150 ms, if an answer fails,
or if the memory of the server grows by more than half between the first tenth of the moves and the end.
"""

import http.client
import json
import statistics
import subprocess
import sys
import time
from urllib.parse import urlsplit

SCENARIO = "scenarios/arm_b.toml"
LIMIT_MS = 150.0
GROWTH = 1.5


def setting(move: int) -> list[str]:
    """Another setting for each move, until all have been seen."""
    tp53 = ["wild_type", "mutant", "null"][move % 3]
    return [
        f"patient.tp53={tp53}",
        f"arm.idarubicin.dose={4 + 0.2 * (move % 51):.1f} mg/m2",
        f"patient.chemosensitivity={5 + move % 91} %",
    ]


def resident(process: int) -> int:
    """Memory of a process (kB)."""
    with open(f"/proc/{process}/status", encoding="utf8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


class Server:
    """The program while it serves."""

    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program, "explore", SCENARIO, "--no-open"], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        address = urlsplit(self.process.stdout.readline().strip())
        self.path = f"{address.path}run"
        self.connection = http.client.HTTPConnection(address.netloc)

    def answer(self, move: int, stage: str) -> float:
        """Milliseconds from the question to the last byte of its answer."""
        body = json.dumps({"changes": setting(move), "stage": stage})
        begun = time.perf_counter()
        self.connection.request("POST", self.path, body, {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        content = response.read()
        took = 1000.0 * (time.perf_counter() - begun)
        assert response.status == 200, content
        return took


def told(what: str, times: list[float]) -> float:
    """Prints median and 95th percentile, and returns the median."""
    median = statistics.median(times)
    late = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else median
    print(f"explore.{what}.answers {len(times)} count")
    print(f"explore.{what}.median {median:.1f} ms\nexplore.{what}.late {late:.1f} ms", flush=True)
    return median


def main() -> None:
    program, moves, full = sys.argv[1], *(int(number) for number in (sys.argv[2:] + ["10000", "20"][len(sys.argv) - 2 :]))
    server = Server(program)
    try:
        times = [server.answer(move, "coarse") for move in range(max(moves // 10, 1))]
        early = resident(server.process.pid)
        times += [server.answer(move, "coarse") for move in range(len(times), moves)]
        late = resident(server.process.pid)
        median = told("move", times)
        told("full", [server.answer(move, "full") for move in range(full)])
        print(f"explore.memory.early {early / 1024:.0f} MiB\nexplore.memory.late {late / 1024:.0f} MiB")
        assert median < LIMIT_MS, f"a move is answered in {median:.0f} ms: expected less than {LIMIT_MS:.0f} ms"
        assert late < GROWTH * early, "the server keeps what it should forget"
    finally:
        server.process.terminate()
        server.process.wait()


if __name__ == "__main__":
    main()
