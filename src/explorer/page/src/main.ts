// Begins: asks the program, or this file, what there is to explore, and connects buttons with what they do.
import "uplot/dist/uPlot.min.css";
import "./style.css";
import { byId, make } from "./dom";
import { engineOf } from "./engine";
import { Explorer } from "./explorer";
import * as lesson from "./lesson";
import { presets } from "./presets";
import { NOTHING, changed } from "./setting";
import * as theme from "./theme";
import type { Control, Start } from "./types";
import { View } from "./view";

/** Days of the strip in a second of play. */
const DAYS_PER_SECOND = 6;

async function start(): Promise<Start> {
  const here = document.getElementById("start");
  if (here !== null) return JSON.parse(here.textContent ?? "") as Start;
  const response = await fetch("start.json");
  return (await response.json()) as Start;
}

function on(id: string, act: () => void): void {
  byId(id).addEventListener("click", act);
}

/** Moves the day on while the button says so. */
function play(view: View, horizon: number): void {
  const [button, day] = [byId("play"), byId<HTMLInputElement>("day")];
  let playing = false;
  let before = 0;
  const step = (now: number): void => {
    if (!playing) return;
    const next = day.valueAsNumber + ((now - before) / 1000) * DAYS_PER_SECOND;
    if (now - before > 60) {
      before = now;
      view.moveTo(Math.min(horizon, next));
    }
    if (next >= horizon) stop();
    else requestAnimationFrame(step);
  };
  const stop = (): void => {
    playing = false;
    button.textContent = "Play";
  };
  button.addEventListener("click", () => {
    if (playing) return stop();
    if (day.valueAsNumber >= horizon) view.moveTo(0);
    playing = true;
    before = performance.now();
    button.textContent = "Pause";
    requestAnimationFrame(step);
  });
}

async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    byId("copied").textContent = `${what} copied`;
  } catch {
    byId("copied").textContent = "The browser does not allow copying; mark the text instead.";
  }
}

async function begin(): Promise<void> {
  const known = await start();
  const engine = engineOf(known);
  const commit = (control: Control, text: string): void => void explorer.choose(changed(explorer.present.setting, control, text));
  const view = new View(known, commit);
  const explorer = new Explorer(engine, known.controls, (state) => view.show(state));
  theme.begin(byId<HTMLButtonElement>("theme"), () => view.restyle());

  const offered = presets(known.controls, engine);
  const preset = byId<HTMLSelectElement>("preset");
  preset.replaceChildren(make("option", { value: "" }, "choose …"), ...offered.map(({ name }, place) => make("option", { value: String(place) }, name)));
  preset.addEventListener("change", () => {
    const found = offered[Number(preset.value)];
    if (preset.value !== "" && found !== undefined) void explorer.choose(found.setting);
    preset.value = "";
  });
  // Lessons are about a leukemia.
  const taught = known.kinds.some((kind) => kind.leukemic) ? known.controls : [];
  lesson.begin(taught, engine, (before, after) => explorer.both(before, after));

  on("pin", () => explorer.pin());
  on("unpin", () => explorer.unpin());
  on("undo", () => void explorer.undo());
  on("reset", () => void explorer.choose(NOTHING));
  on("slide", () => void view.saveSlide());
  on("link", () => void copy(location.href, "Link"));
  on("copy", () => void copy(view.code(), "Code"));
  play(view, known.horizon);
  addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      void explorer.undo();
    }
  });
  if (matchMedia("(max-width: 800px)").matches) {
    for (const id of ["panel", "lessons"]) byId<HTMLDetailsElement>(id).open = false;
  }
  await explorer.begin();
}

void begin();
