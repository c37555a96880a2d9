// The step in jax-js, WASM, jitted with Adam.
//
// nested  as users write it: grad of the sum, twice
// jvp     forward over forward; the Laplacian by vmap over the directions
// hand    Taylor mode (burgers) and the forward Laplacian (poisson) written out layer by layer
//
// jax-js counts references: an operation consumes its operands, .ref keeps them.

import { numpy as np, grad, jit, jvp, valueAndGrad, vmap, init, defaultDevice } from "@jax-js/jax";
import { ADAM, NU } from "./peer.mjs";

const upload = ({ rows, cols, data }) => np.array(data.slice()).reshape([rows, cols]);
const meanSquare = (v) => np.mean(np.square(v));
const keep = (params) => ({ W: params.W.map((a) => a.ref), b: params.b.map((a) => a.ref) });
const free = (params) => { for (const a of [...params.W, ...params.b]) a.dispose(); };

// network consumes x and leaves the parameters.
function network(params, x) {
  const last = params.W.length - 1;
  params.W.forEach((weight, i) => {
    x = np.matmul(x, weight.ref).add(params.b[i].ref);
    if (i < last) x = np.tanh(x);
  });
  return x;
}

// axis is the unit vector of coordinate j at each of rows points.
const axis = (rows, cols, j) => np.array(Float32Array.from({ length: rows * cols }, (_, i) => (i % cols === j ? 1 : 0))).reshape([rows, cols]);

const burgers = {
  nested(params, points) {
    const x = points.ref.slice([], [0, 1]), t = points.slice([], [1, 2]);
    const u = (x, t) => network(params, np.concatenate([x, t], 1));
    const u_x = grad((x) => np.sum(u(x, t.ref)));
    const u_t = grad((t) => np.sum(u(x.ref, t)))(t.ref);
    const first = u_x(x.ref), second = grad((x) => np.sum(u_x(x)))(x.ref);
    return u_t.add(u(x, t).mul(first)).sub(second.mul(NU));
  },
  jvp(params, points) {
    const [rows] = points.shape;
    const f = (x) => network(params, x);
    const [u, u_t] = jvp(f, [points.ref], [axis(rows, 2, 1)]);
    const [u_x, u_xx] = jvp((x) => jvp(f, [x], [axis(rows, 2, 0)])[1], [points], [axis(rows, 2, 0)]);
    return u_t.add(u.mul(u_x)).sub(u_xx.mul(NU));
  },
  hand(params, points) {
    const last = params.W.length - 1;
    const row = (j) => params.W[0].ref.slice([j, j + 1], []);
    let u = np.matmul(points, params.W[0].ref).add(params.b[0].ref), x = row(0), t = row(1), xx = null;
    for (let i = 1; i <= last; i++) {
      const y = np.tanh(u), d = np.square(y.ref).mul(-1).add(1);
      const bend = y.ref.mul(np.square(x.ref)).mul(-2);
      xx = d.ref.mul(xx === null ? bend : bend.add(xx));
      x = d.ref.mul(x);
      t = d.mul(t);
      u = np.matmul(y, params.W[i].ref).add(params.b[i].ref);
      x = np.matmul(x, params.W[i].ref);
      t = np.matmul(t, params.W[i].ref);
      xx = np.matmul(xx, params.W[i].ref);
    }
    return t.add(u.mul(x)).sub(xx.mul(NU));
  },
};

