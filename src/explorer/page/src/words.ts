// The result in sentences: what a screen reader says, what stands above the curves, and what a slide says.
import { type Difference, difference, logKill, mean, neutropenia } from "./claim";
import { median, values } from "./series";
import type { Answer, Course } from "./types";

export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "\u2212");
}

/** How often each response occurs, the most frequent first. */
function responses(answer: Answer): [string, number][] {
  const counts = new Map<string, number>();
  for (const course of answer.courses) counts.set(course.response, (counts.get(course.response) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function count(answer: Answer, is: (course: Course) => boolean): number {
  return answer.courses.filter(is).length;
}

/** Whether there is a leukemia to speak of. */
function isLeukemic(answer: Answer): boolean {
  const [course] = answer.courses;
  if (course === undefined) return false;
  const first = values(answer, course, { variable: "cells", kinds: ["leukemic_stem", "leukemic_progenitor", "blast"] })[0];
  return (first ?? 0) > 0;
}

export function sentence(answer: Answer): string {
  const n = answer.courses.length;
  const of = (number: number): string => (n === 1 ? "" : ` in ${number} of ${n} replicates`);
  const best = responses(answer).map(([name, number]) => `${name}${of(number)}`).join(", ");
  const relapses = count(answer, (course) => course.survival.relapse_day !== null);
  const deaths = count(answer, (course) => course.survival.death_day !== null);
  const parts = [`Neutrophils are below 0.5 G/L for ${fixed(mean(answer, neutropenia), 0)} days.`];
  if (isLeukemic(answer)) {
    const kill = `The leukemia falls by ${fixed(mean(answer, logKill), 2)} powers of ten.`;
    parts.unshift(`Best response: ${best}.`, kill);
  }
  if (relapses > 0) parts.push(`Relapse${of(relapses)}.`);
  if (deaths > 0) parts.push(`Death${of(deaths)}.`);
  return parts.join(" ");
}

/** Digits of powers of ten, and of days. */
const KILL = 2;
const DAYS = 1;

function interval({ low, high }: Difference, digits: number): string {
  return `95 % interval ${fixed(low, digits)} to ${fixed(high, digits)}`;
}

/** What the depth of a kill allows to say of the present setting beside the pinned one. */
export function deeper(found: Difference): string {
  const by = `${fixed(Math.abs(found.mean), KILL)} powers of ten`;
  if (found.claim === "higher") return `the leukemia falls deeper, by ${by} (${interval(found, KILL)})`;
  if (found.claim === "lower") return `the leukemia falls less deep, by ${by} (${interval(found, KILL)})`;
  return `the depth of the kill cannot be told apart (difference ${fixed(found.mean, KILL)}, ${interval(found, KILL)})`;
}

export function longer(found: Difference): string {
  const by = `${fixed(Math.abs(found.mean), DAYS)} days`;
  if (found.claim === "higher") return `neutropenia lasts longer, by ${by} (${interval(found, DAYS)})`;
  if (found.claim === "lower") return `neutropenia is shorter, by ${by} (${interval(found, DAYS)})`;
  return `the length of neutropenia cannot be told apart (difference ${fixed(found.mean, DAYS)} days, ${interval(found, DAYS)})`;
}

export function against(now: Answer, pinned: Answer): string {
  const [kill, days] = [difference(now, pinned, logKill, KILL), difference(now, pinned, neutropenia, DAYS)];
  if (kill === null || days === null) return "";
  const other = now.seed === pinned.seed ? "" : " The seeds differ, so replicates are not paired by their draws.";
  const found = [...(isLeukemic(now) ? [deeper(kill)] : []), longer(days)];
  return `Against the pinned setting: ${found.join("; ")}.${other}`;
}

export interface Card {
  name: string;
  value: string;
}

function days(answer: Answer, day: (course: Course) => number | null): string {
  const found = answer.courses.flatMap((course) => day(course) ?? []).sort((a, b) => a - b);
  if (found.length === 0) return "not seen";
  const share = found.length === answer.courses.length ? "" : ` (${found.length} of ${answer.courses.length})`;
  return `day ${fixed(median(found), 0)}${share}`;
}

export function cards(answer: Answer): Card[] {
  const n = answer.courses.length;
  const remissions = count(answer, (course) => ["CR", "CRp", "CRi"].includes(course.response));
  const mostly = responses(answer)[0]?.[0] ?? "";
  const blood = [
    { name: "Neutrophils below 0.5", value: `${fixed(mean(answer, neutropenia), 0)} days` },
    { name: "Neutrophils back to 0.5", value: days(answer, (course) => course.milestones.neutrophils_above_half_day) },
    { name: "Platelets back to 50", value: days(answer, (course) => course.milestones.platelets_above_50_day) },
  ];
  const death = { name: "Death", value: days(answer, (course) => course.survival.death_day) };
  if (!isLeukemic(answer)) return [...blood, death];
  return [
    { name: "Remission (CR, CRp, CRi)", value: n === 1 ? mostly : `${remissions} of ${n}` },
    { name: "Leukemia falls by", value: `${fixed(mean(answer, logKill), 2)} log10` },
    { name: "Stem cells fall by", value: `${fixed(mean(answer, (_, course) => course.milestones.stem_log_kill), 2)} log10` },
    ...blood,
    { name: "Relapse", value: days(answer, (course) => course.survival.relapse_day) },
    death,
  ];
}
