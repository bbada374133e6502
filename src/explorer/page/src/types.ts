// What the program tells the page: the scenario with its controls, and the answer to a setting.

export interface Value {
  text: string;
  label: string;
}

export interface Control {
  path: string;
  group: string;
  label: string;
  about: string;
  shape: "slider" | "choice" | "switch";
  values: Value[];
  own: number;
}

export interface Kind {
  name: string;
  label: string;
  leukemic: boolean;
  light: string;
  dark: string;
  dash: number[];
}

export interface Start {
  program: string;
  name: string;
  file: string;
  /** The arm that was chosen of several. */
  chosen_arm: string | null;
  /** Changes of the scenario before it was explored. */
  changes: string[];
  /** What paths call the only arm: `arm`, or `arm.B` in a list. */
  root: string;
  title: string;
  arm: string;
  horizon: number;
  agents: number;
  replicates: number;
  controls: Control[];
  kinds: Kind[];
  drugs: { name: string; light: string; dark: string }[];
  levels: { variable: string; drug: string; label: string }[];
  thresholds: { marrow_blasts: number; neutrophils: number; platelets: number };
  /** Settings of the runs that are in the file; none where the page is served. */
  points?: string[][];
}

export type Stage = "coarse" | "full";

export interface CourseEvent {
  day: number;
  name: string;
  drug?: string;
  mg?: number;
  days?: number;
}

export interface Milestones {
  blast_log_kill: number;
  stem_log_kill: number;
  blast_nadir_day: number;
  neutrophil_nadir: number;
  platelet_nadir: number;
  neutrophils_above_half_day: number | null;
  platelets_above_50_day: number | null;
  days_neutrophils_below_half: number;
  days_platelets_below_50: number;
}

export interface Survival {
  relapse_day: number | null;
  death_day: number | null;
  death_cause: string | null;
}

export interface CourseHead {
  replicate: number;
  points: number;
  response: string;
  courses: number;
  survival: Survival;
  milestones: Milestones;
  events: CourseEvent[];
}

export interface CurveName {
  variable: string;
  unit: string;
  kind: string | null;
}

export interface AnswerHead {
  stage: Stage;
  agents: number;
  seed: number;
  notes: string[];
  source: string;
  /** Numbers of the ledger that controls stand for, as they are under this setting, by path. */
  numbers: Record<string, string>;
  result_sha256: string | null;
  curves: CurveName[];
  courses: CourseHead[];
}

/** One replicate with its curves, in the order of the header. */
export interface Course extends CourseHead {
  days: Float64Array;
  values: Float64Array[];
}

export interface Answer extends Omit<AnswerHead, "courses"> {
  courses: Course[];
}

/** Changes of the scenario by path, as `--set` takes them. */
export type Setting = ReadonlyMap<string, string>;
