"""Scenarios and changes of them as TOML, which the same reader checks as it checks a file. Left out: dates, which no scenario has."""

import json
import re
from collections.abc import Mapping

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")


def value(found):
    """A value of Python as TOML; numpy's numbers are numbers."""
    if hasattr(found, "item") and not hasattr(found, "__len__"):
        found = found.item()
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, (int, float)):
        return repr(found)
    if isinstance(found, str):
        return json.dumps(found, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(found, Mapping):
        return "{ " + ", ".join(f"{key(name)} = {value(below)}" for name, below in found.items()) + " }"
    if isinstance(found, (list, tuple)) or hasattr(found, "tolist"):
        return "[" + ", ".join(value(item) for item in getattr(found, "tolist", lambda: found)()) + "]"
    raise TypeError(f"a scenario cannot hold a {type(found).__name__}: expected text, numbers, truths, lists or dicts")


def key(name):
    """A key, in quotes where it needs them."""
    if not isinstance(name, str):
        raise TypeError(f"a key of a scenario cannot be {name!r}: expected text")
    return name if _BARE.match(name) else json.dumps(name, ensure_ascii=False)


def document(scenario):
    """A dict as a scenario: top keys first, then each table."""
    tables = {name: below for name, below in scenario.items() if isinstance(below, Mapping)}
    lines = [f"{key(name)} = {value(below)}" for name, below in scenario.items() if name not in tables]
    for name, table in tables.items():
        lines += ["", f"[{key(name)}]", *(f"{key(part)} = {value(below)}" for part, below in table.items())]
    return "\n".join(lines) + "\n"


def changes(set):
    """``path=value`` for each of a dict; a list of texts stays as it is."""
    if set is None:
        return []
    if isinstance(set, str):
        return [set]
    if isinstance(set, Mapping):
        return [f"{path}={value(found)}" for path, found in set.items()]
    return list(set)
