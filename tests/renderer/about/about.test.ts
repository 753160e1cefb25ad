import { expect, it } from "vitest";
import type { About } from "../../../core/contract/about";
import { AboutController } from "../../../renderer/about/AboutController.svelte";
import { AppController } from "../../../renderer/AppController.svelte";
import { commandsOf } from "../../../renderer/commands";
import { fakeLab } from "../fake-lab";

const licence = (name: string, licence: string) => ({
  name,
  version: "1.0.0",
  licence,
  text: "As it says.",
});

const about: About = {
  versions: [{ name: "SQLite", version: "3.45.0" }],
  licences: [
    licence("katex", "MIT"),
    licence("@tensorflow/tfjs", "Apache-2.0"),
    licence("@tensorflow/tfjs-layers", "Apache-2.0 AND MIT"),
  ],
};

it("tells what the program is made of, and finds words in names and licences", async () => {
  const fake = fakeLab();
  fake.answer("app.about", () => about);
  const app = new AppController(fake.lab);
  app.info = {
    version: "1.2.3",
    archivePath: "/runs/archive.db",
    engines: { states: [{ state: "starting" }], hasRoom: false },
    threads: 2,
  };
  const sheet = new AboutController(app);
  expect(sheet.found).toEqual([]);
  await sheet.load();
  expect(sheet.facts).toEqual([
    ["Version", "1.2.3"],
    ["Archive", "/runs/archive.db"],
    ["SQLite", "3.45.0"],
    ["TensorFlow.js", "–"],
  ]);
  app.tensorflow = { available: true, version: "4.22.0" };
  expect(sheet.facts.at(-1)).toEqual(["TensorFlow.js", "4.22.0"]);
  expect(sheet.found).toHaveLength(3);
  sheet.query = "tensor mit ";
  expect(sheet.found.map(({ name }) => name)).toEqual([
    "@tensorflow/tfjs-layers",
  ]);
  sheet.query = "gpl";
  expect(sheet.found).toEqual([]);
});

it("says why it cannot tell", async () => {
  const fake = fakeLab();
  fake.refuse("app.about", { code: "engine", message: "The list is missing." });
  const sheet = new AboutController(new AppController(fake.lab));
  await sheet.load();
  expect(sheet.task.failure?.message).toBe("The list is missing.");
});

it("is opened by a command", () => {
  const app = new AppController(fakeLab().lab);
  commandsOf(app)
    .find(({ title }) => title === "About and licences")
    ?.run();
  expect(app.sheet).toBe("about");
});
