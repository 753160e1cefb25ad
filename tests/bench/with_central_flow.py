"""Gradient descent, gradient flow and central flow with JAX, as a notebook for research computes them.

    pip install jax==0.10.2 numpy

One JSON command on stdin, one answer on stdout. Each process has the five largest eigenvalues of the Hessian
measured at each step, by LOBPCG from the eigenvectors of the time before. The flows take four Euler steps for
each step of gradient descent; the central flow solves its complementarity problem by projected gradients.
Everything is compiled before it is timed.
"""

import numpy as np

from peer import first_command, milliseconds, numbers, say

command = first_command()

import jax
import jax.numpy as jnp
from jax.experimental.sparse.linalg import lobpcg_standard

jax.config.update("jax_enable_x64", True)

TOP = 5
SUBSTEPS = 4
ITERATIONS = 200
# Residual relative to the largest eigenvalue.
TOLERANCE = 1e-6
# Eigenvalues above this share of 2/η count as at the edge.
NEAR = 0.975

x, y, theta0 = (jnp.asarray(a) for a in numbers(command))
eta, steps, widths = command["stepSize"], command["steps"], command["widths"]


def loss(theta):
    a, at = x, 0
    for i, (inputs, units) in enumerate(zip(widths[:-1], widths[1:])):
        w = theta[at : at + inputs * units].reshape(units, inputs)
        at += inputs * units
        b = theta[at : at + units]
        at += units
        a = a @ w.T + b
        if i < len(widths) - 2:
            a = jax.nn.swish(a)
    return ((a - y) ** 2).sum() / (2 * len(y))


gradient = jax.grad(loss)


def top(theta, start):
    product = lambda v: jax.jvp(gradient, (theta,), (v,))[1]
    multiply = jax.vmap(product, in_axes=1, out_axes=1)
    # Its residuals are allowed to be tol · 10 · P · (λ + |Hv|).
    values, vectors, _ = lobpcg_standard(multiply, start, 100, TOLERANCE / (20 * len(theta)))
    return values, vectors


def normals(theta, u):
    """N_ij = D³L(u_i, u_j, ·) of all pairs: [k, k, P]."""
    curvature = lambda t, a, b: jax.jvp(lambda s: jax.grad(loss)(s) @ a, (t,), (b,))[1]
    one = lambda a, b: jax.grad(curvature)(theta, a, b)
    return jax.vmap(lambda a: jax.vmap(lambda b: one(a, b))(u.T))(u.T)


def complementarity(a, b):
    """X ⪰ 0 with 0 ⪯ A + B[X] ⊥ X, by accelerated projected gradients."""
    norm = jnp.maximum(jnp.linalg.norm(b.reshape(TOP * TOP, -1), 2), 1e-300)

    def project(m):
        values, vectors = jnp.linalg.eigh((m + m.T) / 2)
        return (vectors * jnp.maximum(values, 0)) @ vectors.T

    def body(_, state):
        now, ahead, momentum = state
        after = project(ahead - (a + jnp.einsum("ijkl,kl->ij", b, ahead)) / norm)
        further = (1 + jnp.sqrt(1 + 4 * momentum**2)) / 2
        return after, after + (momentum - 1) / further * (after - now), further

    zero = jnp.zeros_like(a)
    return jax.lax.fori_loop(0, ITERATIONS, body, (zero, zero, 1.0))[0]


@jax.jit
def descend(theta, u):
    values, u = top(theta, u)
    return theta - eta * gradient(theta), u, (loss(theta), values)


@jax.jit
def flow(theta, u):
    values, u = top(theta, u)
    seen = loss(theta), values
    for _ in range(SUBSTEPS):
        theta = theta - eta / SUBSTEPS * gradient(theta)
    return theta, u, seen


@jax.jit
def substep(theta, u):
    dt = 1 / SUBSTEPS
    values, u = top(theta, u)
    g = gradient(theta)
    # Pairs with an eigenvalue below the edge take no part.
    inside = values > NEAR * 2 / eta
    pair = inside[:, None] & inside[None, :]
    n = normals(theta, u) * pair[:, :, None]
    room = jnp.diag(2 / eta - values) + dt * eta * n @ g
    a = jnp.where(pair, room, jnp.eye(TOP))
    x = complementarity(a, dt * eta / 2 * jnp.einsum("ijp,klp->ijkl", n, n))
    theta = theta - dt * eta * (g + jnp.einsum("ij,ijp->p", x, n) / 2)
    return theta, u, (loss(theta), values)


def central(theta, u):
    seen = None
    for _ in range(SUBSTEPS):
        theta, u, now = substep(theta, u)
        seen = seen or now
    return theta, u, seen


def run(step):
    theta, u = theta0, jax.random.normal(jax.random.key(0), (len(theta0), TOP))
    seen = []
    for _ in range(steps):
        theta, u, now = step(theta, u)
        seen.append(now)
    return [(float(l), [float(v) for v in values]) for l, values in seen]


reply = {}
for name, step in [("descent", descend), ("flow", flow), ("central", central)]:
    step(theta0, jax.random.normal(jax.random.key(0), (len(theta0), TOP)))
    ms, seen = milliseconds(lambda: run(step))
    reply[name] = {"ms": ms, "loss": seen[-1][0], "sharpness": seen[-1][1][0]}
say(reply)
