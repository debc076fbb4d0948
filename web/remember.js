// What outlives the page: the settings and the drawing in its address, so that they can be shared, and the same with the
// last photograph in the browser's own store, so that they are there after a reload.
'use strict';
window.remembering = (page) => {
  const kStore = 'thimble', kPhoto = 'photo', kLongest = 6000;  // letters of an address
  let noted = null, late = 0;

  const pairs = () => page.settings().split('\n').filter(Boolean).map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
  const joined = (list) => list.map(([key, value]) => `${key}=${encodeURIComponent(value).replace(/%2C/g, ',')}`).join('&');
  const parsed = (hash) => hash.replace(/^#/, '').split('&').filter(Boolean).map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, ''] : [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
  });
  const store = (value) => { try { localStorage.setItem(kStore, value); } catch { /* switched off, or full */ } };
  const stored = () => { try { return localStorage.getItem(kStore) ?? ''; } catch { return ''; } };
  const photos = async () => (window.caches ? caches.open(kStore) : null);

  // Behind a frame; the address changes at most once a second.
  const note = () => {
    if (late) return;
    late = setTimeout(() => {
      late = 0;
      const list = pairs(), all = joined(list);
      if (all === noted) return;
      noted = all;
      store(all);
      const short = all.length <= kLongest ? all : joined(list.filter(([key]) => key !== 'drawing'));
      history.replaceState(null, '', short ? `#${short}` : location.pathname + location.search);
      if (!page.shows_photo()) photos().then((kept) => kept?.delete(kPhoto)).catch(() => {});
    }, 1000);
  };
  const photo = (bytes) => photos().then((kept) => kept?.put(kPhoto, new Response(bytes))).catch(() => {});

  // The address counts; what was kept stands in for what it leaves out, if it is the same visit's.
  const restore = async () => {
    let list = [];
    try { list = parsed(location.hash); } catch { page.problem('This address has an escape that is none'); }
    const kept = stored(), rest = joined(list);
    const before = parsed(kept), same = rest === kept || rest === joined(before.filter(([key]) => key !== 'drawing'));
    for (const [key, value] of same ? before : list) if (!page.set(key, value)) break;
    if (!same && rest) return;
    const answer = await (await photos())?.match(kPhoto);
    if (answer) await page.load_picture(new Uint8Array(await answer.arrayBuffer()));
  };
  addEventListener('hashchange', () => location.reload());
  return { note, photo, restore };
};
