import { expect, it } from "vitest";
import { commandLine } from "../../../main/study/cluster/write";

it("of a checkout, a task runs with the same Node.js, or with the one of the nodes", () => {
  expect(commandLine("/lab/out/main", "/opt/node 20/node", false)).toEqual({
    names: "NODE='/opt/node 20/node'\nEDGE_LAB=/lab/out/main/cli.js",
    call: '"$NODE" "$EDGE_LAB"',
  });
  const { names } = commandLine("/lab/out/main", "/lab/electron", true);
  expect(names).toBe("NODE=node\nEDGE_LAB=/lab/out/main/cli.js");
});

it("of an installed program, a task runs with the command line beside it", () => {
  const folder = "/opt/Edge Lab/resources/app.asar/out/main";
  expect(commandLine(folder, "/opt/Edge Lab/edge-lab", true)).toEqual({
    names: "EDGE_LAB='/opt/Edge Lab/edge-lab-cli'",
    call: '"$EDGE_LAB"',
  });
});
