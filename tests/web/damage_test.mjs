// A frame draws only what differs from the one before it: that must look like a frame that is drawn as a whole.
import { check, draw, open, shirt, state, until } from './browser.mjs';

const still = (page) => page.evaluate(async () => {
  for (let last = -1; window.thimble.state().frame !== last;) {
    last = window.thimble.state().frame;
    await new Promise((go) => setTimeout(go, 100));
  }
});
const seen = async (page) => { await still(page); return page.screenshot(); };
const seen_whole = (page) => page.evaluate(() => { dispatchEvent(new Event('resize')); }).then(() => seen(page));

const acts = {
  'a drawing': (page) => draw(page, shirt),
  'a button under the pointer': (page) => page.mouse.move(60, 615),
  'another answer': (page) => draw(page, [[.4, .5], [.6, .6]]),
  'what is taken back': (page) => page.evaluate(() => window.thimble.command('undo')),
  'the steps': (page) => page.evaluate(() => window.thimble.command('steps')),
  'a thicker pen': (page) => page.evaluate(() => window.thimble.command('thicker')),
  'the night': (page) => page.emulateMedia({ colorScheme: 'dark' }),
  'another tab': async (page) => {
    await page.evaluate(() => window.thimble.command('train'));
    await until(page, () => window.thimble.state().training.pictures === 60000);
    await page.mouse.move(640, 790);
  },
  'the cleared sheet': (page) => page.evaluate(() => { window.thimble.command('classify'); window.thimble.command('clear'); }),
};

const parts_like_whole = (deviceScaleFactor) => async ({ browser, address }) => {
  const page = await open(browser, address, { deviceScaleFactor });
  await until(page, () => window.thimble.state().ready);
  for (const [name, act] of Object.entries(acts)) {
    await act(page);
    const parts = await seen(page), whole = await seen_whole(page);
    check(parts.equals(whole), `${name} looks another way when the whole page is drawn`);
  }
  check(page.errors.length === 0, page.errors);
};

// As a program of OpenGL sees it: drawn pixels are those that the scissors let through.
const counts_pixels = `
  const gl = WebGL2RenderingContext.prototype, { scissor, clear } = gl;
  let area = 0;
  window.cleared = 0;
  gl.scissor = function (...a) { area = a[2] * a[3]; return scissor.apply(this, a); };
  gl.clear = function (...a) { window.cleared += area; return clear.apply(this, a); };`;

const little = async ({ browser, address }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.addInitScript(counts_pixels);
  await page.goto(address);
  await until(page, () => window.thimble?.state().ready);
  await draw(page, shirt);
  await still(page);
  const cost = async (act) => {
    const before = await page.evaluate(() => window.cleared), { frame } = await state(page);
    await act();
    await still(page);
    check((await state(page)).frame > frame, 'no frame was drawn');
    return await page.evaluate(() => window.cleared) - before;
  };
  const all = 1280 * 800, dot = await cost(() => draw(page, [[.5, .5], [.51, .5]]));
  check(dot > 0 && dot < all, `a dot cost ${dot} pixels of ${all}`);
  const nothing = await cost(() => page.evaluate(() => window.thimble.command('pen')));
  check(nothing === 0, `the tool that is taken already cost ${nothing} pixels`);
};

export default [
  ['what is drawn in parts looks like the whole', parts_like_whole(1)],
  ['what is drawn in parts looks like the whole, with fine pixels', parts_like_whole(1.5)],
  ['a dot redraws little, and what changes nothing redraws nothing', little],
];
