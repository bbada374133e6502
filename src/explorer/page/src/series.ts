// Curves of an answer: picked by name, summed over kinds, and reduced over replicates to a line and a band.
import type { Answer, Course } from "./types";

/** A curve, or a sum of curves over kinds. */
export interface Wanted {
  variable: string;
  kinds: (string | null)[];
}

/** What is drawn: the median of the replicates and their range on each day. */
export interface Drawn {
  days: number[];
  middle: number[];
  low: number[];
  high: number[];
}

/** Values of one replicate. */
export function values(answer: Answer, course: Course, wanted: Wanted): Float64Array {
  const curves = wanted.kinds.flatMap((kind) => {
    const place = answer.curves.findIndex((name) => name.variable === wanted.variable && name.kind === kind);
    const found = course.values[place];
    return found === undefined ? [] : [found];
  });
  const [first] = curves;
  if (first === undefined) return new Float64Array(course.points);
  return curves.length === 1 ? first : first.map((_, day) => curves.reduce((sum, curve) => sum + (curve[day] ?? 0), 0));
}

/** On the straight line between two points. */
export function at(days: Float64Array, curve: Float64Array, day: number): number {
  let [low, high] = [0, days.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? 0) <= day) low = middle;
    else high = middle;
  }
  const [from = 0, to = 0] = [days[low], days[high]];
  const share = to > from ? Math.min(1, Math.max(0, (day - from) / (to - from))) : 0;
  const [start = 0, end = 0] = [curve[low], curve[high]];
  return share === 1 ? end : start + share * (end - start);
}

export function median(sorted: number[]): number {
  const half = sorted.length >> 1;
  const [before = 0, here = 0] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 1 ? here : (before + here) / 2;
}

/** Over all replicates, on the days of the first: those of others differ only around infusions of later courses. */
export function drawn(answer: Answer, wanted: Wanted): Drawn {
  const days = Array.from(answer.courses[0]?.days ?? []);
  const curves = answer.courses.map((course) => ({ course, curve: values(answer, course, wanted) }));
  const found: Drawn = { days, middle: [], low: [], high: [] };
  for (const day of days) {
    const sorted = curves.map(({ course, curve }) => at(course.days, curve, day)).sort((a, b) => a - b);
    found.middle.push(median(sorted));
    found.low.push(sorted[0] ?? 0);
    found.high.push(sorted.at(-1) ?? 0);
  }
  return found;
}

/** The unit of a curve. */
export function unit(answer: Answer, variable: string): string {
  return answer.curves.find((name) => name.variable === variable)?.unit ?? "";
}
