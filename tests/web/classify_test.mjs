// Draw or open a picture, see it named.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { check, draw, ink, open, root, sheet, shirt, state, until } from './browser.mjs';

const out = join(root, 'build/check/web');
mkdirSync(out, { recursive: true });

// The first pictures of the test set, and their labels.
const folder = process.env.THIMBLE_DATA ?? '/usr/share/datasets/fashion-mnist';
const unpacked = (name) => gunzipSync(readFileSync(join(folder, name)));
const test = () => {
  const pixels = unpacked('t10k-images-idx3-ubyte.gz').subarray(16), labels = unpacked('t10k-labels-idx1-ubyte.gz').subarray(8);
  return (i) => ({ pixels: Array.from(pixels.subarray(784 * i, 784 * (i + 1))), label: labels[i] });
};

// In the page: a garment of the data set as a camera might have taken it, as the bytes of a file.
const photograph = (page, pixels, { scale = 1, ground = 'white', type = 'image/png', quality = 0.8 }) =>
  page.evaluate(async ({ pixels, scale, ground, type, quality }) => {
    const small = new OffscreenCanvas(28, 28), picture = small.getContext('2d'), data = picture.createImageData(28, 28);
    pixels.forEach((value, i) => {
      const tone = scale === 1 ? value : 255 - value;
      data.data.set([tone, tone, tone, scale === 1 ? 255 : Math.min(255, 6 * value)], 4 * i);
    });
    picture.putImageData(data, 0, 0);
    const side = scale === 1 ? 28 : Math.round(28 * scale * 1.4), large = new OffscreenCanvas(side, side), paper = large.getContext('2d');
    paper.fillStyle = ground;
    paper.fillRect(0, 0, side, side);
    const at = scale === 1 ? 0 : Math.round(side * 0.08);
    paper.drawImage(small, at, at, 28 * scale, 28 * scale);
    return Array.from(new Uint8Array(await (await large.convertToBlob({ type, quality })).arrayBuffer()));
  }, { pixels, scale, ground, type, quality });

const load = (page, bytes) => page.evaluate((data) => window.thimble.load_picture(new Uint8Array(data)), bytes);

