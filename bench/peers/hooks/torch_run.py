"""Burgers in plain PyTorch, logged as pinn-gram: python torch_run.py FILE [STEPS] [SEED]"""

import json
import math
import sys

import torch


# --- the hook ---
def header(f, losses, **about):
    f.write(json.dumps({"format": "pinn-gram", "version": 1, "losses": list(losses), "weighted": False, **about}) + "\n")


def gram_row(f, step, losses, params, adam=None):
    """losses: name -> scalar, raw, before weights and before backward(). With adam, of one parameter group that steps along their
    sum, the same in its metric: call it before adam.step()."""
    rows = [torch.autograd.grad(v, params, retain_graph=True, allow_unused=True, materialize_grads=True) for v in losses.values()]
    J = torch.stack([torch.cat([g.flatten() for g in row]) for row in rows]).double()
    row = {"step": step, "loss": [v.item() for v in losses.values()], "gram": (J @ J.T).tolist()}
    if adam is not None:
        beta = adam.param_groups[0]["betas"][1]
        state = [adam.state.get(p) or {"step": 0, "exp_avg_sq": torch.zeros_like(p)} for p in params]
        v = torch.cat([s["exp_avg_sq"].flatten() for s in state]).double()
        v = (beta * v + (1 - beta) * J.sum(0) ** 2) / (1 - beta ** (int(state[0]["step"]) + 1))
        row["pgram"] = ((J / (v.sqrt() + adam.param_groups[0]["eps"])) @ J.T).tolist()
    f.write(json.dumps(row) + "\n")


# --- a run ---
def main():
    torch.manual_seed(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    torch.set_num_threads(1)
    layers = [2, 64, 64, 64, 64, 1]
    net = torch.nn.Sequential()
    for i, (a, b) in enumerate(zip(layers, layers[1:])):
        linear = torch.nn.Linear(a, b)
        torch.nn.init.xavier_normal_(linear.weight)
        torch.nn.init.zeros_(linear.bias)
        net.append(linear)
        if i + 2 < len(layers):
            net.append(torch.nn.Tanh())
    inside = torch.rand(1000, 2) * torch.tensor([2.0, 1.0]) - torch.tensor([1.0, 0.0])
    inside.requires_grad_()
    side = torch.stack([torch.sign(torch.rand(100) - 0.5), torch.rand(100)], 1)
    begin = torch.stack([torch.rand(100) * 2 - 1, torch.zeros(100)], 1)

    def losses():
        u = net(inside)
        first = torch.autograd.grad(u.sum(), inside, create_graph=True)[0]
        second = torch.autograd.grad(first[:, :1].sum(), inside, create_graph=True)[0]
        r = first[:, 1:] + u * first[:, :1] - 0.01 / math.pi * second[:, :1]
        return {"pde": (r**2).mean(), "bc": (net(side) ** 2).mean(), "ic": ((net(begin) + torch.sin(math.pi * begin[:, :1])) ** 2).mean()}

    adam = torch.optim.Adam(net.parameters(), lr=1e-3)
    params = list(net.parameters())
    with open(sys.argv[1], "w") as f:
        header(f, ["pde", "bc", "ic"], framework=f"pytorch {torch.__version__}", problem="burgers", optimizer="adam", equations=["pde"])
        for step in range(int(sys.argv[2]) if len(sys.argv) > 2 else 1000):
            values = losses()
            if step % 10 == 0:
                gram_row(f, step, values, params, adam)
            adam.zero_grad()
            sum(values.values()).backward()
            adam.step()


if __name__ == "__main__":
    main()
