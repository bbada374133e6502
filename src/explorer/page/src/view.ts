// Shows a state: sentences, cards, charts, the strip, code. Everything that is drawn is drawn here.
import { Chart, type Shown } from "./chart";
import { ControlViews, type Commit } from "./control_view";
import { saveCsv } from "./csv";
import { byId, make } from "./dom";
import type { State } from "./explorer";
import * as panels from "./panels";
import { changes, told } from "./setting";
import { code, type Language } from "./share";
import { chartSize, saveSlide } from "./slide";
import { Strip } from "./strip";
import type { Start } from "./types";
import { against, cards, sentence } from "./words";

/** Days that the path to death is shown for, where the horizon is longer. */
const FIRST_DAYS = [14, 42];
/** The day that the strip begins with: drugs are at work then. */
const FIRST_DAY = 3;

export class View {
  private state: State | null = null;
  private readonly controls: ControlViews;
  private readonly curves: Chart[];
  private path: Chart[] = [];
  private readonly strip: Strip;
  private readonly day = byId<HTMLInputElement>("day");
  private readonly kind = byId<HTMLSelectElement>("kind");
  private readonly span = byId<HTMLSelectElement>("span");
  private readonly language = byId<HTMLSelectElement>("language");

  constructor(
    private readonly start: Start,
    commit: Commit,
  ) {
    byId("title").textContent = start.title;
    byId("subtitle").textContent = `One patient in arm ${start.arm}, simulated ${start.points ? "before" : "live"}`;
    byId("foot").textContent = `${start.program} · scenario ${start.name} · a model, not medical advice`;
    document.title = `${start.title} · cenersim`;
    this.controls = new ControlViews(start.controls, commit);
    this.curves = this.charts("curves", panels.curves(start));
    this.strip = new Strip(byId<HTMLCanvasElement>("strip"), start);
    this.choices();
    this.path = this.charts("mechanism", panels.mechanism(start, this.kind.value));
    new ResizeObserver(() => this.resize()).observe(byId("curves"));
  }

  show(state: State): void {
    const before = this.state;
    this.state = state;
    this.controls.show(state.setting, state.now?.numbers ?? {});
    byId<HTMLButtonElement>("undo").disabled = !state.canUndo;
    byId<HTMLButtonElement>("reset").disabled = state.setting.size === 0;
    byId<HTMLButtonElement>("pin").disabled = state.now?.stage !== "full" || state.answered !== state.setting;
    byId("unpin").hidden = state.pinned === null;
    this.words(state);
    const same = before !== null && before.now === state.now && before.pinned?.answer === state.pinned?.answer;
    if (same && state.now !== null) return;
    this.draw();
  }

  /** After a change of colors. */
  restyle(): void {
    for (const chart of [...this.curves, ...this.path]) chart.restyle();
    this.drawStrip();
  }

  /** The day that the strip and the lines in the charts show. */
  moveTo(day: number): void {
    this.day.value = String(day);
    byId("day-shown").textContent = this.day.value;
    for (const chart of [...this.curves, ...this.path]) chart.moved(this.day.valueAsNumber);
    this.drawStrip();
  }

  /** A picture of 1920 x 1080. */
  async saveSlide(): Promise<void> {
    const { state, start } = this;
    if (state?.now === null || state === null) return;
    const wanted = this.curves.filter((chart) => ["leukemia", "neutrophils"].includes(chart.panel.id));
    const size = chartSize(wanted.length);
    const picture = async (chart: Chart) => ({ title: `${chart.panel.title} (${chart.panel.unit})`, canvas: await chart.picture(size) });
    const charts = await Promise.all(wanted.map(picture));
    await saveSlide(`${start.name}_slide`, {
      title: state.answered.size === 0 ? start.title : `What if? From ${start.title}`,
      now: `now: ${told(state.answered, start.controls)}`,
      pinned: state.pinned === null ? null : `pinned: ${told(state.pinned.setting, start.controls)}`,
      sentence: this.sentences(state).join(" "),
      foot: `${start.program} | scenario ${start.name} | line: median of ${state.now.courses.length} replicates, band: their range`,
      charts,
    });
  }

  code(): string {
    const { state } = this;
    return state === null ? "" : code(this.language.value as Language, this.start, state.setting, state.now);
  }

