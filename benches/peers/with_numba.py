"""The benchmark model in numba: one compiled loop over columns on one thread; daughters take the rows of the dead."""

import numpy as np
from numba import njit, uint64

from founders import founders
from telling import Telling, keys

F = np.float32
G1_END, S_END, STRIDE = F(0.45), F(0.8), F(1 / 30)
SOURCE, CLEAVE, FOLLOW, REPAIR = F(0.05), F(0.3), F(0.5), F(0.25)
IN_G1, IN_S, IN_G2 = F(0.02), F(0.06), F(0.03)
BASE, SLOPE, MOST = F(0.004), F(0.03), F(0.05)
ONE, TWO, HALF, SCALE = F(1), F(2), F(0.5), F(2.0**-31)


@njit(inline="always")
def mix(z):
    z = (z ^ (z >> uint64(30))) * uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> uint64(27))) * uint64(0x94D049BB133111EB)
    return z ^ (z >> uint64(31))


@njit
def draw(lineage, agents, key, draws):
    for i in range(agents):
        draws[i] = np.uint32(mix(lineage[i] ^ key) >> uint64(32))


@njit
def count_below(phase, border):
    count = 0
    for i in range(len(phase)):
        count += phase[i] < border
    return count


@njit
def update(phase, rnase_h, mrna, p53, damage, drug, draws, fates):
    for i in range(len(phase)):
        before = phase[i]
        level = drug[i] + SOURCE * (ONE - drug[i])
        message = mrna[i] + CLEAVE * (ONE - (ONE + level * rnase_h[i]) * mrna[i])
        protein = p53[i] + FOLLOW * (message - p53[i])
        made = IN_S if (before >= G1_END) & (before < S_END) else (IN_G1 if before < G1_END else IN_G2)
        harm = damage[i] + (made - REPAIR * protein * damage[i])
        after = before + STRIDE
        drug[i], mrna[i], p53[i], damage[i] = level, message, protein, harm
        phase[i] = after - ONE if after >= ONE else after
        u = F(np.int32(draws[i] >> np.uint32(1))) * SCALE
        hazard = BASE + SLOPE * harm
        hazard = MOST if hazard > MOST else hazard
        fates[i] = (u < hazard) + (u < TWO * hazard)


@njit
def copy(to, row, lineage, phase, rnase_h, mrna, p53, damage, drug):
    phase[to] = phase[row]
    rnase_h[to] = rnase_h[row]
    mrna[to] = mrna[row]
    p53[to] = p53[row]
    damage[to] = damage[row]
    drug[to] = drug[row]
    lineage[to] = lineage[row]


@njit
def step(agents, fate, birth, lineage, phase, rnase_h, mrna, p53, damage, drug, draws, fates, dead, mothers):
    """Returns agents after it, births, deaths, and the cells in G1 and S before it."""
    g1, s, deaths, births, waiting, unborn = 0, 0, 0, 0, 0, 0
    for start in range(0, agents, len(draws)):
        end = min(start + len(draws), agents)
        draw(lineage[start:end], end - start, fate, draws)
        rows = slice(start, end)
        in_g1 = count_below(phase[rows], G1_END)
        g1 += in_g1
        s += count_below(phase[rows], S_END) - in_g1
        update(phase[rows], rnase_h[rows], mrna[rows], p53[rows], damage[rows], drug[rows], draws, fates)
        for i in range(end - start):
            if fates[i] == 0:
                continue
            row = start + i
            if fates[i] == 2:
                deaths += 1
                dead[waiting] = row
                waiting += 1
            else:
                births += 1
                damage[row] *= HALF
                phase[row] = F(0)
                mothers[unborn] = row
                unborn += 1
        while waiting > 0 and unborn > 0:
            waiting -= 1
            unborn -= 1
            mother, row = mothers[unborn], dead[waiting]
            copy(row, mother, lineage, phase, rnase_h, mrna, p53, damage, drug)
            lineage[row] = mix(mix(lineage[mother] ^ birth) + uint64(0x9E3779B97F4A7C15))
    while waiting > 0:
        waiting -= 1
        agents -= 1
        copy(dead[waiting], agents, lineage, phase, rnase_h, mrna, p53, damage, drug)
    while unborn > 0:
        unborn -= 1
        mother = mothers[unborn]
        copy(agents, mother, lineage, phase, rnase_h, mrna, p53, damage, drug)
        lineage[agents] = mix(mix(lineage[mother] ^ birth) + uint64(0x9E3779B97F4A7C15))
        agents += 1
    return agents, births, deaths, g1, s


def run(telling, agents, steps):
    """Columns with half as many vacant rows as agents."""
    lineage, cells = founders(agents)
    columns = [np.concatenate([column, column[: agents // 2]]) for column in (lineage, *cells.values())]
    draws, fates = np.empty(4096, np.uint32), np.zeros(4096, np.uint8)
    lists = [np.empty(agents, np.int64), np.empty(agents, np.int64)]
    telling.begin()
    for number in range(steps):
        fate, birth = (np.uint64(key) for key in keys(number))
        before = agents
        agents, births, deaths, g1, s = step(agents, fate, birth, *columns, draws, fates, *lists)
        telling.add(before, births, deaths, g1, s)


if __name__ == "__main__":
    # The first run compiles; the second is measured.
    run(Telling(), 1000, 2)
    told = Telling()
    run(told, told.agents, told.steps)
    told.tell()
