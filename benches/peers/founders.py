"""Cells at the beginning, as columns, and vectorized draws (see benches/birth_death)."""

import numpy as np

U = np.uint64
COLUMNS = ("phase", "rnase_h", "mrna", "p53", "damage", "drug")


def mix(z):
    """Finalizer of SplitMix64, in place."""
    z ^= z >> U(30)
    z *= U(0xBF58476D1CE4E5B9)
    z ^= z >> U(27)
    z *= U(0x94D049BB133111EB)
    z ^= z >> U(31)
    return z


def uniform(bits):
    """Uniform numbers from 32 bits each."""
    return (bits >> np.uint32(1)).astype(np.int32).astype(np.float32) * np.float32(2.0**-31)


def founders(agents):
    """Lineages, and all other columns by name."""
    lineage = mix(np.arange(agents, dtype=U) + U(0x12345678))
    bits = mix(lineage.copy())
    cells = {name: np.zeros(agents, np.float32) for name in COLUMNS}
    cells["phase"] = np.minimum(uniform((bits >> U(32)).astype(np.uint32)), np.float32(0.999))
    cells["rnase_h"] = np.float32(0.5) + uniform(bits.astype(np.uint32))
    cells["mrna"] += 1
    cells["p53"] += 1
    cells["damage"] += np.float32(0.2)
    return lineage, cells
