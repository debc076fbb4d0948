// The tab "Look inside", and the garments nearest to the picture.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { draw, open, root, sheet, shirt, started, until } from './browser.mjs';

const out = join(root, 'build/check/web');
mkdirSync(out, { recursive: true });

const inside = (page) => page.evaluate(() => window.thimble.state().inside);
const look = (page, options) => page.evaluate((o) => window.thimble.look(o), options);
const found = (page) => page.waitForFunction(() => {
  const { neighbours, searching } = window.thimble.state().inside;
  return neighbours.length > 0 && !searching;
}, null, { timeout: 60000, polling: 50 });
const wait = (page, condition, ...args) => page.waitForFunction(condition, args, { timeout: 90000, polling: 50 });
const arrived = (page) => wait(page, () => window.thimble.state().training.pictures === 60000);

const shirt_on = async (page) => {
  await until(page, () => window.thimble.state().ready);
  await draw(page, shirt);
  await page.keyboard.press('f');
  await page.mouse.click(...sheet(page)(.5, .6));
  await until(page, () => window.thimble.state().prediction !== null);
};
// The small sheet of the tab: 16 pixels from the left, below the tabs.
const small = (page) => {
  const side = page.viewportSize().width >= 900 ? 268 : 150, top = page.viewportSize().width >= 900 ? 64 : 56;
  return (x, y) => [16 + x * side, top + y * side];
};
const line = async (page, points) => {
  const at = small(page);
  await page.mouse.move(...at(...points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(...point), { steps: 5 });
  await page.mouse.up();
};
const on_page = (body, options = {}) => async ({ browser, address }) => {
  const page = await open(browser, address, options);
  await body(page);
  assert.deepEqual(page.errors, []);
  assert.deepEqual(page.strangers, []);
};

export default [
  ['no picture of the data set is fetched before it is asked for', on_page(async (page) => {
    const fetched = [];
    page.on('request', (request) => { if (request.url().includes('/data/')) fetched.push(request.url()); });
    await shirt_on(page);
    await page.waitForTimeout(500);
    assert.deepEqual(fetched, []);
    assert.deepEqual((await inside(page)).neighbours, []);
    await page.evaluate(() => window.thimble.command('nearest'));
    await found(page);
    assert.ok(fetched.length > 0);
    await arrived(page);
    await found(page);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, 'nearest.png') });
  })],

  ['the nearest garments change while one draws, and are told in words', on_page(async (page) => {
    await shirt_on(page);
    await page.keyboard.press('3');
    await arrived(page);
    await found(page);
    const before = (await inside(page)).neighbours;
    assert.equal(before.length, 15);
    const tops = before.filter(({ label }) => [0, 2, 4, 6, 3].includes(label)).length;
    assert.ok(tops >= 12, `of 15 neighbours of a shirt ${tops} are upper garments`);
    for (let i = 1; i < 15; ++i) assert.ok(before[i].distance >= before[i - 1].distance, `distance ${i}`);
    await page.waitForFunction(() => document.querySelectorAll('#nearest tr').length === 5);
    assert.match(await page.textContent('#inside'), new RegExp(`^Nearest: .* at ${before[0].distance.toFixed(0)}`));
    await page.screenshot({ path: join(out, 'inside_nearest.png') });

    await page.evaluate(() => { window.thimble.command('pen'); window.thimble.command('clear'); });
    await wait(page, () => window.thimble.state().inside.neighbours.length === 0);
    await line(page, [[.15, .7], [.5, .6], [.85, .7], [.85, .8], [.15, .8], [.15, .7]]);
    await wait(page, ([index]) => {
      const { neighbours, searching } = window.thimble.state().inside;
      return !searching && neighbours.length === 15 && neighbours[0].index !== index;
    }, before[0].index);
  })],

  ['another metric finds others, and what is wrong is refused in words', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { k: 3 });
    await arrived(page);
    const farthest = {};
    for (const metric of ['l1', 'l2', 'l3', 'linf']) {
      await look(page, { metric });
      await found(page);
      farthest[metric] = (await inside(page)).neighbours[14].distance;
    }
    assert.ok(farthest.l1 > farthest.l2 && farthest.l2 > farthest.l3 && farthest.l3 > farthest.linf && farthest.linf <= 255, JSON.stringify(farthest));
    const refused = await page.evaluate(() => window.thimble.look({ k: 99 }).then(() => '', (e) => e.message));
    assert.match(refused, /k: expected a whole number from 1 to 15, got "99"/);
  })],

  ['components are found in the background; more of them hold more, and a drag says how many', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { view: 'plane' });
    await arrived(page);
    await wait(page, () => window.thimble.state().inside.share !== null);
    const { share, place, components } = await inside(page);
    assert.equal(components, 30);
    assert.ok(share > 0.75 && share < 0.9, `30 components hold ${share}`);
    assert.equal(place.length, 2);
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, 'inside_plane.png') });
    await page.mouse.move(1108, 155);  // the slider's grab
    await page.mouse.down();
    await page.mouse.move(1250, 155, { steps: 8 });
    await page.mouse.up();
    await wait(page, () => window.thimble.state().inside.components > 200);
    assert.ok((await inside(page)).share > 0.95);
    await look(page, { components: 784 });
    assert.ok(Math.abs((await inside(page)).share - 1) < 1e-9);
    const rightmost = place[0];
    await page.evaluate(() => window.thimble.command('sample'));
    await wait(page, ([x]) => window.thimble.state().inside.place?.[0] !== x, rightmost);
  })],

  ['Gaussian classes are asked about the picture and about test pictures', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { view: 'posteriors' });
    const right = [];
    for (const which of [1, 2, 3]) {
      await look(page, { case: which });
      await wait(page, ([c]) => { const p = window.thimble.state().inside.posteriors; return p.case === c && p.accuracy !== null; }, which);
      await page.waitForTimeout(200);
      const { accuracy, log_posteriors } = (await inside(page)).posteriors;
      right.push(accuracy);
      const sum = log_posteriors.reduce((all, l) => all + Math.exp(l), 0);
      assert.ok(Math.abs(sum - 1) < 1e-3, `case ${which}: posteriors sum to ${sum}`);
    }
    assert.ok(right[0] > 0.6 && right[1] > right[0] && right[2] > right[0], `right in the three cases: ${right}`);
    await page.screenshot({ path: join(out, 'inside_gaussians.png') });
  })],

  ['centres move step by step until the inertia has fallen', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { view: 'clusters', method: 'kmeans', centres: 12 });
    const clusters = async () => (await inside(page)).clusters;
    await wait(page, () => window.thimble.state().inside.clusters.inertia !== null);
    const first = await clusters();
    assert.equal(first.step, 0);
    for (const step of [1, 2, 3]) {
      await page.keyboard.press('s');
      await wait(page, ([n]) => window.thimble.state().inside.clusters.step === n, step);
    }
    const third = await clusters();
    assert.ok(third.inertia < first.inertia, `${first.inertia}, then ${third.inertia}`);
    assert.equal(third.running, false);
    await page.evaluate(() => window.thimble.command('cluster'));
    await wait(page, () => window.thimble.state().inside.clusters.finished);
    const last = await clusters();
    assert.ok(last.inertia <= third.inertia && last.accuracy > 0.45, JSON.stringify(last));
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(out, 'inside_clusters.png') });
    for (const method of ['wta', 'som']) {
      await look(page, { method, rate: 0.1 });
      await wait(page, () => window.thimble.state().inside.clusters.inertia !== null);
      const before = await clusters();
      await page.evaluate(() => window.thimble.command('cluster'));
      await wait(page, () => window.thimble.state().inside.clusters.step >= 40);
      await page.evaluate(() => window.thimble.command('cluster'));
      assert.ok((await clusters()).inertia < before.inertia, method);
    }
  })],

  ['at rest no frame is drawn inside either (long)', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { view: 'plane' });
    await arrived(page);
    await wait(page, () => window.thimble.state().inside.share !== null && window.thimble.state().inside.progress === 1);
    await page.waitForTimeout(1500);
    const { frame } = await page.evaluate(() => window.thimble.state());
    await page.waitForTimeout(600);
    assert.equal((await page.evaluate(() => window.thimble.state())).frame, frame);
  })],

  ['it fits a phone, by day and by night (long)', on_page(async (page) => {
    await shirt_on(page);
    for (const view of ['neighbours', 'plane', 'posteriors', 'clusters']) {
      await look(page, { view });
      await arrived(page);
      await wait(page, () => { const i = window.thimble.state().inside; return i.view !== 'plane' || i.share !== null; });
      await wait(page, () => { const i = window.thimble.state().inside; return i.view !== 'posteriors' || i.posteriors.accuracy !== null; });
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(400);
        await page.screenshot({ path: join(out, `inside_phone_${view}_${colorScheme}.png`) });
      }
    }
    const before = (await inside(page)).clusters;
    await page.touchscreen.tap(70, 362);  // Start
    await wait(page, ([step]) => window.thimble.state().inside.clusters.step > step, before.step);
  }, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true })],

  ['the small pictures outlive the loss of the graphics (long)', on_page(async (page) => {
    await shirt_on(page);
    await look(page, { view: 'neighbours' });
    await arrived(page);
    await found(page);
    await page.mouse.move(640, 700);
    const pixels = async () => { await page.waitForTimeout(500); return (await page.screenshot()).toString('base64'); };
    const shown = await pixels();
    await page.evaluate(() => new Promise((done) => {
      const canvas = document.getElementById('canvas'), gl = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
      canvas.addEventListener('webglcontextrestored', () => setTimeout(done, 100), { once: true });
      gl.loseContext();
      setTimeout(() => gl.restoreContext(), 200);
    }));
    assert.ok(await pixels() === shown, 'it looks otherwise than before');
  })],

  ['a set-up is kept in the address', on_page(async (page) => {
    await until(page, () => window.thimble.state().ready);
    await look(page, { view: 'clusters', method: 'som', centres: 16 });
    await page.waitForFunction(() => /inside\.method=som/.test(location.hash), null, { timeout: 5000 });
    await page.reload();
    await started(page);
    const { view, clusters } = await inside(page);
    assert.deepEqual([view, clusters.method, clusters.centres], ['clusters', 'som', 16]);
  })],
];
