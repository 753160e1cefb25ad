"""What the programs beside the benchmarks share: reading a problem, telling the time, answering.

One JSON command a line on stdin, one JSON answer a line on stdout. `open` reads a network and its
numbers from a file and answers with its loss; the others take milliseconds on it.
"""

import json
import os
import sys
import time

import numpy as np


def numbers(command):
    """Inputs [n, *shape], targets [n, outputs] and θ in the layout of the lab."""
    shape, samples, outputs = command["inputShape"], command["samples"], command["outputs"]
    values = np.fromfile(command["file"], dtype=np.float64)
    width = int(np.prod(shape))
    x, y, theta = np.split(values, np.cumsum([samples * width, samples * outputs]))
    return x.reshape(samples, *shape), y.reshape(samples, outputs), theta


def milliseconds(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1000, result


def first_command():
    """Says how many cores there are to be, which a library wants to know before it is imported."""
    command = json.loads(sys.stdin.readline())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: command["threads"]])
    return command


def serve(problem):
    say({"loss": problem.loss()})
    for line in sys.stdin:
        command = json.loads(line)
        what = command["do"]
        if what == "parameters":
            problem.set_parameters(np.fromfile(command["file"], dtype=np.float64))
            reply = {}
        elif what == "step":
            repeat = command["repeat"]
            ms, _ = milliseconds(lambda: problem.steps(command["stepSize"], repeat))
            reply = {"ms": ms / repeat}
        elif what == "sharpness":
            ms, found = milliseconds(problem.sharpness)
            reply = {"ms": ms, **found}
        else:
            reply = {"ms": milliseconds({"hvp": problem.hvp, "hvpAgain": problem.hvp_again}[what])[0]}
        say(reply)


def say(reply):
    print(json.dumps(reply), flush=True)
