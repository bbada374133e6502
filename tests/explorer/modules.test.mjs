// What the page computes and writes by itself, without a browser: claims, settings, links, code, curves between two points.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { build } from "../../src/explorer/page/node_modules/esbuild/lib/main.js";

/** A module of the page. */
async function module(name) {
  const entry = new URL(`../../src/explorer/page/src/${name}.ts`, import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  return await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}

/** An answer whose replicates have these log-kills. */
const answer = (kills) => ({ courses: kills.map((blast_log_kill) => ({ milestones: { blast_log_kill } })) });

test("what may be said of an interval is what the program says of it", async () => {
  const { claimOf } = await module("claim");
  const cases = readFileSync(new URL("../../src/text/claims.csv", import.meta.url), "utf8").trim().split("\n").slice(1);
  assert.ok(cases.length > 0);
  for (const one of cases) {
    const [low, high, claim] = one.split(",");
    assert.equal(claimOf(Number(low), Number(high)), claim, `${low} to ${high}`);
  }
});

test("a direction is claimed only if the whole interval is on one side", async () => {
  const { difference, logKill } = await module("claim");
  const found = (now) => difference(answer(now), answer(now.map(() => 1)), logKill, 2);
  // R 4.2, t.test(c(1, 2, 3, 4))$conf.int and t.test(c(1, 2, 3))$conf.int
  const clear = found([2, 3, 4, 5]);
  assert.ok(Math.abs(clear.low - 0.4457397) < 1e-3 && Math.abs(clear.high - 4.5542603) < 1e-3, JSON.stringify(clear));
  const open = found([2, 3, 4]);
  assert.ok(Math.abs(open.low + 0.4841377) < 1e-3 && Math.abs(open.high - 4.4841377) < 1e-3, JSON.stringify(open));
  assert.deepEqual([clear.claim, open.claim, found([0, -1, -2, -3]).claim], ["higher", "unclear", "lower"]);
  // From 0.014 to 0.056: with one digit it is printed as beginning at zero.
  const small = [1.02, 1.03, 1.04, 1.05];
  assert.equal(found(small).claim, "higher");
  assert.equal(difference(answer(small), answer([1, 1, 1, 1]), logKill, 1).claim, "unclear");
  assert.deepEqual([found([1, 1, 1]).claim, found([2])], ["unclear", null]);
});

const slider = (path, texts, own) => ({ path, group: "g", label: path, about: "", shape: "slider", own, values: texts.map((text) => ({ text, label: text })) });
const CONTROLS = [
  slider("arm.cytarabine.dose", ["0.5 g/m2", "1 g/m2"], 0),
  { ...slider("arm.cytarabine", ["[]", '{ dose = "0.5 g/m2" }'], 0), shape: "switch" },
  slider("parameters.apoptosis.competence.blast", ["0.2", "0.5"], 0),
];

test("a drug is switched on before its dose, and has none while it is off", async () => {
  const { changed, changes } = await module("setting");
  const [dose, drug] = CONTROLS;
  const off = changed(new Map(), dose, "1 g/m2");
  assert.deepEqual(changes(off, CONTROLS), []);
  const on = changed(off, drug, drug.values[1].text);
  assert.deepEqual(changes(on, CONTROLS), ['arm.cytarabine={ dose = "0.5 g/m2" }', "arm.cytarabine.dose=1 g/m2"]);
  assert.deepEqual(changes(changed(on, drug, "[]"), CONTROLS), []);
});

test("the own value of a number is a change under another hypothesis", async () => {
  const { changed, changes } = await module("setting");
  const competence = CONTROLS[2];
  assert.deepEqual(changes(changed(new Map(), competence, "0.2"), CONTROLS), []);
  const supposed = new Map([["hypothesis.p53", "neutral"]]);
  assert.deepEqual(changes(changed(supposed, competence, "0.2"), CONTROLS).at(0), "parameters.apoptosis.competence.blast=0.2");
});

test("a link says what it was made of, and nonsense in it is nothing", async () => {
  const { fromLink, toLink } = await module("setting");
  const setting = new Map([["patient.inhibitor.periods", '[{ from = "0 d", until = "7 d" }]'], ["a.b", "x;y&z=#%"]]);
  const back = fromLink(toLink(setting, new Map([["patient.tp53", "null"]])));
  assert.deepEqual([[...back.setting], [...back.pinned]], [[...setting], [["patient.tp53", "null"]]]);
  assert.deepEqual(fromLink("#s=%E0%A4%A;nothing&q=1"), { setting: new Map(), pinned: null });
  assert.deepEqual([...fromLink(toLink(new Map(), new Map())).pinned], []);
});

test("code quotes what a shell, R and Python would read", async () => {
  const { code } = await module("share");
  const start = { file: "it's.toml", chosen_arm: null, changes: [], controls: [] };
  const setting = new Map([["a", 'b "c" \\d']]);
  assert.equal(code("shell", start, setting, null), `cenersim run 'it'\\''s.toml' --set 'a=b "c" \\d'`);
  assert.equal(code("python", start, setting, null), `import cenersim as cs\nr = cs.run("it's.toml", set={"a": "b \\"c\\" \\\\d"})`);
  assert.equal(code("r", start, new Map(), null), `library(cenersim)\nr <- cs_run("it's.toml")`);
  const chosen = { ...start, file: "a.toml", chosen_arm: "B", changes: ["x=1", "y=2"] };
  assert.equal(code("shell", chosen, new Map([["y", "3"]]), null), "cenersim run a.toml --arm B --set x=1 --set y=3");
  assert.equal(code("r", chosen, new Map(), null), `library(cenersim)\nr <- cs_run("a.toml", arm = "B", set = list("x" = "1", "y" = "2"))`);
});

test("curves are straight between two points and their middle is the median", async () => {
  const { at, median } = await module("series");
  const [days, curve] = [Float64Array.of(0, 1, 3), Float64Array.of(0, 10, 30)];
  assert.deepEqual([-1, 0, 0.5, 1, 2, 3, 4].map((day) => at(days, curve, day)), [0, 0, 5, 10, 20, 30, 30]);
  assert.deepEqual([median([1, 2, 9]), median([1, 2, 4, 9])], [2, 3]);
});

test("the name of a threshold stands where no curve is, at the right end if it can", async () => {
  const { boxes, freest } = await module("label");
  const area = { left: 0, right: 200, top: 0, bottom: 100 };
  const candidates = boxes(area, 50, { width: 40, height: 10, gap: 5 });
  const at = (x, y) => ({ x, middle: y, low: y + 3, high: y - 3 });
  const flat = (y, from = 0) => Array.from({ length: 200 }, (_, x) => at(x, x < from ? 90 : y));
  assert.deepEqual(freest(candidates, flat(90)), { left: 155, right: 195, top: 35, bottom: 45 });
  assert.deepEqual(freest(candidates, flat(40)), { left: 155, right: 195, top: 55, bottom: 65 });
  // Above and below the line at the right end, and free further left.
  const both = [...flat(40, 150), ...flat(60, 150)];
  const free = freest(candidates, both);
  assert.ok(free.right <= 150 && free.top === 35, JSON.stringify(free));
  // Where a line touches the upper edge a name is below it.
  assert.ok(boxes(area, 8, { width: 40, height: 10, gap: 5 }).every(({ top }) => top === 13));
});
