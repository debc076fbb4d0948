// The tab "Look inside", for scripts and for those who do not see the canvas.
'use strict';
window.looking = (page) => {
  let told = '';
  const numbers = () => JSON.parse(page.module().UTF8ToString(page.module()._page_inside()));
  const name = (c) => page.module().UTF8ToString(page.module()._page_garment_name(c));
  const tell = () => {
    const { words, neighbours, k, searching } = numbers();
    if (searching) return;
    const rows = neighbours.slice(0, k).map((n) => [name(n.label), n.distance.toFixed(0)]), now = words + rows;
    if (now === told) return;
    told = now;
    document.getElementById('inside').textContent = words;
    document.getElementById('nearest').replaceChildren(...rows.map((cells) => {
      const row = document.createElement('tr');
      for (const cell of cells) row.insertCell().textContent = cell;
      return row;
    }));
  };
  // {view: 'clusters', method: 'wta', centres: 20}: see docs/page.md
  const look = async (options = {}) => {
    page.command('inside');
    await page.data();
    for (const [key, value] of Object.entries(options))
      if (!page.set(`inside.${key}`, value)) throw new Error(page.error());
  };
  return { numbers, tell, look };
};
