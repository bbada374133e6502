// Settings to begin with, as changes of the scenario. One is offered only where the scenario has what it changes.
import type { Engine } from "./engine";
import { NOTHING } from "./setting";
import type { Control, Setting } from "./types";

export interface Preset {
  name: string;
  setting: Setting;
}

const ALL: { name: string; ways: Record<string, string>[] }[] = [
  { name: "As the scenario", ways: [{}] },
  { name: "Without cenersen", ways: [{ "arm.cenersen": "[]" }, { "arm.cenersen.duration": "0 d" }] },
  { name: "Without any drug", ways: [{ "arm.cenersen": "[]", "arm.idarubicin": "[]", "arm.cytarabine": "[]" }] },
  { name: "Cytarabine 3 g/m2", ways: [{ "arm.cytarabine.dose": "3 g/m2" }] },
  { name: "TP53 lost", ways: [{ "patient.tp53": "null" }] },
  { name: "Typical sensitivity", ways: [{ "patient.chemosensitivity": "50 %" }] },
  { name: "Inhibitor of cenersen throughout", ways: [{ "patient.inhibitor.periods": "throughout" }] },
  { name: "p53 hypothesis: neutral", ways: [{ "hypothesis.p53": "neutral" }] },
];

/** Changes by path as a setting, those of `arm` being of the only arm; none where the scenario lacks one of them. A label may stand for its value. */
export function settingOf(changes: Record<string, string>, controls: Control[], engine: Engine): Setting | null {
  const found = new Map<string, string>();
  for (const [written, wanted] of Object.entries(changes)) {
    const path = written.replace(/^arm\b/, engine.root);
    const control = controls.find((known) => known.path === path);
    const value = control?.values.find(({ text, label }) => text === wanted || label === wanted);
    if (control === undefined || value === undefined || !isGiven(path, controls)) return null;
    if (control.values[control.own] !== value) found.set(path, value.text);
  }
  return engine.has(found) ? found : null;
}

/** A dose of a drug that the scenario does not give changes nothing. */
function isGiven(path: string, controls: Control[]): boolean {
  const drug = controls.find((control) => control.shape === "switch" && path.startsWith(`${control.path}.`));
  return drug === undefined || drug.own === 1;
}

/** The first of several ways to say the same that this page has. */
export function firstOf(ways: Record<string, string>[], controls: Control[], engine: Engine): Setting | null {
  for (const way of ways) {
    const setting = settingOf(way, controls, engine);
    if (setting !== null) return setting;
  }
  return null;
}

export function presets(controls: Control[], engine: Engine): Preset[] {
  return ALL.flatMap(({ name, ways }) => {
    const setting = firstOf(ways, controls, engine);
    const nothing = setting === null || (setting.size === 0 && name !== ALL[0]?.name);
    return nothing ? [] : [{ name, setting: setting ?? NOTHING }];
  });
}
