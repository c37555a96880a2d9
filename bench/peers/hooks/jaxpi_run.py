"""Burgers as jaxpi's own example trains it, logged as pinn-gram: JAXPI=FOLDER python jaxpi_run.py FILE [STEPS] [SEED]

FOLDER is a checkout of github.com/PredictiveIntelligenceLab/jaxpi, commit e85b6947b0795a1bf68169ba6d378be3c713a6d9. It ran with
python 3.11, jax 0.4.36, jaxlib 0.4.36, flax 0.10.2, optax 0.2.4, ml_collections 1.1.0, numpy 2.4.6, scipy 1.17.1, matplotlib 3.11.2,
wandb 0.31.0, tabulate 0.10.0 and torch 2.15.0 (jaxpi imports the last two without asking for them).
"""

import json
import os
import sys

JAXPI, FILE = os.environ["JAXPI"], os.path.abspath(sys.argv[1])
os.environ.update(JAX_PLATFORMS="cpu", WANDB_MODE="disabled")
sys.path[:0] = [os.path.join(JAXPI, "examples", "burgers"), JAXPI]

import jax  # noqa: E402
import numpy as np  # noqa: E402
from jax.flatten_util import ravel_pytree  # noqa: E402

from jax_run import header  # noqa: E402  a function of the JAX hook

jax.config.update("jax_default_matmul_precision", "highest")  # as the example's main.py does


# --- the hook ---
class Gram:
    """Put before a model's class, logs every n-th step on the first device."""

    path, every, file, about = "run.jsonl", 10, None, {}

    def step(self, state, batch, *args):
        n = int(state.step[0])
        if n % self.every == 0:
            s, *rest = jax.tree_util.tree_map(lambda x: x[0], (state, batch, *args))
            values, gradients = self.losses(s.params, *rest), jax.jacrev(self.losses)(s.params, *rest)
            if self.file is None:
                self.file = open(self.path, "w", 1)
                header(self.file, values, equations=["res"], **self.about)
            J = np.stack([np.asarray(ravel_pytree(g)[0], np.float64) for g in gradients.values()])
            metric = J / (np.sqrt(self.second(s, gradients)) + self.config.optim.eps)
            row = {"step": n, "loss": [float(v) for v in values.values()], "gram": (J @ J.T).tolist(), "pgram": (metric @ J.T).tolist()}
            self.file.write(json.dumps(row) + "\n")
        return super().step(state, batch, *args)

    def second(self, state, gradients):
        """Adam's second moment of this step's update, unbiased."""
        adam, optim = state.opt_state[0], self.config.optim
        flat = lambda tree: np.asarray(ravel_pytree(tree)[0], np.float64)
        g = sum(float(state.weights[name]) * flat(part) for name, part in gradients.items())
        v = optim.beta2 * flat(adam.nu) + (1 - optim.beta2) * g**2
        return v / (1 - optim.beta2 ** (int(adam.count) + 1))


# --- a run ---
def main():
    os.chdir(os.path.join(JAXPI, "examples", "burgers"))  # the example's data is there
    import models
    import train
    from configs import plain

    class Burgers(Gram, models.Burgers):
        path, about = FILE, {"framework": f"jaxpi on jax {jax.__version__}", "problem": "burgers", "optimizer": "adam"}

    models.Burgers = Burgers
    config = plain.get_config()  # no weighting, no causality, no Fourier features, no weight factorization
    config.arch.hidden_dim = 64
    config.training.batch_size_per_device = 1000
    config.training.max_steps = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    config.seed = int(sys.argv[3]) if len(sys.argv) > 3 else 42
    config.logging.log_grads = config.logging.log_ntk = False
    config.saving.save_every_steps = None
    train.train_and_evaluate(config, ".")


if __name__ == "__main__":
    main()
