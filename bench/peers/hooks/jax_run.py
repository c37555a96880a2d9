"""Burgers in plain JAX, logged as pinn-gram: python jax_run.py FILE [STEPS] [SEED]"""

import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax.flatten_util import ravel_pytree


# --- the hook ---
def header(f, losses, **about):
    f.write(json.dumps({"format": "pinn-gram", "version": 1, "losses": list(losses), "weighted": False, **about}) + "\n")


def gram_row(f, step, values, gradients):
    """values: name -> raw loss; gradients: name -> pytree like the parameters, e.g. jax.jacrev(losses)(params, batch)."""
    J = np.stack([np.asarray(ravel_pytree(g)[0], np.float64) for g in gradients.values()])
    f.write(json.dumps({"step": step, "loss": [float(v) for v in values.values()], "gram": (J @ J.T).tolist()}) + "\n")


# --- a run ---
NAMES = ["bc", "ic", "pde"]  # JAX sorts the keys of a dict


def start(key, layers):
    out = []
    for a, b in zip(layers, layers[1:]):
        key, sub = jax.random.split(key)
        out.append((jax.random.normal(sub, (a, b)) * jnp.sqrt(2 / (a + b)), jnp.zeros(b)))
    return out


def net(params, x, t):
    h = jnp.stack([x, t])
    for w, b in params[:-1]:
        h = jnp.tanh(h @ w + b)
    w, b = params[-1]
    return (h @ w + b)[0]


def residual(params, x, t):
    u_x, u_xx = jax.grad(net, 1)(params, x, t), jax.grad(jax.grad(net, 1), 1)(params, x, t)
    return jax.grad(net, 2)(params, x, t) + net(params, x, t) * u_x - 0.01 / jnp.pi * u_xx


def losses(params, points):
    mean = lambda f, p: jnp.mean(jax.vmap(lambda q: f(q[0], q[1]))(p) ** 2)
    return {
        "bc": mean(lambda x, t: net(params, x, t), points["bc"]),
        "ic": mean(lambda x, t: net(params, x, t) + jnp.sin(jnp.pi * x), points["ic"]),
        "pde": mean(lambda x, t: residual(params, x, t), points["pde"]),
    }


def main():
    k = jax.random.split(jax.random.key(int(sys.argv[3]) if len(sys.argv) > 3 else 1), 5)
    points = {
        "pde": jax.random.uniform(k[0], (1000, 2)) * jnp.array([2, 1]) - jnp.array([1, 0]),
        "bc": jnp.stack([jnp.sign(jax.random.uniform(k[1], (100,)) - 0.5), jax.random.uniform(k[2], (100,))], 1),
        "ic": jnp.stack([jax.random.uniform(k[3], (100,)) * 2 - 1, jnp.zeros(100)], 1),
    }
    theta, unflatten = ravel_pytree(start(k[4], [2, 64, 64, 64, 64, 1]))
    m = v = jnp.zeros_like(theta)

    @jax.jit
    def adam(theta, m, v, n):
        params = unflatten(theta)
        values, gradients = losses(params, points), jax.jacrev(losses)(params, points)
        g = ravel_pytree(jax.tree.map(lambda *parts: sum(parts), *gradients.values()))[0]
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta -= 1e-3 * m / (1 - 0.9**n) / (jnp.sqrt(v / (1 - 0.999**n)) + 1e-8)
        return theta, m, v, values, gradients

    with open(sys.argv[1], "w") as f:
        header(f, NAMES, framework=f"jax {jax.__version__}", problem="burgers", optimizer="adam", equations=["pde"])
        for step in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1000):
            theta, m, v, values, gradients = adam(theta, m, v, step + 1)
            if step % 10 == 0:
                gram_row(f, step, values, gradients)


if __name__ == "__main__":
    main()
