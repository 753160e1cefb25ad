import { describe, expect, it, vi } from "vitest";
import { presetOf } from "../../../core/experiment/presets";
import { render } from "svelte/server";
import { Preferences } from "../../../renderer/Preferences.svelte";
import { Folds } from "../../../renderer/screens/theory/Folds.svelte";
import TheoryScreen from "../../../renderer/screens/theory/TheoryScreen.svelte";
import { TheoryController } from "../../../renderer/screens/theory/Controller.svelte";
import {
  analysedSentence,
  whyNot,
} from "../../../renderer/screens/theory/subject";
import {
  firstWanted,
  readWanted,
} from "../../../renderer/screens/theory/wanted";
import { analysed } from "../theory-analysis";
import { fakeLab, run } from "../fake-lab";

const { spec } = presetOf("chebyshev");
const descent = (id: number, changes: Parameters<typeof run>[0] = {}) =>
  run({ id, spec, status: "finished", ...changes });

function setUp(rows = [descent(2), descent(1)]) {
  const fake = fakeLab();
  fake.answer("runs.open", (id) => {
    const found = rows.find((row) => row.id === id);
    if (!found) throw new Error("There is no such run.");
    return found;
  });
  fake.answer("theory.read", () => ({}));
  fake.answer("theory.progress", () => null);
  fake.answer("theory.analyse", () => undefined);
  fake.answer("theory.cancel", () => undefined);
  return { fake, theory: new TheoryController(fake.lab, () => rows) };
}

describe("which run", () => {
  it("is the newest that can be analysed where none is named", async () => {
    const adam = presetOf("mnist-1k-adam").spec;
    const { theory } = setUp([run({ id: 3, spec: adam }), descent(2)]);
    await theory.choose();
    expect(theory.run?.id).toBe(2);
    expect(theory.whyNot).toBeNull();
    expect(theory.view).toBeNull();
  });

  it("may be one of which there is nothing to say, and says why", async () => {
    const adam = presetOf("mnist-1k-adam").spec;
    const { theory } = setUp([run({ id: 3, spec: adam })]);
    await theory.choose(3);
    expect(theory.whyNot).toContain("plain gradient descent");
    expect(whyNot(descent(1, { status: "running" }))).toContain("not over yet");
    expect(whyNot(descent(1, { status: "failed" }))).toContain("failed");
  });

  it("is none without runs", async () => {
    const { theory } = setUp([]);
    await theory.choose();
    expect(theory.run).toBeNull();
    expect(theory.task.failure).toBeNull();
  });
});

describe("a stored analysis", () => {
  it("without rows shows no figures and says so, and the page does not break", async () => {
    const { summary } = analysed();
    const theory = { ...summary, steps: 0, start: null };
    const setup = setUp([descent(1, { status: "diverged", theory })]);
    await setup.theory.choose(1);
    expect(setup.theory.view).toBeNull();
    expect(setup.theory.isEmpty).toBe(true);
    expect(setup.theory.task.failure).toBeNull();
  });

  it("with fewer columns, of another version, has the others without values", async () => {
    const { summary } = analysed();
    const setup = setUp([descent(1, { theory: summary })]);
    const step = Float64Array.of(0, 1);
    setup.fake.answer("theory.read", () => ({ step, loss: step }));
    await setup.theory.choose(1);
    expect(setup.theory.isEmpty).toBe(false);
    const columns = setup.theory.view?.columns ?? {};
    expect([...columns["loss"]]).toEqual([0, 1]);
    expect([...columns["centralLoss"]]).toEqual([NaN, NaN]);
  });
});

it("what a relu net leaves out is said before its analysis", async () => {
  const { theory } = setUp([descent(2), descent(1)]);
  await theory.choose(1);
  expect(theory.leavesOut).toBeNull();
  const relu = presetOf("mnist-5k-relu").spec;
  const other = setUp([descent(3, { spec: relu })]);
  await other.theory.choose(3);
  expect(other.theory.whyNot).toBeNull();
  expect(other.theory.leavesOut).toContain(
    "An analysis therefore leaves out the constrained trajectory",
  );
});

