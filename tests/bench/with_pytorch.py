"""The other side of the benchmarks, with PyTorch.

    pip install torch==2.13.0 numpy scipy

Everything is done as a script for research would do it: torch.nn layers, autograd, scipy's ARPACK.
"""

import numpy as np

from peer import first_command, numbers, serve

opened = first_command()

import torch
from scipy.sparse.linalg import LinearOperator, eigsh
from torch import nn


class Problem:
    """Full-batch mean squared error of a network whose numbers are stored in the lab's layout."""

    def __init__(self, command):
        torch.set_num_threads(command["threads"])
        self.dtype = getattr(torch, command["precision"])
        shape = command["inputShape"]
        x, y, theta = numbers(command)
        self.x = torch.tensor(x, dtype=self.dtype)
        if len(shape) == 3:
            self.x = self.x.permute(0, 3, 1, 2).contiguous()
        self.y = torch.tensor(y, dtype=self.dtype)
        self.model, self.image_inputs = network(command["layers"], shape)
        self.model.to(self.dtype)
        self.parameters = list(self.model.parameters())
        self.set_parameters(theta)
        generator = torch.Generator().manual_seed(0)
        self.v = [
            torch.randn(p.shape, dtype=self.dtype, generator=generator) for p in self.parameters
        ]
        self.graph = None

    def set_parameters(self, theta):
        """The flat vector of the lab, whose dense layers take images in (h, w, c) order."""
        theta = torch.tensor(theta, dtype=self.dtype)
        offset = 0
        with torch.no_grad():
            for p in self.parameters:
                block = theta[offset : offset + p.numel()]
                offset += p.numel()
                if id(p) in self.image_inputs:
                    h, w, c = self.image_inputs[id(p)]
                    block = block.reshape(-1, h, w, c).permute(0, 3, 1, 2)
                p.copy_(block.reshape(p.shape))
        self.graph = None

    def value(self):
        return ((self.model(self.x) - self.y) ** 2).sum() / (2 * len(self.y))

    def gradient(self, create_graph=False):
        return torch.autograd.grad(self.value(), self.parameters, create_graph=create_graph)

    def loss(self):
        return self.value().item()

    def steps(self, step_size, repeat):
        for _ in range(repeat):
            self.value().backward()
            with torch.no_grad():
                for p in self.parameters:
                    p -= step_size * p.grad
                    p.grad = None
        self.graph = None

    def hvp(self):
        """Double backward from scratch."""
        return self.product(self.v)

    def product(self, v):
        return torch.autograd.grad(self.gradient(create_graph=True), self.parameters, v)

    def hvp_again(self):
        """The second of the two backward passes alone."""
        if self.graph is None:
            self.graph = self.gradient(create_graph=True)
        return torch.autograd.grad(self.graph, self.parameters, self.v, retain_graph=True)

    def flat_hvp(self, flat):
        flat = torch.tensor(flat, dtype=self.dtype).reshape(-1)
        parts = flat.split([p.numel() for p in self.parameters])
        v = [part.reshape(p.shape) for part, p in zip(parts, self.parameters)]
        return torch.cat([h.reshape(-1) for h in self.product(v)]).numpy()

    def sharpness(self):
        """Largest eigenvalue by ARPACK from a cold start, with its own default tolerance."""
        products = 0

        def multiply(v):
            nonlocal products
            products += 1
            return self.flat_hvp(v)

        size = sum(p.numel() for p in self.parameters)
        operator = LinearOperator((size, size), matvec=multiply, dtype=self.x.numpy().dtype)
        values = eigsh(operator, k=1, which="LA", return_eigenvectors=False)
        return {"value": float(values[0]), "products": products}


def network(layers, shape):
    """The layers, and for weights of dense layers behind images the shape (h, w, c) of these."""
    modules, image_inputs = [], {}
    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            if len(shape) == 3:
                modules.append(nn.Flatten())
            dense = nn.Linear(int(np.prod(shape)), layer["units"], bias=layer["bias"])
            if len(shape) == 3:
                image_inputs[id(dense.weight)] = shape
            modules.append(dense)
            shape = [layer["units"]]
        elif kind == "conv2d":
            h, w, c = shape
            k, padding = layer["kernel"], layer["padding"]
            assert layer["stride"] == 1 and padding == "same"
            modules.append(nn.Conv2d(c, layer["filters"], k, padding=padding, bias=layer["bias"]))
            shape = [h, w, layer["filters"]]
        elif kind == "pool":
            h, w, c = shape
            size = layer["size"]
            modules.append((nn.MaxPool2d if layer["kind"] == "max" else nn.AvgPool2d)(size))
            shape = [h // size, w // size, c]
        elif kind == "activation":
            modules.append({"tanh": nn.Tanh, "relu": nn.ReLU}[layer["fn"]]())
    return nn.Sequential(*modules), image_inputs


if __name__ == "__main__":
    serve(Problem(opened))
