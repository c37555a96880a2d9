"""Burgers in DeepXDE (PyTorch backend), logged as pinn-gram: python deepxde_run.py FILE [STEPS] [SEED]"""

import os
import sys

os.environ["DDE_BACKEND"] = "pytorch"

import deepxde as dde  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

from torch_run import gram_row, header  # noqa: E402  the functions of the PyTorch hook


# --- the hook ---
class Gram(dde.callbacks.Callback):
    """Logs every n-th step; names: pde first, then the conditions in their order. DeepXDE's losses are weighted: they are divided."""

    def __init__(self, file, names, every=10, **about):
        super().__init__()
        self.file, self.names, self.every, self.step = open(file, "w"), names, every, 0
        header(self.file, names, **about)

    def on_epoch_begin(self):
        if self.step % self.every == 0:
            s = self.model.train_state
            losses = self.model.outputs_losses_train(s.X_train, s.y_train, s.train_aux_vars)[1]
            weights = self.model.loss_weights or [1] * len(losses)
            losses = {n: l / w for n, l, w in zip(self.names, losses, weights)}
            adam = self.model.opt if self.model.loss_weights is None else None  # it steps along the weighted sum
            gram_row(self.file, self.step, losses, [p for p in self.model.net.parameters() if p.requires_grad], adam)
        self.step += 1

    def on_train_end(self):
        self.file.close()


# --- a run ---
def residual(x, u):
    return dde.grad.jacobian(u, x, j=1) + u * dde.grad.jacobian(u, x, j=0) - 0.01 / np.pi * dde.grad.hessian(u, x, i=0, j=0)


def main():
    dde.config.set_random_seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.set_num_threads(1)
    domain = dde.geometry.GeometryXTime(dde.geometry.Interval(-1, 1), dde.geometry.TimeDomain(0, 1))
    bc = dde.icbc.DirichletBC(domain, lambda x: 0, lambda _, on: on)
    ic = dde.icbc.IC(domain, lambda x: -np.sin(np.pi * x[:, :1]), lambda _, on: on)
    data = dde.data.TimePDE(domain, residual, [bc, ic], num_domain=1000, num_boundary=100, num_initial=100)
    model = dde.Model(data, dde.nn.FNN([2, 64, 64, 64, 64, 1], "tanh", "Glorot normal"))
    model.compile("adam", lr=1e-3, verbose=0)
    hook = Gram(sys.argv[1], ["pde", "bc", "ic"], framework=f"deepxde {dde.__version__}", problem="burgers", optimizer="adam")
    model.train(iterations=int(sys.argv[2]) if len(sys.argv) > 2 else 1000, callbacks=[hook], display_every=10**6, verbose=0)


if __name__ == "__main__":
    main()
