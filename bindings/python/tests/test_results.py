"""Values equal the command's, in every library that reads them."""

import csv
import inspect
import json

import cenersim as cs
import pytest
from conftest import SMALL, provenance


def rows(folder, file):
    with open(folder / file, newline="", encoding="utf-8") as text:
        return list(csv.DictReader(text))


def test_a_run_has_the_hash_and_the_curves_of_the_command(result, by_command):
    assert result.result_sha256 == provenance(by_command)["result_sha256"]
    expected = rows(by_command, "curves.csv")
    assert result.curves["value"] == [float(row["value"]) for row in expected]
    assert result.curves["kind"] == [row["kind"] or None for row in expected]
    assert result.curves["replicate"] == [int(row["replicate"]) for row in expected]
    events = rows(by_command, "events.csv")
    assert result.events["amount_mg"] == [float(row["amount_mg"]) if row["amount_mg"] else None for row in events]


def test_the_summary_is_that_of_the_command(result, by_command):
    assert result.summary == json.loads((by_command / "summary.json").read_text())
    assert result.kind == "run"
    assert list(result.tables) == sorted(["columns", "curves", "events"])


def test_columns_say_their_units_and_meanings(result):
    assert result.curves.units["day"] == "d"
    assert result.curves.meanings["kind"].startswith("Kind of cell")
    assert result.events.units["amount_mg"] == "mg"


def test_pandas_polars_pyarrow_and_duckdb_read_the_same_numbers(result):
    duckdb, pyarrow = pytest.importorskip("duckdb"), pytest.importorskip("pyarrow")
    pytest.importorskip("pandas"), pytest.importorskip("polars")
    values, curves = result.curves["value"], result.curves
    frame = curves.to_pandas()
    assert frame["value"].tolist() == values and frame.attrs["units"]["day"] == "d"
    assert frame["kind"].isna().sum() == curves["kind"].count(None)
    assert curves.to_polars()["value"].to_list() == values
    assert pyarrow.table(curves).schema.field("day").metadata[b"unit"] == b"d"
    ((total, kinds),) = duckdb.sql("select sum(value), count(kind) from curves").fetchall()
    assert total == pytest.approx(sum(values), rel=1e-12) and kinds == len(values) - curves["kind"].count(None)


def test_what_is_handed_over_is_not_copied(result):
    pyarrow = pytest.importorskip("pyarrow")
    first, second = (pyarrow.table(result.curves)["value"].chunk(0).buffers()[1].address for _ in range(2))
    assert first == second


def test_a_saved_folder_is_the_one_of_the_command(result, by_command, tmp_path):
    saved = tmp_path / by_command.name
    result.save(saved)
    files = lambda folder: {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files(saved) == files(by_command)
    says = lambda folder: {key: json.loads((folder / "report.json").read_text())["report"][key] for key in ("verdict", "summary")}
    assert says(saved) == says(by_command) and len(says(saved)["verdict"]) == 2
    for file in files(saved) - {"provenance.json", "report.html", "report.json"}:
        same = (saved / file).read_bytes() == (by_command / file).read_bytes()
        # A figure names the commit that has drawn it.
        assert same or file.startswith("figures/"), file
    with pytest.raises(cs.CenersimError, match="is there already"):
        result.save(saved)


def test_figures_show_themselves_in_notebooks(result, tmp_path):
    figure = result.figures["population"]
    assert figure._repr_svg_().startswith("<svg") and figure.title and figure.alt
    figure.save(tmp_path / "population.png", width=640, height=360)
    header = (tmp_path / "population.png").read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n" and header[16:24] == (640).to_bytes(4, "big") + (360).to_bytes(4, "big")
    assert figure.svg in result._repr_html_() and "<table>" in result.events._repr_html_()
    with pytest.raises(KeyError, match="population"):
        result.figures["populations"]
    with pytest.raises(ValueError, match=".svg or .png"):
        figure.save("population.pdf")


def test_a_comparison_and_a_trial_have_their_tables_by_name():
    compared = cs.compare("phase2_arms", patients=3, attribution=0, pairs=0, set={**SMALL, "simulation.replicates": 1})
    assert len(compared.patients) == 9 and set(compared.patients["arm"]) == {"A", "B", "C"}
    assert {"rates", "differences_rates", "survival"} <= set(compared.tables)
    assert compared.curves.units["day"] == "d" and "q50" in compared.curves
    assert "rates" in dir(compared)
    with pytest.raises(AttributeError, match="patients"):
        compared.patient
    conducted = cs.trial(pairs=0, set={"simulation.agents_per_class": 8, "trial.follow_up": "60 d"})
    assert len(conducted.subjects) == 53 and "response" in conducted.figures


def test_results_do_not_depend_on_threads(result):
    one = cs.run("arm_b", set={**SMALL, "arm.cenersen.duration": "4 d"}, threads=1)
    assert one.result_sha256 == result.result_sha256


def test_patients_can_be_listed_changed_and_taken():
    pandas = pytest.importorskip("pandas")
    listed = cs.patients(2).to_pandas()
    listed["name"] = ["Anna", "Bert"]
    listed["weight [kg]"] = [58.5, 92.0]
    taken = cs.run("arm_b", patients_from=listed, set={**SMALL, "simulation.replicates": 1})
    assert taken.name == "arm_b_patients"
    doses = taken.events.to_pandas().query("event == 'dose' and drug == 'cenersen'")
    assert doses.amount_mg.tolist() == pytest.approx([58.5 * 0.1 * 168, 92.0 * 0.1 * 168])
    assert isinstance(listed, pandas.DataFrame)


def test_the_ledger_has_units_and_grades():
    assert cs.parameters("lc50")["grade"][0] in {"A", "B", "C", "Source"}
    ledger = cs.parameters(grade="C")
    assert len(ledger) > 50 and set(ledger["grade"]) == {"C"}


def test_functions_say_what_they_return_with_units():
    functions = [function for name in cs.__all__ if inspect.isfunction(function := getattr(cs, name))]
    assert len(functions) > 10
    for function in functions:
        assert len(inspect.getdoc(function) or "") > 40, function
        assert "return" in function.__annotations__, function
    said = inspect.getdoc(cs.run)
    assert all(unit in said for unit in ["[d]", "[mg]", "[10^9/L]"])


def test_shipped_scenarios_can_be_checked_by_name():
    assert {"arm_b", "phase2", "seven_and_three"} <= set(cs.scenarios())
    assert "seven_and_three" in cs.scenarios("protocols/")
    assert "1260" in cs.check("arm_b")
