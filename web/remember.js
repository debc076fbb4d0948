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
  const put = (where, value) => { try { where().setItem(kStore, value); } catch { /* switched off, or full */ } };
  const got = (where) => { try { return where().getItem(kStore) ?? ''; } catch { return ''; } };
  const always = () => localStorage, this_tab = () => sessionStorage;
  const photos = async () => (window.caches ? caches.open(kStore) : null);

  // Behind a frame; the address changes at most once a second.
  const note = () => {
    if (late) return;
    late = setTimeout(() => {
      late = 0;
      const list = pairs(), all = joined(list);
      if (all === noted) return;
      noted = all;
      put(always, all);
      const short = all.length <= kLongest ? all : joined(list.filter(([key]) => key !== 'drawing'));
      history.replaceState(null, '', short ? `#${short}` : location.pathname + location.search);
      if (!page.shows_photo()) photos().then((kept) => kept?.delete(kPhoto)).catch(() => {});
    }, 1000);
  };
  addEventListener('pagehide', () => {  // what a reload comes back to, to the last stroke
    const all = joined(pairs());
    put(always, all);
    put(this_tab, `${location.href}\n${all}`);
  });
  const photo = (bytes) => photos().then((kept) => kept?.put(kPhoto, new Response(bytes))).catch(() => {});

  // After a reload what was there before; else what the address says; without such an address what there was last.
  const restore = async () => {
    const [href, before] = got(this_tab).split('\n');
    const mine = href === location.href || !location.hash;
    let list = [];
    try {
      list = parsed(href === location.href ? before : location.hash || got(always));
    } catch {
      page.problem('This address has an escape that is none');
    }
    for (const [key, value] of list) if (!page.set(key, value)) break;
    const photo = mine && await (await photos())?.match(kPhoto);
    if (photo) await page.load_picture(new Uint8Array(await photo.arrayBuffer()));
  };
  addEventListener('hashchange', () => location.reload());
  return { note, photo, restore };
};
