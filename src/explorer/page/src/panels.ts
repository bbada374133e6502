// Which charts there are: what each shows, of which kinds of cells, on which axis.
import type { Wanted } from "./series";
import type { Start } from "./types";

export interface Panel {
  id: string;
  title: string;
  unit: string;
  wanted: Wanted;
  /** Lowest value of a logarithmic axis, at which what is lower is drawn; none for a linear axis. */
  floor?: number;
  /** A value that matters, with its name. */
  threshold?: { value: number; label: string };
  /** Doses stand below the curves. */
  doses?: boolean;
}

/** Cells, blood and marrow over the whole time. */
export function curves(start: Start): Panel[] {
  const leukemic = start.kinds.filter((kind) => kind.leukemic).map((kind) => kind.name);
  const { marrow_blasts, neutrophils, platelets } = start.thresholds;
  const whole = (variable: string): Wanted => ({ variable, kinds: [null] });
  const blood: Panel[] = [
    { id: "neutrophils", title: "Neutrophils", unit: "G/L", wanted: whole("neutrophils"), floor: 0.01, threshold: { value: neutrophils, label: "remission" } },
    { id: "platelets", title: "Platelets", unit: "G/L", wanted: whole("platelets"), floor: 1, threshold: { value: platelets, label: "remission" } },
  ];
  if (leukemic.length === 0) return blood;
  return [
    { id: "leukemia", title: "Leukemic cells", unit: "log scale", wanted: { variable: "cells", kinds: leukemic }, floor: 1, doses: true },
    { id: "stem", title: "Leukemic stem cells", unit: "log scale", wanted: { variable: "cells", kinds: ["leukemic_stem"] }, floor: 1 },
    { id: "blasts", title: "Blasts in the marrow", unit: "share", wanted: whole("marrow_blasts"), threshold: { value: marrow_blasts, label: "remission" } },
    ...blood,
  ];
}

/** From the drug in the cell to the death of the cell, in this kind of cells. */
export function mechanism(start: Start, kind: string): Panel[] {
  const level = (variable: string): Panel => {
    const label = start.levels.find((known) => known.variable === variable)?.label ?? variable;
    return { id: variable, title: label, unit: "", wanted: { variable, kinds: [null] } };
  };
  const cell = (variable: string, title: string, unit: string): Panel => {
    return { id: variable, title, unit, wanted: { variable, kinds: [kind] } };
  };
  const normal = kind.startsWith("normal");
  return [
    level("cenersen_cell"),
    level("idarubicin_cell"),
    level(normal ? "ara_ctp_normal" : "ara_ctp"),
    cell("p53_mrna", "p53 mRNA", "untreated = 1"),
    cell("p53_protein", "p53 protein", "untreated = 1"),
    cell("damage", "DNA damage", "catastrophe = 1"),
    cell("death_p53", "Death by p53", "per day"),
    cell("death_damage", "Death by damage without p53", "per day"),
    cell("catastrophe", "Mitotic catastrophe", "per day"),
  ];
}
