import { describe, expect, it } from "vitest";
import { readReport } from "../../renderer/report/content";
import { dateAndTime } from "../../renderer/lib/format";
import { fakeLab, run, series } from "./fake-lab";

const engine = {
  backend: "float64",
  precision: "float64",
  precisionReason: "The experiment asks for it.",
  parameters: 61,
  loss: "mean over samples of ½·Σ(f−y)²",
  data: { digest: "ab12", samples: 20, testSamples: 5 },
  versions: { edgeLab: "0.1.0" },
  threads: 2,
} as const;

async function reportOf(changes: Parameters<typeof run>[0]) {
  const { lab, answer } = fakeLab();
  answer("runs.open", () => run({ status: "finished", ...changes }));
  answer("runs.readSeries", ({ columns }) =>
    series([0, 1], Object.fromEntries(columns.map((name) => [name, [2, 1]]))),
  );
  answer("app.info", () => ({
    version: "0.1.0",
    archivePath: "",
    engines: { states: [{ state: "starting" }], hasRoom: false },
    threads: 2,
  }));
  return readReport(lab, 1);
}

const value = (
  { provenance }: Awaited<ReturnType<typeof reportOf>>,
  name: string,
) => provenance.find(({ term }) => term === name)?.value;

describe("the report of a run", () => {
  it("has the figures that there is something to see on", async () => {
    const whole = await reportOf({ engine });
    expect(whole.figures.map(({ title }) => title)).toEqual([
      "Loss",
      "Sharpness",
      "Curvature along the step",
    ]);
    const columns = {
      steps: ["step", "loss"],
      spectrum: [],
      test: [],
      batch: [],
      batchSteps: [],
    };
    const { figures } = await reportOf({ engine, columns });
    expect(figures.map(({ title }) => title)).toEqual(["Loss"]);
  });

  it("says in one sentence what was run", async () => {
    const { inWords } = await reportOf({ engine });
    expect(inWords).toMatch(
      /^A .+ network on .+, gradient descent with step size .+ steps.*\.$/,
    );
  });

  it("says what it was computed from and how far it is to be trusted", async () => {
    const rows = { steps: 100, spectrum: 12, test: 0, batch: 0, batchSteps: 0 };
    const good = await reportOf({ engine, rows });
    expect(value(good, "Data")).toBe(
      "20 samples; 5 test samples; SHA-256 ab12",
    );
    expect(value(good, "Residuals")).toMatch(
      /^All 12 measurements of sharpness met .* ≤ 1 × 10⁻⁸ · max \|λ\|\.$/,
    );
    const bad = await reportOf({ engine, rows, summary: { unconverged: 2 } });
    expect(value(bad, "Residuals")).toMatch(
      /^10 of 12 measurements .*; the others are marked\.$/,
    );
  });

  it("has the experiment as its file, unless that would fill pages", async () => {
    const short = await reportOf({ name: "Renamed" });
    expect(JSON.parse(short.file ?? "")).toMatchObject({
      edgeLab: 1,
      name: "Renamed",
    });
    const { spec } = run();
    const x = Array.from({ length: 500 }, (_, i) => [i]);
    const data = { source: "inline", x, y: x } as const;
    const long = await reportOf({ spec: { ...spec, data } as typeof spec });
    expect(long.file).toBeNull();
  });
});

it("dates on paper do not depend on the day", () => {
  expect(dateAndTime(new Date(2024, 2, 12, 8, 0).getTime())).toBe(
    "12 Mar 2024, 08:00",
  );
});
