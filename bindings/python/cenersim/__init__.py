"""cenersim: an agent-based simulator of acute myeloid leukemia under cenersen, idarubicin and cytarabine.

>>> import cenersim as cs
>>> r = cs.run("arm_b", set={"arm.cenersen.duration": "4 d"})
>>> r.curves.to_pandas()          # or .to_polars(), pyarrow.table(r.curves), duckdb
>>> r.figures["population"]       # shows itself in a notebook
"""

from ._analyses import (
    Plan,
    Simulator,
    calibrate,
    check,
    compare,
    design,
    parameters,
    patients,
    qualify,
    run,
    scenarios,
    sensitivity,
    simulator,
    trial,
)
from ._cenersim import VERSION as __version__
from ._errors import CenersimError, ScenarioError, SimulationError, SimulationWarning
from ._result import Figure, Result
from ._table import Table

__all__ = [
    "CenersimError",
    "Figure",
    "Plan",
    "Result",
    "ScenarioError",
    "SimulationError",
    "SimulationWarning",
    "Simulator",
    "Table",
    "calibrate",
    "check",
    "compare",
    "design",
    "parameters",
    "patients",
    "qualify",
    "run",
    "scenarios",
    "sensitivity",
    "simulator",
    "trial",
]
