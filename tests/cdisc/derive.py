"""Derivations that programmers of clinical data do with every trial (in R those of admiral), done again with pandas and
lifelines: the files agree with their own dates, flags, grades and curves. Left out: that files are read right (see read.py).

    derive.py FOLDER
"""

import json
import sys
from pathlib import Path

import lifelines
import numpy
import pandas


def study_day(date, start):
    """As admiral::derive_vars_dy: no day 0."""
    days = (date - start).dt.days
    return days + (days >= 0)


def load(folder, name):
    """A data set with its dates as dates, as Dataset-JSON declares them."""
    columns = json.loads((folder / f"{name}.json").read_text())["columns"]
    dates = [column["name"] for column in columns if column["dataType"] in ("date", "datetime")]
    return pandas.read_csv(folder / f"{name}.csv", parse_dates=dates)


def equal(found, expected, what):
    found, expected = pandas.Series(found).reset_index(drop=True), pandas.Series(expected).reset_index(drop=True)
    wrong = ~((found == expected) | (found.isna() & expected.isna()))
    assert not wrong.any(), f"{what}: {int(wrong.sum())} of {len(wrong)} differ, first {found[wrong].iloc[0]!r} for {expected[wrong].iloc[0]!r}"


def check_days(data):
    """Study days follow from dates, and dates of the start are those of ADSL."""
    start = data["subjects"].set_index("USUBJID")["TRTSDT"]
    pairs = {
        "subjects": [("DTHDY", "DTHDT"), ("EOSDY", "EOSDT")],
        "adverse_events": [("ASTDY", "ASTDT")],
        "response": [("ADY", "ADT")],
        "exposure": [("EXSTDY", "EXSTDTC"), ("EXENDY", "EXENDTC")],
        "laboratory": [("ADY", "ADT")],
        "time_to_event": [("ADY", "ADT")],
    }
    for name, of_name in pairs.items():
        frame = data[name]
        begun = frame["USUBJID"].map(start)
        for day, date in of_name:
            dated = frame[date].notna()
            equal(frame[day][dated], study_day(frame[date][dated].dt.normalize(), begun[dated]), f"{name}.{day}")
            assert frame[day][~dated].isna().all(), f"{name}.{day} without a date"


def check_subjects(data):
    """ADSL from EX and from the other files: first and last dose, deaths, arms."""
    subjects, exposure = data["subjects"].set_index("USUBJID"), data["exposure"]
    doses = exposure.groupby("USUBJID").agg(first=("EXSTDTC", "min"), last=("EXENDTC", "max")).reindex(subjects.index)
    equal(subjects["RFSTDTC"], doses["first"], "RFSTDTC")
    equal(subjects["TRTSDT"], doses["first"].dt.normalize(), "TRTSDT")
    equal(subjects["TRTEDT"], doses["last"].dt.normalize(), "TRTEDT")
    assert subjects.groupby("ARM")["ARMCD"].nunique().eq(1).all() and subjects["ARM"].nunique() == subjects["ARMCD"].nunique()
    equal(subjects["AGE"], numpy.floor(subjects["AGEEXACT"]).astype(int), "AGE")
    equal(subjects["DTHFL"], subjects["DTHDT"].notna().map({True: "Y", False: "N"}), "DTHFL")


def check_adverse_events(data):
    """TRTEMFL as admiral::derive_var_trtemfl; deaths by an event are those of ADSL."""
    events, subjects = data["adverse_events"], data["subjects"].set_index("USUBJID")
    emergent = (events["ASTDT"] >= events["TRTSDT"]).map({True: "Y", False: "N"})
    equal(events["TRTEMFL"], emergent, "TRTEMFL")
    fatal = events[events["AESDTH"] == "Y"].set_index("USUBJID")
    equal(fatal["AENDT"], subjects["DTHDT"].reindex(fatal.index), "AENDT")
    assert fatal["AETOXGR"].eq(5).all() and events[events["AESDTH"] == "N"]["AETOXGR"].eq(3).all()
    assert set(fatal.index) == set(subjects.index[subjects["DTHCAUS"].isin(["infection", "bleeding"])])


def check_laboratory(data):
    """Baseline, grades of CTCAE 5.0 as admiral::derive_var_atoxgr_dir, and days of cytopenia from daily counts."""
    counts, subjects = data["laboratory"], data["subjects"].set_index("USUBJID")
    first = counts.sort_values("ADT").groupby(["USUBJID", "PARAMCD"]).head(1)
    assert first["ABLFL"].eq("Y").all() and counts["ABLFL"].notna().sum() == len(first)
    limits = {"NEUT": [2.0, 1.5, 1.0, 0.5], "PLAT": [150, 75, 50, 25], "WBC": [4.0, 3.0, 2.0, 1.0]}
    for code, below in limits.items():
        of_code = counts[counts["PARAMCD"] == code]
        equal(of_code["ATOXGRL"], sum((of_code["AVAL"] < limit).astype(int) for limit in below), code)
    # Counts of once a day: a crossing is found to a tenth of a day where the model, with more points, has it exactly.
    for code, limit, name in [("NEUT", 0.5, "NEUTDUR"), ("PLAT", 50.0, "PLATDUR")]:
        window = counts[(counts["PARAMCD"] == code) & (counts["ANL01FL"] == "Y")]
        days = window.groupby("USUBJID")[["ADY", "AVAL"]].apply(lambda one: days_below(one["ADY"], one["AVAL"], limit))
        whole = window.groupby("USUBJID")["ADY"].max() == window["ADY"].max()
        off = (days - subjects[name].reindex(days.index))[whole].abs()
        assert off.max() < 0.1, f"{name}: {off.idxmax()} is off by {off.max()} d"


