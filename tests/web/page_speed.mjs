// node tests/web/page_speed.mjs [SECONDS]: how fast the page in build/web is, in a headless Chromium, as JSON. Training is
// measured as the visitor has it, with the page drawn ten times a second; a network's two rates, on one thread and on all,
// are taken in turn, so that what else the machine does falls on both. Everything is a median unless it says p95.
import { readFileSync, readdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { launch, open, root, serve, sheet, state } from './browser.mjs';

const seconds = Number(process.argv[2] ?? 0.5), kRounds = 9, kVisits = 9, kMoves = 60;
const site = join(root, 'build/web');
const nets = { 'MLP 784-256-256-10': 'S4-1', 'CNN S2-1': 'S2-1' };
const S2_1 = 'conv 32 3x3, relu, max_pool 2, flatten, dense 128, relu, dense 10';

const at = (values, share) => values.slice().sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];
const median = (values) => at(values, 0.5);
const rounded = (value, digits = 3) => Number(value.toPrecision(digits));

const ready = async (browser, address) => {
  const page = await open(browser, address);
  await page.waitForFunction(() => window.thimble.state().ready);
  return page;
};
const all_pictures = async (page, options) => {
  await page.evaluate((o) => window.thimble.train(o), options);
  await page.waitForFunction(() => window.thimble.state().training.pictures === 60000, null, { timeout: 120000 });
};

const training_rates = async (browser, address, net) => {
  const page = await ready(browser, address), threads = [1, await page.evaluate(() => Math.min(navigator.hardwareConcurrency, 16))];
  await all_pictures(page, { net, batch: 128, epochs: 1000, optimizer: 'adam' });
  const rate = (count) => page.evaluate(async ({ count, milliseconds }) => {
    const wait = (ms) => new Promise((go) => setTimeout(go, ms));
    await window.thimble.train({ threads: count });
    await wait(150);
    const { step } = window.thimble.state().training, start = performance.now();
    await wait(milliseconds);
    const now = window.thimble.state().training.step, end = performance.now();
    window.thimble.stop();
    return (now - step) * 128 * 1000 / (end - start);
  }, { count, milliseconds: 1000 * seconds });
  const rates = threads.map(() => []);
  for (let round = 0; round < kRounds; ++round)
    for (const [i, count] of threads.entries()) rates[i].push(await rate(count));
  await page.context().close();
  return {
    images_per_second: Object.fromEntries(threads.map((count, i) => [`${count} threads`, Math.round(median(rates[i]))])),
    best: Object.fromEntries(threads.map((count, i) => [`${count} threads`, Math.round(Math.max(...rates[i]))])),
    ratio: rounded(median(rates[1].map((r, i) => r / rates[0][i]))),
  };
};

const inference = async (browser, address) => {
  const page = await ready(browser, address);
  const of = async (images) => {
    const passes = [];
    for (let i = 0; i < kRounds; ++i)
      passes.push(await page.evaluate((o) => window.thimble.measure(o), { net: S2_1, images, milliseconds: 1000 * seconds }));
    return { milliseconds: rounded(median(passes.map((p) => p.milliseconds))),
      images_per_second: Math.round(median(passes.map((p) => p.images_per_second))),
      best_images_per_second: Math.round(Math.max(...passes.map((p) => p.images_per_second))),
      share_of_peak: rounded(median(passes.map((p) => p.gflops / p.peak_gflops))),
      peak_gflops_of_one_thread: rounded(median(passes.map((p) => p.peak_gflops))) };
  };
  const found = {};
  for (const threads of [1, await page.evaluate(() => Math.min(navigator.hardwareConcurrency, 16))]) {
    await page.evaluate((count) => { window.thimble.set('epochs', 1); return window.thimble.train({ threads: count }); }, threads);
    await page.evaluate(() => window.thimble.stop());
    found[`${threads} threads`] = { 'batch of 256': await of(256), 'one image': await of(1) };
  }
  await page.context().close();
  return found;
};

// From the navigation to the answer about a picture, each visit in a fresh context.
const first_prediction = async (browser, address) => {
  const times = [];
  for (let i = 0; i < kVisits; ++i) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } }), page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        if (!window.thimble?.state().ready) return setTimeout(look, 1);
        const shirt = new OffscreenCanvas(28, 28), paper = shirt.getContext('2d');
        paper.fillRect(8, 4, 12, 20);
        return shirt.convertToBlob().then((blob) => window.thimble.load_picture(blob)).then(() => {
          if (window.thimble.state().prediction) window.first_prediction = performance.now();
        });
      };
      look();
    });
    await page.goto(address);
    await page.waitForFunction(() => window.first_prediction);
    times.push(await page.evaluate(() => window.first_prediction));
    await context.close();
  }
  return { milliseconds: Math.round(median(times)), best: Math.round(Math.min(...times)) };
};

