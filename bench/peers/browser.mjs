// Runs a browser's peer in headless Chromium and prints its line of JSON:
//
//   node browser.mjs --peer jax-js|tfjs --problem burgers|poisson-50d --start FILE --variant NAME --threads N --seconds S
//
// PEERS_MODULES is the node_modules folder, CHROMIUM the browser. With more than one thread the page is cross-origin isolated, so that the
// peers may share memory between threads.

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const text = { type: "string" };
const { values } = parseArgs({ options: { peer: text, problem: text, start: text, variant: text, threads: text, seconds: text } });
const args = { ...values, threads: Number(values.threads ?? 1), seconds: Number(values.seconds ?? 3) };
const modules = process.env.PEERS_MODULES, here = fileURLToPath(new URL(".", import.meta.url));
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");
const packages = { "jax-js": "@jax-js/jax", tfjs: "@tensorflow/tfjs" };
const { version } = JSON.parse(readFileSync(join(modules, packages[args.peer], "package.json")));

const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

function find(path) {
  if (path === "/start") return args.start;
  for (const [prefix, folder] of [["/peers/", here], ["/npm/", modules]]) {
    if (path.startsWith(prefix)) return join(folder, normalize("/" + path.slice(prefix.length)));
  }
  return "";
}

const server = createServer((request, response) => {
  const file = find(new URL(request.url, "http://localhost").pathname);
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream", ...(args.threads > 1 ? isolation : {}) });
  createReadStream(file).pipe(response);
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--headless=new", "--no-sandbox", "--no-first-run", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = false;
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  page.on("console", (message) => console.error(message.text()));
  page.on("pageerror", (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${server.address().port}/peers/page.html`);
  await page.waitForFunction(() => window.ready);
  const { points, threads, ...measured } = await page.evaluate((args) => window.measure(args), args);
  console.log(JSON.stringify({ peer: args.peer, variant: args.variant, version, problem: args.problem, points, ...measured, threads, chromium: browser.version() }));
} catch (error) {
  console.error(String(error.stack ?? error));
  failed = true;
} finally {
  await browser.close();
  server.close();
}
process.exit(failed ? 1 : 0);
