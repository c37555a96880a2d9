'use strict';
// The solver's worker. The page sends the compiled module, or says how to fetch it (packed): then the worker compiles it and sends it back.
// With it comes whether to do without SIMD kernels (plain); another worker says whether to help it (help). All further messages are Go's
// (wasm/worker). When the program ends, for whatever reason, the page is told and starts another worker.
importScripts('wasm_exec.js', 'kernels.js', 'compile.js');

// The fast kernels are fetched while the solver's module still is.
const fast = kernelImports();
fast.catch(() => {});

const gone = why => postMessage({ gone: why });

self.addEventListener('message', async function boot(e) {
  if (!e.data || !(e.data.module || 'packed' in e.data)) return;
  e.stopImmediatePropagation();
  self.removeEventListener('message', boot);
  let module = e.data.module;
  if (!module) {
    try {
      module = await compile('worker.wasm', e.data.packed);
    } catch (error) {
      postMessage({ compiled: String(error) });
      return;
    }
    postMessage({ compiled: module });
  }
  self.solver = { ...e.data, module };
  try {
    const go = new Go();
    let bind = () => {};
    if (WebAssembly.Module.imports(module).some(i => i.module === 'k')) {
      const kernels = await (e.data.plain ? kernelImports({ limit: 0 }) : fast);
      Object.assign(go.importObject, kernels.imports);
      bind = kernels.bind;
    }
    const instance = await WebAssembly.instantiate(module, go.importObject);
    await bind(instance);
    await go.run(instance);
    gone('the solver ended');
  } catch (error) {
    gone(String(error));
  }
});
