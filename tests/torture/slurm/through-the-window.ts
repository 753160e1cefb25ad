import { expect } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { ask, openLab } from "../../e2e/lab";
import type { Cluster } from "./cluster";

/** Sends a sweep from the window to Slurm, and brings it back there. @param folder that it is written to */
export async function throughTheWindow(
  home: string,
  folder: string,
  cluster: Cluster,
) {
  const lab = await openLab(home, [], cluster.env);
  const { page, app } = lab;
  try {
    await page.getByRole("button", { name: "New run" }).first().click();
    const { title } = presetOf("chebyshev");
    await page.getByRole("radio", { name: title, exact: true }).check();
    await page.getByLabel("Steps", { exact: true }).fill("2000");
    await page.getByRole("button", { name: /^Sweep/ }).click();
    await page
      .getByLabel("Values of step size", { exact: true })
      .fill("0.1, 0.2, 0.3, 0.4");
    await page.getByLabel("Name of the study").fill("Four step sizes");
    await page.getByRole("button", { name: "Run on a cluster…" }).click();
    const dialog = page.getByRole("dialog", { name: "Run on a cluster" });
    await dialog.getByLabel("Runs per task").fill("2");
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () =>
        Promise.resolve({ filePath, canceled: false });
    }, folder);
    await dialog.getByRole("button", { name: "Write the folder…" }).click();
    await dialog.getByText("Submitted 4 runs in 2 tasks.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();

    const region = page.getByRole("region", { name: "Studies on a cluster" });
    await region
      .getByText(/^0 of 4 finished( · \d (running|waiting))+$/)
      .waitFor();
    await region.getByText(/^4 of 4 finished$/).waitFor({ timeout: 120_000 });
    await region
      .getByRole("button", { name: "Collect results of Four step sizes" })
      .click();
    await page
      .getByText("Four step sizes: 4 of 4 runs were added to the archive.")
      .waitFor();
    const rows = await ask(page, "runs.list");
    if (!rows.ok) throw new Error(rows.error.message);
    const found = rows.value.map(({ status, groupName, spec }) => ({
      status,
      groupName,
      stepSize: "stepSize" in spec.optimizer && spec.optimizer.stepSize,
    }));
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining(
        [0.1, 0.2, 0.3, 0.4].map((stepSize) => ({
          status: "finished",
          groupName: "Four step sizes",
          stepSize,
        })),
      ),
    );
    expect(lab.complaints).toEqual([]);
  } finally {
    await lab.quit();
  }
}
