// What the browser's peers share: the start, the clock. peer.py says what the problems are.

export const NU = 0.01 / Math.PI;
export const ADAM = { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8 };
const first = 5; // steps whose losses are compared
const block = 20; // milliseconds of a block of steps

// load returns {layers: [{weight, bias}], points: {pde, bc, ...}, source: {...}}, each {rows, cols, data}. Weights are (in x out): the
// transpose of the file's.
export async function load(problem) {
  const buffer = await (await fetch("/start")).arrayBuffer();
  const size = Number(new DataView(buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, size)));
  const layers = [], points = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") continue;
    const [lo, hi] = entry.data_offsets, [rows, cols = 1] = entry.shape;
    const array = { rows, cols, data: new Float32Array(buffer.slice(8 + size + lo, 8 + size + hi)) };
    const part = name.match(/^l(\d+)\.(weight|bias)$/);
    if (!part) points[name] = array;
    else (layers[part[1]] ??= {})[part[2]] = part[2] === "weight" ? transpose(array) : array;
  }
  return { layers, points, source: sources(problem, points) };
}

function transpose({ rows, cols, data }) {
  return { rows: cols, cols: rows, data: Float32Array.from(data, (_, i) => data[(i % rows) * cols + Math.floor(i / rows)]) };
}

// sources are what the residuals subtract at their points.
function sources(problem, points) {
  const column = ({ rows, cols, data }, f) =>
    ({ rows, cols: 1, data: Float32Array.from({ length: rows }, (_, i) => f(data.subarray(i * cols, (i + 1) * cols))) });
  if (problem === "burgers") return { ic: column(points.ic, (x) => -Math.sin(Math.PI * x[0])) };
  const total = (x) => x.reduce((sum, v) => sum + Math.sin((Math.PI / 2) * v), 0);
  return { pde: column(points.pde, (x) => (Math.PI ** 2 / 4) * total(x)), bc: column(points.bc, total) };
}

// clock calls step, which returns a loss that value waits for and turns into a number, and drop throws away.
export async function clock(step, value, drop, seconds) {
  const began = performance.now(), losses = [await value(step())], compiling = performance.now() - began;
  while (losses.length < first) losses.push(await value(step()));
  const means = [], begin = performance.now();
  for (let steps = 1; performance.now() - begin < 1000 * seconds || means.length < 5; ) {
    const t = performance.now();
    for (let i = 1; i < steps; i++) drop(step());
    await value(step());
    const spent = performance.now() - t;
    means.push(spent / steps);
    if (spent < block / 2) steps *= 2;
    if (performance.now() - begin > 20000 * seconds) break;
  }
  means.sort((a, b) => a - b);
  return { ms_per_step: means[0], first_losses: losses, ms_median: means[means.length >> 1], seconds_to_compile: compiling / 1000 };
}
