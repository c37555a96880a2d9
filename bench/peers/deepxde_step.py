"""The step in DeepXDE on its PyTorch backend: what one pass of the loop in Model.train does.

reverse  as users write it: dde.grad.jacobian, dde.grad.hessian
forward  the same with dde.config.set_default_autodiff("forward")

DeepXDE evaluates the residual on the border's points too and then leaves it out of the loss.
"""

import os

import peer

args = peer.arguments(["reverse", "forward"])
os.environ["DDE_BACKEND"] = "pytorch"

import deepxde as dde  # noqa: E402
import numpy  # noqa: E402
import torch  # noqa: E402

torch.set_num_threads(args.threads)
dde.config.set_default_autodiff(args.variant)
arrays = peer.start(args.start)
source = peer.sources(args.problem, arrays)
weights = peer.layers(arrays)


def plain(value):
    """In forward mode a value is a pair, of the values and the function that they come from."""
    return value[0] if isinstance(value, tuple) else value


def burgers(x, y):
    u_x, u_t = plain(dde.grad.jacobian(y, x, i=0, j=0)), plain(dde.grad.jacobian(y, x, i=0, j=1))
    return u_t + plain(y) * u_x - peer.NU * plain(dde.grad.hessian(y, x, i=0, j=0))


def poisson(x, y):
    total = sum(plain(dde.grad.hessian(y, x, i=i, j=i)) for i in range(50))
    return -total - torch.pi**2 / 4 * torch.sin(torch.pi / 2 * x).sum(1, keepdim=True)


def data():
    if args.problem == "burgers":
        domain = dde.geometry.GeometryXTime(dde.geometry.Interval(-1, 1), dde.geometry.TimeDomain(0, 1))
        zero = numpy.zeros((len(arrays["bc"]), 1))
        conditions = [dde.icbc.PointSetBC(arrays["bc"], zero), dde.icbc.PointSetBC(arrays["ic"], source["ic"])]
        return dde.data.TimePDE(domain, burgers, conditions, anchors=arrays["pde"])
    domain = dde.geometry.Hypercube([0] * 50, [1] * 50)
    return dde.data.PDE(domain, poisson, [dde.icbc.PointSetBC(arrays["bc"], source["bc"])], anchors=arrays["pde"])


net = dde.nn.FNN([w.shape[1] for w, _ in weights] + [1], "tanh", "Glorot normal")
for linear, (weight, bias) in zip(net.linears, weights, strict=True):
    linear.weight.data.copy_(torch.from_numpy(weight))
    linear.bias.data.copy_(torch.from_numpy(bias))
model = dde.Model(data(), net)
model.compile("adam", lr=peer.LR, verbose=0)


class Losses(list):
    """The losses of a step, added up only when asked for: DeepXDE's own loop does not look at them either."""

    def __float__(self):
        return float(sum(self))


kept = Losses()


def keep(function):
    """Keeps the losses that a step computes: to ask for them would be another evaluation."""

    def keeping(*arguments, **named):
        losses = function(*arguments, **named)
        kept[:] = [v.detach() for v in losses]
        return losses

    return keeping


model.data.losses_train = keep(model.data.losses_train)


def step():
    state = model.train_state
    state.set_data_train(*model.data.train_next_batch(model.batch_size))
    model._train_step(state.X_train, state.y_train, state.train_aux_vars)
    return kept


peer.report("deepxde", dde.__version__, args, arrays, peer.clock(step, args.seconds))
