// The controls on the page: sliders, choices and switches, with what each is. A change counts when it is committed: when the
// pointer is let go, when keys have rested or Enter is pressed, or when another name is chosen.
import { byId, make } from "./dom";
import { chosen, isOff } from "./setting";
import type { Control, Setting } from "./types";

/** Rest after the last key (ms). */
const KEY_REST = 300;

/** What was chosen for a control. */
export type Commit = (control: Control, text: string) => void;

interface View {
  control: Control;
  row: HTMLElement;
  /** A value, or the one beside it with the text of what is in force. */
  show: (place: number, text?: string) => void;
}

/** The value that is most like a number. */
function nearest(control: Control, number: string): number {
  const distances = control.values.map(({ text }) => Math.abs(Number.parseFloat(text) - Number.parseFloat(number)));
  return distances.indexOf(Math.min(...distances));
}

export class ControlViews {
  private readonly views: View[];

  constructor(
    private readonly controls: Control[],
    commit: Commit,
  ) {
    this.views = controls.map((control, index) => view(control, `control-${index}`, commit));
    const groups = [...new Set(controls.map((control) => control.group))];
    // Numbers of the model, one for each kind of cell, are many: they are opened by those who want them.
    const numbers = controls.filter(({ path }) => path.startsWith("parameters.")).map(({ group }) => group);
    const sections = groups.map((group) => {
      const rows = this.views.filter(({ control }) => control.group === group).map(({ row }) => row);
      return section(group, rows, group === groups[0] || !numbers.includes(group));
    });
    byId("controls").replaceChildren(...sections);
    byId("controls").addEventListener("submit", (event) => event.preventDefault());
  }

  /** As a setting has them; keys of a drug that is off are put away. Numbers that the setting leaves alone are those of the answer. */
  show(setting: Setting, numbers: Record<string, string>): void {
    const off = this.controls.filter((control) => control.shape === "switch" && isOff(setting, control));
    for (const { control, row, show } of this.views) {
      const number = setting.has(control.path) ? undefined : numbers[control.path];
      show(number === undefined ? chosen(setting, control) : nearest(control, number), number);
      row.classList.toggle("changed", chosen(setting, control) !== control.own);
      row.hidden = off.some((drug) => control.path.startsWith(`${drug.path}.`));
    }
  }
}

/** Controls under their heading. */
function section(group: string, rows: HTMLElement[], open: boolean): HTMLElement {
  const inside = make("div", { role: "group", "aria-label": group }, ...rows);
  const details = make("details", { class: "group" }, make("summary", {}, group), inside);
  details.open = open;
  return details;
}

function view(control: Control, id: string, commit: Commit): View {
  const texts = (place: number): string => control.values[place]?.text ?? "";
  switch (control.shape) {
    case "slider":
      return slider(control, id, (place) => commit(control, texts(place)));
    case "choice":
      return choice(control, id, (place) => commit(control, texts(place)));
    case "switch":
      return onOff(control, id, (place) => commit(control, texts(place)));
  }
}

type CommitPlace = (place: number) => void;

/** What stands beside an input. */
function row(control: Control, id: string, ...inputs: HTMLElement[]): HTMLElement {
  const label = make("label", { for: id, title: control.about }, control.label);
  const about = make("span", { id: `${id}-about`, class: "about" }, control.about);
  return make("div", { class: `control ${control.shape}` }, label, ...inputs, about);
}

function slider(control: Control, id: string, commit: CommitPlace): View {
  const last = String(control.values.length - 1);
  const input = make("input", { id, type: "range", min: "0", max: last, step: "1", "aria-describedby": `${id}-about`, "data-path": control.path });
  const output = make("output", { for: id });
  const label = (exact?: string): void => {
    const text = exact ?? control.values[input.valueAsNumber]?.label ?? "";
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  const show = (place: number, exact?: string): void => {
    input.value = String(place);
    label(exact);
  };
  input.addEventListener("input", () => label());
  committed(input, () => commit(input.valueAsNumber));
  return { control, row: row(control, id, output, input), show };
}

/** Calls back once for a pointer that is let go, and once for several keys in a row. */
function committed(input: HTMLInputElement, commit: () => void): void {
  let byKey = false;
  let waiting: number | undefined;
  const now = (): void => {
    if (waiting === undefined) return;
    clearTimeout(waiting);
    waiting = undefined;
    commit();
  };
  input.addEventListener("pointerdown", () => (byKey = false));
  input.addEventListener("keydown", (event) => {
    byKey = true;
    if (event.key === "Enter") now();
  });
  input.addEventListener("blur", now);
  input.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(now, byKey ? KEY_REST : 0);
  });
}

function choice(control: Control, id: string, commit: CommitPlace): View {
  const options = control.values.map(({ label }, place) => make("option", { value: String(place) }, label));
  const select = make("select", { id, "aria-describedby": `${id}-about`, "data-path": control.path }, ...options);
  select.addEventListener("change", () => commit(Number(select.value)));
  return { control, row: row(control, id, select), show: (place) => (select.value = String(place)) };
}

function onOff(control: Control, id: string, commit: CommitPlace): View {
  const input = make("input", { id, type: "checkbox", role: "switch", "aria-describedby": `${id}-about`, "data-path": control.path });
  input.addEventListener("change", () => commit(input.checked ? 1 : 0));
  return { control, row: row(control, id, input), show: (place) => (input.checked = place === 1) };
}
