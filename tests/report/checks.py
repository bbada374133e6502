"""What is checked on the screen."""

import csv
import io
import json
import pathlib
import struct
import time
import zlib

from opened import size
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def all_of(page, selector):
    return page.find_elements(By.CSS_SELECTOR, selector)


def opened_all(page, shown=True):
    """Appendices are closed until somebody opens them."""
    page.execute_script("document.querySelectorAll('details.appendix').forEach((d) => { d.open = arguments[0]; })", shown)


def nothing_is_loaded_from_elsewhere(page, **_):
    """Every request is for the file itself or for data within it."""
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    requests = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    # The browser's own start page makes requests, too.
    sent = [request["request"]["url"] for request in requests if request["documentURL"].startswith("file:")]
    assert sent, "no request was recorded, not even that for the report"
    foreign = [url[:80] for url in sent if not url.startswith(("file:", "data:", "blob:"))]
    assert not foreign, f"requests for {foreign}"
    in_page = page.execute_script("return performance.getEntriesByType('resource').map((found) => found.name)")
    foreign = [url[:80] for url in in_page if not url.startswith(("data:", "blob:"))]
    assert not foreign, f"resources from {foreign}"


def every_figure_is_there_with_a_name_and_values_on_hover(page, figures, **_):
    found = page.execute_script(
        """return [...document.querySelectorAll('figure')].map((figure) => {
             const svg = figure.querySelector('svg');
             const box = svg?.getBoundingClientRect() ?? { width: 0, height: 0 };
             return { name: figure.dataset.name, width: box.width, height: box.height,
                      role: svg?.getAttribute('role'), label: svg?.getAttribute('aria-label') ?? '',
                      desc: svg?.querySelector(':scope > desc')?.textContent ?? '',
                      titles: [...svg?.querySelectorAll('title') ?? []].filter((t) => t.textContent.trim()).length };
           })"""
    )
    assert found, "the report has no figure"
    names = [figure["name"] for figure in found]
    assert len(set(names)) == len(names), f"a name stands for two figures: {names}"
    missing = [name for name in figures if name not in names]
    assert not missing, f"missing: {missing} (found: {names})"
    for figure in found:
        assert figure["width"] > 300 and figure["height"] > 150, f"{figure} is too small"
        assert figure["role"] == "img" and len(figure["label"]) > 3 and len(figure["desc"]) > 3, f"{figure} has no name"
        assert figure["titles"] > 0, f"{figure} shows nothing on hover"


def the_typeface_comes_with_the_page(page, **_):
    loaded = page.execute_script(
        "return [...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + ' ' + f.weight)"
    )
    assert sorted(loaded) == ["Inter 400", "Inter 600"], f"loaded: {loaded}"


def headings_are_in_order(page, **_):
    levels = page.execute_script("return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => +h.tagName[1])")
    assert levels and levels[0] == 1 and levels.count(1) == 1, f"levels {levels}"
    skipped = [(a, b) for a, b in zip(levels, levels[1:]) if b > a + 1]
    assert not skipped, f"a level is skipped: {skipped}"
    empty = page.execute_script("return [...document.querySelectorAll('h1,h2,h3')].filter((h) => !h.innerText.trim()).length")
    assert empty == 0, f"{empty} headings are empty"


