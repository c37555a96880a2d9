"""Burgers in PINA, logged as pinn-gram: python pina_run.py FILE [STEPS]"""

import math
import sys

import torch
from pina import Condition, Trainer
from pina.domain import CartesianDomain
from pina.equation import Equation, FixedValue
from pina.loss import WeightingInterface
from pina.model import FeedForward
from pina.operator import grad, laplacian
from pina.problem import SpatialProblem, TimeDependentProblem
from pina.solver import PINN

from torch_run import gram_row, header  # the functions of the PyTorch hook


# --- the hook ---
class Gram(WeightingInterface):
    """Unit weights that log every n-th epoch; with one batch an epoch that is a step."""

    def __init__(self, file, every=10, **about):
        super().__init__(update_every_n_epochs=1)
        self.file, self.every, self.about, self.step = open(file, "w"), every, about, 0

    def weights_update(self, losses):
        if self.step == 0:
            header(self.file, losses, **self.about)
        if self.step % self.every == 0:
            gram_row(self.file, self.step, losses, [p for p in self.solver.parameters() if p.requires_grad])
            self.file.flush()
        self.step += 1
        return {name: 1 for name in losses}


# --- a run ---
def residual(x, u):
    du = grad(u, x)
    return du.extract(["dudt"]) + u.extract(["u"]) * du.extract(["dudx"]) - 0.01 / math.pi * laplacian(u, x, d=["x"])


def start(x, u):
    return u.extract(["u"]) + torch.sin(math.pi * x.extract(["x"]))


class Burgers(TimeDependentProblem, SpatialProblem):
    output_variables = ["u"]
    spatial_domain = CartesianDomain({"x": [-1, 1]})
    temporal_domain = CartesianDomain({"t": [0, 1]})
    domains = {
        "pde": CartesianDomain({"x": [-1, 1], "t": [0, 1]}),
        "ic": CartesianDomain({"x": [-1, 1], "t": 0}),
        "left": CartesianDomain({"x": -1, "t": [0, 1]}),
        "right": CartesianDomain({"x": 1, "t": [0, 1]}),
    }
    conditions = {
        "pde": Condition(domain="pde", equation=Equation(residual)),
        "ic": Condition(domain="ic", equation=Equation(start)),
        "left": Condition(domain="left", equation=FixedValue(0.0)),
        "right": Condition(domain="right", equation=FixedValue(0.0)),
    }


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    problem = Burgers()
    problem.discretise_domain(1000, "random", domains=["pde"])
    problem.discretise_domain(100, "random", domains=["ic"])
    problem.discretise_domain(50, "random", domains=["left", "right"])
    net = FeedForward(input_dimensions=2, output_dimensions=1, layers=[64] * 4)
    solver = PINN(problem, net, weighting=Gram(sys.argv[1], framework="pina", problem="burgers", optimizer="adam"))
    Trainer(solver, max_epochs=int(sys.argv[2]) if len(sys.argv) > 2 else 1000, accelerator="cpu", enable_progress_bar=False, enable_checkpointing=False, logger=False).train()


if __name__ == "__main__":
    main()
