// The visitor's own pictures: kept by the browser from one visit to the next.
'use strict';
window.keeping_own = (page) => {
  const kName = 'thimble-own-pictures';
  let version = 0;
  const text = () => page.module().UTF8ToString(page.module()._page_own());

  const restore = () => {
    try {
      const kept = localStorage.getItem(kName);
      if (!kept) return;
      page.give(page.text.encode(kept));
      page.module()._page_set_own();
      version = page.module()._page_own_version();
    } catch { /* this browser keeps nothing */ }
  };
  const note = () => {
    const now = page.module()._page_own_version();
    if (now === version) return;
    version = now;
    try { localStorage.setItem(kName, text()); } catch { /* or not so much */ }
  };
  const own = () => text().split('\n').filter(Boolean).map((line) => {
    const [label, pixels] = line.split(' ');
    return { label: Number(label), picture: pixels.match(/../g).map((pair) => parseInt(pair, 16)) };
  });
  return { restore, note, api: { own } };
};
