// Training in the page: fetches the pictures, gives the program time to train in, and draws while it does.
'use strict';
const training = (page) => {
  const files = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  const kFrame = 100, kDrawing = 12, kAlone = 40;  // milliseconds: between two frames; of work while the pointer moves, or not
  let asked = null, busy = false, moved = -1e9, drawn = 0, told = 0;

  // The stream inflated, whether or not the server, knowing what .gz means, has let the browser do it.
  const inflated = async (body) => {
    const reader = body.getReader(), first = await reader.read();
    const rest = new ReadableStream({
      start: (to) => { if (first.value) to.enqueue(first.value); if (first.done) to.close(); },
      pull: async (to) => { const { done, value } = await reader.read(); done ? to.close() : to.enqueue(value); },
    });
    const packed = first.value && first.value[0] === 0x1f && first.value[1] === 0x8b;
    return packed ? rest.pipeThrough(new DecompressionStream('gzip')) : rest;
  };
  const fetch_file = async (file, first) => {
    const name = `data/${files[file]}-ubyte.gz`;
    const answer = await fetch(name).catch(() => null);
    if (!answer || !answer.ok)
      throw new Error(`There is nothing to train with: ${name} could not be fetched${answer ? ` (${answer.status})` : ''}`);
    const reader = (await inflated(answer.body)).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      page.give(value);
      if (!page.module()._page_data(file)) throw new Error(page.error());
      if (first && numbers().pictures > 0) first();
      run();
      if (performance.now() - drawn > kFrame) draw();
    }
  };
  // The labels, then the pictures: with the first of them training begins, and the test set is fetched beside the rest.
  const fetch_all = () => {
    asked ??= (async () => {
      await fetch_file(1);
      let rest;
      await new Promise((first, failed) => { rest = fetch_file(0, first); rest.then(first, failed); });
      rest = Promise.all([rest, fetch_file(3), fetch_file(2)]);
      rest.then(draw, problem);
    })().catch((error) => { problem(error); throw error; });
    return asked;
  };
  const problem = (error) => {
    page.give(page.text.encode(String(error.message || error)));
    page.module()._page_data_problem();
    page.wake();
  };

  const numbers = () => {
    const at = page.module()._page_training() / 8;
    const [running, step, epoch, loss, accuracy, test_accuracy, tested, images_per_second, pictures, gflops, peak_gflops] =
      page.module().HEAPF64.subarray(at, at + 11);
    const net = page.module().UTF8ToString(page.module()._page_net());
    return { net, running: running > 0, step, epoch, loss, accuracy, test_accuracy, tested, images_per_second, pictures, gflops, peak_gflops };
  };

  // Pieces of work with the browser's own between them. A message comes back sooner than a timer, in hidden tabs too.
  const draw = () => { drawn = performance.now(); page.wake(); };
  const again = new MessageChannel();
  const run = () => {
    if (busy) return;
    busy = true;
    again.port2.postMessage(0);
  };
  again.port1.onmessage = () => {
    const drawing = performance.now() - moved < 300;
    busy = Boolean(page.module()._page_train(drawing ? kDrawing : kAlone));
    if (busy) again.port2.postMessage(0);
    if (!busy || performance.now() - drawn >= kFrame) draw();
  };

  const set = (key, value) => {
    page.give(page.text.encode(`${key}=${value}`));
    if (!page.module()._page_set()) throw new Error(page.error());
    page.wake();
  };
  // As many as were asked for, else one for each core.
  let threads = navigator.hardwareConcurrency || 1;
  const use_threads = () => page.module()._page_use_threads(threads);
  const train = async (options = {}) => {
    const { threads: wanted, ...others } = options;
    if (wanted !== undefined) { threads = wanted; use_threads(); }
    if (Object.keys(others).length > 0) page.command('reset');
    for (const [key, value] of Object.entries(others)) set(key, value);
    page.command('train');
    page.command('stop');
    await fetch_all();
    page.command('start');
  };
  const model = () => {
    const at = page.module()._page_model();
    if (!at) throw new Error(page.error());
    return page.module().HEAPU8.slice(at, at + page.module()._page_model_bytes());
  };
  const load_model = async (data) => {
    page.give(data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : new Uint8Array(data));
    const good = Boolean(page.module()._page_fine_tune());
    page.wake();
    if (!good) throw new Error(page.error());
  };

  const save = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([model()], { type: 'application/octet-stream' }));
    link.download = 'network.safetensors';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const dialog = document.getElementById('layers'), layers = dialog.querySelector('textarea');
  const edit = () => {
    layers.value = page.module().UTF8ToString(page.module()._page_net());
    dialog.showModal();
  };
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'use') try { set('net', layers.value); } catch { /* the page shows what was wrong */ }
    dialog.returnValue = '';
  });

  // What the frame that has just been drawn asks for.
  const behind_frame = () => {
    const module = page.module();
    drawn = performance.now();
    if (module._page_wants_data()) fetch_all().catch(() => {});
    if (module._page_wants_layers()) edit();
    if (module._page_wants_save()) save();
    const now = numbers();
    if (module._page_busy()) run();
    if (Math.floor(now.epoch) !== told && now.tested > 0) {
      told = Math.floor(now.epoch);
      document.getElementById('training').textContent =
        `Epoch ${told}: ${(100 * now.test_accuracy).toFixed(1)} % of ${now.tested} test pictures are right`;
    }
  };
  const pointer_moved = () => { moved = performance.now(); };
  return { behind_frame, pointer_moved, data: fetch_all, use_threads, api: { train, set, stop: () => page.command('stop'), step: () => page.command('step'), model, load_model }, numbers };
};
