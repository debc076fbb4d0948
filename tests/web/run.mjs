// node tests/web/run.mjs [WORD]: runs the page's tests, or those whose name holds WORD, in a headless Chromium. The last
// line is "N passed, N failed".
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, root, serve } from './browser.mjs';

const word = process.argv[2] ?? '';
const servers = await Promise.all([serve(), serve('plain')]);
const browser = await launch();
let passed = 0, failed = 0;
for (const file of readdirSync(join(root, 'tests/web')).filter((name) => name.endsWith('_test.mjs')).sort()) {
  const tests = (await import(`./${file}`)).default;
  for (const [name, body] of tests.filter(([name]) => name.includes(word))) {
    const start = Date.now();
    let late;
    try {
      const limit = new Promise((_, reject) => { late = setTimeout(() => reject(new Error('took longer than 120 s')), 120000); });
      await Promise.race([body({ browser, address: servers[0].address, plain: servers[1].address }), limit]);
      ++passed;
      console.log(`[       OK ] ${name} (${Date.now() - start} ms)`);
    } catch (error) {
      ++failed;
      console.log(`[  FAILED  ] ${name}: ${String(error.message).slice(0, 500)} (${Date.now() - start} ms)`);
    }
    clearTimeout(late);
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
}
await browser.close();
for (const server of servers) server.stop();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
