// The page as its users meet it: controls, overlay, lessons, undo, links, numbers, keyboard, screen reader, phone.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PROGRAM, SMALL, end, folder, opened, resultOf, run, served, settled } from "./program.mjs";

let server;
before(async () => (server = await served()));
after(async () => {
  server.end();
  await end();
});

const tp53 = (page) => page.getByLabel("TP53", { exact: true });

const curvesOf = (result) => readFileSync(join(result.folder, "curves.csv"), "utf8");

/** Closes a page after its test, which it must have passed without a word in the console or a request to elsewhere. */
async function quiet({ page, seen }) {
  await page.close();
  assert.deepEqual(seen.logged, []);
  const own = (url) => url.startsWith(server.address) || url.startsWith("blob:") || url.startsWith("data:");
  assert.deepEqual(seen.requests.filter((url) => !own(url)), []);
}

test("what is shown is what run computes, to the last bit", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  await tp53(page).selectOption("lost");
  const shown = await settled(page);
  const result = resultOf("null", [...SMALL, "--set", "patient.tp53=null"]);
  assert.equal(shown, result.sha256);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByLabel("Save Neutrophils as CSV").click()]);
  const saved = readFileSync(await download.path(), "utf8").trim().split("\n").slice(1).map((row) => row.split(","));
  const curves = readFileSync(join(result.folder, "curves.csv"), "utf8").split("\n").map((row) => row.split(","));
  const expected = curves.filter((row) => row[3] === "neutrophils").map((row) => [row[0], row[1], row[5]].map(Number));
  assert.ok(expected.length > 1000);
  assert.deepEqual(saved.map((row) => [row[1], row[2], row[6]].map(Number)), expected);
  await quiet(opening);
});

test("keys in a row are one change, Enter does not wait, and undo goes back", async () => {
  const opening = await opened(server.address);
  const { page, seen } = opening;
  const first = await settled(page);
  seen.runs.length = 0;
  const slider = page.locator('[data-path="arm.idarubicin.dose"]');
  await slider.focus();
  // Sent at once, so that no pause between them counts as rest.
  await Promise.all(["ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "Enter"].map((key) => page.keyboard.press(key)));
  assert.notEqual(await settled(page), first);
  assert.equal(seen.runs.filter((run) => run.stage === "coarse").length, 1, JSON.stringify(seen.runs));
  assert.equal(seen.runs.filter((run) => run.stage === "full").length, 1);
  assert.match(await slider.getAttribute("aria-valuetext"), /mg\/m2$/);
  await page.keyboard.press("Control+z");
  await page.waitForFunction((hash) => document.getElementById("state").dataset.fingerprint === hash, first);
  assert.equal(await page.getAttribute("#code", "data-changes"), "");
  await quiet(opening);
});

test("a pinned setting lies beside the present one, and a link opens both", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  await page.getByRole("button", { name: "Pin this setting" }).click();
  await page.getByLabel("Cenersen is given").uncheck();
  const shown = await settled(page);
  assert.match(await page.textContent("#key"), /now: without cenersen.*pinned: as the scenario/s);
  const against = await page.textContent("#against");
  assert.match(against, /^Against the pinned setting: .*95 % interval/);
  assert.ok(!(await page.locator('[data-path="arm.cenersen.duration"]').isVisible()), "a drug that is off has no dose");
  const other = await opened(page.url());
  assert.equal(await settled(other.page), shown);
  assert.equal(await other.page.textContent("#against"), against);
  await quiet(other);
  await quiet(opening);
});

test("a lesson runs nothing before it is answered, and then says what the numbers allow", async () => {
  const opening = await opened(server.address);
  const { page, seen } = opening;
  await settled(page);
  const buttons = page.locator("#lesson-list button");
  assert.equal(await buttons.count(), 6);
  for (let number = 0; number < 6; number++) {
    await settled(page);
    seen.runs.length = 0;
    await buttons.nth(number).click();
    assert.equal(await page.locator(".answers button").count(), 3);
    assert.deepEqual(seen.runs, []);
    await page.locator(".answers button").first().click();
    await page.waitForFunction(() => /95 % interval|cannot|one replicate/.test(document.querySelector(".verdict").textContent), undefined, { timeout: 60_000 });
    const verdict = await page.textContent(".verdict");
    assert.match(verdict, /^(As you said|You said ".*")\. The mean goes from .* to .*/);
    await page.getByLabel("Close the lesson").click();
  }
  await quiet(opening);
});

test("a setting to begin with is the run with its changes, and every one can be had", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  const own = await settled(page);
  const preset = page.getByLabel("Begin with");
  const names = await preset.locator("option").allTextContents();
  assert.deepEqual(names.slice(0, 3), ["choose …", "As the scenario", "Without cenersen"]);
  const seen = new Set();
  for (const name of names.slice(2)) {
    await preset.selectOption(name);
    seen.add(`${await settled(page)} ${await page.getAttribute("#code", "data-changes")}`);
  }
  assert.equal(seen.size, names.length - 2, [...seen].join("\n"));
  await preset.selectOption("TP53 lost");
  assert.equal(await settled(page), resultOf("preset", [...SMALL, "--set", "patient.tp53=null"]).sha256);
  await preset.selectOption("As the scenario");
  assert.equal(await settled(page), own);
  await quiet(opening);
});

