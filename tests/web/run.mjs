// node tests/web/run.mjs [--all | WORD]: runs the page's tests, without those that call themselves long, or those whose name
// holds WORD, in headless Chromiums, two at a time: a test often waits. The last line is "N passed, N failed".
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, root, serve } from './browser.mjs';

const kLanes = 2, kLimit = 150;  // seconds for a test
const word = process.argv[2] ?? '';
const wanted = (name) => word === '--all' || (word === '' ? !name.endsWith('(long)') : name.includes(word));
const files = readdirSync(join(root, 'tests/web')).filter((name) => name.endsWith('_test.mjs')).sort();
const all = (await Promise.all(files.map((file) => import(`./${file}`)))).flatMap((module) => module.default);
const waiting = all.filter(([name]) => wanted(name));
const servers = await Promise.all([serve(), serve('plain')]);
let passed = 0, failed = 0;

const run = async (browser, name, body) => {
  const start = Date.now(), took = () => `(${Date.now() - start} ms)`;
  let late;
  const limit = new Promise((_, reject) => {
    late = setTimeout(() => reject(new Error(`took longer than ${kLimit} s`)), 1000 * kLimit);
  });
  try {
    await Promise.race([body({ browser, address: servers[0].address, plain: servers[1].address }), limit]);
    ++passed;
    console.log(`[       OK ] ${name} ${took()}`);
  } catch (error) {
    ++failed;
    console.log(`[  FAILED  ] ${name}: ${String(error.message).slice(0, 500)} ${took()}`);
  }
  clearTimeout(late);
};
const lane = async () => {
  const browser = await launch();
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    await run(browser, ...next);
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
  await browser.close();
};
await Promise.all(Array.from({ length: kLanes }, lane));
for (const server of servers) server.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
