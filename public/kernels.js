// The SIMD kernels of a Go program compiled to WebAssembly: a side module that works in the Go instance's own memory.
//
// A classic script (script tag or importScripts) that defines the global kernelImports. Call it so:
//
//   const kernels = await kernelImports();                     // {base: URL of the folder with kernels_*.wasm, limit: 0, 1 or 2}
//   const go = new Go();
//   Object.assign(go.importObject, kernels.imports);           // adds the import module "k"
//   const {instance} = await WebAssembly.instantiateStreaming(fetch("worker.wasm"), go.importObject);
//   await kernels.bind(instance);                              // before go.run
//   go.run(instance);
//
// kernels.caps is 0 (none: Go takes its portable set), 1 (simd) or 2 (relaxed); Go reads the same number by the import k.caps. A
// program that imports nothing from "k" runs as well. base defaults to the folder of the page or worker; limit keeps the choice
// at or below a level, for tests. If the side module cannot be fetched, caps is 0.
"use strict";

globalThis.kernelImports = async function kernelImports({ base = ".", limit = 2 } = {}) {
  // Levels by name, best first, each with the smallest module that needs it: one function with one instruction of its kind.
  const v128 = [65, 0, 253, 15]; // i32.const 0, i8x16.splat
  const levels = [
    { name: "relaxed", level: 2, code: [...v128, ...v128, ...v128, 253, 133, 2] }, // f32x4.relaxed_madd
    { name: "simd", level: 1, code: v128 },
  ];
  const probe = (...code) => WebAssembly.validate(Uint8Array.of(
    0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, code.length + 5, 1, code.length + 3, 0, ...code, 26, 11));

  let caps = 0, side = null;
  for (const { name, level, code } of levels) {
    if (level > limit || !probe(...code)) continue;
    const reply = await fetch(new URL(`kernels_${name}.wasm`, new URL(base + "/", self.location.href))).catch(() => null);
    if (!reply || !reply.ok) continue;
    side = await WebAssembly.compile(await reply.arrayBuffer());
    caps = level;
    break;
  }

  // Go's imports must exist before the side module can (it imports Go's memory), so each is a closure over a cell that bind fills.
  // No kernel has more than fourteen arguments, and those that it lacks are ignored.
  const cells = new Map();
  const late = (name) => {
    const cell = { call: () => { throw new Error(`kernel ${name}: called before bind`); } };
    cells.set(name, cell);
    return (a, b, c, d, e, f, g, h, i, j, k, l, m, n) => cell.call(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  };
  const k = new Proxy({}, { get: (_, name) => (name === "caps" ? () => caps : late(name)) });

  const bind = async (instance) => {
    if (!side) return;
    const { exports } = await WebAssembly.instantiate(side, { env: { mem: instance.exports.mem } });
    for (const [name, cell] of cells) cell.call = exports[name];
  };
  return { imports: { k }, caps, bind };
};
