// A setting as something to take along: the command, the scenario file, R or Python code that gives the same numbers.
import { changes } from "./setting";
import type { Answer, Setting, Start } from "./types";

export type Language = "shell" | "toml" | "r" | "python";

/** In double quotes, as R and Python read them. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/** In single quotes, as a shell reads them. */
function shell(text: string): string {
  return /^[\w./=,:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Path and value of a change. */
function parts(change: string): [string, string] {
  const at = change.indexOf("=");
  return [change.slice(0, at), change.slice(at + 1)];
}

/** What the scenario was changed by before, and what the setting changes: the later one counts. */
function all(start: Start, setting: Setting): [string, string][] {
  const before = start.changes.map(parts);
  const now = changes(setting, start.controls).map(parts);
  return [...before.filter(([path]) => !now.some(([other]) => other === path)), ...now];
}

export function code(language: Language, start: Start, setting: Setting, answer: Answer | null): string {
  const set = all(start, setting);
  const arm = start.chosen_arm;
  switch (language) {
    case "shell": {
      const arguments_ = set.map(([path, text]) => ` --set ${shell(`${path}=${text}`)}`).join("");
      return `cenersim run ${shell(start.file)}${arm === null ? "" : ` --arm ${shell(arm)}`}${arguments_}`;
    }
    case "toml":
      return answer?.source ?? "";
    case "python": {
      const values = set.map(([path, text]) => `${quoted(path)}: ${quoted(text)}`).join(", ");
      return `import cenersim as cs\nr = cs.run(${quoted(start.file)}${arm === null ? "" : `, arm=${quoted(arm)}`}${values ? `, set={${values}}` : ""})`;
    }
    case "r": {
      const values = set.map(([path, text]) => `${quoted(path)} = ${quoted(text)}`).join(", ");
      return `library(cenersim)\nr <- cs_run(${quoted(start.file)}${arm === null ? "" : `, arm = ${quoted(arm)}`}${values ? `, set = list(${values})` : ""})`;
    }
  }
}
