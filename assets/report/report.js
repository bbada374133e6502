"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const status = document.getElementById("status");
  let hush;

  const say = (text) => {
    status.textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { status.textContent = ""; }, 4000);
  };

  // Tables: sorting.

  const exact = (cell) => cell.dataset.exact ?? cell.textContent;

  const compare = (numeric) => (a, b) => {
    if (a === b) return 0;
    if (a === "") return 1;
    if (b === "") return -1;
    return numeric ? Number(a) - Number(b) : a.localeCompare(b, "en", { numeric: true });
  };

  // Rows without a value stay last in both directions; equal rows keep the order of the file.
  const sorted = (rows, column, numeric, direction) => {
    const value = (row) => exact(row.cells[column]);
    const by = compare(numeric);
    const empty = (row) => value(row) === "";
    return [...rows].sort((a, b) => (empty(a) || empty(b) ? by(value(a), value(b)) : direction * by(value(a), value(b))));
  };

  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  const sort = (header) => {
    const table = header.closest("table");
    const order = NEXT[header.getAttribute("aria-sort")];
    all("th", table).forEach((other) => other.setAttribute("aria-sort", "none"));
    header.setAttribute("aria-sort", order);
    const rows = table.rowsAsWritten;
    const numeric = header.classList.contains("number");
    const direction = order === "descending" ? -1 : 1;
    table.tBodies[0].append(...(order === "none" ? rows : sorted(rows, header.cellIndex, numeric, direction)));
  };

  all("table").forEach((table) => {
    table.rowsAsWritten = [...table.tBodies[0].rows];
    all("th", table).forEach((header) => header.firstElementChild.addEventListener("click", () => sort(header)));
  });

  // Tables: copying, with every digit and in the order shown.

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (fields) => `${fields.map(quoted).join(",")}\n`;

  const csv = (table) => {
    const names = all("th", table).map((header) => header.dataset.name);
    return line(names) + [...table.tBodies[0].rows].map((row) => line([...row.cells].map(exact))).join("");
  };

  const byHand = (text, section) => {
    all(".by-hand", section).forEach((old) => old.remove());
    const field = document.createElement("textarea");
    field.className = "by-hand";
    field.setAttribute("aria-label", "Table as CSV");
    field.readOnly = true;
    field.value = text;
    section.append(field);
    field.select();
    if (!document.execCommand("copy")) return say("Press Ctrl+C to copy the marked text");
    field.remove();
    return say("Copied as CSV");
  };

  const copy = async (button) => {
    const section = button.closest(".table");
    const text = csv(section.querySelector("table"));
    try {
      await navigator.clipboard.writeText(text);
      say("Copied as CSV");
    } catch {
      byHand(text, section);
      if (document.activeElement === document.body) button.focus();
    }
  };

  all("[data-copy]").forEach((button) => button.addEventListener("click", () => copy(button)));

  // Figures: saving. A saved SVG is the figure as it was drawn; pixels need the page's typeface within it.

  const WIDTH = 1920;
  const HEIGHT = 1080;

  const standalone = (figure, style) => {
    const svg = figure.querySelector("svg").cloneNode(true);
    const title = document.createElementNS(svg.namespaceURI, "title");
    title.textContent = svg.getAttribute("aria-label");
    svg.removeAttribute("aria-label");
    svg.prepend(title);
    if (style) {
      const faces = document.createElementNS(svg.namespaceURI, "style");
      faces.textContent = style;
      svg.prepend(faces);
    }
    return new XMLSerializer().serializeToString(svg);
  };

  const image = async (svg) => {
    const picture = new Image(WIDTH, HEIGHT);
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await picture.decode();
    return picture;
  };

  const png = async (figure) => {
    const picture = await image(standalone(figure, document.getElementById("faces").textContent));
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = HEIGHT;
    const { naturalWidth: width, naturalHeight: height } = picture;
    const scale = Math.min(WIDTH / width, HEIGHT / height);
    const paper = figure.querySelector("svg > rect")?.getAttribute("fill") ?? "#ffffff";
    const context = canvas.getContext("2d");
    context.fillStyle = paper;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.drawImage(picture, (WIDTH - width * scale) / 2, (HEIGHT - height * scale) / 2, width * scale, height * scale);
    return new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the figure is too large"))), "image/png");
    });
  };

  const svg = async (figure) => new Blob([standalone(figure)], { type: "image/svg+xml" });

  const save = async (button) => {
    const figure = button.closest("figure");
    const kind = button.dataset.save;
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await (kind === "png" ? png : svg)(figure));
      link.download = `${figure.dataset.name}.${kind}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      say(`Saved ${link.download}`);
    } catch (error) {
      say(`Not saved: ${error.message}`);
    }
  };

  all("[data-save]").forEach((button) => button.addEventListener("click", () => save(button)));
  document.documentElement.classList.add("js");
})();
