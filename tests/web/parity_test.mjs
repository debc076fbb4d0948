// The page against the command line: the same answers, the same losses; and what a long training costs in memory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { open, root } from './browser.mjs';

const thimble = process.env.THIMBLE ?? join(root, 'build/release/native/thimble');
const kPatience = 110000;
const kData = join(root, 'build/web/data');

const training = (page) => page.evaluate(() => window.thimble.state().training);
const train = (page, options) => page.evaluate((o) => window.thimble.train(o), options);
const until = (page, condition, ...args) => page.waitForFunction(condition, args, { timeout: kPatience, polling: 50 });
const idx = (name) => gunzipSync(readFileSync(join(kData, `${name}-ubyte.gz`)));
const in_folder = async (body) => {
  const folder = mkdtempSync(join(tmpdir(), 'thimble-'));
  try { await body(folder); } finally { rmSync(folder, { recursive: true }); }
};
const on_page = (body) => async ({ browser, plain }) => {
  const page = await open(browser, plain);
  await body(page);
  assert.deepEqual(page.errors, []);
};

// The first `count` pictures and labels as IDX files of their own.
const excerpt = (count) => {
  const images = idx('train-images-idx3').subarray(0, 16 + 784 * count), labels = idx('train-labels-idx1').subarray(0, 8 + count);
  for (const part of [images, labels]) part.writeUInt32BE(count, 4);
  return { images, labels };
};

export default [
  ['page and command line find the same probabilities for every test picture', on_page((page) => in_folder(async (folder) => {
    await train(page, { net: 'conv 6 3x3, relu, max_pool 2, batch_norm, flatten, dense 24, relu, dense 10', schedule: 'constant', lr: 0.002, epochs: 1, share: 0.1 });
    await until(page, () => { const t = window.thimble.state().training; return !t.running && t.tested === 10000; });
    const model = join(folder, 'page.safetensors'), scores = join(folder, 'scores.csv');
    writeFileSync(model, Buffer.from(await page.evaluate(() => Array.from(window.thimble.model()))));
    execFileSync(thimble, ['eval', model, '--scores', scores, '--quiet']);
    const native = readFileSync(scores, 'utf8').trim().split('\n').map((line) => line.split(',').map(Number));
    assert.equal(native.length, 10000);
    const pictures = idx('t10k-images-idx3').subarray(16);
    let farthest = 0, others = 0;
    for (let from = 0; from < 10000; from += 2000) {
      const here = await page.evaluate((text) => {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        return window.thimble.ask(bytes);
      }, pictures.subarray(784 * from, 784 * (from + 2000)).toString('base64'));
      here.forEach((p, i) => {
        const q = native[from + i].slice(1), best = q.indexOf(Math.max(...q));
        if (p.indexOf(Math.max(...p)) !== best) ++others;
        // ln p_k - ln p_best = z_k - z_best: a softmax forgets nothing else of the logits
        for (let k = 0; k < 10; ++k)
          if (p[k] > 1e-37 && q[k] > 1e-37)
            farthest = Math.max(farthest, Math.abs(Math.log(p[k] / p[best]) - Math.log(q[k] / q[best])));
      });
    }
    assert.equal(others, 0);
    assert.ok(farthest < 1e-4 && farthest > 0, `logits differ by ${farthest}`);
  }))],

  ['a hundred steps cost the same on the page as with the scalar instructions of the command line', on_page((page) => in_folder(async (folder) => {
    const count = 1000, batch = 100, epochs = 10;
    const { images, labels } = excerpt(count);
    const net = 'conv 4 3x3, relu, max_pool 2, flatten, dense 24, relu, dense 10', history = join(folder, 'history.csv');
    for (const [name, bytes] of [['train-images-idx3', images], ['train-labels-idx1', labels], ['t10k-images-idx3', images], ['t10k-labels-idx1', labels]]) {
      writeFileSync(join(folder, `${name}-ubyte`), bytes);
      await page.route(`**/data/${name}-ubyte.gz`, (route) => route.fulfill({ body: bytes }));
    }
    execFileSync(thimble, ['train', '--isa', 'scalar', '--quiet', '--data', folder, '--net', net, '--optimizer', 'adam', '--lr', '0.001', '--schedule', 'constant',
      '--batch', String(batch), '--epochs', String(epochs), '--seed', '7', '--validation', 'none', '--history', history]);
    const native = readFileSync(history, 'utf8').trim().split('\n').slice(1).map((line) => Number(line.split(',')[1]));
    await train(page, { net, optimizer: 'adam', lr: 0.001, schedule: 'constant', batch, epochs: 1000, seed: 7 });
    await page.evaluate(() => window.thimble.stop());
    await until(page, () => !window.thimble.state().training.running);
    await page.evaluate(() => window.thimble.command('reset'));
    const here = [];
    for (let epoch = 0; epoch < epochs; ++epoch) {
      const sum = await page.evaluate(async (steps) => {
        let sum = 0;
        for (let i = 0; i < steps; ++i) {
          const before = window.thimble.state().training.step;
          window.thimble.step();
          for (;;) {
            const { step, loss, running } = window.thimble.state().training;
            if (step > before && !running) { sum += loss; break; }
            await new Promise((go) => setTimeout(go, 1));
          }
        }
        return sum;
      }, count / batch);
      here.push(sum / (count / batch));
    }
    assert.equal(native.length, epochs);
    // The command line writes six digits: half of the last one is lost, and a millionth may be the instructions'.
    native.forEach((loss, i) => {
      const digit = 10 ** (Math.floor(Math.log10(loss)) - 5);
      assert.ok(Math.abs(here[i] - loss) < 0.501 * digit + 1e-6 * loss, `epoch ${i + 1}: ${here[i]} here, ${loss} there`);
    });
    assert.ok(native[9] < 0.7 * native[0]);
  }))],

  ['ten thousand steps need no more memory than the first thousand', on_page(async (page) => {
    await train(page, { net: 'flatten, dense 10', batch: 4, epochs: 1000, share: 0.01, schedule: 'constant', lr: 0.001 });
    await until(page, () => window.thimble.state().training.step >= 1000 && window.thimble.state().training.pictures === 60000);
    await until(page, () => window.thimble.state().training.tested === 10000);
    await page.evaluate(() => { for (const view of ['filters', 'activations', 'histograms', 'mistakes', 'curves']) window.thimble.command(view); });
    await page.waitForTimeout(300);
    const before = await page.evaluate(() => window.thimble.memory());
    const { step } = await training(page);
    await until(page, ([last]) => window.thimble.state().training.step >= last, step + 9000);
    const after = await page.evaluate(() => window.thimble.memory());
    assert.ok(after <= before, `${before} bytes, then ${after}`);
    assert.ok(after < 512 * 2 ** 20);
  })],

  ['without being told anything, and without threads, .88 within a minute (long)', on_page(async (page) => {
    const begin = Date.now();
    await page.evaluate(() => window.thimble.train());
    await until(page, () => { const t = window.thimble.state().training; return !t.running && t.tested === 10000; });
    const { test_accuracy } = await training(page);
    console.log(`             ${test_accuracy} of the test pictures, after ${((Date.now() - begin) / 1000).toFixed(1)} s`);
    assert.ok(test_accuracy > 0.895, `${test_accuracy}`);
  })],
];
