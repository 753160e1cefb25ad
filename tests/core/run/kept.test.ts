/** Checkpoints that an experiment asks to be kept. */
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../../core/run/checkpoint";
import type { RunUpdate } from "../../../core/run/control";
import { collect, quadratic, start, type Changes } from "./support";

const kept = (all: RunUpdate[]) =>
  all.flatMap((update) => (update.type === "batch" ? (update.kept ?? []) : []));

function run(changes: Changes) {
  return start(quadratic([3, 1, 0.5]), Float64Array.of(1, -1, 2), {
    steps: 50,
    ...changes,
  });
}

const steps = (checkpoints: Checkpoint[]) =>
  checkpoints.map(({ step }) => step);

describe("checkpoints of an experiment", () => {
  it("are kept at the cadence, and at the last step", async () => {
    const { all } = await collect(run({ checkpoints: { every: 20 } }).updates);
    expect(steps(kept(all))).toEqual([20, 40, 50]);
  });

  it("are none where the experiment names no cadence", async () => {
    const { all } = await collect(run({}).updates);
    expect(kept(all)).toEqual([]);
  });

  it("come with the rows before them", async () => {
    const { updates, host } = run({ checkpoints: { every: 7 } });
    host.now = () => (host.time += 1);
    const rows: number[] = [];
    let count = 0;
    for await (const update of updates) {
      if (update.type !== "batch") continue;
      rows.push(...(update.batch.steps["step"] ?? []));
      for (const { step } of update.kept ?? []) {
        count++;
        expect(rows).toContain(step - 1);
      }
    }
    expect(count).toBe(8);
  });

  it("continue the run bit for bit, with what was kept later", async () => {
    const changes = {
      optimizer: { kind: "adam", stepSize: 0.05 } as const,
      checkpoints: { every: 10 },
      every: 4,
    };
    const straight = await collect(run(changes).updates);
    const checkpoint = kept(straight.all)[1];
    const later = await collect(run({ ...changes, checkpoint }).updates);
    const tail = straight.column("steps", "loss").slice(checkpoint.step);
    expect(later.column("steps", "loss")).toEqual(tail);
    expect(steps(kept(later.all))).toEqual([20, 30, 40, 50]);
    const last = (all: RunUpdate[]) => kept(all).at(-1);
    expect(last(later.all)?.theta).toEqual(last(straight.all)?.theta);
    expect(last(later.all)?.optimizer).toEqual(last(straight.all)?.optimizer);
  });
});
