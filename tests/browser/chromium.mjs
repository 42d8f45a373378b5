// A headless Chromium, driven over its own DevTools protocol through a pipe: no driver package that must fit its version.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--remote-debugging-pipe",
];

/// No answer of the browser takes longer, in milliseconds.
const PATIENCE = 60_000;

export class Chromium {
  #process;
  #profile;
  #last = 0;
  #waiting = new Map();
  #listeners = new Map();

  static async start(program) {
    const browser = new Chromium();
    browser.#profile = await mkdtemp(join(tmpdir(), "surgecap-chromium-"));
    browser.#process = spawn(program, [...FLAGS, `--user-data-dir=${browser.#profile}`, "about:blank"], {
      stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    });
    let told = "";
    browser.#process.stderr.on("data", (text) => (told = (told + text).slice(-2000)));
    const ended = (why) => {
      for (const { reject } of browser.#waiting.values()) reject(new Error(`Chromium ended (${why}): ${told}`));
      browser.#waiting.clear();
    };
    browser.#process.on("error", (error) => ended(error.message));
    browser.#process.on("exit", (code) => ended(`exit code ${code}`));
    // Writing to a browser that is gone is told by its exit.
    browser.#process.stdio[3].on("error", () => {});
    const parts = [];
    browser.#process.stdio[4].on("data", (bytes) => {
      let rest = bytes;
      for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
        parts.push(rest.subarray(0, end));
        browser.#hear(JSON.parse(Buffer.concat(parts.splice(0)).toString("utf8")));
        rest = rest.subarray(end + 1);
      }
      if (rest.length > 0) parts.push(rest);
    });
    await browser.send("Browser.getVersion");
    return browser;
  }

  #hear(message) {
    if (message.id !== undefined) {
      const { resolve, reject, method } = this.#waiting.get(message.id) ?? {};
      this.#waiting.delete(message.id);
      if (message.error) reject?.(new Error(`${method}: ${message.error.message}`));
      else resolve?.(message.result);
    } else {
      this.#listeners.get(message.sessionId)?.(message.method, message.params);
    }
  }

  send(method, params = {}, sessionId = undefined) {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method}: no answer`)), PATIENCE);
      const settle = (then) => (value) => (clearTimeout(late), then(value));
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject), method });
      this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  /// A tab of its own; `hear(method, params)` gets its events.
  async tab(hear) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    let loaded = () => {};
    this.#listeners.set(sessionId, (method, params) => {
      if (method === "Page.loadEventFired") loaded();
      hear(method, params, send);
    });
    const send = (method, params) => this.send(method, params, sessionId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await send(`${domain}.enable`);
    const evaluate = async (expression) => {
      const answer = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? "a script failed");
      return answer.result.value;
    };
    const open = async (url) => {
      const done = new Promise((resolve) => (loaded = resolve));
      const { errorText } = await send("Page.navigate", { url });
      if (errorText) throw new Error(`${url}: ${errorText}`);
      await done;
    };
    const close = async () => {
      await this.send("Target.closeTarget", { targetId });
      this.#listeners.delete(sessionId);
    };
    return { send, evaluate, open, close };
  }

  async close() {
    const gone = new Promise((resolve) => this.#process.once("exit", resolve));
    await this.send("Browser.close").catch(() => {});
    await gone;
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
