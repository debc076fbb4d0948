// Chooses between the page's two programs, and starts it: the one with threads where the browser may share memory between
// them (on an isolated page) and the machine has several cores; else, or if that fails, the one without.
'use strict';
const program = (() => {
  const script = (name) => new Promise((done, failed) => {
    const element = document.createElement('script');
    element.src = `${name}.js`;
    element.onload = done;
    element.onerror = () => failed(new Error(`${name}.js could not be fetched`));
    document.head.append(element);
  });
  const wanted = new URLSearchParams(location.search).get('threads');
  const threaded = window.crossOriginIsolated === true && navigator.hardwareConcurrency > 1 && wanted !== '1';
  const first = threaded ? 'thimble-threads' : 'thimble', arrived = keeping.isolate().then(() => script(first));
  arrived.catch(() => {});  // said when it is awaited

  // A thread that grows the memory leaves the main thread's views behind: each look makes a new one.
  const seen_anew = (module, memory) => {
    const kinds = { HEAPU8: Uint8Array, HEAP32: Int32Array, HEAPF32: Float32Array, HEAPF64: Float64Array };
    for (const [name, Kind] of Object.entries(kinds))
      Object.defineProperty(module, name, { get: () => new Kind(memory.buffer), set: () => {} });
  };
  const start_threaded = async (canvas) => {
    const megabyte = 16, memory = new WebAssembly.Memory({ initial: 64 * megabyte, maximum: 2048 * megabyte, shared: true });
    const module = await Thimble({ canvas, wasmMemory: memory });
    seen_anew(module, memory);
    return module;
  };
  return async (canvas) => {
    try {
      await arrived;
      return threaded ? await start_threaded(canvas) : await Thimble({ canvas });
    } catch (error) {
      if (!threaded) throw error;
      console.warn(`Threads could not be used: ${error.message || error}`);
      await script('thimble');
      return Thimble({ canvas });
    }
  };
})();