// From a move of the pointer that draws to the frame with the new answer.
const answer_times = async (browser, address, training) => {
  const page = await ready(browser, address), point = sheet(page);
  if (training) {
    await all_pictures(page, { net: 'S2-1', batch: 128, epochs: 1000 });
    await page.evaluate(() => window.thimble.command('classify'));
  }
  const times = await page.evaluate(async ({ points }) => {
    const canvas = document.getElementById('canvas'), times = [];
    const send = (kind, [clientX, clientY]) =>
      canvas.dispatchEvent(new PointerEvent(kind, { clientX, clientY, isPrimary: true, button: kind === 'pointermove' ? -1 : 0, buttons: 1 }));
    send('pointerdown', points[0]);
    for (const p of points.slice(1)) {
      await new Promise((go) => setTimeout(go, 50));
      const { frame } = window.thimble.state(), begin = performance.now();
      send('pointermove', p);
      while (window.thimble.state().frame === frame) await new Promise(requestAnimationFrame);
      times.push(performance.now() - begin);
    }
    return times;
  }, { points: Array.from({ length: kMoves }, (_, i) => point(.2 + .6 * i / kMoves, .3 + .2 * Math.sin(i / 5))) });
  await page.context().close();
  return { median_ms: rounded(median(times)), p95_ms: rounded(at(times, 0.95)) };
};

// The longest piece of work between two frames, of every method of the tab "Look inside", each in a page of its own.
const kMethods = {
  'nearest, L1': { view: 'neighbours', metric: 'l1' }, 'nearest, L2': { view: 'neighbours', metric: 'l2' },
  'nearest, L3': { view: 'neighbours', metric: 'l3' }, 'nearest, largest difference': { view: 'neighbours', metric: 'linf' },
  'components': { view: 'plane' },
  'Gaussians, case 1': { view: 'posteriors', case: 1 }, 'Gaussians, case 2': { view: 'posteriors', case: 2 },
  'Gaussians, case 3': { view: 'posteriors', case: 3 },
  'k-means': { view: 'clusters', method: 'kmeans' }, 'winner take all': { view: 'clusters', method: 'wta' },
  'Kohonen': { view: 'clusters', method: 'som' },
};
const longest_piece = async (browser, address, options) => {
  const page = await ready(browser, address);
  await page.evaluate(() => window.thimble.command('sample'));
  await page.evaluate((o) => window.thimble.look(o), options);
  await page.waitForFunction(() => window.thimble.state().training.pictures === 60000, null, { timeout: 120000 });
  if (options.view === 'clusters') await page.evaluate(() => window.thimble.command('cluster'));
  const begin = Date.now(), kEnough = 15000;
  while (Date.now() - begin < kEnough && !await page.evaluate((view) => {
    const { searching, neighbours, share, posteriors, clusters } = window.thimble.state().inside;
    return view === 'neighbours' ? !searching && neighbours.length > 0 : view === 'plane' ? share !== null
      : view === 'posteriors' ? posteriors?.accuracy > 0 : clusters?.finished;
  }, options.view)) await new Promise((go) => setTimeout(go, 100));
  const found = (await state(page)).inside.longest_piece;
  await page.context().close();
  return rounded(found);
};

const brotli = () => Object.fromEntries(readdirSync(site).filter((name) => name !== 'data').map((name) => [name,
  brotliCompressSync(readFileSync(join(site, name)), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length]));

const server = await serve(), browser = await launch();
const say = (word) => process.stderr.write(`${word}\n`);
const result = { command: 'node tests/web/page_speed.mjs', browser: `Chromium ${browser.version()}, headless`,
  cores: cpus().length, load_before: rounded(loadavg()[0]) };
say('first prediction');
result.navigation_to_first_prediction = await first_prediction(browser, server.address);
say('inference');
result.inference_of_S2_1 = await inference(browser, server.address);
result.training_with_batches_of_128 = {};
for (const [name, net] of Object.entries(nets)) {
  say(`training ${name}`);
  result.training_with_batches_of_128[name] = await training_rates(browser, server.address, net);
}
say('pointer');
result.pointer_to_answer = { idle: await answer_times(browser, server.address, false),
  while_training: await answer_times(browser, server.address, true) };
say('look inside');
result.look_inside_longest_piece_ms = {};
for (const [name, options] of Object.entries(kMethods))
  result.look_inside_longest_piece_ms[name] = await longest_piece(browser, server.address, options);
result.brotli_bytes = brotli();
result.load_after = rounded(loadavg()[0]);
await browser.close();
server.stop();
console.log(JSON.stringify(result, null, 2));
