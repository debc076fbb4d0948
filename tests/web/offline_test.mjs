// The page's service worker: without a network, on hosts that isolate nothing, from a folder of a host, and from one
// version to the next.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, root, serve_folder, started, state, until } from './browser.mjs';

const site = join(root, 'build/web'), kPatience = { timeout: 60000 };
const visit = (browser, address) => open(browser, address, { serviceWorkers: 'allow' });
const kept = (page) => page.waitForFunction(() => window.thimble.state().offline, null, kPatience);
const caches_of = (page) => page.evaluate(() => caches.keys());

// On a host that isolates nothing the page loads itself again, once.
const visit_plain = async (browser, address) => {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  page.loads = page.refused = 0;
  page.on('load', () => ++page.loads);
  page.on('pageerror', () => ++page.refused);
  await page.goto(address);
  await page.waitForFunction(() => window.crossOriginIsolated, null, kPatience);
  await started(page);
  return page;
};

// A folder to serve, without pictures.
const with_folder = async (body) => {
  const folder = mkdtempSync(join(tmpdir(), 'thimble-'));
  try { await body(folder); } finally { rmSync(folder, { recursive: true }); }
};

export default [
  ['opens without a network after the first visit', async ({ browser, address }) => {
    const page = await visit(browser, address);
    await kept(page);
    await page.context().setOffline(true);
    await page.reload();
    await started(page);
    await until(page, () => window.thimble.state().ready);
    assert.equal((await state(page)).isolated, true);
    const refused = await page.evaluate(() => window.thimble.train({ net: 'S4-1' }).then(() => '', (e) => e.message));
    assert.match(refused, /nothing to train with/);
  }],

  ['keeps the pictures that it has fetched, to train without a network', async ({ browser, address }) => {
    const page = await visit(browser, address);
    await kept(page);
    const fetched = () => page.waitForFunction(() => window.thimble.state().training.pictures === 60000, null, kPatience);
    await page.evaluate(() => window.thimble.train({ net: 'flatten, dense 10', epochs: 1 }));
    await fetched();
    await page.waitForFunction(() => window.thimble.state().training.tested > 0, null, kPatience);
    await page.waitForTimeout(1000);  // what was fetched is written
    await page.context().setOffline(true);
    await page.reload();
    await started(page);
    await page.evaluate(() => window.thimble.train({ net: 'flatten, dense 10', epochs: 1 }));
    await fetched();
  }],

  ['becomes isolated on a host that isolates nothing, by loading itself once', async ({ browser, plain }) => {
    const page = await visit_plain(browser, plain);
    await until(page, () => window.thimble.state().ready);
    await page.waitForTimeout(1000);
    assert.ok(page.loads <= 2, `loaded ${page.loads} times`);
    assert.equal(page.refused, 0);
    const { isolated, error } = await state(page);
    assert.deepEqual({ isolated, error }, { isolated: true, error: null });
    await page.waitForFunction((n) => window.thimble.state().threads === n, await page.evaluate(() => navigator.hardwareConcurrency), kPatience);
  }],

  ['gives up isolation where it does not come of loading again', async ({ browser, plain }) => {
    const page = await visit_plain(browser, plain);
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.unregister()));
    await page.evaluate(() => sessionStorage.setItem('thimble: isolated by a service worker', 'yes'));
    const loads = page.loads;
    await page.reload();
    await started(page);
    await until(page, () => window.thimble.state().ready);
    await page.waitForTimeout(500);
    assert.equal(page.loads, loads + 1);
    const { isolated, threads } = await state(page);
    assert.deepEqual({ isolated, threads }, { isolated: false, threads: 1 });
  }],

  ['works from a folder of a host', ({ browser }) => with_folder(async (folder) => {
    mkdirSync(join(folder, 'lessons'));
    symlinkSync(site, join(folder, 'lessons/page'));
    const server = await serve_folder(folder, 'plain');
    try {
      const page = await visit_plain(browser, `${server.address}lessons/page/`);
      await kept(page);
      assert.match((await caches_of(page))[0], /^thimble \/lessons\/page\/ /);
      await page.context().setOffline(true);
      await page.reload();
      await started(page);
      await until(page, () => window.thimble.state().ready);
    } finally {
      server.stop();
    }
  })],

  ['a new version takes the place of the old one (long)', ({ browser }) => with_folder(async (folder) => {
    for (const name of readdirSync(site).filter((name) => name !== 'data')) cpSync(join(site, name), join(folder, name));
    const server = await serve_folder(folder);
    try {
      const page = await visit(browser, server.address);
      await kept(page);
      const before = await caches_of(page);
      appendFileSync(join(folder, 'shell.css'), ':root { --edition: second }\n');
      execFileSync('cmake', [`-DSITE=${folder}`, `-DWORKER=${join(root, 'web/offline.js')}`, '-P', join(root, 'cmake/list_site.cmake')]);
      const edition = () => getComputedStyle(document.documentElement).getPropertyValue('--edition').trim();
      await page.reload();
      await started(page);
      assert.equal(await page.evaluate(edition), '');  // still the old one, whole
      while (!await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => Boolean(r.waiting))))
        await page.waitForTimeout(100);
      await page.goto(server.address).catch(() => {});  // the worker loads the page once more
      await page.waitForFunction(edition, null, kPatience);
      await started(page);
      await kept(page);
      const after = await caches_of(page);
      assert.equal(after.length, before.length);
      assert.notDeepEqual(after, before);
    } finally {
      server.stop();
    }
  })],
];
