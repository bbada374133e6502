"""Reads every data file of a trial with pandas, polars, duckdb and pyarrow at their default settings: no value is lost, types
are those of Dataset-JSON, and CSV, Parquet and Dataset-JSON hold the same. Left out: what the values mean (see derive.py).

    read.py FOLDER          a folder that `cenersim trial ... --trials N` has written
"""

import datetime
import json
import math
import re
import sys
from pathlib import Path

import duckdb
import pandas
import polars
import pyarrow.parquet

DATASETS = ["subjects", "adverse_events", "response", "exposure", "laboratory", "time_to_event"]
# The schema of Dataset-JSON 1.1: what is required, and what may be there.
REQUIRED = {"datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "records", "name", "label", "columns"}
ALLOWED = REQUIRED | {"fileOID", "originator", "sourceSystem", "studyOID", "metaDataVersionOID", "metaDataRef", "rows",
                      "dbLastModifiedDateTime"}
COLUMN_REQUIRED = {"itemOID", "name", "label", "dataType"}
COLUMN_ALLOWED = COLUMN_REQUIRED | {"targetDataType", "length", "displayFormat", "keySequence"}
PYTHON_TYPES = {"integer": int, "double": (int, float), "string": str, "date": str, "datetime": str}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def plain(value, kind):
    """A value as Dataset-JSON has it: None where missing, dates and moments as text."""
    if value is None or value is pandas.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if kind in ("date", "datetime") and not isinstance(value, str):
        text = value.isoformat()
        return text[:10] if kind == "date" else text[:19]
    if kind == "integer" and float(value) == int(value):
        return int(value)
    return float(value) if kind == "double" else value


def differ(value, wanted, exact):
    """Whether two values differ; pandas reads some decimals of CSV with 14 digits or 16 places."""
    if not exact and isinstance(value, float) and isinstance(wanted, float) and math.isfinite(wanted):
        return abs(value - wanted) > 1e-14 * abs(wanted) + 1e-16
    return value != wanted


def same(name, reader, columns, found, expected):
    """Every row and column is what Dataset-JSON says: to the last bit from Parquet, to 14 digits from CSV."""
    names = [column["name"] for column in columns]
    assert list(found) == names, f"{name}, {reader}: expected the columns {names}, found {list(found)}"
    for place, column in enumerate(columns):
        values = [plain(value, column["dataType"]) for value in found[column["name"]]]
        wanted = [plain(row[place], column["dataType"]) for row in expected]
        assert len(values) == len(wanted), f"{name}, {reader}: expected {len(wanted)} rows, found {len(values)}"
        wrong = next((at for at, pair in enumerate(zip(values, wanted)) if differ(*pair, "CSV" not in reader)), None)
        assert wrong is None, (f"{name}, {reader}, column {column['name']}, row {wrong + 1}: expected {wanted[wrong]!r}, "
                               f"found {values[wrong]!r}")


def check_dataset(path):
    """Columns and rows of a file of Dataset-JSON 1.1 that is one."""
    data = json.loads(path.read_text(encoding="utf-8"))
    assert REQUIRED <= data.keys() <= ALLOWED, f"{path}: {data.keys() ^ REQUIRED}"
    assert data["datasetJSONVersion"] == "1.1.0" and MOMENT.fullmatch(data["datasetJSONCreationDateTime"])
    assert data["records"] == len(data["rows"])
    for column in data["columns"]:
        assert COLUMN_REQUIRED <= column.keys() <= COLUMN_ALLOWED, f"{path}: {column}"
        assert column["itemOID"] == f"IT.{data['name']}.{column['name']}" and 0 < len(column["label"]) <= 40
        assert re.fullmatch("[A-Z][A-Z0-9]{0,7}", column["name"]), column
    keys = sorted((column["keySequence"], place) for place, column in enumerate(data["columns"]) if "keySequence" in column)
    assert [key for key, _ in keys] == list(range(1, len(keys) + 1))
    whole = {tuple(row[place] for _, place in keys) for row in data["rows"]}
    assert len(whole) == len(data["rows"]), f"{path}: the keys do not tell the rows apart"
    for row in data["rows"]:
        assert len(row) == len(data["columns"])
        for value, column in zip(row, data["columns"]):
            kind = PYTHON_TYPES[column["dataType"]]
            assert value is None or isinstance(value, kind), f"{path}: {column['name']} has {value!r}"
            assert column["dataType"] != "string" or len(value or "") <= column["length"]
    return data["columns"], data["rows"]


def as_lists(frame):
    return {name: frame[name].to_list() for name in frame.columns}


def read_with_duckdb(path):
    relation = duckdb.sql(f"select * from '{path}'")
    rows = relation.fetchall()
    return {name: [row[place] for row in rows] for place, name in enumerate(relation.columns)}


def readers(stem):
    """Every reader of a data file, at its default settings."""
    csv, parquet = f"{stem}.csv", f"{stem}.parquet"
    return {
        "pandas, CSV": lambda: as_lists(pandas.read_csv(csv)),
        "polars, CSV": lambda: as_lists(polars.read_csv(csv)),
        "duckdb, CSV": lambda: read_with_duckdb(csv),
        "pandas, Parquet": lambda: as_lists(pandas.read_parquet(parquet)),
        "polars, Parquet": lambda: as_lists(polars.read_parquet(parquet)),
        "duckdb, Parquet": lambda: read_with_duckdb(parquet),
        "pyarrow, Parquet": lambda: pyarrow.parquet.read_table(parquet).to_pydict(),
    }


def check_types_of_parquet(path, columns):
    """Integers are integers and dates are dates."""
    wanted = {"integer": pyarrow.types.is_integer, "double": pyarrow.types.is_float64, "date": pyarrow.types.is_date32}
    schema = pyarrow.parquet.read_schema(path)
    for column in columns:
        kind = schema.field(column["name"]).type
        fits = wanted.get(column["dataType"], pyarrow.types.is_string)
        assert fits(kind), f"{path}: expected {column['dataType']} of {column['name']}, found {kind}"


def check_trials(folder):
    """Repeated trials: CSV and Parquet are the same for every reader."""
    table = pyarrow.parquet.read_table(folder / "trials.parquet")
    kinds = {field.name: "string" if pyarrow.types.is_string(field.type) else
             "integer" if pyarrow.types.is_integer(field.type) else "double" for field in table.schema}
    columns = [{"name": name, "dataType": kind} for name, kind in kinds.items()]
    rows = [list(row.values()) for row in table.to_pylist()]
    for reader, read in readers(folder / "trials").items():
        same("trials", reader, columns, read(), rows)
    return len(rows)


def check_tables(folder):
    """Every table is read whole: as many rows for all readers, and numbers where the dictionary says so. They are printed
    with ten digits and no decimal point where none is needed, so polars has to look at all rows."""
    listed = pandas.read_csv(folder / "columns.csv")
    kinds = listed.set_index(["file", "column"])["type"].to_dict()
    paths = sorted((folder / "tables").glob("*.csv"))
    for path in paths:
        frame = pandas.read_csv(path)
        others = [len(polars.read_csv(path, infer_schema_length=None)), len(read_with_duckdb(path)[frame.columns[0]])]
        assert others == [len(frame)] * 2, f"{path}: {len(frame)} rows with pandas, {others} with polars and duckdb"
        for name in frame.columns:
            kind = kinds[(f"tables/{path.name}", name)]
            text = frame[name].dtype == object
            assert not (text and kind.startswith(("integer", "number"))), f"{path}: {name} is {kind} and read as text"
    return len(paths)


def main():
    folder = Path(sys.argv[1])
    values = 0
    for name in DATASETS:
        columns, rows = check_dataset(folder / f"{name}.json")
        check_types_of_parquet(folder / f"{name}.parquet", columns)
        for reader, read in readers(folder / name).items():
            same(name, reader, columns, read(), rows)
        values += len(columns) * len(rows)
    trials = check_trials(folder)
    tables = check_tables(folder)
    print(f"{len(DATASETS)} data sets with {values} values, {trials} repeated trials and {tables} tables are the same "
          "for pandas, polars, duckdb and pyarrow")


if __name__ == "__main__":
    main()
