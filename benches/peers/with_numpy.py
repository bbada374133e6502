"""The benchmark model in numpy: columns updated in place, block by block in the cache; daughters take the rows of the dead."""

import numpy as np

from founders import COLUMNS, U, founders, mix, uniform
from telling import Telling, keys

BLOCK = 8192


def update(lineage, cells, rows, key):
    """All processes in the cells of these rows; returns who dies, who divides, and the cells in G1 and S before."""
    phase, rnase_h, mrna, p53, damage, drug = (cells[name][rows] for name in COLUMNS)
    g1 = phase < 0.45
    s = (phase < 0.8) & ~g1
    drug += 0.05 * (1 - drug)
    mrna += 0.3 * (1 - (1 + drug * rnase_h) * mrna)
    p53 += 0.5 * (mrna - p53)
    made = np.where(s, np.float32(0.06), np.where(g1, np.float32(0.02), np.float32(0.03)))
    damage += made - 0.25 * p53 * damage
    phase += np.float32(1 / 30)
    np.subtract(phase, 1, out=phase, where=phase >= 1)
    u = uniform((mix(lineage[rows] ^ U(key)) >> U(32)).astype(np.uint32))
    hazard = np.minimum(0.004 + 0.03 * damage, np.float32(0.05))
    dies = u < hazard
    divides = ~dies & (u < 2 * hazard)
    return dies, divides, np.count_nonzero(g1), np.count_nonzero(s)


def turn_over(lineage, cells, dead, mothers, key):
    """Mothers divide; daughters take the rows of the dead, the rest goes to the end; returns the columns."""
    cells["damage"][mothers] *= np.float32(0.5)
    cells["phase"][mothers] = 0
    daughters = mix(mix(lineage[mothers] ^ U(key)) + U(0x9E3779B97F4A7C15))
    paired = min(len(dead), len(mothers))
    taken, parents, more = dead[:paired], mothers[:paired], mothers[paired:]
    lineage[taken] = daughters[:paired]
    for column in cells.values():
        column[taken] = column[parents]
    if len(more):
        lineage = np.concatenate([lineage, daughters[paired:]])
        return lineage, {name: np.concatenate([column, column[more]]) for name, column in cells.items()}
    if len(dead) > paired:
        # The last living cells take the rows that are left.
        left, size = dead[paired:], len(lineage) - (len(dead) - paired)
        last = np.setdiff1d(np.arange(size, len(lineage)), left)
        left = left[left < size]
        for column in (lineage, *cells.values()):
            column[left] = column[last]
        return lineage[:size], {name: column[:size] for name, column in cells.items()}
    return lineage, cells


def main():
    telling = Telling()
    lineage, cells = founders(telling.agents)
    telling.begin()
    for step in range(telling.steps):
        fate, birth = keys(step)
        agents = len(lineage)
        dead, mothers, g1, s = [], [], 0, 0
        for start in range(0, agents, BLOCK):
            dies, divides, in_g1, in_s = update(lineage, cells, slice(start, start + BLOCK), fate)
            dead.append(np.flatnonzero(dies) + start)
            mothers.append(np.flatnonzero(divides) + start)
            g1, s = g1 + in_g1, s + in_s
        dead, mothers = np.concatenate(dead), np.concatenate(mothers)
        lineage, cells = turn_over(lineage, cells, dead, mothers, birth)
        telling.add(agents, len(mothers), len(dead), g1, s)
    telling.tell()


main()