def names_are_used_once_and_links_lead_somewhere(page, **_):
    ids = page.execute_script("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"used twice: {twice}"
    links = page.execute_script("return [...document.querySelectorAll('a[href^=\"#\"]')].map((a) => a.hash.slice(1))")
    assert len(links) >= 3 and all(link in ids for link in links), f"links {links}"


def rows(table):
    return table.parent.execute_script(
        "return [...arguments[0].tBodies[0].rows].map((r) => [...r.cells].map((c) => c.dataset.exact ?? c.textContent))",
        table,
    )


def in_order(cells, numeric):
    """Values before gaps, and the values ascending."""
    full = [cell for cell in cells if cell != ""]
    assert cells == full + [""] * (len(cells) - len(full)), f"gaps are not last: {cells[:9]}"
    if numeric:
        values = [float(cell) for cell in full]
        return values == sorted(values)
    return True


def check_sorting(table, header, press):
    index = int(header.get_property("cellIndex"))
    numeric = "number" in (header.get_attribute("class") or "")
    column = lambda: [row[index] for row in rows(table)]
    states, columns, written = [], [], rows(table)
    for _ in range(3):
        press(header)
        states.append(header.get_attribute("aria-sort"))
        columns.append(column())
    assert states == ["ascending", "descending", "none"], f"aria-sort became {states}"
    up, down, _ = columns
    assert in_order(up, numeric), f"column {index + 1} is not ascending: {up[:9]}"
    full = [cell for cell in down if cell != ""]
    assert in_order(full[::-1], numeric), f"column {index + 1} is not descending: {down[:9]}"
    distinct = len(set(full)) > 1
    assert not distinct or up != down, f"column {index + 1} does not change its order"
    assert sorted(up) == sorted(down), "a row was lost or doubled"
    assert rows(table) == written, "the third press does not restore the order"


def every_table_sorts_by_click_and_by_keyboard(page, **_):
    closed = [d.get_attribute("open") for d in all_of(page, "details.appendix")]
    assert not any(closed), "an appendix is open before anybody has opened it"
    opened_all(page)
    tables = all_of(page, "table")
    assert tables, "the report has no table"
    for table in tables:
        for number, header in enumerate(table.find_elements(By.CSS_SELECTOR, "thead th")):
            button = header.find_element(By.TAG_NAME, "button")
            by_click = lambda _: page.execute_script("arguments[0].click()", button)
            by_key = lambda _: button.send_keys(Keys.ENTER if number % 2 else Keys.SPACE)
            name = table.get_attribute("data-name")
            try:
                check_sorting(table, header, by_click)
                if number < 2 or "number" in (header.get_attribute("class") or ""):
                    check_sorting(table, header, by_key)
            except AssertionError as error:
                raise AssertionError(f"table {name}: {error}") from None


def copied(page, button, deny):
    """Presses a button for copying while the clipboard is watched, or refused."""
    page.execute_script(
        """window.copied = null;
           const write = (text) => { if (arguments[0]) return Promise.reject(new Error('no')); window.copied = text; return Promise.resolve(); };
           Object.defineProperty(navigator, 'clipboard', { value: { writeText: write }, configurable: true });
           document.execCommand = () => { if (arguments[0] === 2) return false; window.copied = document.activeElement.value; return true; };""",
        deny,
    )
    page.execute_script("arguments[0].click()", button)
    time.sleep(0.15)
    return page.execute_script("return window.copied")


def every_table_copies_as_csv(page, **_):
    buttons = all_of(page, "[data-copy]")
    assert len(buttons) == len(all_of(page, "table")), "a table cannot be copied"
    for button in buttons:
        table = button.find_element(By.XPATH, "ancestor::*[contains(@class, 'table')][1]").find_element(By.TAG_NAME, "table")
        names = [head.get_attribute("data-name") for head in table.find_elements(By.TAG_NAME, "th")]
        expected = [names, *rows(table)]
        for deny in (0, 1):
            text = copied(page, button, deny)
            assert text, f"table {table.get_attribute('data-name')}: nothing was copied (refusal {deny})"
            assert list(csv.reader(io.StringIO(text))) == expected, f"the copy differs: {text[:200]}"
    copied(page, buttons[0], 2)
    fields = all_of(page, ".by-hand")
    assert len(fields) == 1 and fields[0].get_property("value"), "there is nothing to copy by hand"
    page.execute_script("document.querySelectorAll('.by-hand').forEach((field) => field.remove())")


def saved(page, figure, kind):
    """Presses a button and waits for the file."""
    path = pathlib.Path(page.downloads) / f"{figure.get_attribute('data-name')}.{kind}"
    page.execute_script("arguments[0].click()", figure.find_element(By.CSS_SELECTOR, f"[data-save={kind}]"))
    for _ in range(100):
        if path.is_file() and path.stat().st_size > 0 and not list(path.parent.glob("*.crdownload")):
            return path.read_bytes()
        time.sleep(0.1)
    raise AssertionError(f"{path.name} was not saved")


def pixels(png):
    """Width, height and rows of an RGB(A) PNG with 8 bits, unfiltered."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n", "no PNG"
    width, height, depth, color = struct.unpack(">IIBB", png[16:26])
    assert depth == 8 and color in (2, 6), f"depth {depth}, color type {color}"
    data, at = b"", 8
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        data += png[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    raw, bytes_each = zlib.decompress(data), {2: 3, 6: 4}[color]
    return width, height, bytes_each, raw


def colors(png, wanted):
    """Different colors in a sample of rows, until there are as many as wanted."""
    width, _, each, raw = pixels(png)
    stride, before, seen = width * each + 1, bytearray(width * each), set()
    for start in range(0, len(raw), stride):
        line = unfiltered(raw[start], bytearray(raw[start + 1 : start + stride]), before, each)
        seen.update(bytes(line[i : i + 3]) for i in range(0, len(line), each))
        before = line
        if len(seen) > wanted:
            break
    return len(seen)


def unfiltered(kind, line, above, each):
    """PNG specification, section 9."""
    for i in range(len(line)):
        left = line[i - each] if i >= each else 0
        corner = above[i - each] if i >= each else 0
        line[i] = (line[i] + predicted(kind, left, above[i], corner)) & 255
    return line


def predicted(kind, left, up, corner):
    if kind == 4:
        p = left + up - corner
        return min((left, up, corner), key=lambda value: abs(p - value))
    return (0, left, up, (left + up) // 2)[kind]


def every_figure_is_saved_as_svg_and_png(page, folder, **_):
    params = {"behavior": "allow", "downloadPath": page.downloads}
    page.execute_cdp_cmd("Page.setDownloadBehavior", params)
    for figure in all_of(page, "figure"):
        name = figure.get_attribute("data-name")
        svg = saved(page, figure, "svg").decode()
        assert svg.startswith("<svg") and svg.rstrip().endswith("</svg>") and "<title>" in svg, f"{name}: {svg[:80]}"
        png = saved(page, figure, "png")
        (folder / f"saved_{name}.png").write_bytes(png)
        width, height, _, _ = pixels(png)
        assert (width, height) == (1920, 1080), f"{name}: {width} x {height}"
        assert colors(png, 50) > 50, f"{name}: the PNG is blank"


def saved_pixels_have_the_typeface_of_the_page(page, **_):
    """The same words without the faces give other pixels: so the faces are in."""
    same = page.execute_async_script(
        """const done = arguments[0];
           const draw = async (style) => {
             const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><style>${style}</style><text y="40" font-size="40" font-family="Inter, Helvetica, Arial, sans-serif">Response 12 %</text></svg>`;
             const image = new Image(400, 60);
             image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
             await image.decode();
             const canvas = document.createElement('canvas');
             canvas.width = 400; canvas.height = 60;
             canvas.getContext('2d').drawImage(image, 0, 0);
             return canvas.toDataURL();
           };
           const faces = document.getElementById('faces').textContent;
           Promise.all([draw(faces), draw(''), draw(faces)]).then(([a, b, c]) => done([a === b, a === c]));"""
    )
    assert same == [False, True], f"pixels with and without the faces are equal, and twice with them: {same}"


def nothing_is_wider_than_the_screen(page, folder, **_):
    for width, height in ((1280, 900), (390, 844)):
        size(page, width, height)
        wide = page.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"the page is {wide} px wider than a screen of {width} px"
        if width < 400:
            scrolling = page.execute_script(
                """return [...document.querySelectorAll('.scroll')].filter((e) => e.scrollWidth > e.clientWidth + 1)
                     .map((e) => e.querySelector('table').dataset.name)"""
            )
            assert not scrolling, f"tables are wider than a telephone: {scrolling}"
        page.execute_script("scrollTo(0, 0)")
        page.save_screenshot(str(folder / f"top_{width}.png"))
        shots = [("figure", "figure"), ("table", ".table")]
        for name, selector in shots if all_of(page, "figure") else []:
            page.execute_script("document.querySelector(arguments[0]).scrollIntoView()", selector)
            page.save_screenshot(str(folder / f"{name}_{width}.png"))
    size(page, 1280, 900)


CONTRAST = """
const channel = (c) => { c /= 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const parts = (color) => color.match(/[\\d.]+/g).map(Number);
const background = (element) => {
  for (let e = element; e; e = e.parentElement) {
    const color = parts(getComputedStyle(e).backgroundColor);
    if (color.length < 4 || color[3] > 0.99) return color;
  }
  return [255, 255, 255];
};
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const poor = [];
let texts = 0;
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.textContent.trim() || element.closest('svg, script, style')) continue;
  texts += 1;
  const [a, b] = [parts(getComputedStyle(element).color), background(element)].map(luminance);
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) poor.push(`${element.tagName} ${element.className} ${ratio.toFixed(2)}`);
}
return { texts, poor: [...new Set(poor)] };
"""


def every_text_has_contrast_in_light_and_dark(page, folder, **_):
    for scheme in ("light", "dark"):
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        found = page.execute_script(CONTRAST)
        assert found["texts"] > 20 and not found["poor"], f"{scheme}: {found}"
        page.execute_script("scrollTo(0, 0)")
        page.save_screenshot(str(folder / f"top_{scheme}.png"))
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def the_keyboard_reaches_everything_and_the_focus_is_seen(page, **_):
    page.refresh()
    opened_all(page)
    stops = 'button, a[href], summary, input, [tabindex="0"]'
    wanted = page.execute_script("return document.querySelectorAll(arguments[0]).length", stops)
    press = lambda: ActionChains(page).send_keys(Keys.TAB).perform()
    press()
    first = page.execute_script("return document.activeElement.className")
    assert first == "skip", f"the first stop is `{first}` and not the link past the contents"
    seen, unseen = set(), set()
    for _ in range(wanted + 20):
        index, visible, name = page.execute_script(
            """const found = document.activeElement;
               const all = [...document.querySelectorAll(arguments[0])];
               const style = getComputedStyle(found);
               return [all.indexOf(found), style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
                       found.tagName + ' ' + found.className];""",
            stops,
        )
        if index in seen or index < 0:
            break
        seen.add(index)
        if not visible:
            unseen.add(name)
        press()
    assert len(seen) == wanted, f"{len(seen)} of {wanted} stops are reached"
    assert not unseen, f"no focus is seen on {unseen}"


def every_button_has_a_name(page, **_):
    for button in all_of(page, "button"):
        assert button.accessible_name.strip(), button.get_attribute("outerHTML")[:200]


def the_contents_stay_in_sight_and_say_what_is_read(page, **_):
    for width, height in ((1400, 900), (390, 844)):
        size(page, width, height)
        last = all_of(page, ".contents a")[-1]
        page.execute_script("document.getElementById(arguments[0]).scrollIntoView()", last.get_attribute("hash")[1:])
        time.sleep(0.2)
        top, bottom = page.execute_script(
            "const box = document.querySelector('.contents').getBoundingClientRect(); return [box.top, box.bottom]"
        )
        assert top >= -1 and 0 < bottom <= height + 1, f"at {width} px the contents are from {top} to {bottom}"
        read = page.execute_script("return document.querySelector('.contents a[aria-current]')?.hash")
        assert read, "no part is marked as read"
    size(page, 1280, 900)


def every_term_is_explained_and_no_markup_is_left(page, **_):
    titles = [abbr.get_attribute("title") for abbr in all_of(page, "abbr")]
    assert len(titles) > 3 and all(len(title) > 10 for title in titles), f"{len(titles)} terms are explained"
    raw = page.execute_script(
        """const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
           const found = [];
           while (walker.nextNode()) {
             const { textContent, parentElement } = walker.currentNode;
             if (textContent.includes('`') && !parentElement.closest('pre, td')) found.push(textContent.slice(0, 60));
           }
           return found;"""
    )
    assert not raw, f"backticks are left in {raw}"


def arms_are_switched_off_and_on_again(page, **_):
    for button in all_of(page, "[data-toggle]"):
        marks = f'svg [data-arm="{button.get_attribute("data-toggle")}"]'
        shown = lambda: page.execute_script(
            "return [...document.querySelectorAll(arguments[0])].filter((e) => getComputedStyle(e).display !== 'none').length", marks
        )
        before = shown()
        page.execute_script("arguments[0].click()", button)
        off = (shown(), button.get_attribute("aria-pressed"))
        page.execute_script("arguments[0].click()", button)
        assert before > 1 and off == (0, "false"), f"{button.text}: {before} marks, {off} when switched off"
        assert shown() == before and button.get_attribute("aria-pressed") == "true", f"{button.text} does not come back"


def a_value_is_told_at_once_where_the_pointer_rests(page, **_):
    mark = page.execute_script(
        """const titles = [...document.querySelectorAll('.plate svg g > title, .plate svg rect > title')];
           const title = titles.find((t) => t.parentNode.getBoundingClientRect().width > 8);
           title.parentNode.scrollIntoView({ block: 'center' });
           return title.parentNode;"""
    )
    expected = page.execute_script("return arguments[0].querySelector('title').textContent", mark)
    page.execute_script(
        """const svg = arguments[0].closest('svg');
           svg.dispatchEvent(new PointerEvent('pointerenter'));
           arguments[0].dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: 200, clientY: 200 }));""",
        mark,
    )
    told = page.execute_script("const tip = document.getElementById('tip'); return tip.hidden ? '' : tip.textContent")
    page.execute_script("arguments[0].closest('svg').dispatchEvent(new PointerEvent('pointerleave'))", mark)
    back = page.execute_script("return [arguments[0].querySelector('title')?.textContent, document.getElementById('tip').hidden]", mark)
    assert told == expected, f"`{told}` is told instead of `{expected}`"
    assert back == [expected, True], f"the figure does not have its title again: {back}"


def a_movement_is_played_by_button_and_by_keys(page, **_):
    for player in all_of(page, ".player"):
        button, slider, output = (player.find_element(By.TAG_NAME, name) for name in ("button", "input", "output"))
        day = page.execute_script("return arguments[0].closest('figure').querySelector('.day text')", player)
        slider.send_keys(Keys.HOME)
        first = (output.text, day.text)
        slider.send_keys(Keys.ARROW_RIGHT)
        second = (output.text, day.text)
        button.send_keys(Keys.SPACE)
        time.sleep(0.8)
        playing = button.text
        button.send_keys(Keys.SPACE)
        third, dots = (output.text, day.text), len(player.find_elements(By.XPATH, "./ancestor::figure//*[name()='circle']"))
        assert len({first, second, third}) == 3 and all(a == b for a, b in (first, second, third)), (first, second, third)
        assert (playing, button.text) == ("Pause", "Play") and dots > 100, (playing, button.text, dots)


def the_console_is_silent(page, **_):
    said = [f"{entry['level']}: {entry['message'][:200]}" for entry in page.get_log("browser")]
    assert not said, said


def no_script_runs_but_its_own(page, **_):
    """What gets into a page as a script, or as an event of an element, stays text."""
    page.execute_script(
        """const script = document.createElement('script');
           script.textContent = 'window.foreign = true';
           document.body.append(script);
           const button = document.createElement('button');
           button.setAttribute('onclick', 'window.foreign = true');
           document.body.append(button);
           button.click();
           script.remove();
           button.remove();"""
    )
    assert not page.execute_script("return window.foreign"), "a foreign script has run"


ALL = [
    nothing_is_loaded_from_elsewhere,
    every_figure_is_there_with_a_name_and_values_on_hover,
    the_typeface_comes_with_the_page,
    headings_are_in_order,
    names_are_used_once_and_links_lead_somewhere,
    every_table_sorts_by_click_and_by_keyboard,
    every_table_copies_as_csv,
    every_figure_is_saved_as_svg_and_png,
    saved_pixels_have_the_typeface_of_the_page,
    nothing_is_wider_than_the_screen,
    every_text_has_contrast_in_light_and_dark,
    the_keyboard_reaches_everything_and_the_focus_is_seen,
    every_button_has_a_name,
    the_contents_stay_in_sight_and_say_what_is_read,
    every_term_is_explained_and_no_markup_is_left,
    arms_are_switched_off_and_on_again,
    a_value_is_told_at_once_where_the_pointer_rests,
    a_movement_is_played_by_button_and_by_keys,
    the_console_is_silent,
    # Last, as the browser complains of it.
    no_script_runs_but_its_own,
]
