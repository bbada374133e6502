// The page as one file, opened from disk.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, test } from "node:test";
import { SCENARIO, SMALL, end, folder, opened, resultOf, run, settled } from "./program.mjs";

after(end);

const file = join(folder, "what_if.html");

test("the file works without a network and is exact at the points of its grid", async () => {
  const { status, stdout, stderr } = run("explore", SCENARIO, ...SMALL, "--export", file);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^16 runs, about [\d.]+ MB and \d+ s\n/);
  const { page, seen } = await opened(pathToFileURL(file).href);
  assert.equal(await settled(page), resultOf("own", [...SMALL]).sha256);
  await page.getByLabel("TP53", { exact: true }).selectOption("lost");
  await page.locator('[data-path="arm.cytarabine.dose"]').fill("1");
  await page.waitForFunction(() => document.getElementById("code").dataset.changes.split("\n").length === 2);
  const shown = await settled(page);
  const changes = ["--set", "patient.tp53=null", "--set", "arm.cytarabine.dose=3 g/m2"];
  assert.equal(shown, resultOf("point", [...SMALL, ...changes]).sha256);
  const linked = await opened(page.url());
  assert.equal(await settled(linked.page), shown);
  await linked.page.close();
  await page.locator("#lesson-list button").first().click();
  await page.locator(".answers button").first().click();
  await page.waitForFunction(() => /95 % interval/.test(document.querySelector(".verdict").textContent));
  assert.deepEqual(seen.logged, []);
  assert.deepEqual(seen.requests.filter((url) => !/^(file|blob|data):/.test(url)), []);
  await page.close();
});

test("a file above 50 MB is announced and refused, and an older file is kept", () => {
  const large = join(folder, "large.html");
  const sliders = ["--sliders", "simulation.seed=1..4000/4000"];
  const { status, stdout, stderr } = run("explore", SCENARIO, ...SMALL, "--export", large, ...sliders);
  assert.equal(status, 2);
  assert.match(stdout, /^4000 runs, about \d+/);
  assert.match(stderr, /expected at most 50 MB; leave out values of --sliders, or add --large/);
  assert.ok(!existsSync(large));
  const again = run("explore", SCENARIO, ...SMALL, "--export", file);
  assert.equal(again.status, 2);
  assert.match(again.stderr, /is there already: expected a new name, or --overwrite/);
  const nowhere = run("explore", SCENARIO, "--export", join(folder, "missing", "page.html"));
  assert.equal(nowhere.status, 2);
  assert.match(nowhere.stderr, /there is no folder `.*missing`/);
});
