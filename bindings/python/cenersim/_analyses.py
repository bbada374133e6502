"""Analyses as functions. What the options mean and what they may be is decided where the command reads them."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union

from . import _cenersim, _toml
from ._arguments import Workspace, options
from ._errors import CenersimError, ScenarioError, SimulationWarning
from ._options import Changes, Common, Informed, PathLike, sharing
from ._progress import Progress, wanted
from ._result import Result
from ._table import Table

if TYPE_CHECKING:
    from typing_extensions import Unpack

Scenario = Union[PathLike, Mapping[str, Any]]
# A path, CSV as text, or a data frame of pandas or polars.
Patients = Any

# What is no option of the command.
_OWN = ("scenario", "scenarios", "set", "progress", "options")


def _arguments(workspace, kind, scenarios, given):
    asked = {name: value for name, value in given.items() if name not in _OWN}
    if asked.get("patients_from") is not None:
        asked["patients_from"] = workspace.patients(asked["patients_from"])
    files = [workspace.scenario(scenario, number) for number, scenario in enumerate(scenarios)]
    changed = [f"--set={change}" for change in _toml.changes(given.get("set"))]
    return [kind, *changed, *options(asked), *(["--", *files] if files else [])]


def _said(workspace, work):
    """Does it; sentences name what was handed over, not where it lies."""
    try:
        return work()
    except CenersimError as error:
        raise type(error)(workspace.named(str(error))) from None


def _analysis(kind, scenarios, given):
    given = {**given, **given["options"]}
    workspace = Workspace()
    arguments = _arguments(workspace, kind, scenarios, given)
    progress = wanted() if given["progress"] is None else given["progress"]
    bar = Progress() if progress is True else None
    call = bar or (progress if callable(progress) else None)
    try:
        found = _said(workspace, lambda: _cenersim.analyze(arguments, workspace.output, call))
    finally:
        if bar:
            bar.end()
    result = Result(found, workspace)
    for note in [*result.notes, *result.failed]:
        warnings.warn(note, SimulationWarning, stacklevel=4)
    return result


@sharing(Informed)
def run(
    scenario: Scenario,
    *,
    hypothesis: str | None = None,
    arm: str | None = None,
    patients_from: Patients | None = None,
    cells_on: Sequence[float] | None = None,
    no_curves: bool = False,
    **options: Unpack[Informed],
) -> Result:
    """Simulates one patient in one arm, with replicates.

    ``curves`` has the columns replicate, day [d], kind, variable, unit and value: numbers of cells by kind, neutrophils and
    platelets [10^9/L], levels of drugs and the mechanism. ``events`` has doses [mg], marrow examinations, responses and
    complications. ``cells`` has every agent on the days ``cells_on``.

    The scenario is a shipped name (``cenersim.scenarios()``), a path, a text or a dict. ``set`` changes its values, such as
    ``{"arm.cenersen.duration": "4 d"}``. The result does not depend on ``threads``. ``hypothesis`` says what losing p53 does:
    neutral, clinical or source. ``patients_from`` is a list of patients by name: a path, or a data frame. ``parameters``
    is ``posterior.parquet`` of a calibration, whose medians are taken.

    ``progress`` is called with the share that is done, from 0 to 1; True shows a bar, False nothing.
    """
    if hypothesis == "all":
        raise ScenarioError("a run is under one hypothesis: expected `neutral`, `clinical` or `source`")
    given = dict(locals())
    given["cells_on"] = None if cells_on is None else ",".join(str(day) for day in cells_on)
    return _analysis("run", [scenario], given)


@sharing(Informed)
def compare(
    scenarios: Scenario | Sequence[Scenario],
    *,
    patients: int | None = None,
    patient: int | None = None,
    replicates: int | None = None,
    without: str | Sequence[str] | None = None,
    sweep: Mapping[str, Any] | Sequence[str] | str | None = None,
    max_points: int | None = None,
    endpoint: str | None = None,
    until_se: float | None = None,
    max_patients: int | None = None,
    attribution: int | None = None,
    reference: str | None = None,
    patients_from: Patients | None = None,
    hypothesis: str | None = None,
    pairs: int | None = None,
    **options: Unpack[Informed],
) -> Result:
    """Takes the same virtual patients through several arms.

    ``patients`` has one row per patient, arm and replicate: covariates (age [years], weight [kg]), response, milestones
    (``blast_log_kill`` [log10], ``neutrophil_nadir`` [10^9/L]) and days of survival [d]. ``curves`` has the 5th to 95th
    percentile of each curve by arm and day [d]. ``rates`` and ``differences_rates`` are in % and points.

    ``patients`` is how many of the population; without it, it is the scenario's patient. ``without`` adds every arm without
    a drug, such as ``"cenersen"``; ``sweep`` is ``{"arm.cenersen.duration": ["0 d", "2 d", "7 d"]}`` or ``"0 d..10 d/6"``.
    ``attribution`` is the number of patients in whom drugs share the credit (0 leaves it out), ``pairs`` that of pairs
    with and without cenersen under each hypothesis (0 leaves them out). All else as for :func:`run`.
    """
    given = dict(locals(), sweep=_swept(sweep))
    return _analysis("compare", scenarios if isinstance(scenarios, (list, tuple)) else [scenarios], given)


@sharing(Informed)
def trial(
    scenario: Scenario = "phase2",
    *,
    trials: int | None = None,
    reference: str | None = None,
    patients_from: Patients | None = None,
    hypothesis: str | None = None,
    pairs: int | None = None,
    **options: Unpack[Informed],
) -> Result:
    """Conducts the virtual phase II trial, and repeats it ``trials`` times for predictive intervals.

    ``subjects`` has one row per subject; ``response``, ``adverse_events``, ``exposure`` [mg] and ``time_to_event`` [d] are as
    clinical data are laid out. With ``parameters`` each trial has a posterior draw of its own. All else as for :func:`compare`.
    """
    return _analysis("trial", [scenario], locals())


@sharing(Common)
def calibrate(scenario: Scenario = "calibration", **options: Unpack[Common]) -> Result:
    """Finds the parameters that make published counts probable; takes long with the shipped scenario.

    ``posterior`` has one row per draw, in the units of the ledger; a saved ``posterior.parquet`` is what other analyses take as
    ``parameters``.
    """
    return _analysis("calibrate", [scenario], locals())


@sharing(Informed)
def design(
    scenario: Scenario = "next_trial",
    *,
    patients_from: Patients | None = None,
    **options: Unpack[Informed],
) -> Result:
    """Designs a next trial: how many patients it needs if the model is right, half right, or if cenersen does nothing.

    Chances of success are shares from 0 to 1.
    """
    return _analysis("design", [scenario], locals())


@sharing(Informed)
def sensitivity(scenario: Scenario = "sensitivity", **options: Unpack[Informed]) -> Result:
    """Moves every assumed number through its range and shows which of them drive the answers; takes some twenty minutes
    with the shipped scenario.

    ``influence`` has shares of variance from 0 to 1.
    """
    return _analysis("sensitivity", [scenario], locals())


@sharing(Informed)
def qualify(
    size: str = "full",
    *,
    only: str | None = None,
    hypothesis: str | None = None,
    **options: Unpack[Informed],
) -> Result:
    """Compares the model with everything that was published of it; ``checks`` has verdicts, values and their units.

    ``size`` is full (some minutes) or reduced (an eighth of the patients); ``only="arms"`` is the published arms alone.
    """
    return _analysis("qualify", [], locals())


def _swept(sweep):
    """A dict of paths with their values, which may be a list."""
    if not isinstance(sweep, Mapping):
        return sweep

    def listed(values):
        return ",".join(map(str, values)) if isinstance(values, (list, tuple)) else values

    return [f"{path}={listed(values)}" for path, values in sweep.items()]


class Plan(str):
    """What would be given, as text."""

    def __repr__(self) -> str:
        return str(self)


def _printed(kind, given, leading=(), scenario=None):
    workspace = Workspace()
    files = [] if scenario is None else [workspace.scenario(scenario)]
    arguments = [*_arguments(workspace, kind, [], given), "--", *leading, *files]
    return workspace.named(_said(workspace, lambda: _cenersim.printed(arguments)))


def check(scenario: Scenario, *, set: Changes = None, allow_implausible: bool = False) -> Plan:
    """The plan of a run with its doses [mg] for this patient; nothing is simulated."""
    return Plan(_printed("check", dict(set=set, allow_implausible=allow_implausible), scenario=scenario))


def parameters(filter: str | None = None, *, grade: str | None = None, hypothesis: str | None = None) -> Table:
    """The ledger: every number of the model with value, unit, range, grade and source.

    ``filter`` is a part of a name or description; ``grade`` is A (measured), B (established), C (assumed) or Source.
    """
    leading = [] if filter is None else [filter]
    return _table(_printed("parameters", dict(format="csv", grade=grade, hypothesis=hypothesis), leading))


def patients(
    n: int, scenario: Scenario | None = None, *, set: Changes = None, with_: Sequence[str] | str | None = None,
    seed: int | None = None,
) -> Table:
    """The first ``n`` patients of the population, units in the names of the columns, such as ``weight [kg]``.

    A data frame of it can be edited and handed to an analysis as ``patients_from``. ``with_`` adds each patient's own number
    of an entry of the ledger.
    """
    return _table(_printed("patients", dict(set=set, with_=with_, seed=seed), [str(n)], scenario))


def _table(csv):
    return Table(_cenersim.Table.of_csv(csv))


def scenarios(folder: str = "") -> list[str]:
    """Names of the shipped scenarios, perhaps of one folder, such as ``"protocols/"``."""
    return _cenersim.shipped(folder)


class Simulator:
    """A run as a function of a vector; see :func:`simulator`."""

    def __init__(
        self, scenario: Scenario, parameters: Iterable[str], outputs: Iterable[str], *, set: Changes = None,
        seed: int | None = None, hypothesis: str | None = None, arm: str | None = None,
    ) -> None:
        self.parameters, self.outputs = list(parameters), list(outputs)
        self._workspace = Workspace()
        given = dict(set=set, seed=seed, hypothesis=hypothesis, arm=arm)
        arguments = _arguments(self._workspace, "run", [scenario], given)
        self._function = _said(
            self._workspace, lambda: _cenersim.Simulator(arguments, self.parameters, self.outputs)
        )

    @property
    def units(self) -> dict[str, str]:
        """Units of the outputs; shares are from 0 to 1."""
        return dict(zip(self.outputs, self._function.units))

    def __call__(self, vector: Iterable[float], seed: int | None = None) -> Any:
        """The outputs at one point: a numpy array, or a list without numpy."""
        return self.many([vector], seed)[0]

    def many(self, vectors: Iterable[Iterable[float]], seed: int | None = None) -> Any:
        """The outputs at each of many points, a row for each, on all cores."""
        points = [[float(number) for number in vector] for vector in vectors]
        found = _said(self._workspace, lambda: self._function.calls(points, seed))
        try:
            import numpy
        except ImportError:
            return found
        return numpy.array(found).reshape(len(points), len(self.outputs))

    def __repr__(self) -> str:
        return f"simulator of {', '.join(self.outputs)} from {', '.join(self.parameters)}"


def simulator(
    scenario: Scenario, parameters: Iterable[str], outputs: Iterable[str], *, set: Changes = None,
    seed: int | None = None, hypothesis: str | None = None, arm: str | None = None,
) -> Simulator:
    """A run as a function of a vector, for samplers, optimizers and analyses of sensitivity.

    ``parameters`` are paths of the ledger, in its units (``"dna_damage.idarubicin_lc50"``, nM), or keys of the scenario with a
    unit in brackets (``"arm.cenersen.duration [d]"``). ``outputs`` are endpoints, such as ``"blast_log_kill"`` (log10) or
    ``"cr"`` (share): means over replicates, NaN where none has it. The seed is that of the scenario in every call unless the
    call gives another one, so two calls differ by their numbers alone.
    """
    return Simulator(scenario, parameters, outputs, set=set, seed=seed, hypothesis=hypothesis, arm=arm)
