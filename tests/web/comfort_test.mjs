// Steps that can be chosen, reasons, the brush that fools, the keyboard, the address, a reload, the tour.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, draw, ink, open, root, sheet, shirt, started, state, until } from './browser.mjs';

const out = join(root, 'build/check/web');
mkdirSync(out, { recursive: true });

const ready = async (browser, address, options) => {
  const page = await open(browser, address, options);
  await until(page, () => window.thimble.state().ready);
  return page;
};
const command = (page, name) => page.evaluate((n) => window.thimble.command(n), name);
const set = (page, key, value) => page.evaluate(([k, v]) => window.thimble.set(k, v), [key, value]);
const drawn = async (page) => {
  await draw(page, shirt);
  await page.keyboard.press('f');
  await page.mouse.click(...sheet(page)(.5, .6));
  await page.keyboard.press('p');
  await until(page, () => window.thimble.state().picture[14 * 28 + 14] > 100);  // filled, and seen so
};
const seen = async (page) => (await state(page)).picture;
const same = (a, b) => a.every((value, i) => value === b[i]);

export default [
  ['each step to 28 x 28 can be seen, chosen, and taken back', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await drawn(page);
    const found = await seen(page);
    await page.keyboard.press('v');
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(out, 'steps.png') });
    await page.keyboard.press('i');
    const inverted = await seen(page);
    check(ink(inverted) < ink(found) / 3, 'the dark shirt is light still:', ink(inverted), ink(found));
    await command(page, 'afresh');
    check(same(await seen(page), found), 'not as it was found');
    await set(page, 'sharpen', 'no');
    check(!same(await seen(page), found), 'sharpened still');
    await command(page, 'afresh');
    const at = sheet(page);
    await page.keyboard.press('c');
    await page.mouse.move(...at(.2, .5));
    await page.mouse.down();
    await page.mouse.move(...at(.6, .7), { steps: 3 });
    await page.mouse.move(...at(.8, .98), { steps: 3 });
    await page.mouse.up();
    await page.waitForFunction((old) => window.thimble.state().picture.some((v, i) => v !== old[i]), found);
    const trunk = await seen(page);
    check(trunk[14 * 28] > 100 && trunk[14 * 28 + 27] > 100, 'the trunk alone should fill its box', trunk.slice(392, 420));
    await command(page, 'whole');
    check(same(await seen(page), found), 'not the whole again');
    check((await page.evaluate(() => { try { window.thimble.set('least', '300'); } catch (e) { return e.message; } }))
      .includes('expected a number from 0 to 255'), 'a threshold of 300 was taken');
  }],

  ['shows what the answer rests on, and a brush fools the network', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await drawn(page);
    const before = (await state(page)).prediction;
    await command(page, 'reasons');
    await page.waitForTimeout(200);
    await page.screenshot({ path: join(out, 'reasons.png') });
    const side = 476, left = 638, top = 252;
    for (let stroke = 0; stroke < 4; ++stroke) {
      await page.mouse.move(left + .3 * side, top + (.2 + .2 * stroke) * side);
      await page.mouse.down();
      await page.mouse.move(left + .7 * side, top + (.2 + .2 * stroke) * side, { steps: 12 });
      await page.mouse.up();
    }
    await page.waitForFunction(([label, p]) => window.thimble.state().prediction.probabilities[label] < .7 * p,
      [before.label, before.probabilities[before.label]]);
    check(await command(page, 'undo') && await command(page, 'redo'), 'undo');
    const after = (await state(page)).prediction;
    check(after.label === before.label && Math.abs(after.probabilities[after.label] - before.probabilities[before.label]) < 1e-6, after);
  }],

  ['draws by keyboard alone', async ({ browser, address }) => {
    const page = await ready(browser, address);
    for (let i = 0; i < 12; ++i) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.id === 'canvas')) break;
    }
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowUp'])
      for (let i = 0; i < 8; ++i) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await until(page, () => window.thimble.state().prediction !== null);
    check(ink(await seen(page)) > 5000, 'the arrows drew too little:', ink(await seen(page)));
  }],

  ['walks over the buttons with arrows, and presses one', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await drawn(page);
    await page.evaluate(() => document.getElementById('canvas').focus());
    const press = async (...keys) => {
      for (const key of keys) {
        await page.keyboard.press(key);
        await page.waitForTimeout(100);
      }
    };
    for (let panel = 0; panel < 3; ++panel) {  // the tabs, the sheet, the answer: F6 goes from one to the next
      await press('F6', 'ArrowRight', 'Enter', 'Escape');
      await page.keyboard.press('1');
    }
    await page.waitForFunction(() => /view=(steps|reasons)/.test(location.hash), null, { timeout: 5000 });
    await press('k', 'k');  // the shortcuts work as before
    check(await command(page, 'clear'), 'clear');
  }],

  ['the address holds the settings and the drawing, for others too', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await drawn(page);
    await command(page, 'steps');
    await set(page, 'sharpen', 'no');
    await set(page, 'lr', '0.02');
    await page.waitForFunction(() => ['drawing=', 'sharpen=no', 'lr=0.02', 'view=steps'].every((w) => location.hash.includes(w)));
    const mine = await state(page), link = await page.evaluate(() => location.href);
    const other = await browser.newContext({ viewport: { width: 1280, height: 800 } }), guest = await other.newPage();
    await guest.goto(link);
    await started(guest);
    await until(guest, () => window.thimble.state().prediction !== null);
    const theirs = await state(guest);
    check(same(theirs.picture, mine.picture), 'another picture');
    check(theirs.prediction.probabilities.every((p, i) => Math.abs(p - mine.prediction.probabilities[i]) < 1e-6), 'another answer');
    await guest.goto('about:blank');
    await guest.goto(`${address}#net=nonsense`);
    await started(guest);
    check(/layer|nonsense/.test((await state(guest)).error ?? ''), 'no word about a wrong address:', (await state(guest)).error);
  }],

  ['understands the address that each chapter of the course gives (long)', async ({ browser, address }) => {
    const folder = join(root, 'tutorials'), chapters = readdirSync(folder).filter((name) => /^\d\d_/.test(name)), wrong = [];
    for (const chapter of chapters) {
      const text = readFileSync(join(folder, chapter, 'README.md'), 'utf8');
      const link = text.match(/http:\/\/127\.0\.0\.1:8000\/(#[^)\s]+)/)?.[1];
      if (!link) { wrong.push(`${chapter} has none`); continue; }
      const context = await browser.newContext(), page = await context.newPage();
      await page.goto(`${address}${link}`);
      await started(page);
      const { error } = await state(page);
      await page.waitForFunction((hash) => decodeURIComponent(location.hash) === decodeURIComponent(hash), link, { timeout: 5000 })
        .catch(async () => wrong.push(`${chapter}: ${link} became ${await page.evaluate(() => location.hash)}`));
      if (error) wrong.push(`${chapter}: ${error}`);
      await context.close();
    }
    check(wrong.length === 0, wrong);
  }],

  ['drawing, settings and photograph are there after a reload', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await drawn(page);
    const before = await seen(page);
    await page.reload();  // at once: the address may not know of the last stroke yet
    await started(page);
    await until(page, () => window.thimble.state().prediction !== null);
    check(same(await seen(page), before), 'the drawing is another');
    const photo = await page.evaluate(async () => {
      const paper = new OffscreenCanvas(200, 300), pen = paper.getContext('2d');
      pen.fillStyle = '#ddd', pen.fillRect(0, 0, 200, 300), pen.fillStyle = '#a33', pen.fillRect(60, 40, 80, 220);
      await window.thimble.load_picture(await paper.convertToBlob({ type: 'image/png' }));
      return window.thimble.state().picture;
    });
    await page.waitForFunction(() => !location.hash.includes('drawing='));
    await page.reload();
    await started(page);
    await until(page, () => window.thimble.state().prediction !== null);
    check(same(await seen(page), photo), 'the photograph is another');
    await command(page, 'clear');
    await page.waitForTimeout(1300);
    await page.reload();
    await started(page);
    check(ink(await seen(page)) === 0, 'what was cleared came back');
    check(page.errors.length === 0, page.errors);
  }],

  ['a tour leads through the page and ends', async ({ browser, address }) => {
    const page = await ready(browser, address);
    await page.keyboard.press('?');
    await page.waitForSelector('#tour[open]');
    await until(page, () => window.thimble.state().prediction !== null);
    check((await state(page)).prediction.name === 'T-shirt/top', (await state(page)).prediction);
    const titles = new Set();
    for (let i = 0; i < 20 && await page.locator('#tour').isVisible(); ++i) {
      titles.add(await page.locator('#tour h2').textContent());
      if (i === 1) await page.screenshot({ path: join(out, 'tour.png') });
      await page.locator('#tour button', { hasText: /Next|Done/ }).click();
    }
    check(titles.size === 8 && !(await page.locator('#tour').isVisible()), [...titles]);
    check(page.errors.length === 0, page.errors);
  }],
];
