/** An engine process with too little memory: V8 ends it, Electron says why, and so does the window. */
import { setTimeout } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { golden } from "../core/support";
import { ask, makeHome, openLab, removeHome } from "./lab";

test("an engine process that runs out of memory says so, and what to do; the next one works", async () => {
  const home = await makeHome();
  onTestFinished(() => removeHome(home));
  const lab = await openLab(home);
  onTestFinished(() => lab.quit());
  const state = async (id: number) => {
    const reply = await ask(lab.page, "runs.open", id);
    return reply.ok ? reply.value : null;
  };
  // The engine process that is there ends; the next one has a heap of 8 MB.
  const engines = await lab.app.evaluate(({ app, utilityProcess }) => {
    const { fork } = utilityProcess;
    utilityProcess.fork = (path, args, options) => {
      utilityProcess.fork = fork;
      const execArgv = ["--js-flags=--max-old-space-size=8"];
      return fork(path, args, { ...options, execArgv });
    };
    return app
      .getAppMetrics()
      .filter(({ name }) => name?.startsWith("Edge Lab engine"))
      .map(({ pid }) => pid);
  });
  for (const pid of engines) process.kill(pid, "SIGKILL");
  await setTimeout(500);

  await ask(lab.page, "queue.start", golden);
  await vi.waitUntil(
    async () => (await state(1))?.status === "interrupted",
    20_000,
  );
  expect((await state(1))?.error).toEqual({
    code: "engine",
    message: "The compute engine ran out of memory.",
    hint: expect.stringContaining("Use fewer samples"),
  });
  await lab.page
    .getByText("The compute engine ran out of memory during run 1")
    .waitFor();

  await ask(lab.page, "queue.start", golden);
  await vi.waitUntil(
    async () => (await state(2))?.status === "finished",
    20_000,
  );
  expect(lab.complaints).toEqual([]);
});
