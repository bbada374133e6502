"""Which potency of idarubicin fits an observed kill of blasts of 1.4 +- 0.1 log10: a posterior by emcee. `pip install emcee`;
seconds. The observation is made up for the example."""

import cenersim as cs
import emcee
import numpy as np

few = {"simulation.agents_per_class": 8, "simulation.replicates": 1, "simulation.horizon": "40 d"}
simulate = cs.simulator("arm_b", ["dna_damage.idarubicin_lc50"], ["blast_log_kill"], set=few)


def log_probability(points):
    """Of all walkers at once, on all cores; the prior is log-uniform from 5 to 100 nM."""
    logarithms = points[:, 0]
    inside = (np.log(5) <= logarithms) & (logarithms <= np.log(100))
    kills = simulate.many(np.exp(np.clip(points, np.log(5), np.log(100))))[:, 0]
    return np.where(inside, -0.5 * ((kills - 1.4) / 0.1) ** 2, -np.inf)


np.random.seed(1)
walkers = np.log(np.random.uniform(10, 60, (8, 1)))
sampler = emcee.EnsembleSampler(8, 1, log_probability, vectorize=True)
sampler.run_mcmc(walkers, 20)
low, median, high = np.exp(np.quantile(sampler.get_chain(discard=10, flat=True), [0.05, 0.5, 0.95]))
print(f"LC50 of idarubicin: {median:.0f} nM (90 % {low:.0f} to {high:.0f})")
assert 5 <= low < high <= 100