test("the path from uptake to death is that of the chosen cells, the strip that of the chosen day, and every curve has its numbers", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  const path = () => page.locator("#mechanism h3").allTextContents();
  const leukemic = await path();
  assert.deepEqual(leukemic.slice(3), ["p53 mRNA", "p53 protein", "DNA damage", "Death by p53", "Death by damage without p53", "Mitotic catastrophe"]);
  const said = () => page.locator("#mechanism [role=img]").evaluateAll((charts) => charts.map((chart) => chart.getAttribute("aria-label")));
  const stem = await said();
  await page.locator("#kind").selectOption("Blasts");
  assert.deepEqual((await path()).slice(3), leukemic.slice(3));
  const blasts = await said();
  assert.ok(stem.every((words) => /: from .* until day 14$/.test(words)), stem.join("\n"));
  assert.notEqual(blasts[3], stem[3]);
  await page.locator("#span").selectOption("all 90");
  assert.ok((await said()).every((words) => words.endsWith("until day 90")));
  const strip = () => page.locator("#strip").getAttribute("aria-label");
  const early = await strip();
  await page.locator("#day").fill("28");
  assert.match(await strip(), /^Cells along differentiation on day 28: Leukemic stem cells .* cells, p53 .* % die within a day/);
  assert.notEqual((await strip()).slice(45), early.slice(45));
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => document.getElementById("day").valueAsNumber > 28);
  await page.getByRole("button", { name: "Pause" }).click();
  assert.equal(await page.getByRole("button", { name: /^Save .* as CSV$/ }).count(), await page.locator("figure").count());
  await quiet(opening);
});