export default [
  ['starts isolated, without errors, and asks nobody else', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const now = await state(page);
    check(now.isolated && now.error === null && now.prediction === null && ink(now.picture) === 0, now);
    check(page.errors.length === 0 && page.strangers.length === 0, page.errors, page.strangers);
    await page.screenshot({ path: join(out, 'empty.png') });
  }],

  ['starts on a host without isolation', async ({ browser, plain }) => {
    const page = await open(browser, plain);
    await until(page, () => window.thimble.state().ready);
    check((await state(page)).isolated === false && page.errors.length === 0, page.errors);
  }],

  ['names what the mouse draws, and says it aloud', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    await draw(page, shirt);
    await page.keyboard.press('f');
    await page.mouse.click(...sheet(page)(.5, .6));
    await until(page, () => window.thimble.state().prediction !== null);
    const { prediction, picture } = await state(page);
    check(ink(picture) > 20000, 'the network sees too little:', ink(picture));
    check(['T-shirt/top', 'Shirt', 'Pullover'].includes(prediction.name), prediction);
    check(Math.abs(prediction.probabilities.reduce((a, b) => a + b) - 1) < 1e-5, prediction);
    await page.waitForFunction((name) => document.getElementById('answer').textContent.includes(name), prediction.name);
    check(await page.locator('#classes tr').count() === 10, 'expected a row a class');
    await page.screenshot({ path: join(out, 'shirt.png') });
  }],

  ['does what it is told in the order in which it is told, within one frame', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const at = sheet(page), corners = [[.3, .3], [.7, .3], [.7, .7], [.3, .7], [.3, .3]].map((p) => at(...p));
    await page.evaluate(([outline, middle]) => {
      const canvas = document.getElementById('canvas');
      const point = (kind, [clientX, clientY]) => canvas.dispatchEvent(new PointerEvent(`pointer${kind}`, { clientX, clientY, isPrimary: true }));
      point('down', outline[0]);
      for (const corner of outline) point('move', corner);
      point('up', outline[0]);
      window.thimble.command('bucket');
      point('down', middle);
      point('up', middle);
      window.thimble.command('pen');
    }, [corners, at(.5, .5)]);
    await until(page, () => window.thimble.state().picture[9 * 28 + 9] > 100);
    await page.evaluate(() => window.thimble.command('undo'));  // the filling, not the outline
    await until(page, () => window.thimble.state().picture[9 * 28 + 9] < 100);
    check(ink((await state(page)).picture) > 5000, 'the outline is gone too');
  }],

  ['the answer follows while the pointer is still down', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const at = sheet(page);
    await page.mouse.move(...at(.2, .5));
    await page.mouse.down();
    await page.mouse.move(...at(.8, .5), { steps: 5 });
    await until(page, () => window.thimble.state().prediction !== null);
    const before = (await state(page)).prediction.probabilities;
    await page.mouse.move(...at(.5, .1), { steps: 5 });
    await page.waitForFunction((old) => window.thimble.state().prediction.probabilities.some((p, i) => p !== old[i]), before);
    await page.mouse.up();
  }],

  ['draws under a finger on a phone, by night', async ({ browser, address }) => {
    const page = await open(browser, address, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true,
      deviceScaleFactor: 2, colorScheme: 'dark' });
    await until(page, () => window.thimble.state().ready);
    const client = await page.context().newCDPSession(page), at = sheet(page);
    const touch = (type, points) => client.send('Input.dispatchTouchEvent', { type,
      touchPoints: points.map((p) => { const [x, y] = at(...p); return { x, y }; }) });
    await touch('touchStart', [shirt[0]]);
    for (const point of shirt.slice(1)) await touch('touchMove', [point]);
    await touch('touchEnd', []);
    await until(page, () => window.thimble.state().prediction !== null);
    check(ink((await state(page)).picture) > 5000, 'the finger drew too little');
    check(await page.evaluate(() => scrollY === 0), 'the page scrolled under the finger');
    await page.screenshot({ path: join(out, 'phone.png') });
  }],

  ['takes back, brings back and clears by keyboard', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    const seen = async () => ink((await state(page)).picture);
    await draw(page, [[.2, .2], [.8, .2]]);
    await until(page, () => window.thimble.state().prediction !== null);
    const one = await seen();
    await draw(page, [[.2, .8], [.8, .8]]);
    await page.waitForFunction((n) => window.thimble.state().picture.reduce((a, b) => a + b) !== n, one);
    const two = await seen();
    await page.keyboard.press('Control+z');
    check(await seen() === one, 'undo');
    await page.keyboard.press('Control+Shift+Z');
    check(await seen() === two, 'redo');
    await page.keyboard.press('Delete');
    check(await seen() === 0 && (await state(page)).prediction === null, 'clear');
  }],

  ['sees in a 28 x 28 picture what the command line sees', async ({ browser, address }) => {
    const page = await open(browser, address), picture = test();
    await until(page, () => window.thimble.state().ready);
    const files = [], answers = [];
    for (let i = 0; i < 20; ++i) {
      const bytes = await photograph(page, picture(i).pixels, {});
      await load(page, bytes);
      const now = await state(page);
      check(now.picture.every((v, p) => v === picture(i).pixels[p]), `picture ${i} was changed on its way`);
      answers.push(now.prediction);
      files.push(join(out, `t10k-${i}.png`));
      writeFileSync(files[i], Buffer.from(bytes));
    }
    const native = JSON.parse(execFileSync(join(root, 'build/release/native/thimble'),
      ['predict', '--json', '--model', join(root, 'web/model/page.safetensors'), ...files]));
    native.forEach(({ label, probabilities }, i) => {
      check(label === answers[i].label, `picture ${i}: ${label}, in the page ${answers[i].label}`);
      probabilities.forEach((p, c) => check(Math.abs(p - answers[i].probabilities[c]) < 1e-4, `picture ${i}, class ${c}`));
    });
  }],

  ['knows garments on white, grey and dark ground, as PNG and JPEG (long)', async ({ browser, address }) => {
    const page = await open(browser, address), picture = test();
    await until(page, () => window.thimble.state().ready);
    const ways = [{ scale: 8, ground: 'white' }, { scale: 14, ground: '#b8b8b8', type: 'image/jpeg', quality: 0.9 },
      { scale: 20, ground: 'white', type: 'image/jpeg', quality: 0.6 }];
    let right = 0;
    for (let i = 0; i < 60; ++i) {
      await load(page, await photograph(page, picture(i).pixels, ways[i % ways.length]));
      right += Number((await state(page)).prediction?.label === picture(i).label);
    }
    check(right >= 48, `${right} of 60 right`);
    await page.screenshot({ path: join(out, 'photograph.png') });
  }],

  ['opens files by button, drop and paste', async ({ browser, address }) => {
    const page = await open(browser, address), picture = test();
    await until(page, () => window.thimble.state().ready);
    const file = { name: 'garment.png', mimeType: 'image/png', buffer: Buffer.from(await photograph(page, picture(1).pixels, { scale: 10 })) };
    const empty = async () => { await page.keyboard.press('Delete'); check((await state(page)).prediction === null, 'not cleared'); };
    const chosen = page.waitForEvent('filechooser');
    await page.waitForTimeout(300);  // the driver has told the browser that it wants to choose
    await page.keyboard.press('o');
    await (await chosen).setFiles(file);
    await until(page, () => window.thimble.state().prediction !== null);
    for (const kind of ['drop', 'paste']) {
      await empty();
      await page.evaluate(({ kind, data }) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(data)], 'garment.png', { type: 'image/png' }));
        dispatchEvent(kind === 'drop' ? new DragEvent('drop', { dataTransfer: transfer, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer }));
      }, { kind, data: Array.from(file.buffer) });
      await until(page, () => window.thimble.state().prediction !== null);
    }
  }],

  ['says in words what is wrong with a file, and goes on', async ({ browser, address }) => {
    const page = await open(browser, address), picture = test();
    await until(page, () => window.thimble.state().ready);
    const good = await photograph(page, picture(3).pixels, { scale: 8, type: 'image/jpeg' });
    let refused = 0;
    for (let i = 0; i < 200; ++i) {
      const bytes = i % 2 ? good.slice(0, Math.floor(good.length * i / 200)) : good.map((b, at) => (at * 7919 + i * 104729) % 97 < 3 ? (b + i) & 255 : b);
      refused += Number(await load(page, bytes).then(() => false, () => true));
    }
    check(refused >= 20, `${refused} of 200 refused`);
    await load(page, [1, 2, 3]).then(() => check(false, 'took three bytes for a picture'), () => {});
    check(/PNG, JPEG, GIF or BMP/.test((await state(page)).error), (await state(page)).error);
    await page.waitForFunction(() => document.getElementById('answer').textContent.includes('PNG, JPEG'));
    await load(page, good);
    const now = await state(page);
    check(now.error === null && now.prediction !== null, now);
    check(page.errors.length === 0, page.errors);
  }],

  ['draws no frame when nothing changes', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    await page.waitForTimeout(500);
    const { frame } = await state(page);
    await page.waitForTimeout(700);
    check((await state(page)).frame === frame, 'frames were drawn');
  }],

  ['outlives the loss of the graphics, and a new size (long)', async ({ browser, address }) => {
    const page = await open(browser, address);
    await until(page, () => window.thimble.state().ready);
    await draw(page, shirt);
    const before = (await state(page)).picture;
    const pixels = async () => { await page.waitForTimeout(300); return (await page.screenshot()).toString('base64'); };
    const shown = await pixels();
    await page.evaluate(() => new Promise((done) => {
      const gl = document.getElementById('canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
      document.getElementById('canvas').addEventListener('webglcontextrestored', () => setTimeout(done, 100), { once: true });
      gl.loseContext();
      setTimeout(() => gl.restoreContext(), 200);
    }));
    check(await pixels() === shown, 'it looks otherwise than before');
    await page.setViewportSize({ width: 800, height: 600 });
    await draw(page, [[.5, .5], [.6, .6]]);
    await page.waitForFunction((old) => window.thimble.state().picture.some((p, i) => p !== old[i]), before);
    check(page.errors.length === 0, page.errors);
  }],
];
