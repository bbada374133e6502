// Light and dark: as the machine has it until somebody chooses. Colors of cells and drugs are those of the figures of `run`.
import type { Kind, Start } from "./types";

export interface Colors {
  ink: string;
  muted: string;
  grid: string;
  background: string;
  pinned: string;
  now: string;
}

export function isDark(): boolean {
  return document.documentElement.dataset["theme"] === "dark";
}

export function colors(): Colors {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"),
    muted: of("muted"),
    grid: of("grid"),
    background: of("background"),
    pinned: of("pinned"),
    now: of("now"),
  };
}

export function ofKind(kind: Kind): string {
  return isDark() ? kind.dark : kind.light;
}

export function ofDrug(start: Start, name: string): string {
  const found = start.drugs.find((drug) => drug.name === name);
  return (isDark() ? found?.dark : found?.light) ?? colors().muted;
}

/** Sets what the machine prefers, and lets a button change it. */
export function begin(button: HTMLButtonElement, change: () => void): void {
  const root = document.documentElement;
  const set = (dark: boolean): void => {
    root.dataset["theme"] = dark ? "dark" : "light";
    button.textContent = dark ? "Light" : "Dark";
    change();
  };
  set(matchMedia("(prefers-color-scheme: dark)").matches);
  button.addEventListener("click", () => set(!isDark()));
}
