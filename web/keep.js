// The page's side of offline.js.
'use strict';
const keeping = (() => {
  const worker = window.isSecureContext ? navigator.serviceWorker : undefined;  // none where it is blocked
  const kTried = 'thimble: isolated by a service worker';
  const state = { offline: false };

  // Resolves when the worker runs, with nothing where there can be none.
  const working = async () => {
    const registration = await worker?.register('offline.js').catch(() => undefined);
    if (!registration) return undefined;
    const coming = registration.active ?? registration.waiting ?? registration.installing;
    for (let patience = 0; coming.state !== 'activated' && coming.state !== 'redundant' && patience < 60; ++patience)
      await new Promise((go) => { coming.addEventListener('statechange', go, { once: true }); setTimeout(go, 50); });
    return registration.active ?? undefined;
  };

  // On a host that does not isolate the page, the worker does from the next load on: so the page is loaded once again,
  // before anything is shown. Once a tab: what does not help the first time is not tried twice.
  const isolate = async () => {
    try {
      if (window.crossOriginIsolated) return sessionStorage.removeItem(kTried);
      if (!worker || worker.controller || window.top !== window || sessionStorage.getItem(kTried)) return undefined;
      if (!await working()) return undefined;
      sessionStorage.setItem(kTried, 'yes');
      if (!sessionStorage.getItem(kTried)) return undefined;
    } catch {
      return undefined;  // the browser keeps nothing for this page
    }
    location.reload();
    return new Promise(() => {});
  };

  // Asks for the page's files to be kept.
  const keep = async () => {
    const active = await working();
    if (!active) return;
    worker.addEventListener('message', (event) => { if (event.data === 'kept') state.offline = true; });
    worker.startMessages();
    active.postMessage('keep');
  };
  return { isolate, keep, state };
})();
