// Training in the page.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, root, started } from './browser.mjs';

const thimble = process.env.THIMBLE ?? join(root, 'build/release/native/thimble');
const kPatience = 110000;  // milliseconds, for machines that are busy with other things

const training = (page) => page.evaluate(() => window.thimble.state().training);
const train = (page, options) => page.evaluate((o) => window.thimble.train(o), options);
const until = (page, condition, ...args) => page.waitForFunction(condition, args, { timeout: kPatience, polling: 50 });
const rest = (page) => until(page, () => !window.thimble.state().training.running);
const model = async (page) => Buffer.from(await page.evaluate(() => Array.from(window.thimble.model())));
const steps = async (page, count) => {
  for (let i = 0; i < count; ++i) {
    const { step } = await training(page);
    await page.evaluate(() => window.thimble.step());
    await until(page, ([before]) => window.thimble.state().training.step === before + 1, step);
    await rest(page);
  }
};

// A test on a page that has just started, with nothing to complain about.
const on_page = (body) => async ({ browser, address }) => {
  const page = await open(browser, address);
  await body(page);
  assert.deepEqual(page.errors, []);
};

export default [
  ['a network learns until it knows four of five test pictures', on_page(async (page) => {
    await train(page, { net: 'S4-1', optimizer: 'adam', lr: 0.001, batch: 128, epochs: 1 });
    await until(page, () => window.thimble.state().training.step > 0);
    const first = await training(page);
    await until(page, () => window.thimble.state().training.test_accuracy > 0.8);
    const now = await training(page);
    assert.ok(now.step > first.step && now.epoch > first.epoch);
    assert.ok(now.gflops > 0 && now.peak_gflops > 1, `${now.gflops} GFLOP/s below ${now.peak_gflops}`);
    assert.ok(now.loss < 1.2, `loss ${now.loss}`);
    assert.ok(now.accuracy > 0.7, `accuracy ${now.accuracy}`);
    assert.equal((await page.evaluate(() => window.thimble.state())).error, null);
  })],

  ['training pauses, takes single steps and goes on', on_page(async (page) => {
    await train(page, { net: 'S4-1' });
    await until(page, () => window.thimble.state().training.step > 5);
    await page.evaluate(() => window.thimble.stop());
    const { step, running } = await training(page);
    assert.equal(running, false);
    await page.waitForTimeout(300);
    assert.equal((await training(page)).step, step);
    await steps(page, 2);
    assert.equal((await training(page)).step, step + 2);
    await train(page);
    await until(page, ([before]) => window.thimble.state().training.step > before + 2, step);
  })],

  ['a learning rate is heard at once: of zero, nothing is learned', on_page(async (page) => {
    await train(page, { net: 'flatten, dense 10', batch: 64 });
    await until(page, () => window.thimble.state().training.step > 2);
    await page.evaluate(() => window.thimble.set('lr', 0));
    await page.evaluate(() => window.thimble.stop());
    await rest(page);
    const before = await model(page);
    await steps(page, 2);
    assert.ok(before.equals(await model(page)));
    await page.evaluate(() => window.thimble.set('lr', 0.01));
    await steps(page, 1);
    assert.ok(!before.equals(await model(page)));
  })],

  ['the page answers a pointer while it trains', on_page(async (page) => {
    await train(page, { net: 'S4-1', epochs: 50 });
    await until(page, () => window.thimble.state().training.step > 5);
    const times = await page.evaluate(async () => {
      const canvas = document.getElementById('canvas'), times = [];
      for (let i = 0; i < 15; ++i) {
        await new Promise((go) => setTimeout(go, 40));
        const { frame } = window.thimble.state(), begin = performance.now();
        canvas.dispatchEvent(new PointerEvent('pointermove', { clientX: 400 + 5 * i, clientY: 300, isPrimary: true, button: -1 }));
        while (window.thimble.state().frame === frame) await new Promise(requestAnimationFrame);
        times.push(performance.now() - begin);
      }
      return times.sort((a, b) => a - b);
    });
    assert.ok(times[7] < 150, `milliseconds from a move to its frame: ${times.map(Math.round).join(' ')}`);
    assert.ok((await training(page)).running);
  })],

  ['at rest no frame is drawn', on_page(async (page) => {
    await train(page, { net: 'flatten, dense 10' });
    await until(page, () => window.thimble.state().training.pictures === 60000);
    await page.evaluate(() => window.thimble.stop());
    await rest(page);
    await page.waitForTimeout(700);
    const { frame } = await page.evaluate(() => window.thimble.state());
    await page.waitForTimeout(500);
    assert.equal((await page.evaluate(() => window.thimble.state())).frame, frame);
  })],

  ['a saved network is what the command line measures it to be', on_page(async (page) => {
    await train(page, { net: 'flatten, dense 32, relu, dense 10', batch: 256, epochs: 1 });
    await until(page, () => { const t = window.thimble.state().training; return !t.running && t.tested === 10000; });
    const { test_accuracy } = await training(page);
    const folder = mkdtempSync(join(tmpdir(), 'thimble-'));
    try {
      const file = join(folder, 'page.safetensors');
      writeFileSync(file, await model(page));
      const said = JSON.parse(execFileSync(thimble, ['eval', file, '--json'], { encoding: 'utf8' }));
      assert.ok(Math.abs(said.accuracy - test_accuracy) < 2e-4, `${said.accuracy} there, ${test_accuracy} in the page`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  })],

  ['a network that is loaded is the one that was saved, and can be trained on', on_page(async (page) => {
    await train(page, { net: 'flatten, dense 16, relu, dense 10' });
    await until(page, () => window.thimble.state().training.step > 3);
    await page.evaluate(() => window.thimble.stop());
    await rest(page);
    const saved = await model(page);
    await train(page, { net: 'S4-1' });
    await page.evaluate(() => window.thimble.stop());
    await page.evaluate((bytes) => window.thimble.load_model(new Uint8Array(bytes)), [...saved]);
    assert.ok(saved.equals(await model(page)));
    const { net, step } = await training(page);
    assert.equal(net, 'flatten, dense 16, relu, dense 10');
    assert.equal(step, 0);
    await steps(page, 2);  // the first with a rate of 0: one cycle begins there
    assert.ok(!saved.equals(await model(page)));
    const refused = await page.evaluate(() => window.thimble.load_model(new Uint8Array(20)).then(() => '', (e) => e.message));
    assert.match(refused, /model/);
  })],

  ['own layers are written in a dialog, and what is wrong with them is said', on_page(async (page) => {
    const write = async (layers) => {
      await page.evaluate(() => window.thimble.command('layers'));
      await page.waitForSelector('dialog[open]');
      await page.fill('dialog textarea', layers);
      await page.click('dialog button[value=use]');
    };
    await write('flatten, dense 20, tanh, dense 10');
    await until(page, () => window.thimble.state().training.net === 'flatten, dense 20, tanh, dense 10');
    await write('flatten, dens 20');
    await until(page, () => /did you mean dense/.test(window.thimble.state().error ?? ''));
    assert.equal((await training(page)).net, 'flatten, dense 20, tanh, dense 10');
    const refused = await page.evaluate(() => window.thimble.train({ batch: 0 }).then(() => '', (e) => e.message));
    assert.match(refused, /batch: expected a whole number/);
  })],

  ['without pictures the page says so', on_page(async (page) => {
    await page.route('**/data/*', (route) => route.fulfill({ status: 404, body: '' }));
    await page.reload();
    await started(page);
    const refused = await page.evaluate(() => window.thimble.train({ net: 'S4-1' }).then(() => '', (e) => e.message));
    assert.match(refused, /nothing to train with: data\/train-labels.*404/);
    page.errors.length = 0;  // Chromium's own, about the 404
  })],
];
