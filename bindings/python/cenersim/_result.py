"""Results: tables, figures, sentences, and the folder that the command would have written."""

from __future__ import annotations

import html
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, Union


from ._errors import CenersimError
from ._table import Table

Item = TypeVar("Item")
PathLike = Union[str, "os.PathLike[str]"]


class Figure:
    """A figure, which notebooks show by themselves."""

    def __init__(self, analysis: Any, name: str, title: str) -> None:
        self._analysis = analysis
        self.name = name
        self.title = title

    @property
    def alt(self) -> str:
        """What it shows in words and numbers."""
        return self._analysis.alt(self.name)

    @property
    def svg(self) -> str:
        """An SVG document."""
        return self._analysis.svg(self.name)

    def png(self, width: int | None = None, height: int | None = None) -> bytes:
        """As pixels (px), 1920 x 1080 unless the analysis was asked for another size."""
        return self._analysis.png(self.name, width, height)

    def save(self, path: PathLike, width: int | None = None, height: int | None = None) -> None:
        """Writes it to a file that ends with .svg or .png."""
        path = os.fspath(path)
        if path.endswith(".svg"):
            content = self.svg.encode()
        elif path.endswith(".png"):
            content = self.png(width, height)
        else:
            raise ValueError(f"a figure cannot be saved as `{path}`: expected a name that ends with .svg or .png")
        with open(path, "wb") as file:
            file.write(content)

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_png_(self) -> bytes:
        return self.png()

    def __repr__(self) -> str:
        return f"Figure {self.name}: {self.title}"


class _Lazy(Mapping[str, Item]):
    """Names in order, each with something that is made when somebody asks for it, once."""

    def __init__(self, what: str, names: Mapping[str, str], make: Callable[[str], Item]) -> None:
        self._what, self._names, self._make = what, names, make
        self._made: dict[str, Item] = {}

    def __getitem__(self, name: str) -> Item:
        if name not in self._names:
            raise KeyError(f"no {self._what} is named `{name}`: expected one of `{'`, `'.join(self._names)}`")
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"{self._what}s: {', '.join(self._names)}"


class Result:
    """The result of an analysis.

    ``tables`` and ``figures`` have everything by name; each table is also an attribute (``result.curves``).
    """

    def __init__(self, analysis: Any, workspace: Any) -> None:
        # The workspace holds the data files as long as there is the result.
        self._analysis, self._workspace = analysis, workspace
        files = analysis.tables()
        self.tables: Mapping[str, Table] = _Lazy("table", files, lambda name: Table(analysis.table(files[name])))
        titles = dict(analysis.figures())
        self.figures: Mapping[str, Figure] = _Lazy("figure", titles, lambda name: Figure(analysis, name, titles[name]))

    def __getattr__(self, name: str) -> Table:
        if name.startswith("_") or name not in self.tables:
            raise AttributeError(f"a {self.kind} has no `{name}`: expected one of {', '.join(self.__dir__())}")
        return self.tables[name]

    def __dir__(self) -> list[str]:
        own = [name for name in super().__dir__() if not name.startswith("_")]
        return [*own, *(name for name in self.tables if name.isidentifier())]

    @property
    def kind(self) -> str:
        """Such as run or comparison."""
        return self._analysis.kind

    @property
    def name(self) -> str:
        """What the command would call its folder."""
        return self._analysis.name

    @property
    def summary(self) -> dict[str, Any]:
        """The results as JSON has them; of a run those of ``summary.json``."""
        text = self._analysis.json
        return json.loads(text if text else self._read("summary.json"))

    @property
    def verdict(self) -> str:
        """What follows, in two sentences that claim no more than the intervals allow."""
        return self._analysis.verdict

    @property
    def provenance(self) -> dict[str, Any]:
        """Version, commit, seed, hashes, and the command that makes the result again."""
        return json.loads(self._read("provenance.json"))

    @property
    def result_sha256(self) -> str:
        """The fingerprint: the same as that of the command with the same scenario, seed and options."""
        return self.provenance["result_sha256"]

    @property
    def plan(self) -> str:
        """What was done, as the command says beforehand."""
        return self._workspace.named(self._analysis.plan)

    @property
    def notes(self) -> list[str]:
        """What of the scenario is hardly meant."""
        return [self._workspace.named(note) for note in self._analysis.notes]

    @property
    def failed(self) -> list[str]:
        """Whose simulations failed, and what that means for the result."""
        return self._analysis.failed

    def report(self) -> str:
        """The report, an HTML page that needs no other file."""
        return self._analysis.report()

    def save(self, folder: PathLike, overwrite: bool = False) -> str:
        """Writes the folder that the command would have written: data, tables, figures, report and provenance."""
        folder = os.fspath(folder)
        if os.path.exists(folder) and not overwrite:
            raise CenersimError(f"`{folder}` is there already: expected a new name, or overwrite=True")
        shutil.copytree(self._analysis.folder, folder, dirs_exist_ok=True)
        figures = os.path.join(folder, "figures")
        os.makedirs(figures, exist_ok=True)
        for figure in self.figures.values():
            figure.save(os.path.join(figures, f"{figure.name}.svg"))
            figure.save(os.path.join(figures, f"{figure.name}.png"))
        with open(os.path.join(folder, "report.html"), "w", encoding="utf-8") as file:
            file.write(self.report())
        return folder

    def _read(self, name):
        with open(os.path.join(self._analysis.folder, name), encoding="utf-8") as file:
            return file.read()

    def __repr__(self) -> str:
        return f"cenersim {self.kind} `{self.name}`\n\n{self._analysis.terminal}"

    def _repr_html_(self) -> str:
        first = next(iter(self.figures.values()), None)
        shown = f"<figure>{first.svg}</figure>" if first else ""
        return f"{shown}<pre>{html.escape(self._analysis.terminal)}</pre>"
