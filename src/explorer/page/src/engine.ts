// Where answers come from: the program that served this page, or runs that lie in the same file. Answers are kept, so that going
// back costs nothing.
import { changes } from "./setting";
import type { Answer, Control, Setting, Stage, Start } from "./types";
import { read } from "./wire";

/** What is wrong with a setting, in a sentence of the program. */
export class Refused extends Error {}
/** A newer request took the place of this one. */
export class Superseded extends Error {}

export interface Engine {
  /** Whether a coarse answer comes before the full one. */
  readonly live: boolean;
  /** What paths call the only arm. */
  readonly root: string;
  has(setting: Setting): boolean;
  kept(setting: Setting): Answer | undefined;
  answer(setting: Setting, stage: Stage, signal: AbortSignal): Promise<Answer>;
  fingerprint(setting: Setting, signal: AbortSignal): Promise<string>;
}

const MOST_KEPT = 40;

/** Full answers by their changes, the oldest forgotten first. */
class Kept {
  private readonly answers = new Map<string, Answer>();

  get(key: string): Answer | undefined {
    return this.answers.get(key);
  }

  add(key: string, answer: Answer): void {
    this.answers.set(key, answer);
    const oldest = this.answers.keys().next().value;
    if (this.answers.size > MOST_KEPT && oldest !== undefined) this.answers.delete(oldest);
  }
}

export class LiveEngine implements Engine {
  readonly live = true;
  readonly root: string;
  private readonly controls: Control[];
  private readonly known = new Kept();

  constructor({ controls, root }: Start) {
    [this.controls, this.root] = [controls, root];
  }

  has(): boolean {
    return true;
  }

  kept(setting: Setting): Answer | undefined {
    return this.known.get(this.key(setting));
  }

  async answer(setting: Setting, stage: Stage, signal: AbortSignal): Promise<Answer> {
    const answer = read(await (await this.ask(setting, stage, signal)).arrayBuffer());
    if (stage === "full") this.known.add(this.key(setting), answer);
    return answer;
  }

  async fingerprint(setting: Setting, signal: AbortSignal): Promise<string> {
    const kept = this.kept(setting);
    if (kept?.result_sha256) return kept.result_sha256;
    const found = (await (await this.ask(setting, "fingerprint", signal)).json()) as { result_sha256: string };
    if (kept !== undefined) kept.result_sha256 = found.result_sha256;
    return found.result_sha256;
  }

  private key(setting: Setting): string {
    return changes(setting, this.controls).join("\n");
  }

  private async ask(setting: Setting, stage: Stage | "fingerprint", signal: AbortSignal): Promise<Response> {
    const body = JSON.stringify({ changes: changes(setting, this.controls), stage });
    const headers = { "Content-Type": "application/json" };
    const response = await fetch("run", { method: "POST", headers, body, signal });
    if (response.ok) return response;
    if (response.status === 409) throw new Superseded();
    throw new Refused(await sentence(response));
  }
}

async function sentence(response: Response): Promise<string> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { error: string }).error;
  } catch {
    return `the program answered ${response.status}: ${text}`;
  }
}

/** Runs that were simulated before. */
export class GridEngine implements Engine {
  readonly live = false;
  readonly root: string;
  private readonly controls: Control[];
  private readonly known = new Kept();
  private readonly places: Map<string, number>;

  constructor({ controls, root }: Start, points: string[][]) {
    [this.controls, this.root] = [controls, root];
    this.places = new Map(points.map((changes, index) => [[...changes].sort().join("\n"), index]));
  }

  has(setting: Setting): boolean {
    return this.place(setting) !== undefined;
  }

  kept(setting: Setting): Answer | undefined {
    return this.known.get(String(this.place(setting)));
  }

  async answer(setting: Setting): Promise<Answer> {
    const place = this.place(setting);
    const element = document.getElementById(`point${place}`);
    if (place === undefined || element === null) throw new Refused("this file has no run of this setting");
    const packed = Uint8Array.from(atob(element.textContent ?? ""), (letter) => letter.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const answer = read(await new Response(stream).arrayBuffer());
    this.known.add(String(place), answer);
    return answer;
  }

  async fingerprint(setting: Setting): Promise<string> {
    return this.kept(setting)?.result_sha256 ?? "";
  }

  /** Every axis has a value: that of the setting, or its own. */
  private place(setting: Setting): number | undefined {
    const paths = this.controls.map((control) => control.path);
    if ([...setting.keys()].some((path) => !paths.includes(path))) return undefined;
    const value = (control: Control): string => setting.get(control.path) ?? control.values[control.own]?.text ?? "";
    const key = this.controls.map((control) => `${control.path}=${value(control)}`).sort().join("\n");
    return this.places.get(key);
  }
}

export function engineOf(start: Start): Engine {
  return start.points === undefined ? new LiveEngine(start) : new GridEngine(start, start.points);
}
