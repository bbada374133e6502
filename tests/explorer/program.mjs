// Starts the program and a browser for the tests, and ends both.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const PROGRAM = process.env.CENERSIM;
export const SCENARIO = "scenarios/arm_b.toml";
/** Few agents: what is tested is the page. */
export const SMALL = ["--set", "simulation.agents_per_class=32", "--set", "simulation.replicates=4"];
export const folder = mkdtempSync(join(tmpdir(), "explorer-"));

/** The address of a page that is served, and how to end it. */
export async function served(options = SMALL, scenario = SCENARIO) {
  const child = spawn(PROGRAM, ["explore", scenario, "--no-open", ...options]);
  const address = await new Promise((done, failed) => {
    let text = "";
    child.stdout.on("data", (data) => {
      text += data;
      if (text.includes("\n")) done(text.split("\n")[0]);
    });
    child.on("exit", (code) => failed(new Error(`explore ended with ${code}`)));
  });
  return { address, end: () => child.kill("SIGINT") };
}

/** What the program says and its exit code. */
export function run(...options) {
  const { status, stdout, stderr } = spawnSync(PROGRAM, options, { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** `result_sha256` and folder of a run with these changes. */
export function resultOf(name, options, scenario = SCENARIO) {
  const { status, stderr } = run("run", scenario, "--quiet", "--output", folder, "--name", name, ...options);
  if (status !== 0) throw new Error(stderr);
  const provenance = JSON.parse(readFileSync(join(folder, name, "provenance.json"), "utf8"));
  return { sha256: provenance.result_sha256, folder: join(folder, name) };
}

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

export const browser = await chromium.launchPersistentContext(mkdtempSync(join(folder, "browser-")), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ARGUMENTS,
  viewport: { width: 1400, height: 1000 },
  acceptDownloads: true,
});

/** A page with everything that it logged and asked for. */
export async function opened(address, viewport) {
  const page = await browser.newPage();
  if (viewport !== undefined) await page.setViewportSize(viewport);
  const seen = { logged: [], requests: [], runs: [] };
  page.on("console", (message) => seen.logged.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.logged.push(`error: ${error.message}`));
  page.on("request", (request) => {
    seen.requests.push(request.url());
    if (request.url().endsWith("/run")) seen.runs.push(JSON.parse(request.postData()));
  });
  await page.goto(address);
  return { page, seen };
}

/** The full answer is shown, with its fingerprint. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const state = document.getElementById("state");
    return document.getElementById("result").dataset.stage === "full" && (state.dataset.fingerprint ?? "") !== "";
  }, undefined, { timeout: 60_000 });
  return await page.getAttribute("#state", "data-fingerprint");
}

export async function end() {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
