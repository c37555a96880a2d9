'use strict';
// Starts the page: compiles both programs at once, runs the page's, and keeps the solver's module for its workers. What is here
// rather than in Go either comes before Go or may throw, which would end a Go program.
performance.mark('boot');

// What make site wrote into the page: "offline" for a service worker, "gzip" if the WASM is to be fetched as .gz, for hosts that compress
// nothing themselves.
const site = (document.querySelector('meta[name=site]') || { content: '' }).content.split(' ');

// On a machine of one's own the page is being worked on; ?offline asks for the service worker there too.
const local = /^(localhost|127\.|\[::1\])/.test(location.hostname);
if (site.includes('offline') && 'serviceWorker' in navigator && (!local || location.search === '?offline')) {
  addEventListener('load', () => navigator.serviceWorker.register('offline.js').catch(error => console.warn('No offline use: ' + error)));
}

const packed = site.includes('gzip');
const pageModule = compile('page.wasm', packed);
pageModule.catch(() => {}); // said below

// Starts a worker of the solver, without its SIMD kernels if plain. What it says before the page listens is kept. The first one compiles the
// solver itself, since this thread soon has no time for it, and passes the module on for those that come later; they wait for it.
const hire = (plain, compiled) => {
  const worker = new Worker('worker.js'), early = [];
  let message = e => early.push(e), trouble = e => early.push(e);
  const passOn = module => { compiled(module); compiled = null; };
  worker.onmessage = e => { if (compiled && e.data.compiled) passOn(e.data.compiled); else message(e); };
  worker.onerror = e => { if (compiled) passOn(compile('worker.wasm', packed)); trouble(e); };
  worker.listen = (m, t) => {
    [message, trouble] = [m, t];
    for (const e of early.splice(0)) (e.type === 'message' ? m : t)(e);
  };
  if (compiled) worker.postMessage({ packed, plain });
  else window.solverModule.then(module => worker.postMessage({ module, plain }), () => {});
  return worker;
};
let first = null;
window.solverModule = new Promise((yes, no) => {
  first = hire(false, module => typeof module === 'string' ? no(module) : yes(module));
});
window.solverModule.catch(() => {}); // the page says it when it starts a worker

const maybe = (f, otherwise) => { try { return f(); } catch { return otherwise; } };
let address = 0;
window.host = {
  hire: plain => {
    const worker = !plain && first || hire(plain);
    if (worker === first) first = null;
    return worker;
  },
  say: text => { const p = document.getElementById('loading') || document.getElementById('status'); if (p) p.textContent = text; },
  remember: (key, value) => maybe(() => localStorage.setItem('counterpoint.' + key, value)),
  recall: key => maybe(() => localStorage.getItem('counterpoint.' + key), null) || '',
  // Browsers refuse more than about a hundred changes of the address in half a minute, and a slider makes more.
  address: fragment => {
    clearTimeout(address);
    address = setTimeout(() => maybe(() => history.replaceState(null, '', location.pathname + location.search + '#' + fragment)), 120);
  },
  reload: fragment => { clearTimeout(address); maybe(() => history.replaceState(null, '', location.pathname + location.search + '#' + fragment)); location.reload(); },
  copy: () => setTimeout(() => maybe(() => navigator.clipboard.writeText(location.href).catch(() => {})), 200),
  // Films a canvas: got(blob or null, why).
  clip: (canvas, seconds, got) => {
    const done = (blob, why) => { got(blob, why); };
    try {
      if (!canvas.captureStream || !window.MediaRecorder) return done(null, 'it has no MediaRecorder for a canvas');
      const type = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm'].find(t => MediaRecorder.isTypeSupported(t));
      if (!type) return done(null, 'it can write neither WebM nor MP4');
      const stream = canvas.captureStream(30), recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 6e6 }), parts = [];
      recorder.ondataavailable = e => { if (e.data.size) parts.push(e.data); };
      recorder.onerror = e => done(null, String(e.error || 'recording failed'));
      recorder.onstop = () => { stream.getTracks().forEach(t => t.stop()); parts.length ? done(new Blob(parts, { type: type.split(';')[0] }), '') : done(null, 'it recorded nothing'); };
      recorder.start();
      setTimeout(() => { if (recorder.state !== 'inactive') recorder.stop(); }, 1000 * seconds);
    } catch (e) { done(null, String(e)); }
  },
  copyText: text => maybe(() => navigator.clipboard.writeText(text).catch(() => {})),
  capture: (element, pointer) => maybe(() => element.setPointerCapture(pointer)),
  // Runs are kept in IndexedDB, the latest dozen. done(error) and got(run or null) are called once, whatever happens.
  keep: (run, done) => runs('readwrite').then(all => finish(all.put({ ...run, when: Date.now() })).then(() => finish(all.count())).then(n => thin(all, n - 12)))
    .then(() => done(''), e => done(e && (e.name || e.message) || 'unknown')),
  fetch: (key, got) => {
    let once = run => { once = () => {}; got(run || null); };
    setTimeout(() => once(null), 4000);
    runs('readonly').then(all => finish(all.get(key))).then(run => once(run), () => once(null));
  },
  forget: key => runs('readwrite').then(all => all.delete(key)).catch(() => {}),
  // Reads the file that an input was given: got(name, bytes, error). The input is emptied, so that the same file can be chosen again.
  read: (input, got) => {
    const file = input.files && input.files[0];
    if (!file) return;
    (file.size > 128 << 20 ? Promise.resolve(new ArrayBuffer(0)) : file.arrayBuffer()).then(b => got(file.name, new Uint8Array(b), ''), e => got(file.name, null, String(e)));
    maybe(() => { input.value = ''; });
  },
  // Puts the selection of the editor on characters lo to hi (UTF-16), and that line in sight.
  select: (lo, hi) => maybe(() => {
    const text = document.getElementById('text'), line = text.value.slice(0, lo).split('\n').length - 1;
    text.focus({ preventScroll: true });
    text.setSelectionRange(lo, hi);
    const div = document.getElementById('marks').children[line];
    (div.querySelector('mark') || div).scrollIntoView({ block: 'center', inline: 'nearest' });
  }),
};

const finish = request => new Promise((yes, no) => { request.onsuccess = () => yes(request.result); request.onerror = () => no(request.error); });
const runs = async mode => {
  const open = indexedDB.open('counterpoint', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('runs', { keyPath: 'key' }).createIndex('when', 'when');
  const base = await finish(open), change = base.transaction('runs', mode);
  change.oncomplete = change.onerror = change.onabort = () => base.close();
  return change.objectStore('runs');
};
// Deletes the n runs that were kept longest ago.
const thin = (all, n) => n <= 0 ? 0 : new Promise((yes, no) => {
  const oldest = all.index('when').openKeyCursor();
  oldest.onerror = () => no(oldest.error);
  oldest.onsuccess = () => {
    if (!oldest.result || n-- <= 0) return yes();
    all.delete(oldest.result.primaryKey);
    oldest.result.continue();
  };
});

addEventListener('DOMContentLoaded', async () => {
  try {
    const module = await pageModule;
    performance.mark('compiled');
    const go = new Go();
    const instance = await WebAssembly.instantiate(module, go.importObject);
    host.memory = () => instance.exports.mem.buffer.byteLength; // for tests
    await go.run(instance);
    host.say('The program of the page ended. Reload the page.');
  } catch (error) {
    console.error(error);
    host.say('Could not start: ' + error.message + '. This page needs a browser with WebAssembly and WebGL 2.');
  }
});
