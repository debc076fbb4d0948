// Between the browser and the program: events go in, words for those who do not see the canvas come out. What is drawn,
// and what is computed, is C++ (page.cpp).
'use strict';
(() => {
  const canvas = document.getElementById('canvas'), wait = document.getElementById('wait');
  const chooser = document.getElementById('file');
  const night = matchMedia('(prefers-color-scheme: dark)');
  const text = new TextEncoder();
  const kStanding = 200;  // milliseconds until the page is drawn
  let module = null, drawing = false, asked = false, problem = null, said = '';

  const bytes = async (name) => {
    const answer = await fetch(name);
    if (!answer.ok) throw new Error(`${name} could not be fetched (${answer.status})`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const give = (data) => {
    const at = module._page_memory(data.length);
    module.HEAPU8.set(data, at);  // seen anew each time: the memory may have grown
    return at;
  };
  const scale = () => window.devicePixelRatio || 1;
  const fit = () => {
    canvas.width = Math.round(innerWidth * scale());
    canvas.height = Math.round(innerHeight * scale());
  };

  // A frame is drawn when something has changed, and until the program says that nothing moves any more.
  const wake = () => {
    if (asked || !drawing) return;
    asked = true;
    requestAnimationFrame((now) => {
      asked = false;
      if (document.hidden || lost) return;
      if (module._page_frame(now)) wake();
      if (module._page_wants_file()) chooser.click();
      if (module._page_wants_camera()) document.getElementById('camera').click();
      if (module._page_wants_tour()) tour.start();
      trainer.behind_frame();
      memory.note();
      watcher.behind_frame();
      own.note();
      tell();
    });
  };
  document.addEventListener('visibilitychange', wake);

  const state = () => {
    const ready = Boolean(module && module._page_ready());
    const known = {
      ready, isolated: Boolean(window.crossOriginIsolated), threads: module ? module._page_threads() : 1,
      offline: keeping.state.offline, frame: module ? module._page_frames() : 0,
      picture: [], prediction: null, training: null, inside: null, error: problem,
    };
    if (!module) return known;
    const error = module.UTF8ToString(module._page_error());
    if (error) known.error = error;
    known.picture = Array.from(module.HEAPU8.subarray(module._page_seen(), module._page_seen() + 784));
    known.training = trainer.numbers();
    known.inside = insider.numbers();
    const classes = module._page_classes(), first = module._page_probabilities() / 4;
    if (classes > 0)
      known.prediction = {
        label: module._page_label(), name: module.UTF8ToString(module._page_class_name(module._page_label())),
        sure: Boolean(module._page_sure()),
        probabilities: Array.from(module.HEAPF32.subarray(first, first + classes)),
      };
    return known;
  };

  // The same for screen readers: a sentence, said at most every half second, and a table.
  let told = 0;
  const tell = () => {
    clearTimeout(told);
    told = setTimeout(() => {
      insider.tell();
      const { prediction, error } = state();
      const share = prediction ? (100 * prediction.probabilities[prediction.label]).toFixed(0) : 0;
      const now = error || (!prediction ? '' : `${prediction.sure ? '' : 'Not sure. Perhaps: '}${prediction.name}, ${share} %`);
      if (now === said) return;
      said = now;
      document.getElementById('answer').textContent = now;
      document.getElementById('classes').replaceChildren(...(prediction ? prediction.probabilities : []).map((p, c) => {
        const row = document.createElement('tr');
        for (const cell of [module.UTF8ToString(module._page_class_name(c)), `${(100 * p).toFixed(1)} %`])
          row.insertCell().textContent = cell;
        return row;
      }));
    }, 500);
  };

  const command = (name) => {
    give(text.encode(name));
    const known = Boolean(module._page_command());
    wake();
    return known;
  };
  const load_picture = async (data) => {
    const picture = data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : new Uint8Array(data);
    give(picture);
    const good = Boolean(module._page_load_picture());
    wake();
    if (!good) throw new Error(module.UTF8ToString(module._page_error()));
    memory.photo(picture);
  };
  const show = (file) => file && load_picture(file).catch(() => {});  // the page shows what was wrong

  const page = { module: () => module, give, wake, command, text, error: () => module.UTF8ToString(module._page_error()) };
  const trainer = training(page), watcher = watching(page), own = keeping_own(page);

  const set = (key, value) => {
    give(text.encode(`${key}=${value}`));
    const good = Boolean(module._page_set());
    wake();
    return good;
  };
  const insider = looking({
    module: () => module, command, set, data: trainer.data, error: () => module.UTF8ToString(module._page_error()),
  });
  const memory = remembering({
    settings: () => module.UTF8ToString(module._page_settings()), set, load_picture,
    shows_photo: () => Boolean(module._page_shows_photo()), problem: (words) => { problem = words; },
  });
  const tour = touring({ command, set });

  const listen = () => {
    const kinds = { pointermove: 0, pointerdown: 1, pointerup: 2, pointercancel: 2 };
    for (const [name, kind] of Object.entries(kinds))
      canvas.addEventListener(name, (event) => {
        if (kind === 1) {
          canvas.focus({ preventScroll: true });
          try { canvas.setPointerCapture(event.pointerId); } catch { /* a pointer that tests made up */ }
        }
        if (event.button > 0 || !event.isPrimary) return;
        const points = kind === 0 && event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        for (const p of points.length ? points : [event]) module._page_pointer(kind, p.clientX, p.clientY);
        event.preventDefault();
        trainer.pointer_moved();
        wake();
      });
    canvas.addEventListener('wheel', (event) => {
      module._page_wheel(-event.deltaY / 100);
      event.preventDefault();
      wake();
    }, { passive: false });
    const keys = { p: 'pen', e: 'eraser', f: 'bucket', '[': 'thinner', ']': 'thicker', '-': 'darker', '+': 'lighter',
      Delete: 'clear', Backspace: 'clear', o: 'open', v: 'view', c: 'crop', i: 'invert', k: 'hand', '?': 'tour', F6: 'panel',
      1: 'classify', 2: 'train', 3: 'inside' };
    // Keys that Dear ImGui knows, by their places in ImGuiKey: they walk over what can be pressed, and press it.
    const walking = { Tab: 0, ArrowLeft: 1, ArrowRight: 2, ArrowUp: 3, ArrowDown: 4, ' ': 12, Enter: 13, Escape: 14 };
    const walks = (event, down) => {
      if (event.target !== canvas || event.key === 'Tab' || !(event.key in walking)) return false;
      if (!module._page_key(walking[event.key], down, event.shiftKey)) return false;
      event.preventDefault();
      wake();
      return true;
    };
    addEventListener('keyup', (event) => { if (event.key in walking) { module._page_key(walking[event.key], false, event.shiftKey); wake(); } });
    const training_keys = { ' ': 'start', s: 'step', n: 'epoch', r: 'reset' };
    const inside_keys = { ' ': 'cluster', s: 'cluster step', r: 'cluster reset', n: 'next view', g: 'sample' };
    addEventListener('keydown', (event) => {
      if (event.target.closest?.('dialog') || walks(event, true)) return;
      const control = event.ctrlKey || event.metaKey, key = event.key;
      let name = control || event.altKey ? null : keys[key];
      if (control && key.toLowerCase() === 'z') name = event.shiftKey ? 'redo' : 'undo';
      if (control && key.toLowerCase() === 'y') name = 'redo';
      if (!name && !control && !event.altKey && module._page_shows_training()) name = training_keys[key];
      if (!name && !control && !event.altKey && module._page_shows_inside()) name = inside_keys[key];
      if (!name) return;
      event.preventDefault();
      command(name);
    });
    for (const input of [chooser, document.getElementById('camera')])
      input.addEventListener('change', () => { show(input.files[0]); input.value = ''; });
    addEventListener('dragover', (event) => event.preventDefault());
    addEventListener('drop', (event) => { event.preventDefault(); show(event.dataTransfer.files[0]); });
    addEventListener('paste', (event) => show(event.clipboardData.files[0]));
    addEventListener('resize', () => { fit(); module._page_resize(innerWidth, innerHeight, scale()); wake(); });
    night.addEventListener('change', () => { module._page_theme(night.matches); wake(); });
  };

  let lost = false;
  canvas.addEventListener('webglcontextlost', (event) => { event.preventDefault(); lost = true; });
  canvas.addEventListener('webglcontextrestored', () => { lost = false; module._page_restored(); wake(); });

  const start = async () => {
    const files = [bytes('font.ttf'), bytes('page.safetensors')];
    for (const file of files) file.catch(() => {});  // said when it is awaited
    fit();
    const started = await program(canvas), [font, model] = await Promise.all(files);
    module = started;
    module._page_use_threads(1);  // the others start when the page stands
    give(model);
    module._page_load_model();
    await new Promise((go) => setTimeout(go));  // who waits for the network need not wait until the page is drawn
    give(font);
    if (!module._page_open(innerWidth, innerHeight, scale(), night.matches))
      throw new Error('This page draws with WebGL 2, which this browser does not have or has switched off');
    drawing = true;
    listen();
    wait.remove();
    module._page_touch(matchMedia('(pointer: coarse)').matches);
    own.restore();
    const restored = memory.restore().catch(() => {});
    wake();
    await restored;
    setTimeout(trainer.use_threads, kStanding);
    setTimeout(keeping.keep, 5 * kStanding);
  };

  // How fast `net` (layers, as text) classifies so many pictures at once.
  const measure = ({ net, images = 256, milliseconds = 500 }) => {
    const layers = text.encode(net);
    const found = module._page_measure(give(layers), layers.length, images, milliseconds);
    if (!found) throw new Error('measure: expected layers for pictures of 28 x 28');
    const [pass, gflops, peak_gflops] = module.HEAPF64.subarray(found / 8, found / 8 + 3);
    return { milliseconds: pass, images_per_second: 1000 * images / pass, gflops, peak_gflops };
  };

  window.thimble = { state, load_picture, command, measure, look: insider.look, ...trainer.api, ...watcher.api, ...own.api };
  window.thimble.started = start().catch((error) => {
    problem = String(error.message || error);
    wait.textContent = `Something went wrong.\n${problem}`;
  });
})();
