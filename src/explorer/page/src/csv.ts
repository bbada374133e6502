// The numbers of a chart with all their digits, one row for each value, as curves.csv of a run has them.
import { save } from "./dom";
import type { Wanted } from "./series";
import type { Answer, Course } from "./types";

const HEAD = "setting,replicate,day,kind,variable,unit,value";

function rows(setting: string, answer: Answer, course: Course, wanted: Wanted[]): string[] {
  const names = answer.curves.map((name, place) => ({ ...name, place }));
  const chosen = wanted.flatMap(({ variable, kinds }) =>
    names.filter((name) => name.variable === variable && kinds.includes(name.kind)),
  );
  return Array.from(course.days).flatMap((day, point) =>
    chosen.map(({ place, kind, variable, unit }) =>
      [setting, course.replicate, day, kind ?? "", variable, unit, course.values[place]?.[point] ?? ""].join(","),
    ),
  );
}

export function csv(answers: [string, Answer | null][], wanted: Wanted[]): string {
  const lines = answers.flatMap(([setting, answer]) =>
    answer === null ? [] : answer.courses.flatMap((course) => rows(setting, answer, course, wanted)),
  );
  return `${[HEAD, ...lines].join("\n")}\n`;
}

export function saveCsv(name: string, answers: [string, Answer | null][], wanted: Wanted[]): void {
  save(`${name}.csv`, new Blob([csv(answers, wanted)], { type: "text/csv" }));
}
