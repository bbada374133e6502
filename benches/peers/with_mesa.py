"""The benchmark model in Mesa: one Agent for each cell, visited by AgentSet.do, with Mesa's own random numbers.

The histories differ from the other programs'; the mean trajectories must not.
"""

import mesa

from telling import Telling


class Living(mesa.Agent):
    """A cell."""

    def __init__(self, model, phase, rnase_h, mrna=1.0, p53=1.0, damage=0.2, drug=0.0):
        super().__init__(model)
        self.phase, self.rnase_h, self.mrna = phase, rnase_h, mrna
        self.p53, self.damage, self.drug = p53, damage, drug

    def step(self):
        """All processes, then death or division."""
        model, phase = self.model, self.phase
        model.g1 += phase < 0.45
        model.s += 0.45 <= phase < 0.8
        self.drug += 0.05 * (1 - self.drug)
        self.mrna += 0.3 * (1 - (1 + self.drug * self.rnase_h) * self.mrna)
        self.p53 += 0.5 * (self.mrna - self.p53)
        made = 0.02 if phase < 0.45 else 0.06 if phase < 0.8 else 0.03
        self.damage += made - 0.25 * self.p53 * self.damage
        phase += 1 / 30
        self.phase = phase - 1 if phase >= 1 else phase
        hazard = min(0.004 + 0.03 * self.damage, 0.05)
        u = model.random.random()
        if u < hazard:
            model.deaths += 1
            self.remove()
        elif u < 2 * hazard:
            model.births += 1
            self.divide()

    def divide(self):
        """The mother keeps half of her damage and starts again; her daughter is the same."""
        self.damage *= 0.5
        self.phase = 0.0
        Living(self.model, 0.0, self.rnase_h, self.mrna, self.p53, self.damage, self.drug)


class Marrow(mesa.Model):
    """All cells, and the counts of a step."""

    def __init__(self, agents):
        super().__init__(seed=1)
        for _ in range(agents):
            Living(self, min(self.random.random(), 0.999), 0.5 + self.random.random())

    def count_step(self):
        """Counts of one step."""
        self.births = self.deaths = self.g1 = self.s = 0
        agents = len(self.agents)
        self.agents.do("step")
        return agents, self.births, self.deaths, self.g1, self.s


telling = Telling()
marrow = Marrow(telling.agents)
telling.begin()
for _ in range(telling.steps):
    telling.add(*marrow.count_step())
telling.tell()
