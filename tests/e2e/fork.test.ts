/** "Change from here…": a fork of a run in the window. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  seriousProblems,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const { spec } = presetOf("chebyshev");
  const parent = { name: "Cubic", steps: 120, checkpoints: { every: 50 } };
  await ask(lab.page, "queue.start", { ...spec, ...parent });
  await finished(1);
});
afterAll(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

function finished(id: number) {
  return vi.waitFor(
    async () => {
      const reply = await ask(lab.page, "runs.open", id);
      if (!reply.ok || reply.value.status !== "finished")
        throw new Error(`Run ${id} is not finished.`);
      return reply.value;
    },
    { timeout: 60_000, interval: 100 },
  );
}

async function lossOf(runId: number) {
  const reply = await ask(lab.page, "runs.readTable", {
    runId,
    table: "steps",
    columns: ["loss"],
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.value;
}

async function open(name: RegExp) {
  const runs = lab.page.getByRole("listbox");
  await runs.getByRole("option", { name }).first().click();
  await lab.page.getByRole("heading", { level: 1, name }).waitFor();
}

const dialog = () => lab.page.getByRole("dialog");
const start = () => dialog().getByRole("button", { name: "Start fork" });

async function changeFrom(step: number) {
  const slider = lab.page.getByRole("slider", { name: "Step on screen" });
  await slider.fill(String(step));
  await lab.page.getByRole("button", { name: "Change from here…" }).click();
  await dialog()
    .getByRole("heading", { name: `Change from step ${step} on` })
    .waitFor();
}

test("a run is changed from the step on screen on, beside the run itself", async () => {
  await open(/^Cubic/);
  await changeFrom(60);
  await dialog()
    .getByText(/Nothing is changed/)
    .waitFor();
  await dialog()
    .getByText("First 10 steps from the checkpoint at step 50 on are computed")
    .waitFor();
  expect(await seriousProblems(lab.page)).toEqual([]);

  // The fields of the design form, with their refusals.
  const box = dialog().getByRole("textbox", { name: "Step size η" });
  await box.fill("-1");
  await dialog()
    .getByText(/Step size must be/)
    .first()
    .waitFor();
  expect(await start().isDisabled()).toBe(true);
  await box.fill("0.1");
  const steps = dialog().getByRole("textbox", { name: "Steps" });
  await steps.fill("60");
  await dialog()
    .getByText(
      "A fork at step 60 needs more than 60. 61 is the smallest number allowed.",
    )
    .waitFor();
  await steps.fill("140");

  await dialog().getByText("What cannot be changed here").click();
  await dialog()
    .getByText(/A fork cannot change the model/)
    .waitFor();

  await dialog().getByRole("button", { name: "Add a setting" }).click();
  await dialog().getByRole("searchbox").fill("weight decay");
  await dialog().getByRole("searchbox").press("Enter");
  await dialog()
    .getByRole("textbox", { name: /Weight decay/ })
    .fill("0.001");
  await dialog()
    .getByText(
      /Changes step size 0.2 → 0.1, weight decay 0 → 0.001, steps 120 → 140/,
    )
    .waitFor();
  await dialog()
    .getByRole("button", { name: "Leave weight decay as it is" })
    .click();
  await dialog()
    .getByText("Changes step size 0.2 → 0.1, steps 120 → 140.")
    .waitFor();
  await start().click();

  await lab.page
    .getByRole("heading", { level: 1, name: "Cubic, 2 changes from step 60" })
    .waitFor();
  const fork = await finished(2);
  expect(fork).toMatchObject({ parent: 1, fork: { step: 60 } });
  await lab.page
    .getByText("From step 60: step size 0.2 → 0.1, steps 120 → 140")
    .waitFor();
  await lab.page
    .getByRole("main")
    .getByText(/All 80 steps of the fork done/)
    .waitFor();
  await lab.page.getByText("dotted: the run that it goes on from").waitFor();
  await lab.page.getByRole("button", { name: "Clone from step 0…" }).waitFor();
  const [parent, own] = [await lossOf(1), await lossOf(2)];
  expect([own.step[0], own.step.at(-1)]).toEqual([60, 140]);
  expect(own.loss[0]).toBe(parent.loss[60]);
  // The slider does not go before its first step.
  const slider = lab.page.getByRole("slider", { name: "Step on screen" });
  await slider.press("Home");
  expect(await slider.getAttribute("aria-valuetext")).toBe("Step 60 of 140");
  await lab.page.getByRole("tab", { name: /^Network/ }).click();
  await lab.page.getByText("at step 60", { exact: true }).waitFor();
  expect(await seriousProblems(lab.page)).toEqual([]);
});

test("a fork is compared with its run, and forked itself", async () => {
  await open(/^Cubic, 2 changes/);
  await lab.page.getByRole("button", { name: "Compare the two" }).click();
  await lab.page
    .getByText(/2 runs/)
    .first()
    .waitFor();
  const legend = lab.page.getByTitle(/From step 60: step size 0.2 → 0.1/);
  await legend.first().waitFor();
  await open(/^Cubic, 2 changes/);
  await changeFrom(100);
  await dialog().getByRole("textbox", { name: "Step size η" }).fill("0.3");
  await start().click();
  await finished(3);
  await lab.page
    .getByRole("heading", {
      level: 1,
      name: "Cubic, step size 0.3 from step 100",
    })
    .waitFor();
  await lab.page.getByRole("button", { name: "Show run 2" }).click();
  await lab.page
    .getByRole("heading", { level: 1, name: "Cubic, 2 changes from step 60" })
    .waitFor();
});

test("at its end a run is continued", async () => {
  await open(/^Cubic$|^Cubic(?!,)/);
  await changeFrom(120);
  await dialog().getByText("Changes steps 120 → 240.").waitFor();
  await lab.page.keyboard.press("Escape");
  await dialog().waitFor({ state: "detached" });
});

test("outlives its run; the archive shows what checkpoints take, and drops them", async () => {
  for (const request of ["runs.remove", "runs.purge"] as const)
    expect(await ask(lab.page, request, [1])).toMatchObject({ ok: true });
  expect(await finished(2)).toMatchObject({ parent: null });
  await open(/^Cubic, 2 changes/);
  await lab.page
    .getByText("is not in this archive; the fork needs it for nothing.")
    .waitFor();
  const before = await finished(2);
  expect(before.keptBytes).toBeGreaterThan(0);
  await lab.page.getByRole("button", { name: "Archive" }).first().click();
  await lab.page
    .getByRole("row", { name: /Cubic, 2 changes/ })
    .first()
    .click();
  await lab.page.getByText(/Its kept checkpoints take/).waitFor();
  await lab.page.getByRole("button", { name: "Drop checkpoints…" }).click();
  await lab.page.getByRole("button", { name: /Drop checkpoints of/ }).click();
  await lab.page
    .getByText(/Its kept checkpoints take/)
    .waitFor({ state: "detached" });
  expect(await finished(2)).toMatchObject({ keptBytes: 0 });
});
