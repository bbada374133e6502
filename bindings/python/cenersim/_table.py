"""Tables, which any library that knows Arrow reads without a copy."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

_SHOWN = 10


class Table:
    """A table of a result, by columns.

    It has the Arrow PyCapsule interface, so ``pyarrow.table(t)``, ``polars.DataFrame(t)`` and
    ``duckdb.sql("select * from t")`` take it as it is. ``units`` and ``meanings`` say what the columns are.
    """

    def __init__(self, table: Any) -> None:
        self._table = table

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._table.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, column: str) -> list[Any]:
        """The values of a column, None where one is missing."""
        return self._table.column(column)

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    @property
    def columns(self) -> list[str]:
        return self._table.columns

    @property
    def units(self) -> dict[str, str]:
        """Units of the columns that have one."""
        return dict(self._table.units())

    @property
    def meanings(self) -> dict[str, str]:
        """What the columns mean, in a sentence each."""
        return dict(self._table.meanings())

    def to_dict(self) -> dict[str, list[Any]]:
        """Columns as lists; needs no other package."""
        return {name: self[name] for name in self.columns}

    def to_arrow(self) -> pyarrow.Table:
        """As a table of pyarrow, without a copy."""
        import pyarrow

        return pyarrow.table(self)

    def to_polars(self) -> polars.DataFrame:
        """As a data frame of polars."""
        import polars

        return polars.DataFrame(self)

    def to_pandas(self) -> pandas.DataFrame:
        """As a data frame of pandas, with units in ``attrs["units"]``."""
        import pandas

        try:
            frame = self.to_arrow().to_pandas()
        except ImportError:
            frame = pandas.DataFrame(self.to_dict())
        frame.attrs["units"] = self.units
        return frame

    def __repr__(self) -> str:
        named = [f"{name} [{self.units[name]}]" if name in self.units else name for name in self.columns]
        return f"Table of {len(self)} rows: {', '.join(named)}"

    def _repr_html_(self) -> str:
        columns = {name: self[name][:_SHOWN] for name in self.columns}
        head = "".join(_head(name, self.units, self.meanings) for name in columns)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in zip(*columns.values()))
        more = f"<p>{len(self) - _SHOWN} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _head(name, units, meanings):
    unit = f" [{units[name]}]" if name in units else ""
    return f'<th title="{html.escape(meanings.get(name, ""))}">{html.escape(name + unit)}</th>'


def _cell(value):
    shown = "" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
    return f"<td>{html.escape(shown)}</td>"
