"""Scenarios as an editor sees them: python3 tests/editor/check.py CENERSIM TOMBI

Tombi, a language server for TOML, reads every shipped scenario and a new one without a word, takes the units that the
program takes, and of a slip marks its line alone, with what is wrong there: a typo inside one drug does not mark the whole
arm. Prints one line for each check and ends with 1 if any has failed. Left out: other editors, and completion.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = "scenario.schema.json"

# A line that is wrong, marked with <, and what is said of it.
SLIPS = {
    "a key of a drug": ('[arm.cenersen]\nrate = "0.1 mg/kg/h"\ndurration = "7 d" <\n', '"durration"'),
    "a key of one of several schedules": ('[[arm.cytarabine]]\ndose = "1 g/m2"\n[[arm.cytarabine]]\ndosse = "1 g/m2" <\n', '"dosse"'),
    "a drug": ('[arm.idarubicn] <\ndose = "12 mg/m2"\n', '"idarubicn"'),
    "a key of one of several arms": ('[[arm]]\nname = "A"\nnmae = "B" <\n', '"nmae"'),
    "a table": ('[simulatoin] <\nhorizon = "45 d"\n', '"simulatoin"'),
    "a unit": ('[arm.idarubicin]\ndose = "12 mgg/m2" <\ndays = [1, 2, 3]\n', '"12 mgg/m2"'),
    "a dimension": ('[arm.idarubicin]\ndays = [1, 2, 3]\ninfusion = "30 mg" <\n', '"30 mg"'),
    "days": ('[arm.idarubicin]\ndays = "Monday" <\n', '"Monday"'),
    "a blood count": (
        '[[arm.course]]\nhold_until = { platelets = "100 mg/L", at_most = "14 d" } <\n',
        '"100 mg/L"',
    ),
    "a key of a band": ('[arm.cytarabine]\nolder = [{ from_age = "60 y", dosse = "1 g/m2" }] <\n', '"dosse"'),
    "a cap": ('[arm]\nbody_surface_at_most = "2 mg" <\n', '"2 mg"'),
    "a parameter": ('[parameters.cenersen]\npotencyy = "1 pmol/mg" <\n', '"potencyy"'),
}
UNITS = {
    "dose": ["12 mg/m2", "12mg/m²", "12 mg/m^2", "12000 µg/m2", "12000 μg/m²", "12000 mcg/m2", "0.012 g / m2"],
    "maximum": ["24 mg", "0.024 g", "10 mg/h", "240 mg / d"],
    "infusion": ["900 s", "30 min", "1 hr", "2 hours", "0.5 h", "1 day"],
}
DAYS = ["[1, 3, 5]", "[-1, 0, 1]", '"1-7"', '"1-3, 5"']


def faults(tombi, files):
    """What is said: path, line and message of each fault."""
    command = [tombi, "lint", "--offline", "--quiet", "--diagnostics-format", "json", "--diagnostics-file", "/dev/stdout"]
    said = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    found = json.loads(said.stdout or "[]")
    if (said.returncode != 0) != bool(found):
        sys.exit(f"tombi: exit code {said.returncode}: {said.stderr}")
    return [(fault["path"], fault["range"]["start"]["line"], fault["message"]) for fault in found]


def checks(program, tombi, folder):
    """The name of each check and what is wrong, if anything."""
    shipped = sorted((HERE / "scenarios").rglob("*.toml"))
    yield f"{len(shipped)} shipped scenarios", faults(tombi, shipped)

    subprocess.run([program, "new", "mine"], cwd=folder, check=True, capture_output=True)
    yield "a new scenario", faults(tombi, [folder / "mine.toml"])

    def written(text):
        file = folder / "scenario.toml"
        file.write_text(f'#:schema ./{SCHEMA}\ntitle = "A slip"\n{text}', encoding="utf-8")
        return [file]

    for key, values in UNITS.items():
        for value in values:
            yield f"{key} = {value}", faults(tombi, written(f'[arm.idarubicin]\n{key} = "{value}"\n'))

    for days in DAYS:
        yield f"days = {days}", faults(tombi, written(f"[arm.idarubicin]\ndays = {days}\n"))

    for name, (text, expected) in SLIPS.items():
        line = next(number for number, line in enumerate(text.splitlines(), 3) if line.endswith(" <"))
        found = faults(tombi, written(text.replace(" <\n", "\n")))
        right = len(found) == 1 and found[0][1] == line and found[0][2].startswith(expected)
        yield f"a slip in {name}", [] if right else found or ["nothing is said"]


def main():
    program, tombi = (str(pathlib.Path(path).absolute()) for path in sys.argv[1:])
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, wrong in checks(program, tombi, pathlib.Path(folder)):
            failed += bool(wrong)
            print(f"FAILED  {name}: {wrong}" if wrong else f"ok      {name}")
    sys.exit(failed > 0)


main()
