"""The command beside the module: results of both must be the same."""

import json
import os
import shutil
import subprocess
import sys

import pytest

SMALL = {"simulation.agents_per_class": 8, "simulation.horizon": "40 d", "simulation.replicates": 2}


def command(*arguments, cwd=None):
    """The command of the wheel, or the one that CENERSIM names."""
    beside = os.path.join(os.path.dirname(sys.executable), "cenersim")
    program = os.environ.get("CENERSIM") or (beside if os.path.exists(beside) else shutil.which("cenersim"))
    return subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True)


@pytest.fixture(scope="session")
def by_command(tmp_path_factory):
    """The folder that the command writes for the run that tests compare with."""
    output = tmp_path_factory.mktemp("command")
    changes = [f"--set={path}={value}" for path, value in SMALL.items()]
    done = command("run", "arm_b", *changes, "--set=arm.cenersen.duration=4 d", "--quiet", "--output", str(output))
    assert done.returncode == 0, done.stderr
    [folder] = output.iterdir()
    return folder


@pytest.fixture(scope="session")
def result():
    import cenersim as cs

    return cs.run("arm_b", set={**SMALL, "arm.cenersen.duration": "4 d"})


def provenance(folder):
    return json.loads((folder / "provenance.json").read_text())
