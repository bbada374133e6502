"""What is wrong is told in the words of the command."""

import inspect
import re
import warnings

import cenersim as cs
import pytest
from conftest import SMALL, command


def said_by_command(*arguments, cwd=None):
    done = command(*arguments, cwd=cwd)
    assert done.returncode == 2
    return done.stderr.removeprefix("error: ").strip()


@pytest.mark.parametrize(
    "change",
    [{"patient.tp53": "wild"}, {"simulation.seeds": 1}, {"patient.age": True}, {"arm.cenersen.dose": "-1 mg/kg"}],
)
def test_a_wrong_change_is_told_as_by_the_command(change):
    ((path, value),) = change.items()
    written = f'"{value}"' if isinstance(value, str) else str(value).lower()
    with pytest.raises(cs.ScenarioError) as error:
        cs.run("arm_b", set=change)
    assert str(error.value) == said_by_command("run", "arm_b", f"--set={path}={written}")


WRONG = {"title": "Wrong", "extends": "arm_b", "patient": {"sex": "man"}}


@pytest.mark.parametrize("table", [{"patient": {"sex": "man"}}, {"simulation": {"sead": 1}}, {"arm": 3}, {"horizon": 1}, {"version": "0.3"}])
def test_a_wrong_dict_is_told_as_a_file(table, tmp_path):
    scenario = {"title": "Wrong", "extends": "arm_b", **table}
    with pytest.raises(cs.ScenarioError) as error:
        cs.check(scenario)
    from cenersim import _toml

    (tmp_path / "scenario.toml").write_text(_toml.document(scenario))
    assert str(error.value) == said_by_command("check", "scenario.toml", cwd=tmp_path)
    assert "scenario.toml:" in str(error.value)


def test_a_dict_of_another_version_is_told_by_its_key_and_the_known_ones():
    with pytest.raises(cs.ScenarioError) as error:
        cs.run({"title": "Later", "extends": "arm_b", "microenvironment": {"niche": "3 d"}})
    assert str(error.value).startswith("unknown key `microenvironment`: expected `title`, ")
    assert "scenario.toml:4:2" in str(error.value)
    with pytest.raises(cs.ScenarioError) as error:
        cs.run({"version": "0.3", "title": "Later", "extends": "arm_b"})
    this = cs.__version__
    assert str(error.value).startswith(f"unknown key `version`: scenarios carry no version, expected only keys that cenersim {this} knows")


def test_a_text_is_a_scenario():
    plan = cs.check('title = "Mine"\nextends = "arm_b"\n[patient]\nweight = "100 kg"\n')
    assert "100 kg" in plan and "1680" in plan


def test_what_no_scenario_can_hold_is_a_type_error():
    with pytest.raises(TypeError, match="cannot hold a set"):
        cs.run("arm_b", set={"patient.age": {1}})
    with pytest.raises(TypeError, match="expected text"):
        cs.check({1: 2})


def test_an_unknown_scenario_is_told_with_the_nearest_one():
    with pytest.raises(cs.ScenarioError, match="did you mean the shipped `arm_b`"):
        cs.run("arm_bb")


@pytest.mark.parametrize("option", [{"threads": 0}, {"seed": -1}, {"hypothesis": "nothing"}, {"theme": "pink"}])
def test_a_wrong_option_is_told_in_the_words_of_the_command(option):
    ((name, value),) = option.items()
    with pytest.raises(cs.ScenarioError) as error:
        cs.run("arm_b", **option)
    assert str(error.value) and said_by_command("run", "arm_b", f"--{name}={value}").startswith(str(error.value))


def test_an_unknown_option_is_a_type_error():
    with pytest.raises(TypeError, match="sead"):
        cs.run("arm_b", sead=1)


def test_what_is_hardly_meant_is_a_warning():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        cs.run("arm_b", set=SMALL)
    notes = [str(warning.message) for warning in caught if warning.category is cs.SimulationWarning]
    assert any("agents" in note for note in notes), notes


# What is only for a terminal, or for a folder that stays.
OF_THE_COMMAND = {"json", "quiet", "output", "overwrite", "help", "branch", "at", "resume", "checkpoint_every", "against", "renew", "animate", "beside", "verbose"}


@pytest.mark.parametrize("kind", ["run", "compare", "trial", "calibrate", "design", "sensitivity", "qualify"])
def test_functions_have_the_options_of_the_command(kind):
    options = {found.replace("-", "_") for found in re.findall(r"--([a-z][a-z-]+)", command(kind, "--help").stdout.split("Options:")[1])}
    listed = re.findall(r"^ {2,6}(?:-\w, )?--([a-z-]+)", command(kind, "--help").stdout, re.MULTILINE)
    options = {name.replace("-", "_") for name in listed} - OF_THE_COMMAND
    known = {name for name in inspect.signature(getattr(cs, kind)).parameters} - {"scenario", "scenarios", "progress"}
    # A calibration refuses draws of another one.
    assert known == options - ({"parameters"} if kind == "calibrate" else set())