  private charts(place: string, of: panels.Panel[]): Chart[] {
    const charts = of.map((panel) => new Chart(this.start, panel, () => this.save(panel)));
    byId(place).replaceChildren(...charts.map((chart) => chart.element));
    return charts;
  }

  private save(panel: panels.Panel): void {
    const { state } = this;
    if (state !== null) saveCsv(panel.id, [["now", state.now], ["pinned", state.pinned?.answer ?? null]], [panel.wanted]);
  }

  /** Kinds, days and languages that can be chosen. */
  private choices(): void {
    const { horizon, kinds } = this.start;
    this.kind.replaceChildren(...kinds.map(({ name, label }) => make("option", { value: name }, label)));
    const spans = [...FIRST_DAYS.filter((days) => days < horizon), horizon];
    this.span.replaceChildren(...spans.map((days) => make("option", { value: String(days) }, days === horizon ? `all ${days}` : `first ${days}`)));
    this.day.max = String(horizon);
    this.day.value = String(Math.min(FIRST_DAY, horizon));
    byId("day-shown").textContent = this.day.value;
    this.kind.addEventListener("change", () => {
      this.path = this.charts("mechanism", panels.mechanism(this.start, this.kind.value));
      this.draw();
    });
    this.span.addEventListener("change", () => this.draw());
    this.language.addEventListener("change", () => (byId("code").textContent = this.code()));
    this.day.addEventListener("input", () => this.moveTo(this.day.valueAsNumber));
  }

  private sentences({ now, pinned }: State): string[] {
    if (now === null) return [];
    const compared = now.stage === "full" && pinned !== null && pinned.answer !== null ? against(now, pinned.answer) : "";
    return [sentence(now), compared].filter((text) => text !== "");
  }

  private words(state: State): void {
    const { now, pinned, fault, took, fingerprint } = state;
    const controls = this.start.controls;
    byId("fault").hidden = fault === null;
    byId("fault").textContent = fault ?? "";
    if (now === null) return;
    // A coarse answer is one replicate of few agents: it is drawn and not told.
    if (now.stage === "full") {
      const [own = "", compared = ""] = this.sentences(state);
      setText("sentence", own);
      setText("against", compared);
      byId("cards").replaceChildren(...cards(now).flatMap(({ name, value }) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
    }
    byId("result").dataset["stage"] = now.stage;
    const replicates = now.courses.length === 1 ? "1 replicate" : `${now.courses.length} replicates`;
    const size = `${now.stage}: ${replicates}, ${now.agents} agents per class`;
    const first = took === null ? "" : ` · shown after ${took.toFixed(0)} ms`;
    const hash = now.stage === "full" && fingerprint ? ` · result_sha256 ${fingerprint.slice(0, 16)}` : "";
    byId("state").textContent = `${size}${first}${hash}`;
    byId("state").title = fingerprint ?? "";
    byId("state").dataset["fingerprint"] = fingerprint ?? "";
    const notes = now.notes.map((note) => make("span", { class: "note" }, `Note: ${note}. `));
    const key = [make("span", { class: "now" }, `now: ${told(state.answered, controls)}`)];
    if (pinned !== null) key.push(make("span", { class: "pinned" }, `pinned: ${told(pinned.setting, controls)}`));
    const meaning = now.courses.length > 1 ? "Line: median of the replicates; band: their range. Both, and intervals, are of chance in this one patient." : "";
    byId("key").replaceChildren(...key, make("span", {}, meaning), ...notes);
    byId("code").textContent = this.code();
    byId("code").dataset["changes"] = changes(state.setting, controls).join("\n");
  }

  private draw(): void {
    const { state } = this;
    if (state === null || state.now === null) return;
    const pinned = state.pinned?.answer ?? null;
    const shown = (until: number): Shown => ({ now: state.now, pinned, until, day: this.day.valueAsNumber });
    for (const chart of this.curves) chart.show(shown(this.start.horizon));
    for (const chart of this.path) chart.show(shown(Number(this.span.value)));
    this.drawStrip();
  }

  private drawStrip(): void {
    if (this.state?.now) this.strip.draw(this.state.now, this.day.valueAsNumber);
  }

  private resize(): void {
    for (const chart of [...this.curves, ...this.path]) chart.resize();
    this.drawStrip();
  }
}

/** Only what is new is said again. */
function setText(id: string, text: string): void {
  const element = byId(id);
  if (element.textContent !== text) element.textContent = text;
}
