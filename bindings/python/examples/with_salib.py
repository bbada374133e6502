"""Which of three numbers drives the kill of blasts: Sobol' indices by SALib. `pip install SALib`; seconds."""

import cenersim as cs
from SALib.analyze import sobol
from SALib.sample import sobol as samples

parameters = ["arm.cenersen.duration [d]", "arm.idarubicin.dose [mg/m2]", "dna_damage.idarubicin_lc50"]
problem = {"num_vars": 3, "names": parameters, "bounds": [[0, 10], [4, 16], [10, 60]]}
few = {"simulation.agents_per_class": 8, "simulation.replicates": 1, "simulation.horizon": "40 d"}

simulate = cs.simulator("arm_b", parameters, ["blast_log_kill"], set=few)
points = samples.sample(problem, 16, calc_second_order=False, seed=1)
kills = simulate.many(points)[:, 0]
found = sobol.analyze(problem, kills, calc_second_order=False, seed=1)
for name, total in zip(parameters, found["ST"]):
    print(f"{name}: {total:.2f} of the variance, alone or with others")
assert len(kills) == 16 * 5 and kills.std() > 0
