// The page's two programs, with threads and without: which one runs, and that it makes no difference but for the time.
import assert from 'node:assert/strict';
import { open, started, state, until } from './browser.mjs';

const kPatience = 110000;  // milliseconds, for machines that are busy with other things
const cores = (page) => page.evaluate(() => navigator.hardwareConcurrency);
const threads_are = (page, count) =>
  page.waitForFunction((n) => window.thimble.state().threads === n, count, { timeout: kPatience });
const programs = (page) => page.evaluate(() =>
  performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop().split('?')[0]).filter((name) => name.endsWith('.wasm')));

// After so many mini-batches from all pictures: the last loss and the weights.
const learned = async (page, options, steps) => {
  const training = (condition, ...args) => page.waitForFunction(condition, args, { timeout: kPatience });
  await page.evaluate((o) => window.thimble.train(o), options);
  await training(() => window.thimble.state().training.pictures === 60000);
  await page.evaluate(() => window.thimble.command('reset'));
  for (let step = 0; step < steps; ++step) {
    await page.evaluate(() => window.thimble.step());
    await training(([before]) => window.thimble.state().training.step > before, step);
  }
  const { step, loss } = (await state(page)).training;
  return { step, loss, weights: await page.evaluate(() => Array.from(window.thimble.model())) };
};
const net = 'conv 8 3x3, relu, max_pool 2, flatten, dense 64, relu, dropout 0.2, dense 10';

export default [
  ['an isolated page computes on every core', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const many = await cores(page);
    await threads_are(page, many);
    const { isolated } = await state(page);
    assert.equal(isolated, true);
    assert.deepEqual(await programs(page), [many > 1 ? 'thimble-threads.wasm' : 'thimble.wasm']);
    assert.deepEqual(page.errors, []);
  }],

  ['a page that is not isolated computes on one', async ({ browser, plain }) => {
    const page = await open(browser, plain, { serviceWorkers: 'block' });
    await until(page, () => window.thimble.state().ready);
    await page.waitForTimeout(400);
    const { isolated, threads } = await state(page);
    assert.deepEqual({ isolated, threads }, { isolated: false, threads: 1 });
    assert.deepEqual(await programs(page), ['thimble.wasm']);
    assert.deepEqual(page.errors, []);
  }],

  ['train takes a number of threads', async ({ browser, address }) => {
    const page = await open(browser, address);
    await page.evaluate(() => window.thimble.train({ threads: 1, net: 'flatten, dense 10' }));
    await page.waitForTimeout(400);
    assert.equal((await state(page)).threads, 1);
    await page.evaluate(() => window.thimble.train({ threads: 1000 }));
    assert.equal((await state(page)).threads, Math.min(await cores(page), 16));
  }],

  ['with threads and without, the same weights are learned (long)', async ({ browser, address }) => {
    const run = async (query, threads) => {
      const page = await open(browser, `${address}${query}`);
      const result = await learned(page, { net, batch: 512, seed: 7, threads }, 5);
      assert.equal((await state(page)).threads, threads);
      await page.context().close();
      return result;
    };
    const threaded = await run('', 2), alone = await run('', 1), without = await run('?threads=1', 1);
    assert.ok(threaded.step === 5 && threaded.loss > 0 && threaded.loss < 3, `loss ${threaded.loss}`);
    for (const other of [alone, without]) {
      assert.equal(other.loss, threaded.loss);
      assert.deepEqual(other.weights, threaded.weights);
    }
  }],

  ['with threads too, rubbish is refused in the words that say what it is', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    await threads_are(page, await cores(page));
    const picture = await page.evaluate(() => window.thimble.load_picture(new Uint8Array([1, 2, 3])).then(() => '', (e) => e.message));
    assert.match(picture, /PNG, JPEG, GIF or BMP/);
    const model = await page.evaluate(() => window.thimble.load_model(new Uint8Array(20)).then(() => '', (e) => e.message));
    assert.match(model, /^model: /);
    const rate = await page.evaluate(() => window.thimble.train({ lr: 'fast' }).then(() => '', (e) => e.message));
    assert.match(rate, /lr: expected/);
    await page.evaluate(() => window.thimble.train({ net: 'flatten, dense 2000, dense 2000, dense 10', optimizer: 'sgd', lr: 100 }));
    await page.waitForFunction(() => /finite/.test(window.thimble.state().error ?? ''), null, { timeout: kPatience });
    assert.deepEqual(page.errors, []);
  }],

  ['measures how fast it computes', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const found = await page.evaluate(() => window.thimble.measure({ net: 'flatten, dense 10', images: 64, milliseconds: 60 }));
    assert.ok(found.gflops > 0 && found.peak_gflops > 0.5, JSON.stringify(found));
    assert.ok(Math.abs(found.images_per_second * found.milliseconds / 64000 - 1) < 1e-6);
    assert.match(await page.evaluate(() => { try { window.thimble.measure({ net: 'dens 10' }); } catch (e) { return e.message; } }), /expected layers/);
  }],

  ['where the program with threads does not start, the other one does', async ({ browser, address }) => {
    const context = await browser.newContext();
    await context.route('**/thimble-threads.*', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(address);
    await started(page);
    await until(page, () => window.thimble.state().ready);
    assert.equal((await state(page)).error, null);
    assert.equal((await state(page)).threads, 1);
  }],
];
