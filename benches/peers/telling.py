"""What every program of the comparison is asked and answers, and the keys of its draws.

Asked: agents and steps. Answered on one line: agents, steps, seconds without set-up, fingerprint and totals of all
counts (agents, births, deaths, G1, S, G2/M). The draws are those of benches/birth_death/draws.rs.
"""

import sys
import time

MASK = (1 << 64) - 1


def mix(z):
    """Finalizer of SplitMix64."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def below(stream, index):
    """The stream number `index` below another."""
    return mix(stream ^ mix((index + 0x632BE59BD9B4E019) & MASK))


def keys(step):
    """Keys of the fates and of the daughters' lineages in one step."""
    hour = below(mix(1 ^ 0x9E3779B97F4A7C15), step)
    return below(hour, 1), below(hour, 3)


class Telling:
    """Collects the counts of a run and tells them."""

    def __init__(self):
        self.agents, self.steps = (int(text) for text in sys.argv[1:3])
        self.fingerprint = 0xCBF29CE484222325
        self.totals = [0] * 6

    def begin(self):
        """Set-up is over."""
        self.start = time.perf_counter()

    def add(self, agents, births, deaths, g1, s):
        """Counts of one step."""
        for i, number in enumerate((agents, births, deaths, g1, s, agents - g1 - s)):
            self.fingerprint = ((self.fingerprint ^ int(number)) * 0x100000001B3) & MASK
            self.totals[i] += int(number)

    def tell(self):
        """One line."""
        seconds = time.perf_counter() - self.start
        print(self.agents, self.steps, f"{seconds:.6f}", f"{self.fingerprint:016x}", *self.totals)
