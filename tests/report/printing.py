"""What is checked on paper."""

import base64
import subprocess

from checks import opened_all
from opened import size
from selenium.webdriver.common.by import By

# A4 less 12 mm on each side, as the style sheet says, at 96 px per inch.
PAGE = (round((210 - 24) / 25.4 * 96), round((297 - 24) / 25.4 * 96))


def paper(page):
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    size(page, *PAGE)


def screen(page):
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    size(page, 1280, 900)


def no_figure_is_cut_and_nothing_is_lost_at_the_edge(page, **_):
    paper(page)
    figures = page.execute_script(
        """return [...document.querySelectorAll('figure')].map((figure) => {
             const box = figure.getBoundingClientRect();
             const svg = figure.querySelector('svg').getBoundingClientRect();
             return { name: figure.dataset.name, height: box.height, inside: getComputedStyle(figure).breakInside,
                      right: svg.right, width: svg.width, ratio: svg.width / svg.height };
           })"""
    )
    wide = page.execute_script("return document.documentElement.scrollWidth")
    cut = page.execute_script(
        """return [...document.querySelectorAll('.scroll, pre, .plate')].filter((e) =>
             ['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowY)).length"""
    )
    screen(page)
    for figure in figures:
        assert figure["inside"] == "avoid", f"{figure['name']} may be broken: {figure['inside']}"
        assert figure["height"] <= PAGE[1], f"{figure['name']} is {figure['height']} px high on a page of {PAGE[1]}"
        assert figure["right"] <= PAGE[0] + 1, f"{figure['name']} ends at {figure['right']} px of {PAGE[0]}"
        assert figure["width"] > 0.6 * PAGE[0], f"{figure['name']} is only {figure['width']} px wide"
        assert abs(figure["ratio"] - 16 / 9) < 0.02, f"{figure['name']} is distorted: {figure['ratio']}"
    assert wide <= PAGE[0] + 1, f"the print is {wide} px wide on a page of {PAGE[0]} px"
    assert cut == 0, f"{cut} frames hide what does not fit"


def buttons_are_gone_and_tables_keep_their_heads(page, **_):
    paper(page)
    opened_all(page)
    shown = lambda selector: [e for e in page.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()]
    buttons, heads = shown(".tools button, nav, .skip"), shown("thead th")
    everything = page.find_elements(By.CSS_SELECTOR, "thead th")
    empty = [head.get_attribute("data-name") for head in heads if not head.text.strip()]
    rows = page.execute_script("return [...document.querySelectorAll('tbody tr')].filter((r) => !r.offsetHeight).length")
    boxes = page.execute_script("return [...document.querySelectorAll('th button')].map((b) => getComputedStyle(b).display)")
    opened_all(page, False)
    screen(page)
    assert set(boxes) <= {"contents"}, f"a head with a button is not repeated on the next page: {set(boxes)}"
    assert not buttons, f"{len(buttons)} buttons are printed"
    assert len(heads) == len(everything) and not empty, f"heads are missing: {empty}"
    assert rows == 0, f"{rows} rows are not printed"


def it_prints_to_few_pages(page, folder, pages, **_):
    opened_all(page, False)
    printed = page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})
    pdf = base64.b64decode(printed["data"])
    (folder / "printed.pdf").write_bytes(pdf)
    assert pdf.startswith(b"%PDF-") and len(pdf) > 20_000, f"{len(pdf)} bytes"
    drawn = len(page.find_elements(By.TAG_NAME, "figure"))
    told = subprocess.run(["pdfinfo", folder / "printed.pdf"], capture_output=True, text=True, check=True).stdout
    found = int(next(line.split()[1] for line in told.splitlines() if line.startswith("Pages:")))
    assert found >= drawn // 2, f"{found} pages for {drawn} figures"
    assert found <= pages, f"{found} pages are printed: expected at most {pages} without the appendices"


ALL = [
    no_figure_is_cut_and_nothing_is_lost_at_the_edge,
    buttons_are_gone_and_tables_keep_their_heads,
    it_prints_to_few_pages,
]
