// The lessons on the page: the list, the question, and the verdict once both settings have run.
import { byId, make } from "./dom";
import type { Engine } from "./engine";
import { type Choice, LESSONS, type Lesson, verdict } from "./lessons";
import { firstOf } from "./presets";
import type { Answer, Control, Setting } from "./types";

/** Simulates both settings, shows them, and gives their answers. */
export type Run = (before: Setting, after: Setting) => Promise<[Answer, Answer] | null>;

interface Offered {
  lesson: Lesson;
  before: Setting;
  after: Setting;
}

export function offered(controls: Control[], engine: Engine): Offered[] {
  return LESSONS.flatMap((lesson) => {
    const before = firstOf(lesson.before, controls, engine);
    const after = firstOf(lesson.after, controls, engine);
    const both = before !== null && after !== null && JSON.stringify([...before]) !== JSON.stringify([...after]);
    return both ? [{ lesson, before, after }] : [];
  });
}

export function begin(controls: Control[], engine: Engine, run: Run): void {
  const lessons = offered(controls, engine);
  const items = lessons.map((one, index) => {
    const button = make("button", { type: "button", class: "lesson-button" }, one.lesson.title);
    button.addEventListener("click", () => ask(one, index + 1, run));
    return make("li", {}, button);
  });
  byId("lesson-list").replaceChildren(...items);
  byId("lessons").hidden = items.length === 0;
}

/** The question with its answers; nothing is simulated before one is chosen. */
function ask(one: Offered, number: number, run: Run): void {
  const section = byId("lesson");
  const choices: Choice[] = ["higher", "lower", "unclear"];
  const said = make("p", { class: "verdict", role: "status" });
  const answers = choices.map((choice) => {
    const button = make("button", { type: "button" }, one.lesson[choice]);
    button.addEventListener("click", () => void tell(one, choice, run, said, answers, button));
    return button;
  });
  const close = make("button", { type: "button", class: "close", "aria-label": "Close the lesson" }, "×");
  close.addEventListener("click", () => (section.hidden = true));
  const heading = make("h2", { tabindex: "-1" }, `${number}. ${one.lesson.title}`);
  const body = [close, heading, make("p", {}, one.lesson.question), make("div", { class: "answers" }, ...answers), said];
  section.replaceChildren(...body);
  section.hidden = false;
  heading.focus();
}

/** Runs, and says what was found. */
async function tell(
  { lesson, before, after }: Offered,
  choice: Choice,
  run: Run,
  said: HTMLElement,
  answers: HTMLButtonElement[],
  button: HTMLButtonElement,
): Promise<void> {
  for (const other of answers) other.disabled = true;
  button.setAttribute("aria-pressed", "true");
  said.textContent = "Running both settings …";
  const found = await run(before, after);
  if (found === null) {
    for (const other of answers) other.disabled = false;
    said.textContent = "Another setting was chosen meanwhile; answer again to run the lesson.";
    return;
  }
  said.textContent = verdict(lesson, choice, ...found);
  said.after(make("p", { class: "look" }, lesson.look));
}
