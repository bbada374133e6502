"""Arguments of Python as options of the command, which alone knows what they mean and what is wrong with them."""

import os
import tempfile
from collections.abc import Mapping

from . import _toml


class Workspace:
    """A folder for what is handed over as text, and for results; it goes when nobody needs it."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="cenersim_")
        self.path = self._folder.name
        self.output = os.path.join(self.path, "output")

    def write(self, name, text):
        path = os.path.join(self.path, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def named(self, text):
        """A sentence without the folder."""
        return text.replace(self.path + os.sep, "")

    def scenario(self, scenario, number=0):
        """The path of a scenario that is given by shipped name, path, text (with line breaks) or dict."""
        name = f"scenario_{number + 1}.toml" if number else "scenario.toml"
        if isinstance(scenario, Mapping):
            return self.write(name, _toml.document(scenario))
        if isinstance(scenario, str) and "\n" in scenario:
            return self.write(name, scenario)
        return os.fspath(scenario)

    def patients(self, patients):
        """The path of a list of patients: a path, CSV as text, or a data frame."""
        if isinstance(patients, str) and "\n" in patients:
            return self.write("patients.csv", patients)
        if hasattr(patients, "to_csv"):
            return self.write("patients.csv", patients.to_csv(index=False))
        if hasattr(patients, "write_csv"):
            return self.write("patients.csv", patients.write_csv())
        return os.fspath(patients)


def options(given):
    """``{"until_se": 0.01}`` is ``--until-se 0.01``; what is None or False is left out, a list is as many options."""
    found = []
    for name, value in given.items():
        option = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            found.append(option)
            continue
        for one in value if isinstance(value, (list, tuple)) else [value]:
            # One argument, so that a value may begin with a dash.
            found.append(f"{option}={text(one)}")
    return found


def text(value):
    """A number with all its digits, and anything else as it is written."""
    return repr(float(value)) if isinstance(value, float) else str(value)
