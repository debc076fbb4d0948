// The page's service worker. It keeps the page's files, so that the page opens without a network from the second visit on,
// and adds the headers that let a page use threads, for hosts that send none.
//
// In front of this text the build puts `files`, `pictures` (from name to SHA-256) and their versions. A version's files are kept
// together or not at all; the next version replaces them when no page shows the old one any more.
'use strict';
const home = new URL(registration.scope).pathname;
const ours = `thimble ${home} `;
const kept = `${ours}${version}`, kept_pictures = `${ours}pictures ${pictures_version}`;

const isolated = (answer, body = answer.body) => {
  if (answer.status === 0) return answer;  // opaque: not ours
  const headers = new Headers(answer.headers);
  for (const name of ['Content-Encoding', 'Content-Length']) headers.delete(name);  // the body is unpacked already
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
};
const sum_of = async (bytes) => Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)),
  (byte) => byte.toString(16).padStart(2, '0')).join('');

const keep = async () => {
  const cache = await caches.open(kept);
  for (const [name, sum] of Object.entries(files)) {
    const address = new URL(name, registration.scope).href;
    if (await cache.match(address)) continue;
    const answer = await fetch(address, { cache: 'no-cache' }), body = await answer.arrayBuffer();
    if (!answer.ok || await sum_of(body) !== sum) throw new Error(`${name} is not of this version`);
    await cache.put(address, isolated(answer, body));
  }
};

// A page's file from those kept if they are complete, else from the network.
let complete;
const is_complete = async (cache) => complete ||= (await cache.keys()).length === Object.keys(files).length;
const file = async (name, request) => {
  const cache = await caches.open(kept);
  const found = await is_complete(cache) && await cache.match(new URL(name, registration.scope).href);
  return found || isolated(await fetch(request));
};

// The pictures to train with are kept when they are first asked for.
const picture_file = async (event) => {
  const cache = await caches.open(kept_pictures), found = await cache.match(event.request.url);
  if (found) return found;
  const answer = isolated(await fetch(event.request));
  if (answer.ok) event.waitUntil(cache.put(event.request.url, answer.clone()).catch(() => {}));  // no room: fetched again
  return answer;
};

// A new version that waits for the last old page to go takes over when that one is loaded again.
const takes_over = async (event) => {
  if (event.request.mode !== 'navigate' || !registration.waiting || (await clients.matchAll()).length > 1) return null;
  registration.waiting.postMessage('now');
  const type = 'text/html', again = '<!doctype html><link rel="icon" href="data:,">';
  return new Response(again, { headers: { 'Content-Type': type, Refresh: '0' } });
};

// The first version must not keep the visitor waiting: it is asked to keep() when the page stands.
addEventListener('install', (event) => { if (registration.active) event.waitUntil(keep()); });
addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys())
    if (name.startsWith(ours) && name !== kept && name !== kept_pictures) await caches.delete(name);
  await clients.claim();
})()));
addEventListener('message', (event) => {
  if (event.data === 'now') skipWaiting();
  if (event.data === 'keep')
    event.waitUntil(keep().then(() => event.source.postMessage('kept'), (error) => console.warn(String(error.message))));
});
addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(home)) return;
  const name = pathname.slice(home.length) || 'index.html';
  if (name in pictures)
    event.respondWith(picture_file(event));
  else if (name in files)
    event.respondWith(takes_over(event).then((answer) => answer ?? file(name, event.request)));
});
