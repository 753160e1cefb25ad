import { expect, test } from "vitest";
import { requireExperiment } from "../../../core/experiment/validate";
import { withAbsolutePaths } from "../../../main/command-line/paths";

const spec = (data: object) =>
  requireExperiment({
    edgeLab: 1,
    name: "x",
    data,
    model: { kind: "network", layers: [{ type: "dense", units: 10 }] },
    loss: "cross-entropy",
    optimizer: { kind: "gd", stepSize: 0.1 },
    steps: 3,
  });

test.each([
  [
    { source: "csv", path: "a.csv", targetKind: "class" },
    { path: "/data/a.csv" },
  ],
  [
    { source: "csv", path: "/other/a.csv", targetKind: "class" },
    { path: "/other/a.csv" },
  ],
  [
    { source: "idx", images: "../i.gz", labels: "l" },
    { images: "/i.gz", labels: "/data/l" },
  ],
  [
    { source: "npy", inputs: "x.npy", targets: "/y.npy" },
    { inputs: "/data/x.npy", targets: "/y.npy" },
  ],
  [{ source: "cifar10", path: "b.bin" }, { path: "/data/b.bin" }],
  [
    { source: "cifar10", path: ["b/1", "/b/2"] },
    { path: ["/data/b/1", "/b/2"] },
  ],
])("%j", (data, expected) => {
  const before = spec(data);
  expect(withAbsolutePaths(before, "/data")).toEqual({
    ...before,
    data: { ...before.data, ...expected },
  });
});

test("an experiment without files stays as it is", () => {
  const before = spec({ source: "mnist", samples: 100 });
  expect(withAbsolutePaths(before, "/data")).toEqual(before);
});
