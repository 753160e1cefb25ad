/** Reading data for the window: real files and the answers of the engine, a fake process around them. */
import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { dataSchema } from "../../core/data/spec";
import { RunControl } from "../../core/run/control";
import { DataReader, stamps } from "../../main/data-reader";
import { answer } from "../../main/engine/answer";
import { dataFiles } from "../../main/engine/data-files";
import { NetworkLooks } from "../../main/engine/network-looks";
import { FakeChild } from "./engine/fake-child";

function setUp() {
  const children: FakeChild[] = [];
  const told: unknown[] = [];
  const reader = new DataReader({
    fork: () => {
      const child = new FakeChild();
      children.push(child);
      queueMicrotask(() => child.ready());
      return child;
    },
    announce: (event, payload) => void told.push([event, payload]),
    onError: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    for (const child of children) child.exit(1);
    await reader.close();
  });
  return { reader, children, told };
}

async function folder() {
  const path = await mkdtemp(join(tmpdir(), "edge-lab-reader-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

const iris = dataSchema.parse({ source: "iris" });
const preview = {
  samples: 2,
  inputShape: [1],
  targetWidth: 1,
  classes: null,
  rows: [],
  testSamples: 0,
  cautions: [],
};

it("starts its process when it is asked, tells how far it is, and answers", async () => {
  const { reader, children, told } = setUp();
  expect(children).toHaveLength(0);
  const asked = reader.preview(iris);
  const [child] = children;
  await vi.waitFor(() => expect(child.commandTypes).toEqual(["ask"]));
  child.says({ type: "progress", id: 1, share: 0.25 });
  child.says({
    type: "answered",
    id: 1,
    answer: { kind: "preview", preview },
  });
  expect(await asked).toEqual(preview);
  expect(told).toEqual([["readingChanged", { share: 0.25 }]]);
});

it("is stopped, and hands on what is refused", async () => {
  const { reader, children } = setUp();
  const asked = reader.survey(iris);
  const [child] = children;
  await vi.waitFor(() => expect(child.commandTypes).toEqual(["ask"]));
  reader.stop();
  expect(child.commandTypes).toEqual(["ask", "stop"]);
  const error = { code: "stopped", message: "Stopped." } as const;
  child.says({ type: "refused", id: 1, error });
  await expect(asked).rejects.toMatchObject({ error });
});

it("starts anew after its process ended", async () => {
  const { reader, children } = setUp();
  const asked = reader.preview(iris);
  await vi.waitFor(() => expect(children[0].commandTypes).toEqual(["ask"]));
  children[0].exit(9);
  await expect(asked).rejects.toMatchObject({ error: { code: "engine" } });
  const again = reader.preview(iris);
  await vi.waitFor(() => expect(children[1].commandTypes).toEqual(["ask"]));
  children[1].says({
    type: "answered",
    id: 2,
    answer: { kind: "preview", preview },
  });
  expect(await again).toEqual(preview);
});

it("the engine surveys a table, and stops in the middle of a long one", async () => {
  const path = join(await folder(), "long.csv");
  await writeFile(path, `a,b\n${"1.25,2.5\n".repeat(500_000)}`);
  const data = dataSchema.parse({ source: "csv", path });
  const surroundings = {
    files: dataFiles(),
    tensorflow: () => {
      throw new Error("It needs no TensorFlow.");
    },
  };
  const control = new RunControl();
  const question = { kind: "survey", data } as const;
  const looks = new NetworkLooks(surroundings);
  const found = await answer(
    question,
    control,
    surroundings,
    looks,
    () => undefined,
  );
  expect(found).toMatchObject({ survey: { rows: 500_000 } });
  let last = 0;
  const stopped = answer(question, control, surroundings, looks, (share) => {
    last = share;
    control.stop();
  });
  await expect(stopped).rejects.toMatchObject({ error: { code: "stopped" } });
  expect(last).toBeLessThan(0.5);
  const noTable = { kind: "survey", data: iris } as const;
  await expect(
    answer(noTable, new RunControl(), surroundings, looks, () => undefined),
  ).rejects.toThrow("is not a table");
});

it("a file that was changed or is gone has another stamp", async () => {
  const path = join(await folder(), "small.csv");
  await writeFile(path, "a,b\n1,2\n");
  const [first, none] = await stamps([path, `${path}.none`]);
  expect(first).not.toBeNull();
  expect(none).toBeNull();
  expect(await stamps([path])).toEqual([first]);
  await utimes(path, new Date(), new Date(Date.now() + 60_000));
  expect(await stamps([path])).not.toEqual([first]);
  await rm(path);
  expect(await stamps([path])).toEqual([null]);
});
