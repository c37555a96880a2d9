'use strict';
// Starts the page: compiles both programs at once, runs the page's, and keeps the solver's module for its workers. What is here
// rather than in Go either comes before Go or may throw, which would end a Go program.
performance.mark('boot');

const compile = async url => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(url + ': ' + response.status + ' ' + response.statusText);
  if (!WebAssembly.compileStreaming) return WebAssembly.compile(await response.arrayBuffer());
  // A host that does not know the type of .wasm is helped by a response of our own.
  return WebAssembly.compileStreaming(new Response(response.body, { headers: { 'Content-Type': 'application/wasm' } }));
};

window.solverModule = compile('worker.wasm');
window.solverModule.catch(() => {}); // the page says it when it starts a worker

const maybe = (f, otherwise) => { try { return f(); } catch { return otherwise; } };
let address = 0;
window.host = {
  say: text => { const p = document.getElementById('loading') || document.getElementById('status'); if (p) p.textContent = text; },
  remember: (key, value) => maybe(() => localStorage.setItem('counterpoint.' + key, value)),
  recall: key => maybe(() => localStorage.getItem('counterpoint.' + key), null) || '',
  // Browsers refuse more than about a hundred changes of the address in half a minute, and a slider makes more.
  address: fragment => {
    clearTimeout(address);
    address = setTimeout(() => maybe(() => history.replaceState(null, '', location.pathname + location.search + '#' + fragment)), 120);
  },
  copy: () => setTimeout(() => maybe(() => navigator.clipboard.writeText(location.href).catch(() => {})), 200),
  capture: (element, pointer) => maybe(() => element.setPointerCapture(pointer)),
};

addEventListener('DOMContentLoaded', async () => {
  try {
    const module = await compile('page.wasm');
    performance.mark('compiled');
    const go = new Go();
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    host.say('The program of the page ended. Reload the page.');
  } catch (error) {
    console.error(error);
    host.say('Could not start: ' + error.message + '. This page needs a browser with WebAssembly and WebGL 2.');
  }
});
