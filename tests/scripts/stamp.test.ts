import fs from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { electronExecutable } from "../../scripts/setup/electron.mjs";
import { readStamp, writeStamp } from "../../scripts/setup/stamp.mjs";
import { temporaryFolder } from "./temporary";

const ELECTRON = path.join("node_modules/electron/dist", electronExecutable);
const LIBRARY =
  "node_modules/@tensorflow/tfjs-node/deps/lib/libtensorflow.so.2";

function preparedCheckout(): string {
  const project = temporaryFolder();
  const files = [
    "package-lock.json",
    "node_modules/.package-lock.json",
    "node_modules/electron/path.txt",
    "node_modules/electron/dist/version",
    ELECTRON,
    "node_modules/sqlite3/build/Release/node_sqlite3.node",
    LIBRARY,
    "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node",
  ];
  for (const name of files) {
    const file = path.join(project, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "content");
  }
  return project;
}

test("after a setup there is nothing to do", () => {
  const project = preparedCheckout();
  expect(readStamp(project)).toBeUndefined();
  writeStamp(project, { headless: false });
  expect(readStamp(project)).toBeDefined();
});

const changes: Record<string, (project: string) => void> = {
  "Electron is gone": (project) => fs.rmSync(path.join(project, ELECTRON)),
  "a library is cut off": (project) =>
    fs.truncateSync(path.join(project, LIBRARY), 3),
  "other packages are wanted": (project) =>
    fs.writeFileSync(path.join(project, "package-lock.json"), "other"),
  "npm has installed something": (project) =>
    fs.writeFileSync(
      path.join(project, "node_modules/.package-lock.json"),
      "other",
    ),
};

test.each(Object.entries(changes))("there is when %s", (_, change) => {
  const project = preparedCheckout();
  writeStamp(project, { headless: false });
  change(project);
  expect(readStamp(project)).toBeUndefined();
});

test("a checkout without TensorFlow remembers why", () => {
  const project = preparedCheckout();
  fs.rmSync(path.join(project, LIBRARY));
  writeStamp(project, {
    tensorflowProblem: "TensorFlow could not be had",
    headless: false,
  });
  expect(readStamp(project)?.tensorflowProblem).toBe(
    "TensorFlow could not be had",
  );
});

test("a checkout with an older Electron remembers why", () => {
  const project = preparedCheckout();
  const electronProblem = "its host does not answer";
  writeStamp(project, { headless: false, electronProblem });
  expect(readStamp(project)?.electronProblem).toBe(electronProblem);
});

test("a checkout for the command line alone says that it lacks Electron", () => {
  const project = preparedCheckout();
  fs.rmSync(path.join(project, "node_modules/electron/dist"), {
    recursive: true,
  });
  writeStamp(project, { headless: true });
  expect(readStamp(project)?.headless).toBe(true);
});
