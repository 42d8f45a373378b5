// Looks at every page of a folder in a headless Chromium: node pages.mjs FOLDER MODULES
//
// MODULES: where `npm ci` was run. Prints one JSON object: for each file what is wrong with it, as { check, says }.
// Checks: console · request · overflow · picture (texts that leave it or lie on each other) · print (a figure over two pages,
// content wider than paper) · first-page (more than one A4) · axe.

import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { Chromium } from "./chromium.mjs";

const [folder, modules] = process.argv.slice(2).map((path) => resolve(path));
const from = createRequire(join(modules, "package.json"));
const axe = await readFile(from.resolve("axe-core/axe.min.js"), "utf8");
const inside = await readFile(join(dirname(fileURLToPath(import.meta.url)), "inside.js"), "utf8");
// Only texts are read, nothing is drawn: what pdfjs-dist would take from a canvas is not needed.
globalThis.DOMMatrix ??= class {};
globalThis.Path2D ??= class {};
const reader = await import(pathToFileURL(from.resolve("pdfjs-dist/legacy/build/pdf.mjs")));

/// Width in CSS pixels, height, pixels a CSS pixel. 1366 at 200 % zoom is 683 wide.
const SCREENS = [[360, 740, 2], [683, 384, 2], [768, 1024, 1], [1366, 768, 1]];
/// A4 without the margins of the style, in CSS pixels: 176 mm.
const PAPER = Math.round((176 / 25.4) * 96);
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// On which page each mark of a PDF stands.
async function pagesOf(bytes) {
  const pdf = await reader.getDocument({ data: bytes, isEvalSupported: false, verbosity: 0 }).promise;
  const where = new Map();
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const content = await (await pdf.getPage(number)).getTextContent();
    const text = content.items.map((item) => item.str ?? "").join("");
    for (const [mark] of text.replace(/\s/g, "").matchAll(/\(mark-\d+\)/g)) where.set(mark, number);
  }
  const count = pdf.numPages;
  await pdf.destroy();
  return { where, count };
}

async function look(browser, file) {
  const problems = [];
  const add = (check, says) => problems.push({ check, says });
  const address = pathToFileURL(join(folder, file)).href;
  const tab = await browser.tab((method, params, send) => {
    if (method === "Runtime.consoleAPICalled" && ["error", "assert"].includes(params.type)) {
      add("console", params.args.map((one) => one.value ?? one.description).join(" "));
    } else if (method === "Runtime.exceptionThrown") {
      add("console", params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    } else if (method === "Log.entryAdded" && params.entry.level === "error") {
      add("console", params.entry.text);
    } else if (method === "Fetch.requestPaused") {
      const { requestId, request } = params;
      const isOwn = request.url === address || request.url.startsWith("data:");
      if (!isOwn) add("request", request.url.slice(0, 200));
      const [answer, how] = isOwn ? ["Fetch.continueRequest", {}] : ["Fetch.failRequest", { errorReason: "BlockedByClient" }];
      send(answer, { requestId, ...how }).catch(() => {});
    }
  });
  await tab.send("Fetch.enable", { patterns: [{ urlPattern: "*" }] });
  const screen = ([width, height, deviceScaleFactor]) =>
    tab.send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor, mobile: false });
  const media = (media, scheme) =>
    tab.send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
  await screen(SCREENS.at(-1));
  await media("screen", "light");
  await tab.open(address);
  await tab.evaluate(inside);

  const measure = async (check, where) => {
    for (const says of await tab.evaluate("inside.overflowing()")) add(check, `${where}: ${says}`);
    for (const says of await tab.evaluate("inside.crossing()")) add("picture", `${where}: ${says}`);
  };
  // Tables behind pictures are open, so that they are measured and judged too.
  await tab.evaluate("inside.open()");
  for (const one of SCREENS) {
    await screen(one);
    await measure("overflow", `${one[0]} px`);
  }
  await screen([PAPER, 1000, 1]);
  await media("print", "light");
  await measure("print", "on paper");
  await screen(SCREENS.at(-1));
  await media("screen", "light");
  await tab.evaluate(axe);
  const schemes = (await tab.evaluate("document.documentElement.innerHTML.includes('prefers-color-scheme')")) ? ["light", "dark"] : ["light"];
  for (const scheme of schemes) {
    await media("screen", scheme);
    const broken = await tab.evaluate(
      `axe.run(document, { runOnly: ${JSON.stringify(RULES)}, resultTypes: ["violations"] })
        .then(({ violations }) => violations.map((one) => \`\${one.id} (${scheme}): \${one.help}: \${one.nodes.map((node) => node.html).slice(0, 3).join(" ").slice(0, 400)}\`))`,
    );
    for (const says of broken) add("axe", says);
  }
  await media("", "light");

  // Printed as it is opened, and printed by somebody who opened the tables behind the pictures.
  const things = await tab.evaluate("inside.mark()");
  let sheets = 0;
  for (const isOpen of [true, false]) {
    await tab.evaluate(`document.querySelectorAll("details").forEach((one) => (one.open = ${isOpen}))`);
    const { data } = await tab.send("Page.printToPDF", { preferCSSPageSize: true, printBackground: true, paperWidth: 8.27, paperHeight: 11.69 });
    const { where, count } = await pagesOf(new Uint8Array(Buffer.from(data, "base64")));
    sheets = count;
    for (const thing of things) {
      const on = thing.marks.map((mark) => where.get(mark));
      const is_whole = on.every((page) => page !== undefined && page === (thing.page ?? on[0]));
      if (!is_whole) add(thing.page ? "first-page" : "print", `${thing.name} stands on pages ${on.map((page) => page ?? "none").join(", ")}`);
    }
  }
  await tab.close();
  return { problems, sheets, figures: things.length - 1 };
}

const files = (await readdir(folder)).filter((file) => file.endsWith(".html")).sort();
const browser = await Chromium.start(process.env.CHROMIUM ?? "chromium");
const found = {};
try {
  const queue = [...files];
  const work = async () => {
    for (let file = queue.shift(); file; file = queue.shift()) found[file] = await look(browser, file);
  };
  await Promise.all([work(), work()]);
} finally {
  await browser.close();
}
console.log(JSON.stringify(found, null, 1));
