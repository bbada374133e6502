"""Days of cenersen with the deepest kill of stem cells per unit of neutropenia: a search by Optuna. `pip install optuna`;
seconds."""

import cenersim as cs
import optuna

few = {"simulation.agents_per_class": 8, "simulation.replicates": 1, "simulation.horizon": "40 d"}
outputs = ["stem_log_kill", "days_neutrophils_below_half"]
simulate = cs.simulator("arm_b", ["arm.cenersen.duration [d]"], outputs, set=few)


def objective(trial):
    kill, neutropenia = simulate([trial.suggest_float("days", 0, 10)])
    return kill - 0.05 * neutropenia


optuna.logging.set_verbosity(optuna.logging.WARNING)
study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=1))
study.optimize(objective, n_trials=20)
print(f"cenersen over {study.best_params['days']:.1f} d: {study.best_value:.2f}")
assert study.best_value >= objective(optuna.trial.FixedTrial({"days": 0.0}))
