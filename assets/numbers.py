#!/usr/bin/env python3
"""Writes the numbers that README.md and docs/*.md quote anew, from results.

    assets/numbers.py FOLDER        results by name, as assets/renew.sh and its parts make them
    assets/numbers.py               only tells marks that nobody knows, and those that no page has

A quoted number stands before its mark, an HTML comment that readers do not see: `6.5<!--cr_A--> %`. A table made of a result stands
between `<!--table NAME-->` and `<!--end-->`. Results that FOLDER lacks leave their numbers as they are, and are told. Left out: the words
between numbers; what has changed is printed, and whoever renews reads these sentences again.
"""

import csv
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
MARK = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)<!--(\w+)-->")
TABLE = re.compile(r"(<!--table (\w+)-->\n).*?(<!--end-->)", re.S)
MINUS = str.maketrans("−", "-")


def rows(path, **wanted):
    """Rows of a CSV file whose columns have these values."""
    with open(path) as file:
        found = [row for row in csv.DictReader(file) if all(row[name] == value for name, value in wanted.items())]
    assert found, f"{path} has no row with {wanted}"
    return found


def table(path, column, form, **wanted):
    """One number of a CSV file."""
    return lambda results: form % float(rows(results / path, **wanted)[0][column])


def leaf(path, keys, form):
    """One number of a JSON file."""
    def read(results):
        value = json.loads((results / path).read_text())
        for key in keys.split("."):
            value = value[key]
        return form % value
    return read


QUALIFIED = "qualification/qualification.csv"


def checks(path, **wanted):
    """Checks of a qualification without those of single published arms, which `published_arms` counts."""
    return [row for row in rows(path, **wanted) if not row["id"].startswith("arm_")]


def counted(**wanted):
    return lambda results: str(len(checks(results / QUALIFIED, **wanted)))


def kept(basis, verdicts):
    """Checks of docs/qualification.csv (size reduced) that rest on this."""
    def count(_results):
        found = checks(HERE / "docs/qualification.csv")
        return str(sum((basis is None or row["basis"] in basis) and row["verdict"] in verdicts for row in found))
    return count


MADE = ["pass", "fail", "borderline"]
SOURCED = ["published", "exact"]


def milestone(name, form, run="run", of="mean"):
    return leaf(f"{run}/summary.json", f"milestones.{name}.{of}", form)


def courses(run, key):
    """How many courses of a run have this response, or relapse."""
    def count(results):
        summary = json.loads((results / run / "summary.json").read_text())
        return str(summary["relapses"] if key == "relapses" else summary["responses"].get(key, 0))
    return count


def inside(result, key="inside"):
    """Published counts of remissions that are meant for calibration, and how many lie inside their interval."""
    return leaf(f"{result}/qualification.json", f"published_arms.{key}", "%d")


def intervals():
    """Marks of differences with their intervals: gain of an arm over A, and the effect of cenersen in 800 pairs."""
    found = {}
    for name, column in [("", "difference"), ("_low", "low"), ("_high", "high")]:
        for arm in "BC":
            where = {"second": arm, "first": "A", "rate": "cr"}
            found[f"gain_{arm}{name}"] = table("compare/tables/differences_rates.csv", column, "%.1f", **where)
        for arm in "ABC":
            form = "%+.1f" if name == "" else "%.1f"
            found[f"wide_{arm}{name}"] = table("pairs_800/tables/headline.csv", column, form, hypothesis="source", arm=arm)
    return found


def effects(results):
    """Effects of cenersen on CR under the hypothesis of the source document, points."""
    where = {"hypothesis": "source", "what": "with less without cenersen"}
    return [float(row["difference"]) for row in rows(results / "compare/tables/headline.csv", **where)]


def known():
    """Every mark with the function that reads its number."""
    found = {f"cr_{arm}": table("compare/tables/rates.csv", "percent", "%.1f", arm=arm, rate="cr") for arm in "ABC"}
    found |= intervals()
    found |= {
        "source_least": lambda results: f"{min(effects(results)):.1f}",
        "source_most": lambda results: f"{max(effects(results)):.1f}",
        "source_null": table("compare/tables/headline.csv", "difference", "%.1f", hypothesis="source", arm="7+3"),
        "checks": counted(),
        "checks_failed": counted(verdict="fail"),
        "arms_counted": inside("qualification", "remission_counts"),
        "arms_inside": inside("qualification"),
        "arms_inside_clinical": inside("arms_clinical"),
        "arms_inside_source": inside("arms_source"),
        "second_remission": table(QUALIFIED, "model", "%.1f", id="second_remission"),
        "platelets_back": table(QUALIFIED, "model", "%.1f", id="platelets_back"),
        "platelets_first": table(QUALIFIED, "model", "%.1f", id="platelets_back_first_line"),
        "reduced_pass": kept(None, ["pass"]),
        "reduced_fail": kept(None, ["fail"]),
        "reduced_borderline": kept(None, ["borderline"]),
        "reduced_not_made": kept(None, ["not modelled"]),
        "reduced_all": kept(None, [*MADE, "not modelled"]),
        "sourced": kept(SOURCED, MADE),
        "sourced_pass": kept(SOURCED, ["pass"]),
        "reasoned": kept(["reasoned"], MADE),
        "reasoned_pass": kept(["reasoned"], ["pass"]),
        "assumed": kept(["assumed"], MADE),
        "assumed_pass": kept(["assumed"], ["pass"]),
        "run_kill": milestone("blast_log_kill", "%.2f"),
        "run_kill_error": milestone("blast_log_kill", "%.2f", of="standard_error"),
        "run_stem": milestone("stem_log_kill", "%.2f"),
        "run_stem_error": milestone("stem_log_kill", "%.2f", of="standard_error"),
        "run_neutrophils": milestone("neutrophils_above_half_day", "%.0f"),
        "run_platelets": milestone("platelets_above_100_day", "%.0f"),
        "run_cr": courses("run", "CR"),
        "run_relapses": courses("run", "relapses"),
        "median_cr": courses("non_responder", "CR"),
        "median_kill": milestone("blast_log_kill", "%.2f", run="non_responder"),
        "trial_cr": lambda results: "%.0f" % trial_total(results, "CR"),
    }
    return found