describe("how long an analysis takes", () => {
  const engine = {
    backend: "float64",
    precision: "float64",
    precisionReason: "",
    parameters: 61,
    loss: "",
    data: null,
    versions: {},
    threads: 1,
  } as const;
  const summary = { crossingStep: 2, step: 4 };
  /** Steps of 0.61 s, all measured with 61 products. */
  const tables = {
    steps: { step: [0, 1, 2, 3, 4], seconds: [0, 0.61, 1.22, 1.83, 2.44] },
    spectrum: { step: [0, 1, 2, 3, 4], products: [61, 61, 61, 61, 61] },
  };
  function measured() {
    const setup = setUp([descent(1, { engine, summary })]);
    setup.fake.answer("runs.readTable", ({ table }) =>
      Object.fromEntries(
        Object.entries(tables[table as keyof typeof tables]).map(
          ([name, values]) => [name, Float64Array.from(values)],
        ),
      ),
    );
    return setup;
  }

  it("is said before it, by the times of the run, and follows what is typed", async () => {
    const { theory } = measured();
    await theory.choose(1);
    // 240 steps of 19 and a start of 64 measured steps, of 0.61/1.3 s to 0.61·1.3 s, and of 1/1.6 to 1.6 of these.
    expect(theory.takes).toBe(
      "Takes 22 min to 2 h, by the times that the run recorded.",
    );
    theory.change({ steps: "10", flows: false });
    expect(theory.takes).toBe(
      "Takes 35 s to 3 min, by the times that the run recorded.",
    );
    theory.change({ steps: "many" });
    expect(theory.takes).toBeNull();
  });

  it("stands beside the button that begins it", async () => {
    // What plays on the page asks whether it may move.
    vi.stubGlobal("matchMedia", () => ({ matches: true }));
    const { theory, fake } = measured();
    await theory.choose(1);
    const { body } = render(TheoryScreen, {
      props: {
        theory,
        folds: new Folds(new Preferences(fake.lab)),
        onnew: () => undefined,
        onopen: () => undefined,
      },
    });
    expect(body).toMatch(
      /Analyse this run[^]*Takes 22 min to 2 h, by the times that the run recorded\.[^]*<\/form>/,
    );
    vi.unstubAllGlobals();
  });

  it("is not said where the run recorded nothing to tell it from", async () => {
    const { theory, fake } = setUp([descent(1, { engine, summary })]);
    fake.answer("runs.readTable", () => {
      throw new Error("It cannot be read.");
    });
    await theory.choose(1);
    expect(theory.run?.id).toBe(1);
    expect(theory.takes).toBeNull();
    expect(theory.task.failure).toBeNull();
  });
});

it("what was analysed is a sentence", () => {
  const { summary } = analysed();
  expect(analysedSentence(summary)).toBe(
    "Analysed over 240 steps from step 991.",
  );
  const alarm = { kind: "ended", step: 9, message: "So.", advice: "" } as const;
  expect(analysedSentence({ ...summary, alarms: [alarm], steps: 1 })).toBe(
    "Analysed over 1 step from step 991, with 1 note.",
  );
  expect(analysedSentence({ ...summary, from: 60, steps: 0 })).toBe(
    "Analysed on its way, 60 steps.",
  );
});

describe("an analysis", () => {
  it("is asked for as it is typed", async () => {
    const { theory, fake } = setUp();
    await theory.choose(1);
    theory.change({ steps: "60", kick: "0" });
    await theory.analyse();
    expect(fake.asked.at(-1)).toEqual({
      name: "theory.analyse",
      args: [1, { from: "crossing", steps: 60, kick: 0, flows: true }],
    });
    expect(theory.share).toBe(0);
  });

  it("that is asked for wrongly is refused at once, by the name of the field", async () => {
    const { theory, fake } = setUp();
    await theory.choose(1);
    const before = fake.asked.length;
    theory.change({ steps: "many" });
    await theory.analyse();
    expect(theory.task.failure?.message).toContain("Steps must be");
    expect(fake.asked).toHaveLength(before);
    expect(theory.share).toBeNull();
    expect(readWanted({ ...firstWanted, from: "-3" })).toHaveProperty("error");
  });

  it("tells how far it is, and is on screen when it is done", async () => {
    const rows = [descent(1)];
    const { theory, fake } = setUp(rows);
    await theory.choose(1);
    await theory.analyse();
    theory.changed({ runId: 1, share: 0.4 });
    expect(theory.share).toBe(0.4);
    theory.changed({ runId: 9, share: 0.9 });
    expect(theory.share).toBe(0.4);

    const { columns, summary } = analysed();
    rows[0] = { ...rows[0], theory: summary };
    fake.answer("theory.read", () => columns);
    theory.changed({ runId: 1, share: null, error: null });
    await vi.waitFor(() => expect(theory.view).not.toBeNull());
    expect(theory.share).toBeNull();
    expect(theory.view?.columns).toEqual(columns);
    theory.view?.oncursor(991);
    expect(theory.view?.cursor).toBe(991);
  });

  it("that fails says why", async () => {
    const { theory } = setUp();
    await theory.choose(1);
    const error = { code: "engine" as const, message: "It ended." };
    theory.changed({ runId: 1, share: null, error });
    await vi.waitFor(() => expect(theory.task.failure).toEqual(error));
  });

  it("can be cancelled, and one that went on elsewhere is found", async () => {
    const { theory, fake } = setUp();
    fake.answer("theory.progress", () => ({ runId: 1, share: 0.3 }));
    await theory.choose(1);
    expect(theory.share).toBe(0.3);
    await theory.cancel();
    expect(fake.asked.at(-1)).toEqual({ name: "theory.cancel", args: [1] });
  });
});
