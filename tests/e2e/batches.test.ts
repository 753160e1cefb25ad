/** A run with mini-batches in the window: designed, run, looked at, compared, and what the theory says of it. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { presetOf } from "../../core/experiment/presets";
import {
  ask,
  makeHome,
  openLab,
  removeHome,
  savedFigure,
  seriousProblems,
  wordsOf,
  type Lab,
} from "./lab";

let home: string;
let lab: Lab;
beforeAll(async () => {
  home = await makeHome();
  lab = await openLab(home);
  const spec = {
    ...presetOf("chebyshev").spec,
    name: "Small batches",
    steps: 400,
    batch: { size: 4, seed: 1, lossEvery: 10 },
    measure: {
      sharpness: { every: 10, k: 1 },
      batchSharpness: { every: 20, max: 60 },
    },
  };
  for (const [i, size] of [4, 10].entries()) {
    const name = i === 0 ? "Small batches" : "Larger batches";
    const batch = { ...spec.batch, size };
    await ask(lab.page, "queue.start", { ...spec, name, batch });
    await vi.waitFor(
      async () => {
        const reply = await ask(lab.page, "runs.open", i + 1);
        expect(reply.ok && reply.value.status).toBe("finished");
      },
      { timeout: 60_000, interval: 100 },
    );
  }
});
afterAll(async () => {
  await lab.quit().catch(() => undefined);
  await removeHome(home);
  expect(lab.complaints).toEqual([]);
});

const shots = process.env.EDGE_LAB_SHOTS;
async function shot(name: string) {
  if (shots) await lab.page.screenshot({ path: join(shots, `${name}.png`) });
}

const show = (name: string) =>
  lab.page
    .getByRole("listbox")
    .getByRole("option", { name: new RegExp(name) })
    .first()
    .click();

const menuOf = (title: string) =>
  lab.page
    .getByRole("button", { name: new RegExp(`^Chart\\W+${title}$`) })
    .click();

test("the sharpness chart has the batch sharpness, read with its standard error", async () => {
  await show("Small batches");
  await lab.page
    .getByText(/batch sharpness/)
    .first()
    .waitFor();
  await shot("run");
  await menuOf("Sharpness");
  const words = wordsOf(
    await savedFigure(
      lab,
      lab.page.getByRole("button", { name: /^Figure….*: Sharpness$/ }),
      join(home, "sharpness.svg"),
    ),
  );
  expect(words).toContain("BS");
  expect(await seriousProblems(lab.page)).toEqual([]);
});

test("the charts of the batches can be shown, and the axis in epochs", async () => {
  await menuOf("Sharpness");
  await lab.page
    .getByRole("checkbox", { name: "Epochs in place of steps" })
    .check();
  await lab.page.keyboard.press("Escape");
  await shot("epochs");
  await menuOf("Sharpness");
  const words = wordsOf(
    await savedFigure(
      lab,
      lab.page.getByRole("button", { name: /^Figure….*: Sharpness$/ }),
      join(home, "epochs.svg"),
    ),
  );
  expect(words).toContain("epoch");
});

test("the theory says what of it holds, with the run's own α and β", async () => {
  await lab.page
    .getByRole("navigation")
    .getByRole("link", { name: "Theory" })
    .or(lab.page.getByRole("button", { name: "Theory", exact: true }))
    .first()
    .click();
  const holds = lab.page.getByRole("region", { name: "With mini-batches" });
  await holds.getByText("The edge moves to the batches.").waitFor();
  await holds
    .getByRole("button", { name: "Compute α and β at step 400" })
    .click();
  await holds.getByText("restoring force").waitFor({ timeout: 30_000 });
  await shot("theory");
  expect(await seriousProblems(lab.page)).toEqual([]);
});
