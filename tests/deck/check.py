"""Opens decks as their readers do: with python-pptx (every part, note, alternative text, table and title), and with LibreOffice, which
makes pages of them, on which no text may be cut or run out of its page.

    python tests/deck/check.py PROGRAM [RESULT...] [--pictures FOLDER]

Makes a deck with every section of each result, of the first one also light, dark and on a template, and decks of seven arms with long
names. Without a result it makes one of every kind at small size, which takes minutes.
"""

import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.util import Emu

ROOT = pathlib.Path(__file__).resolve().parents[2]
SMALL = ["--set", "simulation.agents_per_class=8", "--quiet"]
KINDS = {
    "run": ["run", "scenarios/arm_b.toml", "--set", "simulation.replicates=2"],
    "compare": ["compare", "scenarios/phase2_arms.toml", "--patients", "6", "--attribution", "2", "--pairs", "4"],
    "trial": ["trial", "scenarios/phase2.toml", "--pairs", "4"],
    "sensitivity": ["sensitivity", "scenarios/sensitivity.toml", "--set", "sensitivity.patients=2", "--set",
                    "sensitivity.trajectories=4", "--set", "sensitivity.rows=16"],
    "calibrate": ["calibrate", "scenarios/calibration.toml", "--set", "calibration.generations=2", "--set",
                  "calibration.draws=64", "--set", "calibration.trials=1"],
    "design": ["design", "scenarios/next_trial.toml", "--set", "design.draws=10", "--set", "design.patients_per_draw=2", "--set",
               "design.trials=200"],
    "qualify": ["qualify", "--size", "reduced"],
}
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def call(*command):
    done = subprocess.run(list(map(str, command)), cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def seven_arms(folder):
    """A scenario of seven arms whose names are long."""
    arm = """
[[arm]]
name = "Cenersen {day} d with idarubicin and intermediate-dose cytarabine, arm number {day}"
cenersen = {{ rate = "0.1 mg/kg/h", start = "0 h", duration = "{day} d" }}
idarubicin = {{ dose = "12 mg/m2", start = "24 h", days = [1, 2, 3], infusion = "15 min" }}
cytarabine = {{ dose = "0.5 g/m2", start = "24 h", days = [1, 2, 3], infusion = "2 h" }}
"""
    head = f'extends = "{ROOT}/scenarios/arm_b.toml"\ntitle = "Seven arms whose names do not fit on a line of a slide"\n'
    scenario = folder / "seven_arms.toml"
    scenario.write_text(head + "".join(arm.format(day=day) for day in range(1, 8)))
    return scenario


def template(folder):
    """A template of another size with colors, fonts and slides of its own."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Emu(9144000), Emu(6858000)
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "A slide of the template"
    slide.notes_slide.notes_text_frame.text = "Its notes"
    path = folder / "template.pptx"
    presentation.save(path)
    return path


def parts_are_sound(path):
    """Relations lead to parts, every part has a type, ids are unique, and the order of children is that of the schema."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, path
        names = archive.namelist()
        assert len(names) == len(set(names)), f"{path}: a part twice"
        types = etree.fromstring(archive.read("[Content_Types].xml"))
        endings = {node.get("Extension") for node in types if node.tag.endswith("Default")}
        own = {node.get("PartName").lstrip("/") for node in types if node.tag.endswith("Override")}
        assert own <= set(names), f"{path}: types of parts that are not there: {own - set(names)}"
        for name in names:
            if name == "[Content_Types].xml":
                continue
            assert name in own or name.rsplit(".", 1)[-1] in endings, f"{path}: {name} has no type"
            if not name.endswith((".xml", ".rels")):
                continue
            tree = etree.fromstring(archive.read(name))
            if name.endswith(".rels"):
                relations_lead_somewhere(path, name, tree, names)
            else:
                used = {value for node in tree.iter() for key, value in node.attrib.items() if key.startswith(R)}
                folder, _, file = name.rpartition("/")
                of = f"{folder}/_rels/{file}.rels"
                known = {node.get("Id") for node in etree.fromstring(archive.read(of))} if of in names else set()
                assert used <= known, f"{path}: {name} refers to {used - known}"
            if name.startswith("ppt/slides/slide"):
                shapes_are_sound(path, name, tree)
        main = etree.fromstring(archive.read("ppt/presentation.xml"))
        order = [etree.QName(node).localname for node in main]
        expected = ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst", "sldIdLst", "sldSz", "notesSz"]
        assert [name for name in order if name in expected] == [name for name in expected if name in order], order
        ids = [int(node.get("id")) for node in main.iter(f"{P}sldId")]
        assert len(ids) == len(set(ids)) and min(ids) >= 256, ids


def relations_lead_somewhere(path, name, tree, names):
    ids = [node.get("Id") for node in tree]
    assert len(ids) == len(set(ids)), f"{path}: {name}: an id twice"
    for node in tree:
        target = node.get("Target")
        base = name.replace("_rels/", "").rsplit("/", 1)[0] if "/" in name.replace("_rels/", "") else ""
        whole = target.lstrip("/") if target.startswith("/") else str(pathlib.PurePosixPath(base, target))
        assert node.get("TargetMode") == "External" or whole in names or ".." in whole, f"{path}: {name}: {target}"


# Children of the elements that the program writes, in the order of ECMA-376, part 1.
ORDER = {
    f"{P}sld": ["cSld", "clrMapOvr"],
    f"{P}sp": ["nvSpPr", "spPr", "txBody"],
    f"{P}pic": ["nvPicPr", "blipFill", "spPr"],
    f"{P}graphicFrame": ["nvGraphicFramePr", "xfrm", "graphic"],
    f"{P}txBody": ["bodyPr", "lstStyle", "p"],
    f"{A}txBody": ["bodyPr", "lstStyle", "p"],
    f"{A}tbl": ["tblPr", "tblGrid", "tr"],
    f"{A}tc": ["txBody", "tcPr"],
    f"{A}tcPr": ["lnL", "lnR", "lnT", "lnB", "noFill"],
    f"{A}p": ["pPr", "r", "fld", "endParaRPr"],
}


def shapes_are_sound(path, name, tree):
    ids = [node.get("id") for node in tree.iter(f"{P}cNvPr")]
    assert len(ids) == len(set(ids)), f"{path}: {name}: ids {ids}"
    for node in tree.iter():
        order = ORDER.get(node.tag)
        if order:
            found = [order.index(etree.QName(child).localname) for child in node]
            assert found == sorted(found), f"{path}: {name}: {node.tag} {found}"
    for table in tree.iter(f"{A}tbl"):
        columns = len(table.find(f"{A}tblGrid"))
        assert all(len(row.findall(f"{A}tc")) == columns for row in table.iter(f"{A}tr")), f"{path}: {name}: a ragged table"


def opens(path):
    """Titles, notes, alternative texts and tables, as python-pptx reads them; the texts of each slide are returned."""
    presentation = Presentation(path)
    width, height = presentation.slide_width, presentation.slide_height
    titles, texts = [], []
    for number, slide in enumerate(presentation.slides, 1):
        title = slide.shapes.title
        assert title is not None and title.text.strip(), f"{path}: slide {number} has no title"
        titles.append(title.text)
        assert slide.has_notes_slide, f"{path}: slide {number} has no notes"
        notes = slide.notes_slide.notes_text_frame.text
        assert len(notes) > 20, f"{path}: slide {number}: notes `{notes}`"
        said = []
        for shape in slide.shapes:
            inside = 0 <= shape.left and 0 <= shape.top and shape.left + shape.width <= width and shape.top + shape.height <= height
            assert inside, f"{path}: slide {number}: {shape.name} is outside of the slide"
            described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
            if shape.shape_type == MSO_SHAPE_TYPE.PICTURE:
                assert described and len(described) > 20, f"{path}: slide {number}: {shape.name}: `{described}`"
                assert "svgBlip" in etree.tostring(shape._element).decode(), f"{path}: slide {number}: no vectors"
            if shape.has_text_frame and shape.is_placeholder:
                if shape.placeholder_format.type != PP_PLACEHOLDER.SLIDE_NUMBER:
                    said.append(shape.text_frame.text)
            if shape.has_table:
                assert described, f"{path}: slide {number}: a table without alternative text"
                said += [cell.text for row in shape.table.rows for cell in row.cells]
        texts.append(said)
    assert len(titles) == len(set(titles)), f"{path}: titles {sorted(titles)}"
    return texts


def pages(path, texts, pictures):
    """Makes pages with LibreOffice; every word of every slide is on its page, no word is outside of it, and no text is cut."""
    pdf = path.with_suffix(".pdf")
    profile = f"-env:UserInstallation=file://{path.parent}/office"
    call("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", path.parent, path)
    layout = call("pdftotext", "-bbox", pdf, "-")
    found = re.split(r"<page ", layout)[1:]
    assert len(found) == len(texts), f"{path}: {len(found)} pages of {len(texts)} slides"
    for number, (page, said) in enumerate(zip(found, texts), 1):
        width, height = (float(re.search(rf'{name}="([\d.]+)"', page)[1]) for name in ("width", "height"))
        words = re.findall(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', page)
        for left, top, right, bottom, word in words:
            inside = float(left) >= -1 and float(top) >= -1 and float(right) <= width + 1 and float(bottom) <= height + 1
            assert inside, f"{path}: slide {number}: `{word}` is outside of its page"
        shown = letters("".join(re.sub(r"&(amp|lt|gt|quot|apos|#39);", unescaped, word) for *_, word in words))
        for text in said:
            assert "…" not in text, f"{path}: slide {number}: `{text}` is cut"
            for word in text.split():
                assert letters(word) in shown, f"{path}: slide {number}: `{word}` of `{text}` is not shown"
    if pictures:
        call("pdftoppm", "-r", "50", "-png", pdf, pictures / path.stem)


def letters(text):
    """What does not depend on how a program breaks lines or spells signs."""
    return re.sub(r"[\s\u00a0\u00ad]", "", text)


def unescaped(found):
    return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "#39": "'"}[found[1]]


def tables_fit(path):
    """LibreOffice makes rows as high as their text: none is higher than the program has reckoned, so no table runs over the slide."""
    with zipfile.ZipFile(path) as archive:
        slides = [name for name in archive.namelist() if name.startswith("ppt/slides/slide")]
        for name in slides:
            tree = etree.fromstring(archive.read(name))
            for frame in tree.iter(f"{P}graphicFrame"):
                rows = [int(row.get("h")) for row in frame.iter(f"{A}tr")]
                height = int(frame.find(f"{P}xfrm").find(f"{A}ext").get("cy"))
                assert abs(sum(rows) - height) < len(rows) + 1, f"{path}: {name}"


def check(path, pictures):
    parts_are_sound(path)
    tables_fit(path)
    pages(path, opens(path), pictures)


def main():
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("program", type=pathlib.Path)
    asked.add_argument("results", nargs="*", type=pathlib.Path, help="folders of results; without any, all kinds are made here")
    asked.add_argument("--pictures", type=pathlib.Path, help="where pictures of the slides are kept")
    asked = asked.parse_args()
    program = asked.program.resolve()
    if asked.pictures:
        asked.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        results = [result.resolve() for result in asked.results] or [make(program, folder, name) for name in KINDS]
        seven = ["--patients", "4", "--attribution", "0", "--pairs", "0", *SMALL]
        call(program, "deck", seven_arms(folder), *seven, "--output", folder, "--name", "seven")
        results.append(folder / "seven")
        own, all_sections = template(folder), ["--sections", everything(program)]
        decks = [(result, all_sections) for result in results]
        decks += [(results[0], []), (results[0], ["--theme", "dark"]), (results[0], ["--template", own])]
        decks.append((folder / "seven", ["--template", own]))
        for number, (result, options) in enumerate(decks):
            name = f"{result.name}_{number}"
            call(program, "deck", result, *options, "--output", folder / "decks", "--name", name)
            deck = folder / "decks" / f"{name}.pptx"
            check(deck, asked.pictures and asked.pictures.resolve())
            print(f"{name}: {len(Presentation(deck).slides)} slides")


def make(program, folder, name):
    """A small result of this kind."""
    small = ["--quiet"] if name == "qualify" else SMALL
    call(program, *KINDS[name], *small, "--output", folder, "--name", name)
    return folder / name


def everything(program):
    """All sections, as the program names them when it knows none of that name."""
    refused = subprocess.run([program, "deck", ROOT, "--sections", "?"], capture_output=True, text=True)
    assert refused.returncode == 2, refused.stderr
    return ",".join(re.findall(r"`(\w+)`", refused.stderr.split("expected some of")[1]))


if __name__ == "__main__":
    main()
