"""What a study costs in time and memory, computed from measured figures."""

import math

# One patient's work is spread over whole patients: a core that got one more than the others ends last.
CORES = (2, 64, 4096)
PATIENTS = 10_000


def duration(seconds):
    """Seconds as a reader would say them."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds:.3g} s"


def size(kibibytes):
    """KiB as a reader would say them."""
    return f"{kibibytes / 2**20:.3g} GiB" if kibibytes >= 2**20 else f"{kibibytes / 2**10:.3g} MiB"


def cost_model(figures):
    """The section of the page; empty when a figure it needs is missing."""
    needed = ("trial.one_thread", "trial.two_threads", "trial.agent_steps", "trial.steps", "trial.speed")
    if any(name not in figures for name in (*needed, "memory.patient", "patient.B.time", "patient.B.agent_steps")):
        return ""
    per_patient = figures["trial.one_thread"] / 53
    slowdown = 2 * figures["trial.two_threads"] / figures["trial.one_thread"]
    nanoseconds = 1e3 / figures["trial.speed"]
    agents = figures["trial.agent_steps"] * 1e6 / figures["trial.steps"]
    rows = []
    for cores in CORES:
        seconds = math.ceil(PATIENTS / cores) * per_patient * slowdown
        memory = min(cores, PATIENTS) * figures["memory.patient"]
        rows.append(f"| {cores} | {duration(seconds)} | {duration(3 * seconds)} | {size(memory)} |")
    return f"""## Cost model

A patient is one unit of work: single-threaded, independent of all others, reduced to his outcome when he ends.

* Time [core seconds] = patients x arms x steps x agents x {nanoseconds:.3g} ns. The last factor is this trial's, with
  recording; it is the reciprocal of `trial.speed`.
* Agents: {agents:.3g} on average for the default of 512 for each of 38 classes; they follow the setting in proportion.
* Steps: 24 a day while drugs or damage are on board, 4 a day at rest. Two years, until death, took
  {figures['trial.steps']:.0f} steps on average, and {per_patient:.3g} s of one core for each patient; 90 days took
  {figures['patient.B.time']:.2g} s.
* Arms: in a paired comparison every patient is simulated once in each arm.
* Memory = cores x {size(figures['memory.patient'])} for the worlds under way, and nothing for patients who are done
  but their outcomes. A world is {figures['memory.held']:.0f} bytes for each of its rows, used or vacant.
* More cores: work is handed out by whole patients and nothing is shared, so time falls with the cores until each
  has less than a few patients. Two threads took {slowdown:.2f} times the core seconds of one.

{PATIENTS:,} patients, two years or until death, on cores like these:

| cores | one arm each | three arms, paired | memory of the worlds |
|---:|---:|---:|---:|
{chr(10).join(rows)}

Measured on 2 cores and extrapolated: {math.ceil(PATIENTS / 4096)} patients, one after the other, are the longest of
4,096 cores' work, and starting such a job is not counted.
"""
