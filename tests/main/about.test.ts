import { expect, test } from "vitest";
import { devDependencies } from "../../package.json";
import { outdatedElectron } from "../../main/about";

test("an Electron older than the one the lab is made for is named, with what it means and what to do", () => {
  expect(outdatedElectron("33.2.1", "45.5.0")).toBe(
    "This copy uses Electron 33.2.1, which no longer gets security fixes; the lab is made for Electron 45.5.0. " +
      "It loads nothing from the network, so what remains is the files you open: open only those from people you " +
      "trust, or set the lab up again on a network that reaches github.com.",
  );
});

test("nothing is said of the current one, a newer one, and where there is none", () => {
  expect(outdatedElectron("45.0.0", "45.5.0")).toBeUndefined();
  expect(outdatedElectron("100.1.0", "45.5.0")).toBeUndefined();
  expect(outdatedElectron(undefined, "45.5.0")).toBeUndefined();
  expect(outdatedElectron(devDependencies.electron)).toBeUndefined();
});
