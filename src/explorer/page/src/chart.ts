// One chart: the present setting as a line with its band, the pinned one beside it, thresholds and doses; a button saves its numbers.
import uPlot from "uplot";
import { make } from "./dom";
import { type Point, boxes, freest } from "./label";
import type { Panel } from "./panels";
import { type Drawn, at, drawn, unit } from "./series";
import { type Colors, colors, ofDrug } from "./theme";
import type { Answer, Start } from "./types";

export interface Shown {
  now: Answer | null;
  pinned: Answer | null;
  /** Last day that is drawn. */
  until: number;
  /** The day that the strip shows. */
  day: number;
}

/** Both settings over common days. */
function aligned(now: Drawn | null, pinned: Drawn | null, floor: number | undefined): uPlot.AlignedData {
  const days = now?.days ?? pinned?.days ?? [];
  const raised = (values: number[]): number[] => (floor === undefined ? values : values.map((value) => Math.max(floor, value)));
  const own = (values: number[] | undefined): number[] => raised(values ?? []);
  const other = (values: number[] | undefined): (number | null)[] => {
    if (pinned === null || values === undefined) return days.map(() => null);
    const [theirs, curve] = [Float64Array.from(pinned.days), Float64Array.from(values)];
    return raised(days.map((day) => at(theirs, curve, day)));
  };
  return [
    days,
    own(now?.middle),
    own(now?.low),
    own(now?.high),
    other(pinned?.middle),
    other(pinned?.low),
    other(pinned?.high),
  ];
}

/** How large letters and lines are (px). */
interface Sizes {
  letters: number;
  line: number;
  /** Whether the day of the strip is marked. */
  day: boolean;
}

const SCREEN: Sizes = { letters: 13, line: 3, day: true };
const SLIDE: Sizes = { letters: 26, line: 6, day: false };

function power(value: number): string {
  const digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const exponent = Math.round(Math.log10(value));
  if (Math.abs(exponent) < 4) return String(Number(value.toPrecision(3)));
  return `10${[...String(exponent)].map((digit) => digits[Number(digit)] ?? "⁻").join("")}`;
}

export class Chart {
  readonly element: HTMLElement;
  private readonly place: HTMLElement;
  private plot: uPlot | null = null;
  private shown: Shown = { now: null, pinned: null, until: 1, day: 0 };

  constructor(
    private readonly start: Start,
    readonly panel: Panel,
    saveNumbers: () => void,
  ) {
    this.place = make("div", { class: "plot", role: "img" });
    const button = make("button", { type: "button", class: "csv", "aria-label": `Save ${panel.title} as CSV` }, "CSV");
    button.addEventListener("click", saveNumbers);
    const head = make("div", { class: "heading" }, make("h3", {}, panel.title), make("span", { class: "unit" }, panel.unit), button);
    this.element = make("figure", { id: `chart-${panel.id}` }, head, this.place);
  }

  /** Draws an answer; the chart itself is made once and after a change of colors. */
  show(shown: Shown): void {
    this.shown = shown;
    const data = this.data(shown);
    if (this.plot === null) this.plot = new uPlot(this.options(colors()), data, this.place);
    else this.plot.setData(data);
  }

  /** As [show], in the present colors and size. */
  restyle(): void {
    if (this.plot === null) return;
    this.plot.destroy();
    this.plot = null;
    this.show(this.shown);
  }

  /** The same as a picture of this size, with larger letters. */
  async picture(size: { width: number; height: number }): Promise<HTMLCanvasElement> {
    const data = this.data(this.shown);
    const plot = new uPlot({ ...this.options(colors(), SLIDE), ...size }, data, make("div"));
    // It is drawn after what runs now, not at once.
    await new Promise((done) => setTimeout(done, 0));
    const copy = make("canvas");
    [copy.width, copy.height] = [plot.ctx.canvas.width, plot.ctx.canvas.height];
    copy.getContext("2d")?.drawImage(plot.ctx.canvas, 0, 0);
    plot.destroy();
    return copy;
  }

  moved(day: number): void {
    this.shown = { ...this.shown, day };
    this.plot?.redraw(false);
  }

  resize(): void {
    const width = this.place.clientWidth;
    if (width > 0 && this.plot !== null && this.plot.width !== width) this.plot.setSize({ width, height: this.height() });
  }

  private data(shown: Shown): uPlot.AlignedData {
    const of = (answer: Answer | null): Drawn | null => (answer === null ? null : drawn(answer, this.panel.wanted));
    const [now, pinned] = [of(shown.now), of(shown.pinned)];
    this.describe(now);
    return aligned(now, pinned, this.panel.floor);
  }

  /** For those who do not see the curve. */
  private describe(now: Drawn | null): void {
    const { title } = this.panel;
    const of = this.panel.unit || (this.shown.now === null ? "" : unit(this.shown.now, this.panel.wanted.variable));
    this.element.querySelector(".unit")?.replaceChildren(of);
    if (now === null || now.middle.length === 0) return;
    const inside = now.middle.filter((_, place) => (now.days[place] ?? 0) <= this.shown.until);
    const [low, high] = [Math.min(...inside), Math.max(...inside)].map((value) => Number(value.toPrecision(3)));
    const [first = 0, last = 0] = [inside[0], inside.at(-1)].map((value) => Number((value ?? 0).toPrecision(3)));
    const words = `${title} (${of}): from ${first} to ${last}, lowest ${low}, highest ${high}, until day ${this.shown.until}`;
    this.place.setAttribute("aria-label", words);
  }

  private height(): number {
    return this.element.parentElement?.classList.contains("small") ? 165 : 245;
  }

