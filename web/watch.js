// Beside a training: its views in words for those who do not see the canvas, and the keys that walk through them.
'use strict';
window.watching = (page) => {
  const kPatience = 700;  // milliseconds between two sentences
  const sentence = document.getElementById('look'), table = document.getElementById('looked');
  const keys = { m: 'mistakes', x: 'another', ',': 'earlier', '.': 'later' };
  const shifted = { ArrowUp: 'cell_up', ArrowDown: 'cell_down', ArrowLeft: 'cell_left', ArrowRight: 'cell_right', Enter: 'cell' };
  let later = 0, said = '';

  const tell = () => {
    later = 0;
    const [words, ...rows] = page.module().UTF8ToString(page.module()._page_watch_text()).split('\n');
    if (words !== said) sentence.textContent = said = words;
    table.replaceChildren(...rows.map((cells) => {
      const row = document.createElement('tr');
      for (const cell of cells.split('\t')) row.insertCell().textContent = cell;
      return row;
    }));
  };
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('dialog')) return;
    if (!page.module()?._page_shows_training()) return;
    const name = event.shiftKey ? shifted[event.key] : keys[event.key];
    if (!name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    page.command(name);
  }, true);

  // Rows of ten numbers, one a class.
  const ask = (pictures) => {
    page.give(pictures);
    const at = page.module()._page_ask() / 4, count = pictures.length / 784;
    if (at === 0) throw new Error(page.error());
    const all = page.module().HEAPF32.slice(at, at + 10 * count);
    return Array.from({ length: count }, (_, i) => Array.from(all.subarray(10 * i, 10 * i + 10)));
  };
  const behind_frame = () => { later ||= setTimeout(tell, kPatience); };
  const memory = () => page.module().HEAPU8.length;  // bytes that the program has taken from the browser
  // The network beside the one in training; null: there is none.
  const second = () => {
    const epoch = page.module()._page_second(false);
    return epoch < 0 ? null : { epoch, test_accuracy: page.module()._page_second(true) };
  };
  return { behind_frame, api: { ask, memory, second } };
};
