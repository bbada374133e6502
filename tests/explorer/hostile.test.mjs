// A page of somebody else in the same browser: it learns nothing and runs nothing.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { end, opened, served } from "./program.mjs";

let server;
before(async () => (server = await served()));
after(async () => {
  server.end();
  await end();
});

const BODY = JSON.stringify({ changes: [], stage: "coarse" });

test("another origin is refused, whatever it sends", async () => {
  const other = createServer((_, response) => response.end("<!doctype html><title>other</title>")).listen(0, "127.0.0.1");
  await new Promise((done) => other.once("listening", done));
  const { page } = await opened(`http://127.0.0.1:${other.address().port}/`);
  const tried = await page.evaluate(
    async ([address, body]) => {
      const attempt = (options) => fetch(`${address}run`, { method: "POST", body, ...options }).then((answer) => answer.type, () => "refused");
      const read = await attempt({ headers: { "Content-Type": "application/json" } });
      const blind = await attempt({ mode: "no-cors", headers: { "Content-Type": "text/plain" } });
      const frame = document.createElement("iframe");
      const framed = await new Promise((done) => {
        frame.onload = () => {
          try {
            done(frame.contentDocument?.getElementById("controls") === null ? "empty" : "closed");
          } catch {
            done("closed");
          }
        };
        frame.src = address;
        document.body.append(frame);
      });
      return { read, blind, framed };
    },
    [server.address, BODY],
  );
  assert.deepEqual([tried.read, tried.blind], ["refused", "refused"]);
  assert.notEqual(tried.framed, "shown");
  await page.close();
  other.close();
});

test("requests without the token, with another name, or too long, are refused", async () => {
  const { origin } = new URL(server.address);
  const post = (address, headers, body = BODY) => fetch(address, { method: "POST", headers, body }).then((answer) => answer.status);
  assert.equal(await post(`${origin}/run`), 403);
  assert.equal(await post(`${origin}/${"0".repeat(32)}/run`), 403);
  assert.equal(await post(`${server.address}run`, { Origin: "https://evil.example" }), 403);
  assert.equal(await post(`${server.address}run`, { "Sec-Fetch-Site": "cross-site" }), 403);
  assert.equal(await post(`${server.address}run`, {}, "x".repeat(70_000)), 413);
  assert.equal(await post(`${server.address}run`, {}, "nonsense"), 400);
  assert.equal(await post(`${server.address}run`, {}), 200);
  const answer = await fetch(`${server.address}start.json`, { headers: { Origin: origin } });
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
});