def days_below(days, counts, limit):
    """Days below a limit on straight lines between counts."""
    days, counts = numpy.asarray(days, float), numpy.asarray(counts, float)
    low, high = counts[:-1], counts[1:]
    with numpy.errstate(divide="ignore", invalid="ignore"):
        crossed = numpy.clip((limit - numpy.minimum(low, high)) / numpy.abs(high - low), 0.0, 1.0)
    share = numpy.where(low == high, (low < limit).astype(float), crossed)
    return float((share * numpy.diff(days)).sum())


def check_responses(data):
    """Rates and best responses of ADRS are those of ADSL."""
    responses, subjects = data["response"], data["subjects"].set_index("USUBJID")
    best = responses[responses["PARAMCD"] == "BOR"].set_index("USUBJID")
    equal(best["AVALC"].reindex(subjects.index), subjects["BESTRESP"], "BOR")
    assert best["ANL01FL"].eq("Y").all()
    order = best.drop_duplicates("AVALC").sort_values("AVAL")["AVALC"].tolist()
    known = ["CR", "CRp", "CRi", "MLFS", "PR", "resistant disease", "early death", "not evaluable"]
    assert order == [name for name in known if name in order], order
    complete = responses[(responses["PARAMCD"] == "CR") & (responses["AVALC"] == "Y")]
    assert len(complete) == subjects["BESTRESP"].eq("CR").sum() and complete["ADT"].notna().all()
    # On the day of a CR the counts are those of a CR and not of an earlier CRp, and the last marrow is clear (Cheson 2003).
    counts = data["laboratory"].pivot(index=["USUBJID", "ADT"], columns="PARAMCD", values="AVAL")
    found = counts.reindex(pandas.MultiIndex.from_frame(complete[["USUBJID", "ADT"]]))
    assert (found["NEUT"] >= 1.0).all() and (found["PLAT"] >= 100.0).all(), found
    marrows = responses[responses["PARAMCD"] == "BLAST"][["USUBJID", "ADT", "AVAL"]].sort_values("ADT")
    last = pandas.merge_asof(complete[["USUBJID", "ADT"]].sort_values("ADT"), marrows, on="ADT", by="USUBJID")
    assert (last["AVAL"] < 5.0).all(), last


def check_times(data, folder):
    """AVAL as admiral::derive_vars_duration; curves of lifelines are those of the report."""
    times, subjects = data["time_to_event"], data["subjects"].set_index("USUBJID")
    equal(times["AVAL"], (times["ADT"] - times["STARTDT"]).dt.days + 1, "AVAL")
    assert (times["AVAL"] - times["AVALEXCT"]).between(-1e-9, 2).all()
    death = times[times["PARAMCD"] == "OS"].set_index("USUBJID")
    equal(death["ADT"].where(death["CNSR"] == 0), subjects["DTHDT"].reindex(death.index), "ADT of OS")
    curves = pandas.read_csv(folder / "tables/survival_curves.csv")
    for (code, arm), steps in curves[curves["arm"] != "total"].groupby(["endpoint", "arm"]):
        of_arm = times[(times["PARAMCD"] == code) & (times["ARMCD"] == arm)]
        fit = lifelines.KaplanMeierFitter().fit(of_arm["AVALEXCT"], of_arm["CNSR"] == 0)
        # Tables have ten digits: a step is looked for half a millionth of a day later.
        found = fit.survival_function_at_times(steps["day"] + 5e-7).to_numpy()
        assert numpy.abs(100 * found - steps["survival"]).max() < 1e-6, (code, arm)
    cox = death.assign(event=death["CNSR"] == 0, arm=(death["ARMCD"] == death["ARMCD"].iloc[0]).astype(int))
    lifelines.CoxPHFitter().fit(cox[["AVAL", "event", "arm"]], "AVAL", "event")


def main():
    folder = Path(sys.argv[1])
    names = ["subjects", "adverse_events", "response", "exposure", "laboratory", "time_to_event"]
    data = {name: load(folder, name) for name in names}
    check_days(data)
    check_subjects(data)
    check_adverse_events(data)
    check_laboratory(data)
    check_responses(data)
    check_times(data, folder)
    print("days, first and last doses, emergent events, grades, days of cytopenia, best responses and curves agree")


if __name__ == "__main__":
    main()
