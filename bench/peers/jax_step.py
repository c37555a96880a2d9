"""The step in JAX on the CPU, jitted: losses, gradient and Adam in one program whose buffers are donated.

nested  as users write it: grad, grad of grad and hessian of a scalar function of one point, vmapped
jvp     forward over forward on the whole batch
jet     Taylor mode of jax.experimental.jet
hand    Taylor mode (burgers) and the forward Laplacian (poisson) written out layer by layer: no library's, the algorithm itself
"""

import os

import peer

args = peer.arguments(["nested", "jvp", "jet", "hand"])
os.environ["JAX_PLATFORMS"] = "cpu"
if args.threads == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from jax.experimental.jet import jet  # noqa: E402


def network(params, x):
    """x (... x d) -> u (...)."""
    for weight, bias in params[:-1]:
        x = jnp.tanh(x @ weight.T + bias)
    weight, bias = params[-1]
    return (x @ weight.T + bias)[..., 0]


def burgers_nested(params, points):
    def u(x, t):
        return network(params, jnp.stack([x, t]))

    def residual(x, t):
        u_x = jax.grad(u, 0)
        return jax.grad(u, 1)(x, t) + u(x, t) * u_x(x, t) - peer.NU * jax.grad(u_x, 0)(x, t)

    return jax.vmap(residual)(points[:, 0], points[:, 1])


def burgers_jvp(params, points):
    def u(x):
        return network(params, x)

    along = [jnp.zeros_like(points).at[:, i].set(1) for i in range(2)]
    (value, u_x), (_, u_xx) = jax.jvp(lambda x: jax.jvp(u, (x,), (along[0],)), (points,), (along[0],))
    _, u_t = jax.jvp(u, (points,), (along[1],))
    return u_t + value * u_x - peer.NU * u_xx


def burgers_jet(params, points):
    def u(x):
        return network(params, x)

    along = [jnp.zeros_like(points).at[:, i].set(1) for i in range(2)]
    value, (u_x, u_xx) = jet(u, (points,), ((along[0], jnp.zeros_like(points)),))
    _, u_t = jax.jvp(u, (points,), (along[1],))
    return u_t + value * u_x - peer.NU * u_xx


def burgers_hand(params, points):
    weight, bias = params[0]
    u, x, t, xx = points @ weight.T + bias, weight[:, 0], weight[:, 1], 0.0
    for i, (weight, bias) in enumerate(params[1:]):
        y = jnp.tanh(u)
        d = 1 - y * y
        u, x, t, xx = y, d * x, d * t, d * (xx - 2 * y * x * x)
        u, x, t, xx = u @ weight.T + bias, x @ weight.T, t @ weight.T, xx @ weight.T
    u, x, t, xx = u[:, 0], x[:, 0], t[:, 0], xx[:, 0]
    return t + u * x - peer.NU * xx


def laplacian_nested(params, points):
    def u(x):
        return network(params, x)

    return jax.vmap(lambda x: jnp.trace(jax.hessian(u)(x)))(points)


def directions(points):
    """The unit vectors, each the same at every point."""
    d = points.shape[1]
    return jnp.broadcast_to(jnp.eye(d)[:, None, :], (d,) + points.shape)


def laplacian_jvp(params, points):
    def u(x):
        return network(params, x)

    def second(v):
        return jax.jvp(lambda x: jax.jvp(u, (x,), (v,))[1], (points,), (v,))[1]

    return jax.vmap(second)(directions(points)).sum(0)


def laplacian_jet(params, points):
    def u(x):
        return network(params, x)

    def second(v):
        return jet(u, (points,), ((v, jnp.zeros_like(points)),))[1][1]

    return jax.vmap(second)(directions(points)).sum(0)


def laplacian_hand(params, points):
    """The forward Laplacian: value, gradient (d first) and Laplacian of each unit."""
    weight, bias = params[0]
    u, first, lap = points @ weight.T + bias, weight.T[:, None, :], 0.0
    for weight, bias in params[1:]:
        y = jnp.tanh(u)
        d = 1 - y * y
        u, first, lap = y, d * first, d * (lap - 2 * y * (first * first).sum(0))
        u, first, lap = u @ weight.T + bias, first @ weight.T, lap @ weight.T
    return lap[:, 0]


def loss(params, points, source):
    def mean_square(v):
        return jnp.mean(v * v)

    variant = globals()[("burgers_" if args.problem == "burgers" else "laplacian_") + args.variant]
    if args.problem == "burgers":
        return (
            mean_square(variant(params, points["pde"]))
            + mean_square(network(params, points["bc"]))
            + mean_square(network(params, points["ic"]) - source["ic"][:, 0])
        )
    interior = -variant(params, points["pde"]) - source["pde"][:, 0]
    return mean_square(interior) + mean_square(network(params, points["bc"]) - source["bc"][:, 0])


def update(state, points, source):
    params, m, v, n = state
    value, grads = jax.value_and_grad(loss)(params, points, source)
    n = n + 1
    m = jax.tree.map(lambda m, g: peer.BETA1 * m + (1 - peer.BETA1) * g, m, grads)
    v = jax.tree.map(lambda v, g: peer.BETA2 * v + (1 - peer.BETA2) * g * g, v, grads)
    c1, c2 = 1 - peer.BETA1**n, 1 - peer.BETA2**n
    params = jax.tree.map(lambda p, m, v: p - peer.LR * (m / c1) / (jnp.sqrt(v / c2) + peer.EPS), params, m, v)
    return (params, m, v, n), value


arrays = peer.start(args.start)
points = {k: jnp.asarray(v) for k, v in arrays.items() if "." not in k}
source = {k: jnp.asarray(v) for k, v in peer.sources(args.problem, arrays).items()}
params = [(jnp.asarray(w), jnp.asarray(b)) for w, b in peer.layers(arrays)]
state = (params, jax.tree.map(jnp.zeros_like, params), jax.tree.map(jnp.zeros_like, params), jnp.float32(0))
compiled = jax.jit(update, donate_argnums=0)


def step():
    global state
    state, value = compiled(state, points, source)
    return value


peer.report("jax", jax.__version__, args, arrays, peer.clock(step, args.seconds))
