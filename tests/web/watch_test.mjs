// What is to be seen of a network that learns: mistakes, filters, layers, weights, moments of the past, own pictures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { draw, open, root, shirt, started } from './browser.mjs';

const kPatience = 110000;  // milliseconds, for machines that are busy with other things
const kNet = 'conv 4 3x3 stride 2, relu, max_pool 2, conv 6 3x3, relu, flatten, dense 16, relu, dense 10';

const training = (page) => page.evaluate(() => window.thimble.state().training);
const command = (page, ...names) => page.evaluate((all) => { for (const name of all) if (!window.thimble.command(name)) throw new Error(name); }, names);
const until = (page, condition, ...args) => page.waitForFunction(condition, args, { timeout: kPatience, polling: 50 });
const rest = (page) => until(page, () => !window.thimble.state().training.running);
const look = (page, pattern) => until(page, ([p]) => new RegExp(p).test(document.getElementById('look').textContent), pattern);
const rows = (page) => page.$$eval('#looked tr', (all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
const shot = (page, name) => page.screenshot({ path: join(root, `build/browser/${name}.png`) });

// A test on a page without threads, so that it computes the same everywhere; with nothing to complain about.
const on_page = (body, options) => async ({ browser, plain }) => {
  const page = await open(browser, plain, options);
  await body(page);
  assert.deepEqual(page.errors, []);
};
const trained = async (page, options) => {
  await page.evaluate((o) => window.thimble.train(o), { net: kNet, optimizer: 'adam', schedule: 'constant', lr: 0.003, batch: 128, epochs: 1, share: 0.1, ...options });
  await until(page, () => { const t = window.thimble.state().training; return !t.running && t.tested === 10000; });
};
// The middle of a cell of the confusion matrix on a wide page.
const cell = (page, truth, said) => {
  const { width, height } = page.viewportSize(), right = Math.min(500, (width - 330) / 2), pad = 16, label = 84, head = 44;
  const side = Math.floor(Math.min((right - 2 * pad - label) / 10, (height - 48 - 330 - head) / 10));
  return [width - right + pad + label + side * (said + 0.5), 48 + pad + head + side * (truth + 0.5)];
};

const everything = async (page, name) => {
  await started(page);
  await draw(page, shirt);
  await trained(page);
  const words = { curves: '^', filters: 'Filters of every', activations: 'What each layer', histograms: 'Weights and', mistakes: 'The surest of' };
  for (const [view, sentence] of Object.entries(words)) {
    await command(page, view);
    await look(page, sentence);
    await shot(page, `${name}-${view}`);
  }
};

export default [
  ['a cell of the confusion matrix opens its pictures', on_page(async (page) => {
    await trained(page);
    await page.mouse.click(...cell(page, 6, 0));
    await look(page, '^Shirt, called T-shirt/top: ');
    await until(page, () => document.querySelectorAll('#looked tr').length > 5);
    const said = await page.textContent('#look'), [head, ...pictures] = await rows(page);
    assert.deepEqual(head, ['picture', 'is', 'is called', 'probability']);
    const count = Number(said.match(/: (\d+) of (\d+)/)[1]);
    assert.equal(said.match(/: (\d+) of (\d+)/)[2], '1000');
    assert.equal(pictures.length, Math.min(200, count));
    assert.ok(pictures.every((row) => row[1] === 'Shirt' && row[2] === 'T-shirt/top'));
    const shares = pictures.map((row) => parseInt(row[3], 10));
    assert.deepEqual(shares, [...shares].sort((a, b) => b - a));
    await shot(page, 'watch-cell');
    await command(page, 'mistakes');
    await look(page, '^Shirt, called T-shirt/top: .*The surest of [0-9,]+ mistakes in 10,000 pictures');
    assert.ok((await rows(page)).slice(1).every((row) => row[1] !== row[2]));
  })],

  ['the keyboard walks over the matrix, and through the past', on_page(async (page) => {
    await trained(page);
    await page.focus('#canvas');
    for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowRight', 'Shift+Enter']) await page.keyboard.press(key);
    await look(page, '^Pullover, called Trouser: ');
    await page.keyboard.press('m');
    await look(page, 'The surest of');
    const surest = await page.textContent('#look');
    await page.keyboard.press(',');  // the last snapshot is as it is now
    await page.keyboard.press(',');
    await look(page, ' at epoch 0\\.[0-9]+\\.');
    assert.notEqual(surest, await page.textContent('#look'));
    for (let i = 0; i < 40; ++i) await page.keyboard.press('.');
    await until(page, ([s]) => document.getElementById('look').textContent === s, surest);
  })],

  ['the past gives back the answers of its network', on_page(async (page) => {
    await trained(page);
    await command(page, 'activations', 'another');
    await look(page, 'What each layer makes of the picture\\.');
    const now = await rows(page);
    await command(page, 'earlier', 'earlier', 'earlier', 'earlier');
    await look(page, 'at epoch');
    const then = await rows(page);
    assert.equal(now.length, then.length);
    assert.notDeepEqual(now, then);
    assert.deepEqual(now.map((row) => row.slice(0, 2)), then.map((row) => row.slice(0, 2)));
    assert.deepEqual(now[1].slice(0, 2), ['conv 4 3x3 stride 2', '4 x 13 x 13']);
    assert.equal(now.length, 1 + 8);  // without flatten
    await command(page, 'now');
    await look(page, 'What each layer makes of the picture\\.');
    assert.deepEqual(await rows(page), now);
  })],

  ['every view has its words, by day (long)', on_page(async (page) => {
    await everything(page, 'watch-day');
    await command(page, 'filters');
    await look(page, 'Filters');
    assert.deepEqual((await rows(page)).slice(1), [['conv2d', '4', '1'], ['conv2d_1', '6', '4']]);
    await command(page, 'histograms');
    await look(page, 'Weights');
    const weights = (await rows(page)).slice(1);
    assert.deepEqual(weights.map((row) => row[0]), ['conv2d.weight', 'conv2d_1.weight', 'dense.weight', 'dense_1.weight']);
    assert.ok(weights.every((row) => Number(row[2]) > 0 && Number(row[4]) > 0));
  })],

  ['every view has its words, on a phone by night (long)', on_page((page) => everything(page, 'watch-night'),
    { viewport: { width: 390, height: 844 }, colorScheme: 'dark' })],

  ['a share, an augmentation and a preset are heard', on_page(async (page) => {
    await trained(page, { share: 0.01, epochs: 3, batch: 100, augment: 'flip, shift 2' });
    const { step, epoch } = await training(page);
    assert.equal(step, 18);  // 600 pictures a time
    assert.equal(epoch, 3);
    const refused = await page.evaluate(() => window.thimble.train({ augment: 'mirror' }).then(() => '', (e) => e.message));
    assert.match(refused, /augment: expected flip/);
    await page.evaluate(() => window.thimble.set('preset', 'S4-1'));
    assert.match((await training(page)).net, /dropout/);
    await page.evaluate(() => window.thimble.set('preset', 'quick'));
    assert.match((await training(page)).net, /^conv 8 3x3/);
  })],

  ['a second network learns beside the first, under settings of its own', on_page(async (page) => {
    assert.equal(await page.evaluate(() => window.thimble.second()), null);
    await command(page, 'train', 'compare');
    await page.evaluate(() => window.thimble.set('lr', '0'));  // the first one learns nothing
    await command(page, 'start');
    await until(page, () => window.thimble.second().epoch > 0.1);
    const [first, second] = await page.evaluate(() => [window.thimble.state().training.epoch, window.thimble.second().epoch]);
    assert.ok(Math.abs(first - second) < 0.1, `${first} and ${second}`);
    await until(page, () => window.thimble.second().test_accuracy > 0.7);
    assert.ok((await training(page)).test_accuracy < 0.3);
    await shot(page, 'watch-second');
    await command(page, 'stop', 'compare');
    assert.equal(await page.evaluate(() => window.thimble.second()), null);
  })],

  ['an own picture is kept, learned and remembered (long)', on_page(async (page) => {
    await until(page, () => window.thimble.state().ready);
    await draw(page, shirt);
    await until(page, () => window.thimble.state().prediction?.label === 0);
    await command(page, 'name 8', 'name 1', 'forget 1');
    const kept = await page.evaluate(() => window.thimble.own());
    assert.equal(kept.length, 1);
    assert.equal(kept[0].label, 8);
    assert.deepEqual(kept[0].picture, await page.evaluate(() => window.thimble.state().picture));
    await page.waitForTimeout(300);
    await page.reload();
    await started(page);
    await until(page, () => window.thimble.state().prediction?.label === 0);
    assert.deepEqual(await page.evaluate(() => window.thimble.own()), kept);
    await command(page, 'teach');
    await until(page, () => window.thimble.state().prediction?.label === 8);
    await shot(page, 'own-taught');
    const file = await page.evaluate(() => Array.from(window.thimble.model()));  // the network, and the pictures beside it
    await command(page, 'unlearn', 'forget 0');
    await until(page, () => window.thimble.state().prediction?.label === 0);
    assert.deepEqual(await page.evaluate(() => window.thimble.own()), []);
    await page.evaluate((bytes) => window.thimble.load_model(new Uint8Array(bytes)), file);
    assert.equal((await page.evaluate(() => window.thimble.state())).prediction.label, 8);
    assert.deepEqual(await page.evaluate(() => window.thimble.own()), kept);
    const refused = await page.evaluate(() => { window.thimble.command('forget 7'); return window.thimble.state().error; });
    assert.match(refused, /own pictures: expected a number from 0 to 0/);
  })],
];
