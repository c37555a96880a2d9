// The step in TensorFlow.js, WASM backend, tf.train.adam.
//
// nested  tf.grad of tf.grad as users write it, but with a tanh of its own: the derivative of the built-in one is wrong inside another
//         gradient (it uses the operation's saved output, of which the outer tape knows nothing), so tf.customGrad recomputes it
//         from the saved input
// hand    Taylor mode (burgers) and the forward Laplacian (poisson) written out layer by layer, one gradient on top

import { ADAM, NU } from "./peer.mjs";

const { tf } = globalThis;

const tanh = tf.customGrad((x, save) => {
  save([x]);
  return { value: tf.tanh(x), gradFunc: (dy, [x]) => tf.mul(dy, tf.sub(1, tf.square(tanh(x)))) };
});
const meanSquare = (v) => tf.mean(tf.square(v));

function network(params, activation, x) {
  params.forEach(({ weight, bias }, i) => {
    x = tf.add(tf.matMul(x, weight), bias);
    if (i < params.length - 1) x = activation(x);
  });
  return x;
}

const burgers = {
  nested(params, points) {
    const x = tf.slice(points, [0, 0], [-1, 1]), t = tf.slice(points, [0, 1], [-1, 1]);
    const u = (x, t) => network(params, tanh, tf.concat([x, t], 1));
    const u_x = tf.grad((x) => u(x, t)), u_xx = tf.grad((x) => u_x(x)), u_t = tf.grad((t) => u(x, t));
    return tf.sub(tf.add(u_t(t), tf.mul(u(x, t), u_x(x))), tf.mul(NU, u_xx(x)));
  },
  hand(params, points) {
    const [head, ...rest] = params;
    const row = (j) => tf.slice(head.weight, [j, 0], [1, -1]);
    let u = tf.add(tf.matMul(points, head.weight), head.bias), x = row(0), t = row(1), xx = tf.scalar(0);
    for (const { weight, bias } of rest) {
      const y = tf.tanh(u), d = tf.sub(1, tf.square(y));
      xx = tf.mul(d, tf.sub(xx, tf.mul(2, tf.mul(y, tf.square(x)))));
      [x, t] = [tf.mul(d, x), tf.mul(d, t)];
      [u, x, t, xx] = [tf.add(tf.matMul(y, weight), bias), tf.matMul(x, weight), tf.matMul(t, weight), tf.matMul(xx, weight)];
    }
    return tf.sub(tf.add(t, tf.mul(u, x)), tf.mul(NU, xx));
  },
};

const laplacian = {
  nested(params, points) {
    const u_x = tf.grad((x) => network(params, tanh, x)), column = (a, j) => tf.slice(a, [0, j], [-1, 1]);
    const second = (j) => column(tf.grad((x) => column(u_x(x), j))(points), j);
    return tf.addN(Array.from({ length: points.shape[1] }, (_, j) => second(j)));
  },
  hand(params, points) {
    const [rows, cols] = points.shape, [head, ...rest] = params;
    let u = tf.add(tf.matMul(points, head.weight), head.bias), first = tf.reshape(head.weight, [cols, 1, -1]), lap = tf.scalar(0);
    for (const { weight, bias } of rest) {
      const y = tf.tanh(u), d = tf.sub(1, tf.square(y));
      lap = tf.mul(d, tf.sub(lap, tf.mul(2, tf.mul(y, tf.sum(tf.square(first), 0)))));
      first = tf.mul(d, first);
      u = tf.add(tf.matMul(y, weight), bias);
      lap = tf.matMul(lap, weight);
      first = tf.reshape(tf.matMul(tf.reshape(first, [rows * cols, -1]), weight), [cols, rows, -1]);
    }
    return lap;
  },
};

export async function prepare(args, start) {
  tf.wasm.setWasmPaths("/npm/@tensorflow/tfjs-backend-wasm/dist/");
  if (args.threads > 1) tf.wasm.setThreadsCount(args.threads);
  await tf.setBackend("wasm");
  await tf.ready();
  const upload = ({ rows, cols, data }) => tf.tensor2d(data, [rows, cols]);
  const all = (arrays) => Object.fromEntries(Object.entries(arrays).map(([k, v]) => [k, upload(v)]));
  const points = all(start.points), source = all(start.source);
  const params = start.layers.map(({ weight, bias }) => ({ weight: tf.variable(upload(weight)), bias: tf.variable(tf.tensor1d(bias.data)) }));
  const fit = (name, target) => meanSquare(target ? tf.sub(network(params, tf.tanh, points[name]), target) : network(params, tf.tanh, points[name]));
  const loss = () => args.problem === "burgers"
    ? tf.addN([meanSquare(burgers[args.variant](params, points.pde)), fit("bc"), fit("ic", source.ic)])
    : tf.add(meanSquare(tf.add(laplacian[args.variant](params, points.pde), source.pde)), fit("bc", source.bc));
  const optimizer = tf.train.adam(ADAM.lr, ADAM.beta1, ADAM.beta2, ADAM.eps);
  const variables = params.flatMap(({ weight, bias }) => [weight, bias]);
  const value = async (loss) => {
    const [v] = await loss.data();
    loss.dispose();
    return v;
  };
  return { step: () => optimizer.minimize(loss, true, variables), value, drop: (loss) => loss.dispose(), threads: tf.wasm.getThreadsCount() };
}
