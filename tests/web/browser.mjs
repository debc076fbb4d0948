// What the page's tests share: the server, Chromium, and hands that draw.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const { chromium } = createRequire(join(root, 'build/browser/'))('playwright-core');

// Serves build/web, or another folder, until stop() is called.
export const serve = (...options) => serve_folder(join(root, 'build/web'), ...options);
export const serve_folder = (folder, ...options) => new Promise((resolve, reject) => {
  const child = spawn(process.execPath, [join(root, 'web/serve.mjs'), folder, '0', ...options]);
  child.stdout.once('data', (line) => resolve({ address: String(line).trim(), stop: () => child.kill() }));
  child.stderr.once('data', (line) => reject(new Error(String(line))));
});

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});

// The page stands, though it may load itself again meanwhile.
export const started = (page) => page.waitForFunction(() => window.thimble?.started?.then(() => true), null, { timeout: 60000 });

// A page that has started; what goes wrong in it, and whom it talks to, is kept. Service workers are for the tests of what
// they do: a page that has one does not ask the network, where tests listen.
export const open = async (browser, address, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.errors = [];
  page.strangers = [];
  page.on('console', (message) => { if (message.type() === 'error') page.errors.push(message.text()); });
  page.on('pageerror', (error) => page.errors.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) page.strangers.push(request.url());
  });
  await page.goto(address);
  await started(page);
  return page;
};

export const state = (page) => page.evaluate(() => window.thimble.state());
export const until = (page, condition) => page.waitForFunction(condition, null, { timeout: 60000 });

// Where the sheet lies: below the tabs, 16 pixels from the left.
export const sheet = (page) => {
  const tabs = 48, tools = 130, answer = 350, gap = 16;
  const { width, height } = page.viewportSize(), below = height - tabs - tools;
  const side = (width >= 760 ? Math.min(below, width * 0.56) : Math.min(Math.max(below - answer, 160), width)) - 2 * gap;
  return (x, y) => [gap + x * side, tabs + gap + y * side];
};

export const shirt = [[.3, .1], [.1, .25], [.2, .4], [.3, .33], [.3, .9], [.7, .9], [.7, .33], [.8, .4], [.9, .25], [.7, .1], [.5, .16], [.3, .1]];

export const draw = async (page, points) => {
  const at = sheet(page);
  await page.mouse.move(...at(...points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(...point), { steps: 6 });
  await page.mouse.up();
};

export const ink = (picture) => picture.reduce((sum, value) => sum + value, 0);

export const check = (good, ...words) => { if (!good) throw new Error(words.map((w) => typeof w === 'string' ? w : JSON.stringify(w)).join(' ')); };
