"""The step in PyTorch on the CPU, eager and through torch.compile.

nested        as users write it: torch.autograd.grad of the batch, twice
func          torch.func: grad of grad, hessian, of one point, vmapped
jvp           torch.func: forward over forward on the whole batch
hand          Taylor mode (burgers) and the forward Laplacian (poisson) written out layer by layer: no library's, the algorithm itself
NAME-compile  the same loss under torch.compile

Adam is torch.optim.Adam(fused=True), the fastest there is on the CPU.
"""

import peer

names = ["nested", "func", "jvp", "hand"]
args = peer.arguments(names + [n + "-compile" for n in names])

import torch  # noqa: E402
from torch.func import grad, hessian, jvp, vmap  # noqa: E402

torch.set_num_threads(args.threads)


class Network(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.linears = torch.nn.ModuleList()
        for weight, bias in layers:
            linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
            linear.weight.data.copy_(torch.from_numpy(weight))
            linear.bias.data.copy_(torch.from_numpy(bias))
            self.linears.append(linear)

    def forward(self, x):
        """x (... x d) -> u (... x 1)."""
        for linear in self.linears[:-1]:
            x = torch.tanh(linear(x))
        return self.linears[-1](x)


def derivative(u, x):
    return torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]


def burgers_nested(x):
    x, t = x[:, :1].clone().requires_grad_(), x[:, 1:].clone().requires_grad_()
    u = net(torch.cat([x, t], 1))
    u_x, u_t = derivative(u, x), derivative(u, t)
    return u_t + u * u_x - peer.NU * derivative(u_x, x)


def burgers_func(points):
    def u(x, t):
        return net(torch.stack([x, t]))[0]

    def residual(x, t):
        u_x = grad(u, 0)
        return grad(u, 1)(x, t) + u(x, t) * u_x(x, t) - peer.NU * grad(u_x, 0)(x, t)

    return vmap(residual)(points[:, 0], points[:, 1])


def burgers_jvp(points):
    along = [torch.zeros_like(points), torch.zeros_like(points)]
    along[0][:, 0], along[1][:, 1] = 1, 1
    (u, u_x), (_, u_xx) = jvp(lambda x: jvp(net, (x,), (along[0],)), (points,), (along[0],))
    _, u_t = jvp(net, (points,), (along[1],))
    return u_t + u * u_x - peer.NU * u_xx


def burgers_hand(points):
    first, *rest = net.linears
    u, x, t, xx = first(points), first.weight[:, 0], first.weight[:, 1], 0.0
    for linear in rest:
        y = torch.tanh(u)
        d = 1 - y * y
        u, x, t, xx = y, d * x, d * t, d * (xx - 2 * y * x * x)
        u, x, t, xx = linear(u), x @ linear.weight.T, t @ linear.weight.T, xx @ linear.weight.T
    return t + u * x - peer.NU * xx


def laplacian_nested(x):
    x = x.clone().requires_grad_()
    u_x = derivative(net(x), x)
    return sum(derivative(u_x[:, i : i + 1], x)[:, i : i + 1] for i in range(x.shape[1]))


def laplacian_func(points):
    return vmap(lambda x: torch.trace(hessian(lambda x: net(x)[0])(x)))(points)[:, None]


def laplacian_jvp(points):
    d = points.shape[1]
    along = torch.eye(d)[:, None, :].expand(d, *points.shape)
    return vmap(lambda v: jvp(lambda x: jvp(net, (x,), (v,))[1], (points,), (v,))[1])(along).sum(0)


def laplacian_hand(points):
    """The forward Laplacian: value, gradient (d first) and Laplacian of each unit."""
    first, *rest = net.linears
    u, along, lap = first(points), first.weight.T[:, None, :], 0.0
    for linear in rest:
        y = torch.tanh(u)
        d = 1 - y * y
        u, along, lap = y, d * along, d * (lap - 2 * y * (along * along).sum(0))
        u, along, lap = linear(u), along @ linear.weight.T, lap @ linear.weight.T
    return lap


def loss():
    def mean_square(v):
        return (v * v).mean()

    if args.problem == "burgers":
        return mean_square(residual(points["pde"])) + mean_square(net(points["bc"])) + mean_square(net(points["ic"]) - source["ic"])
    return mean_square(-residual(points["pde"]) - source["pde"]) + mean_square(net(points["bc"]) - source["bc"])


arrays = peer.start(args.start)
points = {k: torch.from_numpy(v) for k, v in arrays.items() if "." not in k}
source = {k: torch.from_numpy(v) for k, v in peer.sources(args.problem, arrays).items()}
net = Network(peer.layers(arrays))
kind, _, compiled = args.variant.partition("-")
residual = globals()[("burgers_" if args.problem == "burgers" else "laplacian_") + kind]
if compiled:
    loss = torch.compile(loss)
optimizer = torch.optim.Adam(net.parameters(), lr=peer.LR, betas=(peer.BETA1, peer.BETA2), eps=peer.EPS, fused=True)


def step():
    optimizer.zero_grad()
    value = loss()
    value.backward()
    optimizer.step()
    return value.detach()


peer.report("torch", torch.__version__, args, arrays, peer.clock(step, args.seconds))
