"""The other side of the benchmarks, with JAX.

    pip install jax==0.10.2 numpy

Everything is compiled (jit) before it is timed, as a script for research would have it.
"""

import numpy as np

from peer import first_command, numbers, serve

opened = first_command()

import jax
import jax.numpy as jnp
from jax.experimental.sparse.linalg import lobpcg_standard

jax.config.update("jax_enable_x64", opened["precision"] == "float64")

# Residual of an eigenpair relative to the largest eigenvalue, as the lab's in float32.
TOLERANCE = 1e-3
# Eigenpairs that are measured, as in the lab's run.
WANTED = 2


class Problem:
    """Full-batch mean squared error of a network whose numbers are stored in the lab's layout."""

    def __init__(self, command):
        self.dtype = jnp.dtype(command["precision"])
        x, y, theta = numbers(command)
        x, y = jnp.asarray(x, self.dtype), jnp.asarray(y, self.dtype)
        forward = network(command["layers"], command["inputShape"])
        value = lambda theta, x, y: ((forward(theta, x) - y) ** 2).sum() / (2 * len(y))
        gradient = jax.grad(value)
        product = lambda theta, v, x, y: jax.jvp(lambda t: gradient(t, x, y), (theta,), (v,))[1]

        def steps(theta, step_size, repeat, x, y):
            one = lambda _, theta: theta - step_size * gradient(theta, x, y)
            return jax.lax.fori_loop(0, repeat, one, theta)

        def top(theta, start, x, y):
            """LOBPCG with k products at once."""
            multiply = jax.vmap(lambda v: product(theta, v, x, y), in_axes=1, out_axes=1)
            # Its residuals are allowed to be tol · 10 · P · (λ + |Hv|).
            return lobpcg_standard(multiply, start, 100, TOLERANCE / (20 * len(theta)))

        self.x, self.y = x, y
        self.jit_value = jax.jit(value)
        self.jit_steps = jax.jit(steps, static_argnums=2)
        self.jit_product = jax.jit(product)
        self.jit_top = jax.jit(top)
        # The linear map is an argument: its arrays would be folded into the program as constants.
        self.jit_apply = jax.jit(lambda linear, v: linear(v))
        self.gradient = gradient
        key = jax.random.key(0)
        self.v = jax.random.normal(key, theta.shape, self.dtype)
        self.vectors = jax.random.normal(key, (len(theta), WANTED), self.dtype)
        self.set_parameters(theta)

    def set_parameters(self, theta):
        self.theta = jnp.asarray(theta, self.dtype)
        self.again = None

    def loss(self):
        return float(self.jit_value(self.theta, self.x, self.y))

    def steps(self, step_size, repeat):
        self.theta = self.jit_steps(self.theta, step_size, repeat, self.x, self.y)
        self.theta.block_until_ready()
        self.again = None

    def hvp(self):
        """The derivative of the gradient along v, everything from the start."""
        self.jit_product(self.theta, self.v, self.x, self.y).block_until_ready()

    def hvp_again(self):
        """The linear map that the gradient is near θ, which was made once."""
        if self.again is None:
            _, self.again = jax.linearize(lambda t: self.gradient(t, self.x, self.y), self.theta)
        self.jit_apply(self.again, self.v).block_until_ready()

    def sharpness(self):
        """The two largest eigenvalues by LOBPCG from the vectors of the time before."""
        values, self.vectors, iterations = self.jit_top(self.theta, self.vectors, self.x, self.y)
        value = float(values[0])
        # Each iteration multiplies the new directions; the start multiplies its own.
        return {"value": value, "products": WANTED * (int(iterations) + 1)}


def network(layers, shape):
    """The outputs as a function of the flat θ and the inputs, images in (h, w, c) order."""
    stages, offset = [], 0

    def take(*shape):
        nonlocal offset
        start, offset = offset, offset + int(np.prod(shape))
        return lambda theta: theta[start : start + int(np.prod(shape))].reshape(shape)

    for layer in layers:
        kind = layer["type"]
        if kind == "dense":
            inputs, units = int(np.prod(shape)), layer["units"]
            weights = take(units, inputs)
            bias = take(units) if layer["bias"] else None
            stages.append(dense(weights, bias))
            shape = [units]
        elif kind == "conv2d":
            h, w, c = shape
            k, filters = layer["kernel"], layer["filters"]
            assert layer["stride"] == 1 and layer["padding"] == "same"
            weights = take(filters, c, k, k)
            bias = take(filters) if layer["bias"] else None
            stages.append(convolution(weights, bias))
            shape = [h, w, filters]
        elif kind == "pool":
            assert layer["kind"] == "max"
            h, w, c = shape
            size = layer["size"]
            stages.append(max_pool(size))
            shape = [h // size, w // size, c]
        elif kind == "activation":
            function = {"tanh": jnp.tanh, "relu": jax.nn.relu}[layer["fn"]]
            stages.append(lambda theta, a, function=function: function(a))

    def forward(theta, a):
        for stage in stages:
            a = stage(theta, a)
        return a

    return forward


def dense(weights, bias):
    def stage(theta, a):
        product = a.reshape(len(a), -1) @ weights(theta).T
        return product + bias(theta) if bias else product

    return stage


def convolution(weights, bias):
    def stage(theta, a):
        images = jax.lax.conv_general_dilated(
            a, weights(theta), (1, 1), "SAME", dimension_numbers=("NHWC", "OIHW", "NHWC")
        )
        return images + bias(theta) if bias else images

    return stage


def max_pool(size):
    window = (1, size, size, 1)
    return lambda _, a: jax.lax.reduce_window(a, -jnp.inf, jax.lax.max, window, window, "VALID")


if __name__ == "__main__":
    serve(Problem(opened))