const laplacian = {
  nested(params, points) {
    const [rows, cols] = points.shape;
    const u_x = grad((x) => np.sum(network(params, x)));
    let total = null;
    for (let j = 0; j < cols; j++) {
      const second = grad((x) => np.sum(u_x(x).slice([], [j, j + 1])))(points.ref).slice([], [j, j + 1]);
      total = total === null ? second : total.add(second);
    }
    points.dispose();
    return total;
  },
  jvp(params, points) {
    const [rows, cols] = points.shape;
    const f = (x) => network(params, x);
    const along = (v) => np.broadcastTo(v.reshape([1, cols]), [rows, cols]);
    const second = (v) => jvp((x) => jvp(f, [x], [along(v.ref)])[1], [points.ref], [along(v.ref)])[1];
    return np.sum(vmap(second)(np.eye(cols)), 0);
  },
  hand(params, points) {
    const [rows, cols] = points.shape, last = params.W.length - 1;
    let u = np.matmul(points, params.W[0].ref).add(params.b[0].ref), lap = null;
    let first = params.W[0].ref.reshape([cols, 1, params.W[0].shape[1]]);
    for (let i = 1; i <= last; i++) {
      const width = params.W[i].shape[0], out = params.W[i].shape[1];
      const y = np.tanh(u), d = np.square(y.ref).mul(-1).add(1);
      const bend = y.ref.mul(np.sum(np.square(first.ref), 0)).mul(-2);
      lap = d.ref.mul(lap === null ? bend : bend.add(lap));
      first = d.reshape([1, rows, width]).mul(first);
      u = np.matmul(y, params.W[i].ref).add(params.b[i].ref);
      lap = np.matmul(lap, params.W[i].ref);
      first = np.matmul(first.reshape([cols * rows, width]), params.W[i].ref).reshape([cols, rows, out]);
    }
    u.dispose();
    first.dispose();
    return lap;
  },
};

function lossOf(args, points, source) {
  return (params) => {
    const fit = (name, target) => meanSquare(target ? network(params, points[name].ref).sub(target.ref) : network(params, points[name].ref));
    const total = args.problem === "burgers"
      ? meanSquare(burgers[args.variant](params, points.pde.ref)).add(fit("bc")).add(fit("ic", source.ic))
      : meanSquare(laplacian[args.variant](params, points.pde.ref).add(source.pde.ref)).add(fit("bc", source.bc));
    free(params);
    return total;
  };
}

export async function prepare(args, start) {
  if (!(await init("wasm")).includes("wasm")) throw new Error("jax-js has no WASM backend here");
  defaultDevice("wasm");
  const all = (arrays) => Object.fromEntries(Object.entries(arrays).map(([k, v]) => [k, upload(v)]));
  const gradient = valueAndGrad(lossOf(args, all(start.points), all(start.source)));
  const zeros = () => ({ W: start.layers.map(({ weight: w }) => np.zeros([w.rows, w.cols])), b: start.layers.map(({ bias: b }) => np.zeros([b.rows])) });
  let params = { W: start.layers.map((l) => upload(l.weight)), b: start.layers.map((l) => np.array(l.bias.data.slice())) }, m = zeros(), v = zeros(), n = 0;
  const update = jit((params, m, v, rate, scale) => {
    const [loss, g] = gradient(keep(params));
    const next = { params: { W: [], b: [] }, m: { W: [], b: [] }, v: { W: [], b: [] } };
    for (const k of ["W", "b"]) for (let i = 0; i < params[k].length; i++) {
      const mi = m[k][i].mul(ADAM.beta1).add(g[k][i].ref.mul(1 - ADAM.beta1));
      const vi = v[k][i].mul(ADAM.beta2).add(np.square(g[k][i]).mul(1 - ADAM.beta2));
      next.params[k].push(params[k][i].sub(mi.ref.mul(rate.ref).div(np.sqrt(vi.ref.mul(scale.ref)).add(ADAM.eps))));
      next.m[k].push(mi);
      next.v[k].push(vi);
    }
    rate.dispose();
    scale.dispose();
    return { loss, ...next };
  });
  const step = () => {
    n++;
    const r = update(params, m, v, np.array(ADAM.lr / (1 - ADAM.beta1 ** n)), np.array(1 / (1 - ADAM.beta2 ** n)));
    ({ params, m, v } = r);
    return r.loss;
  };
  return { step, value: async (loss) => (await loss.data())[0], drop: (loss) => loss.dispose(), threads: self.crossOriginIsolated ? navigator.hardwareConcurrency : 1 };
}
