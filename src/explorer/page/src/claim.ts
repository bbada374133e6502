// What a difference between two settings allows to say. The same replicate meets the same draws in both, so differences are taken
// replicate by replicate; a direction is claimed only if the whole 95 % interval of their mean is on one side of zero.
import { type Wanted, values } from "./series";
import type { Answer, Course } from "./types";

export type Claim = "higher" | "lower" | "unclear";

export interface Difference {
  mean: number;
  low: number;
  high: number;
  claim: Claim;
}

/** Student's t at 97.5 % for 1 to 30 degrees of freedom; with more the last one is a little too wide. */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** A number of one replicate. */
export type Measure = (answer: Answer, course: Course) => number;

export const logKill: Measure = (_, course) => course.milestones.blast_log_kill;
export const neutropenia: Measure = (_, course) => course.milestones.days_neutrophils_below_half;
/** Lowest value of a curve. */
export const lowest =
  (wanted: Wanted): Measure =>
  (answer, course) =>
    values(answer, course, wanted).reduce((low, value) => Math.min(low, value), Infinity);

export function mean(answer: Answer, measure: Measure): number {
  return average(answer.courses.map((course) => measure(answer, course)));
}

function average(numbers: number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Of an interval that is not one-sided nothing is claimed; tested on the cases of the program, src/text/claims.csv. */
export function claimOf(low: number, high: number): Claim {
  if (low > 0 && high >= low) return "higher";
  return high < 0 && high >= low ? "lower" : "unclear";
}

/**
 * The first minus the second; none with one replicate, which has no interval. Nothing is claimed that the interval does not show
 * with the digits that it is printed with.
 */
export function difference(now: Answer, before: Answer, measure: Measure, digits: number): Difference | null {
  const n = Math.min(now.courses.length, before.courses.length);
  if (n < 2) return null;
  const pairs = now.courses.slice(0, n).map((course, index) => {
    const other = before.courses[index];
    return measure(now, course) - (other === undefined ? Number.NaN : measure(before, other));
  });
  const middle = average(pairs);
  const spread = Math.sqrt(pairs.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (n - 1) / n);
  const half = (T[Math.min(n - 1, T.length) - 1] ?? Number.NaN) * spread;
  const [low, high] = [middle - half, middle + half];
  return { mean: middle, low, high, claim: claimOf(Number(low.toFixed(digits)), Number(high.toFixed(digits))) };
}