  private options(color: Colors, sizes = SCREEN): uPlot.Options {
    const { floor } = this.panel;
    const { letters } = sizes;
    const font = `${letters}px system-ui, sans-serif`;
    const axis = { stroke: color.muted, font, grid: { stroke: color.grid, width: 1 }, ticks: { show: false } };
    const line = { points: { show: false } };
    const edge = { ...line, stroke: "transparent", width: 0 };
    return {
      width: Math.max(this.place.clientWidth, 200),
      height: this.height(),
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: () => [0, this.shown.until] },
        y: floor === undefined ? { range: (_, __, high) => [0, high > 0 ? high * 1.08 : 1] } : { distr: 3, range: (_, low, high) => this.decades(low, high) },
      },
      axes: [
        { ...axis, incrs: [1, 2, 7, 14, 30, 60, 90, 180], size: letters * 2.3, label: "day", labelFont: font, labelSize: letters * 1.3, labelGap: -letters * 0.4, values: (_, days) => days.map((day) => String(day)) },
        { ...axis, size: letters * 4, values: (_, values) => values.map((value) => this.tick(value)) },
      ],
      series: [
        {},
        { ...line, stroke: color.now, width: sizes.line },
        edge,
        edge,
        { ...line, stroke: color.pinned, width: sizes.line * 0.85, dash: [3 * sizes.line, 2 * sizes.line] },
        edge,
        edge,
      ],
      bands: [
        { series: [3, 2], fill: `${color.now}33` },
        { series: [6, 5], fill: `${color.pinned}22` },
      ],
      hooks: { draw: [(plot) => this.overlay(plot, color, sizes)] },
    };
  }

  /** Whole decades, with room for doses below. */
  private decades(low: number | null, high: number | null): [number, number] {
    const [from, to] = [Math.floor(Math.log10(low ?? 1)), Math.ceil(Math.log10(high ?? 10))];
    return [10 ** (from - (this.panel.doses === true ? 1 : 0)), 10 ** Math.max(to, from + 1)];
  }

  private tick(value: number | null): string {
    if (value === null) return "";
    if (this.panel.floor === undefined) return String(Number(value.toPrecision(3)));
    const exponent = Math.log10(value);
    return Math.abs(exponent - Math.round(exponent)) < 1e-9 ? power(value) : "";
  }

  /** Threshold, doses, and the day of the strip. */
  private overlay(plot: uPlot, color: Colors, { letters, day }: Sizes): void {
    plot.ctx.font = `${(letters - 1) * devicePixelRatio}px system-ui, sans-serif`;
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    if (this.panel.threshold !== undefined) this.threshold(plot, color, this.panel.threshold, letters);
    if (this.panel.doses === true) this.doses(plot, letters);
    if (day) this.markDay(plot, color);
    ctx.restore();
  }

  private markDay({ ctx, bbox, valToPos }: uPlot, color: Colors): void {
    const x = valToPos(this.shown.day, "x", true);
    ctx.strokeStyle = color.ink;
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }

  /** A dashed line with its name where it hides least. */
  private threshold(plot: uPlot, color: Colors, { value, label }: { value: number; label: string }, letters: number): void {
    const { ctx, bbox } = plot;
    const [y, right] = [plot.valToPos(value, "y", true), bbox.left + bbox.width];
    ctx.strokeStyle = color.muted;
    ctx.fillStyle = color.muted;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(right, y);
    ctx.stroke();
    ctx.setLineDash([]);
    const size = { width: ctx.measureText(label).width, height: letters * devicePixelRatio, gap: 4 * devicePixelRatio };
    const area = { left: bbox.left, right, top: bbox.top, bottom: bbox.top + bbox.height };
    const place = freest(boxes(area, y, size), this.points(plot));
    if (place === null) return;
    ctx.textAlign = "left";
    // Legible where there is no place without a curve.
    ctx.strokeStyle = color.background;
    ctx.lineWidth = 4 * devicePixelRatio;
    ctx.strokeText(label, place.left, place.bottom - 0.2 * size.height);
    ctx.fillText(label, place.left, place.bottom - 0.2 * size.height);
  }

  /** Curves and bands of both settings as they lie on the canvas. */
  private points(plot: uPlot): Point[] {
    const [days = [], ...curves] = plot.data;
    return [0, 3].flatMap((first) =>
      Array.from(days, (day, place) => {
        const [middle = NaN, low = NaN, high = NaN] = curves.slice(first, first + 3).map((curve) => plot.valToPos(curve?.[place] ?? NaN, "y", true));
        return { x: plot.valToPos(day, "x", true), middle, low, high };
      }),
    );
  }

  /** Each drug in a lane of its own at the lower edge. */
  private doses(plot: uPlot, letters: number): void {
    const events = this.shown.now?.courses[0]?.events.filter((event) => event.drug !== undefined) ?? [];
    const drugs = [...new Set(events.map((event) => event.drug ?? ""))];
    const { ctx, bbox } = plot;
    const lane = 1.25 * letters * devicePixelRatio;
    ctx.textAlign = "left";
    for (const [index, drug] of drugs.entries()) {
      const bottom = bbox.top + bbox.height - index * lane - 0.4 * letters * devicePixelRatio;
      ctx.fillStyle = ofDrug(this.start, drug);
      let end = bbox.left;
      for (const event of events.filter((given) => given.drug === drug)) {
        const [from, to] = [event.day, event.day + (event.days ?? 0)].map((day) => plot.valToPos(day, "x", true));
        ctx.fillRect(from ?? 0, bottom - lane / 2, Math.max((to ?? 0) - (from ?? 0), 4 * devicePixelRatio), lane / 2);
        if (event.day < this.start.horizon / 4) end = Math.max(end, to ?? 0);
      }
      ctx.fillText(drug, end + 8 * devicePixelRatio, bottom);
    }
  }
}
