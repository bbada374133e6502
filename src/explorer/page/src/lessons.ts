// Six short lessons: a question, an answer chosen before the run, two settings, and what the numbers allow to say. No answer is
// written here: which one is right is what the runs of this scenario show.
import { type Measure, difference, logKill, lowest, mean, neutropenia } from "./claim";
import type { Answer } from "./types";
import { fixed } from "./words";

export interface Lesson {
  id: string;
  title: string;
  question: string;
  /** Answers by what the second setting does to the measure. */
  higher: string;
  lower: string;
  unclear: string;
  /** Changes before and after, in several ways, the first that the page has. */
  before: Record<string, string>[];
  after: Record<string, string>[];
  measure: Measure;
  unit: string;
  digits: number;
  /** Where to look for the reason. */
  look: string;
}

const deeper = { higher: "The leukemia falls deeper", lower: "It falls less deep", unclear: "No difference can be told" };
const kill = { ...deeper, measure: logKill, unit: "powers of ten", digits: 2 };

export const LESSONS: Lesson[] = [
  {
    id: "cenersen",
    title: "What cenersen adds",
    question: "The same patient gets the same chemotherapy, first without and then with cenersen. What does it do to the depth of the kill?",
    ...kill,
    before: [{ "arm.cenersen": "[]" }, { "arm.cenersen.duration": "0 d" }],
    after: [{}],
    look: "Compare p53 mRNA, p53 protein and the three ways to die in leukemic stem cells and in blasts: less p53 takes away one way to die and opens others. The result rests on the hypothesis about p53, which you can change.",
  },
  {
    id: "tp53",
    title: "A leukemia without TP53",
    question: "The leukemia has lost TP53; everything else stays. What happens to the depth of the kill?",
    ...kill,
    before: [{}],
    after: [{ "patient.tp53": "null" }],
    look: "Cenersen has no p53 left to lower. Compare death by p53 with death by damage. Published TP53-null leukemia does worse; under the hypothesis \"source\" the model may say otherwise, which counts against that hypothesis.",
  },
  {
    id: "dose",
    title: "The price of a dose",
    question: "Cytarabine is raised to 3 g/m2. What happens to the days with neutrophils below 0.5 G/L?",
    higher: "There are more of them",
    lower: "There are fewer",
    unclear: "No difference can be told",
    measure: neutropenia,
    unit: "days",
    digits: 1,
    before: [{ "arm.cytarabine.dose": "0.5 g/m2" }],
    after: [{ "arm.cytarabine.dose": "3 g/m2" }],
    look: "Ara-CTP in cells saturates: six times the dose is not six times the ara-CTP. Compare the kill of leukemic and of normal cells.",
  },
  {
    id: "typical",
    title: "The typical patient",
    question: "The leukemia now has the median sensitivity to chemotherapy. What happens to the depth of the kill?",
    ...kill,
    before: [{}],
    after: [{ "patient.chemosensitivity": "50 %" }],
    look: "A figure of one responder says little about a trial: look at the response. The commands trial and compare draw whole populations.",
  },
  {
    id: "inhibitor",
    title: "Tablets against fever",
    question: "The patient takes acetaminophen throughout, which takes away cenersen's activity. What happens to the lowest p53 mRNA of leukemic stem cells?",
    higher: "It falls less",
    lower: "It falls deeper",
    unclear: "No difference can be told",
    measure: lowest({ variable: "p53_mrna", kinds: ["leukemic_stem"] }),
    unit: "of an untreated cell",
    digits: 2,
    before: [{}],
    after: [{ "patient.inhibitor.periods": "throughout" }],
    look: "Cenersen is in the cells as before; it is its effect on p53 mRNA that is lost. Look at the first two steps of the path.",
  },
  {
    id: "hypothesis",
    title: "What nobody has measured",
    question: "What losing p53 does to a leukemic cell is supposed, not known. Instead of the hypothesis \"neutral\" take that of the source document. What happens to the depth of the kill?",
    ...kill,
    before: [{ "hypothesis.p53": "neutral" }],
    after: [{ "hypothesis.p53": "source" }],
    look: "The same drugs, the same patient, another supposition. What a model says of a drug is not better known than this.",
  },
];

export type Choice = "higher" | "lower" | "unclear";

/** What the runs show, and whether the choice was that. */
export function verdict(lesson: Lesson, choice: Choice, before: Answer, after: Answer): string {
  const found = difference(after, before, lesson.measure, lesson.digits);
  const [from, to] = [before, after].map((answer) => fixed(mean(answer, lesson.measure), lesson.digits));
  const means = `The mean goes from ${from} to ${to} ${lesson.unit}`;
  if (found === null) return `${means}; with one replicate no interval tells how sure this is.`;
  const interval = `95 % interval of the difference ${fixed(found.low, lesson.digits)} to ${fixed(found.high, lesson.digits)}`;
  const right = choice === found.claim ? "As you said" : `You said "${lesson[choice]}"`;
  return `${right}. ${means} (${interval}): ${lesson[found.claim].toLowerCase()}.`;
}
