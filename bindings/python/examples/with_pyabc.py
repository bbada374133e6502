"""The same posterior without a likelihood: approximate Bayesian computation by pyABC. `pip install pyabc`; half a minute. The
observation is made up for the example."""

import tempfile

import cenersim as cs
import pyabc

few = {"simulation.agents_per_class": 8, "simulation.replicates": 1, "simulation.horizon": "40 d"}
simulate = cs.simulator("arm_b", ["dna_damage.idarubicin_lc50"], ["blast_log_kill"], set=few)

prior = pyabc.Distribution(lc50=pyabc.RV("uniform", 5, 95))
model = lambda numbers: {"kill": simulate([numbers["lc50"]])[0]}
distance = lambda found, observed: abs(found["kill"] - observed["kill"])

# One process: the simulator uses all cores by itself.
abc = pyabc.ABCSMC(model, prior, distance, population_size=30, sampler=pyabc.sampler.SingleCoreSampler())
with tempfile.TemporaryDirectory() as folder:
    abc.new(f"sqlite:///{folder}/abc.db", {"kill": 1.4})
    history = abc.run(max_nr_populations=3)
    draws, weights = history.get_distribution()
    print(f"LC50 of idarubicin: {(draws.lc50 * weights).sum():.0f} nM")
