// The present view as a slide of 1920 x 1080: headline, leukemic cells and neutrophils of both settings, where it comes from.
import { save } from "./dom";
import { type Colors, colors } from "./theme";

export interface Slide {
  title: string;
  now: string;
  pinned: string | null;
  sentence: string;
  foot: string;
  /** Charts with their titles, from left to right. */
  charts: { title: string; canvas: HTMLCanvasElement }[];
}

const [WIDTH, HEIGHT, MARGIN] = [1920, 1080, 80];

/** Text in lines of at most this width, which do not part a number from its unit; where the last one ends. */
function wrapped(context: CanvasRenderingContext2D, text: string, left: number, top: number, width: number, step: number): number {
  let line = "";
  let y = top;
  for (const word of text.split(/(?<!\d) /)) {
    if (line !== "" && context.measureText(`${line} ${word}`).width > width) {
      context.fillText(line, left, y);
      [line, y] = [word, y + step];
    } else line = line === "" ? word : `${line} ${word}`;
  }
  context.fillText(line, left, y);
  return y + step;
}

/** A line as in the charts, with what it is; where the next thing begins. */
function key(context: CanvasRenderingContext2D, text: string, y: number, color: string, dash: number[]): number {
  context.strokeStyle = color;
  context.lineWidth = 7;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(MARGIN, y - 10);
  context.lineTo(MARGIN + 80, y - 10);
  context.stroke();
  context.setLineDash([]);
  return wrapped(context, text, MARGIN + 100, y, WIDTH - 2 * MARGIN - 100, 40);
}

function font(context: CanvasRenderingContext2D, size: number, color: string, weight = 400): void {
  context.font = `${weight} ${size}px system-ui, sans-serif`;
  context.fillStyle = color;
}

function drawn(slide: Slide, color: Colors): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("this browser draws no pictures");
  context.fillStyle = color.background;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  font(context, 48, color.ink, 600);
  let y = wrapped(context, slide.title, MARGIN, 96, WIDTH - 2 * MARGIN, 58);
  font(context, 30, color.ink);
  y = wrapped(context, slide.sentence, MARGIN, y + 4, WIDTH - 2 * MARGIN, 40) + 6;
  y = key(context, slide.now, y, color.now, []);
  if (slide.pinned !== null) y = key(context, slide.pinned, y, color.pinned, [22, 12]);
  const width = (WIDTH - 2 * MARGIN - 60 * (slide.charts.length - 1)) / slide.charts.length;
  for (const [index, chart] of slide.charts.entries()) {
    const left = MARGIN + index * (width + 60);
    font(context, 32, color.ink, 600);
    context.fillText(chart.title, left, y + 40);
    context.drawImage(chart.canvas, left, y + 60, width, HEIGHT - y - 150);
  }
  font(context, 22, color.muted);
  context.fillText(slide.foot, MARGIN, HEIGHT - 40);
  return canvas;
}

/** Size of a chart on the slide, so that whoever draws it draws it sharp (px). */
export function chartSize(charts: number): { width: number; height: number } {
  return { width: Math.round((WIDTH - 2 * MARGIN - 60 * (charts - 1)) / charts), height: 580 };
}

export async function saveSlide(name: string, slide: Slide): Promise<void> {
  const canvas = drawn(slide, colors());
  const content = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (content !== null) save(`${name}.png`, content);
}