def trial_total(results, row):
    """Subjects of the trial in the row of this name, all arms together."""
    tables = json.loads((results / "trial/trial.json").read_text())["tables"]
    cells = [cell for one in tables for cell in one["cells"]]
    return next(cell["this_trial"] for cell in cells if cell["row"] == row and cell["column"] == "total")


def headline(results):
    """Effects of cenersen on CR under each hypothesis, and what each predicts for TP53-null leukemia."""
    lines = ["| hypothesis | arm A | arm B | arm C | predicted for TP53 null less wild type, 7 + 3 |", "|---|---|---|---|---|"]
    found = rows(results / "compare/tables/headline.csv")
    for hypothesis in dict.fromkeys(row["hypothesis"] for row in found):
        cells = [interval(row) for row in found if row["hypothesis"] == hypothesis]
        lines.append(f"| `{hypothesis}` | {' | '.join(cells)} |")
    published = next(row["published"] for row in found if row["published"])
    return "\n".join([*lines, f"| published | | | | {published.translate(MINUS)} |"])


def interval(row):
    difference = float(row["difference"])
    sign = "+" if difference > 0 else ""
    return f"{sign}{difference:.1f} ({float(row['low']):.1f} to {float(row['high']):.1f})"


def compared(found):
    """Checks as a table: what, in whom, and the model beside the interval."""
    lines = ["| check | in | model | interval |", "|---|---|---|---|"]
    number = lambda text: f"{float(text):.3g}" if text else ""
    for row in found:
        what = f"{row['what']} ({row['unit']})" if row["unit"] else row["what"]
        low, high = number(row["low"]), number(row["high"])
        lines.append(f"| {what} | {row['setting']} | {number(row['model'])} | {low} to {high} |")
    return "\n".join(lines)


def failing(results):
    return compared(checks(results / QUALIFIED, verdict="fail"))


def daunorubicin(results):
    return compared(row for row in rows(results / QUALIFIED) if "daunorubicin" in row["what"] and row["model"])


def said(result):
    """Verdict and findings as the report of a result says them."""
    def quote(results):
        report = json.loads((results / result / "report.json").read_text())["report"]
        return "\n".join(f"> {sentence}\n>" for sentence in report["verdict"] + report["summary"]).removesuffix("\n>")
    return quote


TABLES = {
    "headline": headline,
    "failing": failing,
    "daunorubicin": daunorubicin,
    "region": lambda results: (results / "region.md").read_text().strip(),
    "design": said("design"),
    "sensitivity": said("sensitivity"),
}


def value(read, results, missing):
    """What a result gives; nothing if it is not there."""
    try:
        return results and read(results)
    except FileNotFoundError as error:
        missing.add(Path(error.filename).relative_to(results).parts[0])


def renewed(page, results, missing):
    """The page with its numbers as they are now; marks that nobody knows end the program."""
    marks = known()

    def number(found):
        if found[2] not in marks:
            sys.exit(f"{page}: nobody knows `{found[2]}`: expected one of {', '.join(marks)}")
        now = value(marks[found[2]], results, missing) or found[1]
        if now != found[1]:
            print(f"{page.name}: {found[2]} was {found[1]} and is {now}")
        return f"{now}<!--{found[2]}-->"

    def whole(found):
        now = value(TABLES[found[2]], results, missing)
        return f"{found[1]}\n{now}\n\n{found[3]}" if now else found[0]

    return TABLE.sub(whole, MARK.sub(number, page.read_text()))


def main():
    results = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    pages, missing = [HERE / "README.md", *sorted((HERE / "docs").glob("*.md"))], set()
    for page in pages:
        page.write_text(renewed(page, results, missing))
    text = "".join(page.read_text() for page in pages)
    idle = [name for name in known() if f"<!--{name}-->" not in text]
    idle += [name for name in TABLES if f"<!--table {name}-->" not in text]
    if idle:
        sys.exit(f"no page has the marks {', '.join(idle)}")
    for name in sorted(missing):
        print(f"kept as they were: numbers of `{name}`, which {results} lacks")


if __name__ == "__main__":
    main()
