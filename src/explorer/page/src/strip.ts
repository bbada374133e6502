// Cells on one day, from stem cells to what leaves the marrow: two lanes, leukemic and normal. Dots of a kind are as many as the
// decimal logarithm of its cells says, their color is its mean p53 protein, and crosses are the share that dies within a day.
import { type Wanted, at, median, values } from "./series";
import { colors, isDark, ofKind } from "./theme";
import type { Answer, Kind, Start } from "./types";

/** Dots of a kind for each power of ten of its cells. */
const DOTS = 9;
const LANE = 92;
/** p53 protein at which the color is full. */
const FULL = 4;

/** The same place for the same dot on every day, so that dots come and go instead of dancing. */
function spread(index: number): [number, number] {
  const part = (factor: number): number => (0.5 + index * factor) % 1;
  return [part(0.754877666), part(0.569840291)];
}

/** The median over replicates on one day. */
function on(answer: Answer, wanted: Wanted, day: number): number {
  const found = answer.courses.map((course) => at(course.days, values(answer, course, wanted), day));
  return median(found.sort((a, b) => a - b));
}

/** From pale (none) over the middle (untreated) to dark violet (much). */
function shade(p53: number): string {
  const share = Math.min(1, Math.log1p(Math.max(0, p53)) / Math.log1p(FULL));
  const [from, to] = isDark() ? [[70, 78, 90], [255, 214, 90]] : [[205, 210, 218], [92, 20, 130]];
  const mixed = [0, 1, 2].map((part) => Math.round((from?.[part] ?? 0) * (1 - share) + (to?.[part] ?? 0) * share));
  return `rgb(${mixed.join(",")})`;
}

/** Kinds from left to right. */
type Lane = Kind[];

export class Strip {
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly start: Start,
  ) {}

  draw(answer: Answer, day: number): void {
    const width = this.canvas.clientWidth;
    const lanes: Lane[] = [
      this.start.kinds.filter((kind) => kind.leukemic),
      this.start.kinds.filter((kind) => !kind.leukemic),
    ].filter((kinds) => kinds.length > 0);
    const height = lanes.length * (LANE + 26) + 26;
    this.canvas.width = width * devicePixelRatio;
    this.canvas.height = height * devicePixelRatio;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    context.scale(devicePixelRatio, devicePixelRatio);
    const told = lanes.flatMap((lane, index) => this.lane(context, answer, day, lane, index * (LANE + 26), width));
    this.key(context, lanes.length * (LANE + 26) + 8, width);
    this.canvas.setAttribute("aria-label", `Cells along differentiation on day ${day}: ${told.join("; ")}`);
  }

  /** Kinds from left to right, each in a field of its own. */
  private lane(context: CanvasRenderingContext2D, answer: Answer, day: number, lane: Lane, top: number, width: number): string[] {
    const field = width / lane.length;
    return lane.map((kind, index) => {
      const of = (variable: string): number => on(answer, { variable, kinds: [kind.name] }, day);
      const cells = of("cells");
      const dying = 1 - Math.exp(-["death_p53", "death_damage", "catastrophe"].reduce((sum, cause) => sum + of(cause), 0));
      const p53 = of("p53_protein");
      const count = cells < 1 ? 0 : Math.round(DOTS * (Math.log10(cells) + 0.1));
      const left = index * field;
      this.heading(context, kind, cells, left, top, field);
      for (let dot = 0; dot < count; dot++) {
        const [x, y] = spread(dot);
        const [across, down] = [left + 10 + x * (field - 20), top + 26 + y * (LANE - 10)];
        if (((dot * 37) % 100) / 100 < dying) this.cross(context, across, down);
        else this.dot(context, across, down, shade(p53), ofKind(kind));
      }
      return `${kind.label} ${cells.toExponential(1)} cells, p53 ${p53.toFixed(2)}, ${Math.round(100 * dying)} % die within a day`;
    });
  }

  private heading(context: CanvasRenderingContext2D, kind: Kind, cells: number, left: number, top: number, field: number): void {
    context.fillStyle = colors().ink;
    context.font = `${field < 130 ? 11 : 14}px system-ui, sans-serif`;
    const number = cells < 1 ? "none" : cells.toExponential(1).replace("e+", "e");
    const label = field < 200 ? kind.label.replace("Leukemic", "Leuk.").replace("progenitors", "progen.") : kind.label;
    context.fillText(field < 200 ? label : `${label}: ${number}`, left + 6, top + 16);
  }

  private dot(context: CanvasRenderingContext2D, x: number, y: number, fill: string, edge: string): void {
    context.beginPath();
    context.arc(x, y, 4.5, 0, 2 * Math.PI);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = edge;
    context.lineWidth = 1.5;
    context.stroke();
  }

  private cross(context: CanvasRenderingContext2D, x: number, y: number): void {
    context.strokeStyle = colors().ink;
    context.lineWidth = 1.8;
    context.beginPath();
    context.moveTo(x - 4, y - 4);
    context.lineTo(x + 4, y + 4);
    context.moveTo(x + 4, y - 4);
    context.lineTo(x - 4, y + 4);
    context.stroke();
  }

  /** What dots, colors and crosses mean. */
  private key(context: CanvasRenderingContext2D, top: number, width: number): void {
    context.font = "13px system-ui, sans-serif";
    let x = 10;
    for (const [p53, label] of [[0, "no p53"], [1, "untreated"], [FULL, `${FULL} or more`]] as const) {
      this.dot(context, x, top, shade(p53), colors().muted);
      context.fillStyle = colors().ink;
      context.fillText(label, x + 9, top + 5);
      x += 24 + context.measureText(label).width;
    }
    this.cross(context, x, top);
    context.fillStyle = colors().ink;
    context.fillText(width < 500 ? "dies" : `dies within a day; ${DOTS} dots for each power of ten of cells`, x + 9, top + 5);
  }
}
