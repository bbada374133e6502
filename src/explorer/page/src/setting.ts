// A setting: which values differ from the scenario. It is what `--set` takes, what a link holds, and what is simulated.
import type { Control, Setting } from "./types";

export const NOTHING: Setting = new Map();

const HYPOTHESIS = "hypothesis.p53";

/** Whether a hypothesis is chosen that may give numbers of the ledger other values than the scenario's own. */
function supposes(setting: Setting, control: Control): boolean {
  return setting.has(HYPOTHESIS) && control.path.startsWith("parameters.");
}

/** A setting with another value of one control; the scenario's own value is no change. */
export function changed(setting: Setting, control: Control, text: string): Setting {
  const next = new Map(setting);
  if (text === control.values[control.own]?.text && !supposes(setting, control)) next.delete(control.path);
  else next.set(control.path, text);
  return next;
}

/** Which value of a control a setting has. */
export function chosen(setting: Setting, control: Control): number {
  const text = setting.get(control.path);
  const place = control.values.findIndex((value) => value.text === text);
  return place < 0 ? control.own : place;
}

/** Whether a drug is switched off, by the path of its switch. */
export function isOff(setting: Setting, control: Control): boolean {
  return control.values[chosen(setting, control)]?.text === "[]";
}

/** Changes in the order in which they apply: a drug is switched on before its dose is changed, and one that is off has no dose. */
export function changes(setting: Setting, controls: Control[]): string[] {
  const switches = controls.filter((control) => control.shape === "switch");
  const off = switches.filter((control) => isOff(setting, control)).map((control) => `${control.path}.`);
  const known = [...switches, ...controls.filter((control) => control.shape !== "switch")].map((control) => control.path);
  const place = (path: string): number => (known.includes(path) ? known.indexOf(path) : known.length);
  return [...setting]
    .filter(([path]) => !off.some((drug) => path.startsWith(drug)))
    .sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    .map(([path, text]) => `${path}=${text}`);
}

/** Changes for a reader. */
export function told(setting: Setting, controls: Control[]): string {
  const one = (change: string): string => {
    const [path = "", text = ""] = split(change);
    const control = controls.find((known) => known.path === path);
    if (control === undefined) return change;
    const label = control.values.find((value) => value.text === text)?.label ?? text;
    if (control.shape === "switch") return `${text === "[]" ? "without" : "with"} ${control.group.toLowerCase()}`;
    const own = control.label.startsWith(control.group) || isNamed(control.label);
    return own ? `${control.label} ${label}` : `${control.group}: ${control.label.toLowerCase()} ${label}`;
  };
  return changes(setting, controls).map(one).join(", ") || "as the scenario";
}

/** Names that need no group before them. */
function isNamed(label: string): boolean {
  return ["TP53", "Chemosensitivity", "Inhibitor of cenersen", "Hypothesis about p53", "Seed"].includes(label);
}

function split(change: string): [string, string] {
  const at = change.indexOf("=");
  return [change.slice(0, at), change.slice(at + 1)];
}

/** As part of an address. */
export function written(setting: Setting): string {
  return [...setting].map(([path, text]) => encodeURIComponent(`${path}=${text}`)).join(";");
}

export function parsed(text: string): Setting {
  const one = (part: string): [string, string][] => {
    const change = decoded(part);
    return change.includes("=") ? [split(change)] : [];
  };
  return new Map(text.split(";").filter(Boolean).flatMap(one));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** The setting that is shown and the one that is pinned, as the last part of an address. */
export function toLink(setting: Setting, pinned: Setting | null): string {
  const parts = [`s=${written(setting)}`];
  if (pinned !== null) parts.push(`p=${written(pinned)}`);
  return `#${parts.join("&")}`;
}

export function fromLink(hash: string): { setting: Setting; pinned: Setting | null } {
  const part = (name: string): string | undefined =>
    hash.replace(/^#/, "").split("&").find((text) => text.startsWith(`${name}=`))?.slice(2);
  const [setting, pinned] = [part("s"), part("p")];
  return { setting: parsed(setting ?? ""), pinned: pinned === undefined ? null : parsed(pinned) };
}
