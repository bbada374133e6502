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

  // On a narrow screen a row is a card, so each cell knows its column.

  const unit = (header) => header.querySelector("small")?.textContent ?? "";
  const label = (header) => `${header.querySelector("span").textContent} ${unit(header)}`.trim();

  all("table").forEach((table) => {
    const labels = all("th", table).map(label);
    table.rowsAsWritten.forEach((row) => [...row.cells].forEach((cell, at) => { cell.dataset.label = labels[at]; }));
  });

  // Contents: closed where there is no room beside the text; the part that is read is marked.

  const contents = document.querySelector(".contents details");
  const beside = matchMedia("(min-width: 80rem)");
  const place = () => { contents.open = beside.matches; };
  beside.addEventListener("change", place);
  place();
  contents.addEventListener("click", (event) => { if (event.target.closest("a") && !beside.matches) contents.open = false; });

  const links = new Map(all(".contents a").map((link) => [link.hash.slice(1), link]));
  const headings = all("main h2").filter((heading) => links.has(heading.id));
  const mark = () => {
    const read = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3) ?? headings[0];
    links.forEach((link, id) => (id === read?.id ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
  };
  addEventListener("scroll", mark, { passive: true });
  mark();

  // Arms: shown and hidden in every figure that draws them.

  const toggle = (button) => {
    const shown = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(shown));
    all(`svg [data-arm="${button.dataset.toggle}"]`).forEach((mark) => { mark.style.display = shown ? "" : "none"; });
  };

  all("[data-toggle]").forEach((button) => button.addEventListener("click", () => toggle(button)));

  // Values where the pointer rests: at once, and on a touch. The browser's own tooltip would come late, so a figure lends
  // its titles while the pointer is over it.

  const tip = document.getElementById("tip");

  const told = (target) => {
    for (let shape = target; shape && shape.localName !== "svg"; shape = shape.parentNode) {
      if (shape.told) return shape.told;
    }
    return "";
  };

  const show = (event) => {
    tip.textContent = told(event.target);
    tip.hidden = !tip.textContent;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8))}px`;
    tip.style.top = `${event.clientY + 18 + height > innerHeight ? event.clientY - height - 10 : event.clientY + 18}px`;
  };

  const lend = (svg) => {
    svg.lent = all("title", svg).map((title) => {
      const shape = title.parentNode;
      shape.told = title.textContent;
      title.remove();
      return [shape, title];
    });
  };

  const giveBack = (svg) => {
    (svg.lent ?? []).forEach(([shape, title]) => shape.prepend(title));
    svg.lent = null;
    tip.hidden = true;
  };

  all(".plate svg").forEach((svg) => {
    svg.addEventListener("pointerenter", () => lend(svg));
    svg.addEventListener("pointermove", show);
    svg.addEventListener("pointerdown", show);
    svg.addEventListener("pointerleave", () => giveBack(svg));
  });

  // A movement: its frames are in the figure; a slider, a button and the space bar play them.

  const frameOf = (figure, at) => {
    const { frames, colors, jars, days, said, cursors, ends, first } = figure.movement;
    const [day, columns, words] = frames[at];
    columns.forEach(([dots, color], jar) => {
      jars[jar].group.setAttribute("fill", colors[color]);
      jars[jar].dots.forEach((dot, place) => dot.setAttribute("visibility", place < dots ? "visible" : "hidden"));
    });
    days.forEach((text) => { text.textContent = day; });
    said.forEach((text, scene) => { text.textContent = words[scene]; });
    cursors.forEach((cursor, scene) => {
      const [from, to] = ends[scene];
      cursor.setAttribute("transform", `translate(${from + ((to - from) * at) / (frames.length - 1) - first[scene]} 0)`);
    });
  };

  const movementOf = (group, figure) => ({
    frames: JSON.parse(group.dataset.frames),
    colors: group.dataset.colors.split(" "),
    ends: group.dataset.ends.split(" ").map(Number).reduce((pairs, x, at) => (at % 2 ? [...pairs.slice(0, -1), [pairs.at(-1)[0], x]] : [...pairs, [x]]), []),
    jars: all(".jar", figure).map((jar) => ({ group: jar, dots: all("circle", jar) })),
    days: all(".day text", figure),
    said: all(".said text", figure),
    cursors: all(".cursor", figure),
    first: all(".cursor", figure).map((cursor) => Number(cursor.dataset.x)),
  });

  const controls = (figure) => {
    const { frames } = figure.movement;
    const bar = document.createElement("p");
    bar.className = "player";
    bar.innerHTML = '<button type="button" aria-label="Play or pause the movement">Play</button><input type="range" min="0" value="0" aria-label="Day"><output></output>';
    const [button, slider, output] = bar.children;
    const day = figure.querySelector(".day text").textContent;
    slider.max = frames.length - 1;
    slider.value = Math.max(0, frames.findIndex((frame) => frame[0] === day));
    let timer = null;
    const show = () => {
      frameOf(figure, Number(slider.value));
      [output.textContent] = frames[slider.value];
      slider.setAttribute("aria-valuetext", output.textContent);
    };
    const pause = () => { clearInterval(timer); timer = null; button.textContent = "Play"; };
    const step = () => {
      if (Number(slider.value) >= frames.length - 1) return pause();
      slider.value = Number(slider.value) + 1;
      return show();
    };
    const play = () => {
      if (Number(slider.value) >= frames.length - 1) slider.value = 0;
      timer = setInterval(step, 120);
      button.textContent = "Pause";
    };
    button.addEventListener("click", () => (timer ? pause() : play()));
    slider.addEventListener("input", () => { pause(); show(); });
    show();
    figure.querySelector(".plate").after(bar);
  };

  all("figure").forEach((figure) => {
    const group = figure.querySelector(".movement");
    if (!group) return;
    figure.movement = movementOf(group, figure);
    controls(figure);
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
    giveBack(figure.querySelector("svg"));
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