test("code gives the same setting on a command line, in R, in Python and as a scenario", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  await page.getByLabel("Inhibitor of cenersen").selectOption("throughout");
  const shown = await settled(page);
  const code = async (language) => {
    await page.locator("#language").selectOption(language);
    return await page.textContent("#code");
  };
  const command = await code("shell");
  const change = /--set '(patient\.inhibitor\.periods=[^']*)'/.exec(command)?.[1];
  assert.equal(resultOf("command", [...SMALL, "--set", change]).sha256, shown);
  const scenario = join(folder, "shared.toml");
  writeFileSync(scenario, await code("toml"));
  assert.equal(curvesOf(resultOf("shared", [], scenario)), curvesOf(resultOf("as_command", [...SMALL, "--set", change])));
  assert.match(await code("python"), /^import cenersim as cs\nr = cs\.run\("scenarios\/arm_b\.toml", set=\{"simulation\.agents_per_class": "32", .*, "patient\.inhibitor\.periods": "\[\{ from = \\"0 d\\"/);
  assert.match(await code("r"), /^library\(cenersim\)\nr <- cs_run\("scenarios\/arm_b\.toml", set = list\("simulation\.agents_per_class" = "32", .*, "patient\.inhibitor\.periods" = /);
  await quiet(opening);
});

test("another hypothesis shows its own numbers, and they can be set back", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  await page.getByText("Competence for death by p53").click();
  const row = page.locator('.control:has([data-path="parameters.apoptosis.competence.leukemic_stem"]) output');
  const source = await row.textContent();
  await page.getByLabel("Hypothesis about p53").selectOption("neutral");
  await settled(page);
  assert.notEqual(await row.textContent(), source);
  await quiet(opening);
});

test("every control has a name, and the result is said in a live region", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  const tree = await page.locator("body").ariaSnapshot();
  assert.match(tree, /switch "Cenersen is given" \[checked\]/);
  assert.match(tree, /slider "Chemosensitivity"/);
  assert.match(tree, /status: .*Best response/);
  assert.match(tree, /img "Neutrophils \(G\/L\): from .* lowest .* until day 90"/);
  assert.match(tree, /img "Cells along differentiation on day 3: Leukemic stem cells/);
  const unnamed = tree.split("\n").filter((line) => /- (slider|switch|combobox|button|img)(:|$| \[)/.test(line));
  assert.deepEqual(unnamed, []);
  await quiet(opening);
});

test("text has contrast for a projector in both themes", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  const contrasts = () =>
    page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      const luminance = (name) => {
        const hex = style.getPropertyValue(`--${name}`).trim().slice(1);
        const parts = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
        const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ["ink", "muted"].flatMap((text) => ["background", "raised"].map((on) => contrast(luminance(text), luminance(on))));
    });
  // WCAG 2.2, 1.4.6.
  assert.ok((await contrasts()).every((found) => found >= 7), String(await contrasts()));
  await page.locator("#theme").click();
  assert.ok((await contrasts()).every((found) => found >= 7), String(await contrasts()));
  await settled(page);
  await quiet(opening);
});

test("a telephone shows everything without scrolling sideways", async () => {
  const opening = await opened(server.address, { width: 390, height: 844 });
  const { page } = opening;
  await settled(page);
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
  assert.equal(await wide(), 390);
  await page.getByText("Settings", { exact: true }).click();
  await tp53(page).selectOption("mutant");
  await settled(page);
  assert.equal(await wide(), 390);
  await quiet(opening);
});

test("a slide is a picture of 1920 x 1080", async () => {
  const opening = await opened(server.address);
  const { page } = opening;
  await settled(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as slide" }).click()]);
  const png = readFileSync(await download.path());
  assert.deepEqual([png.subarray(1, 4).toString(), png.readUInt32BE(16), png.readUInt32BE(20)], ["PNG", 1920, 1080]);
  assert.ok(png.length > 20_000, "nothing is drawn");
  await quiet(opening);
});

test("hundreds of moves end at the last one", async () => {
  const opening = await opened(server.address);
  const { page, seen } = opening;
  await settled(page);
  await page.evaluate(async () => {
    const slider = document.querySelector('[data-path="patient.chemosensitivity"]');
    for (let move = 0; move < 300; move++) {
      slider.value = String(move % 19);
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
      await new Promise((done) => setTimeout(done, 15));
    }
  });
  const shown = await settled(page);
  const change = await page.getAttribute("#code", "data-changes");
  assert.equal(shown, resultOf("moves", [...SMALL, "--set", change]).sha256);
  // Chromium says which requests were answered by 409; it is no fault of the page.
  seen.logged = seen.logged.filter((line) => !line.includes("409"));
  await quiet(opening);
});

test("a healthy person has neither leukemia nor lessons", async () => {
  const healthy = await served(SMALL, "scenarios/healthy.toml");
  const { page, seen } = await opened(healthy.address);
  await settled(page);
  assert.match(await page.textContent("#sentence"), /^Neutrophils are below 0\.5 G\/L for \d+ days\.$/);
  assert.equal(await page.locator("#chart-leukemia").count(), 0);
  assert.ok(!(await page.locator("#lessons").isVisible()));
  assert.deepEqual(seen.logged, []);
  await page.close();
  healthy.end();
});

test("of several arms one is explored, and code names it", async () => {
  const arms = await served([...SMALL, "--arm", "B"], "scenarios/phase2_arms.toml");
  const { page } = await opened(arms.address);
  await settled(page);
  await page.getByLabel("Cytarabine is given").uncheck();
  const shown = await settled(page);
  const command = await page.textContent("#code");
  const change = /--set '(arm\.B\.cytarabine=\[\])'/.exec(command)?.[1];
  assert.match(command, /^cenersim run scenarios\/phase2_arms\.toml --arm B /);
  const result = resultOf("arm", [...SMALL, "--set", change, "--arm", "B"], "scenarios/phase2_arms.toml");
  assert.equal(result.sha256, shown);
  await page.close();
  arms.end();
});

test("once the program has ended the page says so", async () => {
  const other = await served();
  const { page } = await opened(other.address);
  await settled(page);
  other.end();
  await tp53(page).selectOption("lost");
  await page.getByRole("alert").filter({ hasText: "the program does not answer" }).waitFor();
  await page.close();
});

/** What a terminal shows until `end` appears, after which Ctrl-C is pressed, and the exit code. */
async function inTerminal(path, end) {
  const child = spawn("/usr/bin/script", ["-qefc", `'${PROGRAM}' explore scenarios/arm_b.toml`, "/dev/null"], { env: { PATH: path } });
  let shown = "";
  child.stdout.on("data", (data) => {
    const ended = end.test(shown);
    shown += data;
    if (!ended && end.test(shown)) child.stdin.write("\x03");
  });
  const [code] = await once(child, "exit");
  return { shown, code };
}

test("the browser of the machine is opened, and without one the address is what is left", async () => {
  const opener = join(folder, "xdg-open");
  writeFileSync(opener, `#!/bin/sh\necho "opened $1" > /dev/tty\n`, { mode: 0o755 });
  const found = await inTerminal(folder, /opened http/);
  const address = /^(http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/)\r?\n/m.exec(found.shown)?.[1];
  assert.match(found.shown, new RegExp(`opened ${address}`));
  const missing = await inTerminal("/nonexistent", /open the address in one/);
  assert.match(missing.shown, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/\r?\n/m);
  assert.match(missing.shown, /note: no browser was found; open the address in one/);
  assert.deepEqual([found.code, missing.code], [130, 130]);
});

test("a port in use is told with the way out", () => {
  const port = new URL(server.address).port;
  const { status, stderr } = run("explore", "scenarios/arm_b.toml", "--no-open", "--port", port);
  assert.equal(status, 2);
  assert.match(stderr, new RegExp(`port ${port} of 127\\.0\\.0\\.1 cannot be used`));
});
