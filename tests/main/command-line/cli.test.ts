/** The built command line as its own process, as a person would run it. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Span } from "../../../core/experiment/forecast";
import { filePresets, presets } from "../../../core/experiment/presets";
import type { ResultFile } from "../../../core/export/result-file";

const cli = resolve("out/main/cli.js");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "edge-lab-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Exit {
  code: number | null;
  out: string;
  err: string;
}

function lab(
  args: string[],
  options: { input?: string; interruptAt?: RegExp } = {},
): Promise<Exit> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, EDGE_LAB_HOME: join(folder, "home") },
  });
  let [out, err] = ["", ""];
  let interrupted = false;
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  child.stderr.on("data", (text: Buffer) => {
    err += text.toString();
    if (options.interruptAt?.test(err) && !interrupted) {
      interrupted = true;
      child.kill("SIGINT");
    }
  });
  child.stdin.end(options.input ?? "");
  return new Promise((done) =>
    child.on("close", (code) => done({ code, out, err })),
  );
}

const golden = presets.find(({ id }) => id === "chebyshev")?.spec;
const spec = (changes: object) =>
  JSON.stringify({ ...golden, steps: 50, ...changes });

describe("run", () => {
  test("finishes with 0; the result file and the archive hold the same run", async () => {
    const file = join(folder, "spec.json");
    const out = join(folder, "result.json");
    await writeFile(file, spec({ name: "a first run", steps: 1000 }));
    const run = await lab(["run", file, "--out", out]);
    expect(run.code).toBe(0);
    expect(run.err).toContain("Sharpness reached 2/η at step 991.");
    expect(run.out).toMatch(/finished at step 1000/);
    const { result, ...experiment } = JSON.parse(
      await readFile(out, "utf8"),
    ) as ResultFile;
    expect(experiment).toMatchObject({ name: "a first run", steps: 1000 });
    expect(result.status).toBe("finished");
    expect(result.series.step).toHaveLength(1001);
    expect(result.series["spectrum.lambda1"]).toHaveLength(1001);
    expect(result.series.directional.at(-1)).toBeNull();
    expect(result.summary.crossingStep).toBe(991);
    const list = await lab(["list"]);
    expect(list.out).toMatch(/finished\s+1000.*991\s+a first run/);
    const id = /^(\d+)/m.exec(list.out)?.[1] ?? "";
    const shown = await lab(["show", id, "--json"]);
    expect((JSON.parse(shown.out) as ResultFile).result).toEqual(result);
    const table = join(dirname(out), "steps.csv");
    await lab(["show", id, "--out", table]);
    const [names, ...rows] = (await readFile(table, "utf8"))
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    expect(names[1]).toBe("loss");
    expect(rows.map(([, loss]) => Number(loss))).toEqual(result.series.loss);
    const again = await lab(["run", out, "--json"]);
    const repeated = JSON.parse(again.out) as ResultFile;
    expect(repeated.result.series.loss).toEqual(result.series.loss);
  });

  test("diverges with 3, the rows kept", async () => {
    const optimizer = { kind: "gd", stepSize: 50 };
    const run = await lab(["run", "-", "--json"], {
      input: spec({ optimizer }),
    });
    expect(run.code).toBe(3);
    const { result } = JSON.parse(run.out) as ResultFile;
    expect(result.status).toBe("diverged");
    expect(result.series.step.length).toBeGreaterThan(0);
  });

  test("an interrupt ends it with 130 and the partial run is kept", async () => {
    const input = spec({ name: "interrupted one", steps: 10_000_000 });
    const run = await lab(["run", "-", "--json"], {
      input,
      interruptAt: /loss/,
    });
    expect(run.code).toBe(130);
    const { result } = JSON.parse(run.out) as ResultFile;
    expect(result.status).toBe("interrupted");
    expect(result.series.step).toHaveLength(result.summary.step + 1);
    expect((await lab(["list"])).out).toMatch(/interrupted.*interrupted one/);
  });

  test("an interrupted run resumes, and comes out as if nothing had happened", async () => {
    // Enough work for an interrupt to come in the middle, by any clock.
    const steps = 100_000;
    const measure = { sharpness: { every: 50, k: 2 } };
    const input = spec({ name: "resumed one", steps, measure });
    const cut = await lab(["run", "-", "--json"], {
      input,
      interruptAt: /Sharpness reached/,
    });
    expect(cut.code).toBe(130);
    const first = (JSON.parse(cut.out) as ResultFile).result;
    expect(first.summary.step).toBeLessThan(steps);
    const list = await lab(["list"]);
    const id = /^(\d+).*resumed one/m.exec(list.out)?.[1] ?? "";
    const shown = await lab(["show", id]);
    expect(shown.out).toContain(`from step ${first.summary.step}`);

    const resumed = await lab(["resume", id, "--json"]);
    expect(resumed.code).toBe(0);
    const straight = await lab(["run", "-", "--json"], { input });
    const [a, b] = [resumed, straight].map(
      ({ out }) => (JSON.parse(out) as ResultFile).result,
    );
    expect(a.status).toBe("finished");
    expect(a.events).toEqual(b.events);
    expect(a.engine).toEqual(b.engine);
    expect({ ...a.summary, seconds: 0 }).toEqual({ ...b.summary, seconds: 0 });
    expect({ ...a.series, seconds: [] }).toEqual({ ...b.series, seconds: [] });

    const again = await lab(["resume", id]);
    expect(again).toMatchObject({ code: 2, out: "" });
    expect(again.err).toContain("is finished and cannot be continued");
    expect((await lab(["resume", "12345"])).err).toMatch(/no run 12345/);
  });

  test("a landscape, with momentum: no data, float64, its own threshold", async () => {
    const landscape = {
      edgeLab: 1,
      name: "a bowl",
      model: {
        kind: "landscape",
        name: "quadratic",
        matrix: [
          [3, 1],
          [1, 2],
        ],
        start: [1, -1],
      },
      optimizer: { kind: "polyak", stepSize: 0.1, momentum: 0.5 },
      steps: 40,
      measure: { sharpness: { every: 1, k: "all", trace: true } },
    };
    const input = JSON.stringify(landscape);
    const run = await lab(["run", "-"], { input });
    expect(run).toMatchObject({ code: 0 });
    expect(run.out).toMatch(/threshold\s+\(2\+2b\)\/η = 30, was not reached/);
    expect(run.out).toContain("½θᵀAθ in 2 variables");
    const json = await lab(["run", "-", "--json"], { input });
    const { result } = JSON.parse(json.out) as ResultFile;
    expect(result.engine).toMatchObject({
      backend: "float64",
      data: null,
      parameters: 2,
    });
    expect(result.series["spectrum.trace"]).toEqual(Array(41).fill(5));
    expect(result.series["spectrum.lambda2"][0]).toBeCloseTo(
      (5 - Math.sqrt(5)) / 2,
      14,
    );
  });

  test("reads an experiment with a byte-order mark, in UTF-8 and UTF-16", async () => {
    const file = join(folder, "marked.json");
    const text = `\uFEFF${spec({ name: "marked", steps: 1 })}`;
    for (const encoding of ["utf8", "utf16le"] as const) {
      await writeFile(file, text, encoding);
      expect(await lab(["run", file])).toMatchObject({ code: 0 });
    }
  });

  test.each([
    ["text", "not json", /is not JSON/],
    [
      "a wrong field",
      spec({ steps: 0 }),
      /^steps: Steps must be a whole number from 1/m,
    ],
    ["a slip", spec({ stepz: 1 }), /Did you mean "steps"\?/],
  ])("refuses %s with 2 and keeps nothing", async (_name, input, message) => {
    const before = (await lab(["list"])).out;
    const run = await lab(["run", "-"], { input });
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toMatch(message);
    expect((await lab(["list"])).out).toBe(before);
  });

  test("a missing file, a missing folder and a misspelt command are refused with 2", async () => {
    const missing = await lab(["run", join(folder, "none.json")]);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toMatch(/cannot be read \(ENOENT\)/);
    const nowhere = await lab(
      ["run", "-", "--out", join(folder, "no", "x.json")],
      { input: spec({}) },
    );
    expect(nowhere.code).toBe(2);
    expect(nowhere.err).toMatch(/folder is missing or read-only/);
    expect((await lab(["runn"])).code).toBe(2);
    expect((await lab(["list", "--nonsense"])).code).toBe(2);
    expect((await lab(["show", "one"])).code).toBe(2);
    expect((await lab(["show", "12345"])).err).toMatch(/no run 12345/);
  });
});

test("each preset prints as an experiment file", async () => {
  const all = await lab(["presets"]);
  for (const { id, spec: expected } of [...presets, ...filePresets.presets]) {
    expect(all.out).toContain(id);
    const one = await lab(["presets", id]);
    expect(JSON.parse(one.out)).toEqual(expected);
  }
  expect((await lab(["presets", "none"])).code).toBe(2);
  expect((await lab(["demo", "none"])).code).toBe(2);
});

test("forecast tells how long a run takes, and keeps nothing", async () => {
  const file = join(folder, "forecast.json");
  const analysis = { selfStabilization: {} };
  await writeFile(file, spec({ name: "not kept", steps: 200_000, analysis }));
  const text = await lab(["forecast", file]);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/time\s+\S.* (s|min|h) for 200,000 steps/);
  expect(text.out).toMatch(
    / measurements, and \S.* (s|min|h) for the analysis if sharpness reaches 2\/η\n/,
  );
  expect(text.out).toMatch(/sharpness\s+4.792 at the start/);
  const { out } = await lab(["forecast", file, "--json"]);
  const { seconds, analysisSeconds } = JSON.parse(out) as Record<string, Span>;
  expect(seconds.low).toBeGreaterThan(0);
  expect(seconds.high).toBeGreaterThan(seconds.low);
  expect(analysisSeconds.low).toBeGreaterThan(0);
  expect(analysisSeconds.high).toBeGreaterThan(analysisSeconds.low);
  expect((await lab(["list"])).out).not.toContain("not kept");
});

test("another archive on request, empty at first", async () => {
  const list = await lab(["list", "--archive", join(folder, "other", "a.db")]);
  expect(list).toMatchObject({
    code: 0,
    out: "The archive has no runs yet.\n",
  });
});

describe("fork", () => {
  const archive = () => ["--archive", join(folder, "forks.db")];
  const fork = (...args: string[]) => lab(["fork", ...args, ...archive()]);
  /** The number of a run by what the command says of it. */
  const id = ({ out }: Exit) => /^run +(\d+)/m.exec(out)?.[1] ?? "";
  const json = async (...args: string[]) =>
    JSON.parse(
      (await lab([...args, "--json", ...archive()])).out,
    ) as ResultFile;
  beforeAll(async () => {
    const file = join(folder, "parent.json");
    await writeFile(
      file,
      spec({ name: "parent", steps: 60, checkpoints: { every: 25 } }),
    );
    expect((await lab(["run", file, ...archive()])).code).toBe(0);
  });

  test("goes on from a step with a change, and says so", async () => {
    const out = join(folder, "fork.json");
    const change = ["--set", "optimizer.stepSize=0.3", "--set", "steps=70"];
    const run = await fork("1", "--at", "30", ...change, "--out", out);
    expect([run.code, run.err]).toEqual([
      0,
      expect.stringContaining(
        "Run 1, “parent”, goes on from step 30: step size 0.2 → 0.3, steps 60 → 70.",
      ),
    ]);
    expect(run.out).toMatch(
      /fork +of run 1, parent, at step 30: step size 0.2 → 0.3, steps 60 → 70/,
    );
    const { result } = JSON.parse(await readFile(out, "utf8")) as ResultFile;
    expect(result.fork).toMatchObject({ step: 30, parent: { name: "parent" } });
    expect(result.series.step).toEqual(
      Array.from({ length: 41 }, (_, i) => 30 + i),
    );
    const parent = await json("show", "1");
    expect(result.series.loss[0]).toBe(parent.result.series.loss[30]);
  });

  test("with nothing changed is the run, bit for bit; and so is its own fork", async () => {
    const parent = await json("show", "1");
    const one = id(await fork("1", "--at", "30"));
    const first = await json("show", one);
    const second = await json("show", id(await fork(one, "--at", "41")));
    for (const [name, column] of Object.entries(second.result.series)) {
      if (name === "seconds") continue;
      const step = name.startsWith("spectrum.") ? "spectrum.step" : "step";
      const { series } = parent.result;
      const rest = (of: typeof series) => of[name].slice(of[step].indexOf(41));
      expect(rest(series)).toEqual(column);
      expect(rest(first.result.series)).toEqual(column);
    }
  });

  test("that is interrupted goes on", async () => {
    const long = ["--set", "steps=100000"];
    const killed = lab(["fork", "1", "--at", "60", ...long, ...archive()], {
      interruptAt: /\d+\/100000/,
    });
    expect((await killed).code).toBe(130);
    const run = id(await killed);
    const { result } = await json("show", run);
    const last = result.summary.step;
    expect([result.status, last > 60]).toEqual(["interrupted", true]);
    const resumed = lab(["resume", run, ...archive()], {
      interruptAt: /\d+\/100000/,
    });
    expect((await resumed).code).toBe(130);
    const { series, summary } = (await json("show", run)).result;
    expect(summary.step).toBeGreaterThan(last);
    expect(series.step).toEqual(series.step.map((_, i) => 60 + i));
  });

  test("lets another optimiser begin, with settings of its own", async () => {
    const sets = ["optimizer.kind=adam", "optimizer.beta2=0.99"];
    const set = sets.flatMap((one) => ["--set", one]);
    const run = await fork("1", "--at", "10", ...set);
    expect(run.err).toMatch(/method .* → .*Adam/);
    expect((await json("show", id(run))).optimizer).toMatchObject({
      kind: "adam",
      beta2: 0.99,
    });
  });

  test.each([
    [["1"], /needs the step at which it begins, such as --at 300/],
    [
      ["1", "--at", "x"],
      /the step of a fork must be a whole number; “x” is not/,
    ],
    [["1", "--at", "61"], /Run 1 has steps 0 to 60/],
    [["1", "--at", "60"], /steps: .*A fork at step 60 needs more than 60/],
    [["999", "--at", "1"], /There is no run 999/],
    [["one", "--at", "1"], /"one" is not the number of a run/],
    [
      ["1", "--at", "1", "--set", "steps"],
      /--set: “steps” must be a setting and its value, such as/,
    ],
    [
      ["1", "--at", "1", "--set", "__proto__.x=1"],
      /is not the name of a setting/,
    ],
    [
      ["1", "--at", "1", "--set", "optimizer.stepsize=1"],
      /optimizer.stepsize: .*not a field here.*stepSize/,
    ],
    [
      ["1", "--at", "1", "--set", "optimizer.stepSize=-1"],
      /optimizer.stepSize: Step size must be/,
    ],
    [
      ["1", "--at", "1", "--set", "model.layers[0].units=3"],
      /model: A fork cannot change the model/,
    ],
    [
      ["1", "--at", "1", "--set", "data.samples=8"],
      /data: A fork cannot change the data/,
    ],
  ])("%j is refused in words, with 2 or 1", async (args, words) => {
    const { code, err } = await fork(...args);
    expect(err).toMatch(words);
    expect(code).toBe(args[0] === "999" ? 1 : 2);
  });
});

describe("analyze", () => {
  test("the analysis an experiment asks for is kept with its run and in its file", async () => {
    const file = join(folder, "analysed.json");
    const out = join(folder, "analysed-result.json");
    const analysis = {
      selfStabilization: { steps: 30, kick: 0.5, flows: false },
    };
    await writeFile(file, spec({ name: "analysed", steps: 1000, analysis }));
    const run = await lab(["run", file, "--out", out]);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(/analysed\s+steps 991 to 1021/);
    expect(run.out).toMatch(/α, β\s+0.02648, 27.95/);
    const { result } = JSON.parse(await readFile(out, "utf8")) as ResultFile;
    expect(result.theory?.start?.alpha).toBeCloseTo(0.02647755, 8);
    expect(result.series["theory.step"].at(-1)).toBe(1020);

    // Again from the file alone, from another step and without a kick.
    const again = join(folder, "again.json");
    const options = ["--from", "1000", "--steps", "5", "--no-flows"];
    const second = await lab(["analyze", out, ...options, "--out", again]);
    expect(second.code).toBe(0);
    expect(second.out).toContain("rounding noise");
    expect(second.err).toMatch(/^The analysis takes .* s, by the times that/m);
    const file2 = JSON.parse(await readFile(again, "utf8")) as ResultFile;
    expect(file2.result.theory?.from).toBe(1000);
    expect(file2.result.series["theory.step"].at(-1)).toBe(1004);
    expect(file2.result.series.loss).toEqual(result.series.loss);

    // And from the archive, by its number.
    const list = await lab(["list"]);
    const id = /^(\d+).*analysed$/m.exec(list.out)?.[1] ?? "";
    const third = await lab(["analyze", id, ...options]);
    expect(third.out).toMatch(/analysed\s+steps 1000 to 1005/);
    const shown = await lab(["show", id]);
    expect(shown.out).toMatch(/analysed\s+steps 1000 to 1005/);
  });

  test("what an analysis must leave out is said before the run, which is done all the same", async () => {
    const analysis = { selfStabilization: { steps: 5 } };
    const adam = join(folder, "adam-analysed.json");
    const optimizer = { kind: "adam", stepSize: 0.01 };
    await writeFile(
      adam,
      spec({ name: "adam", steps: 3, analysis, optimizer }),
    );
    const run = await lab(["run", adam]);
    expect(run.code).toBe(0);
    expect(run.err).toMatch(
      /^Caution: .*An experiment with Adam cannot be analysed[^]*All 3 steps are done/,
    );
    expect(run.out).not.toContain("analysed ");

    const far = join(folder, "far-analysed.json");
    const data = { source: "inline", x: [[1], [2]], y: [[1e200], [0]] };
    await writeFile(far, spec({ name: "far", steps: 3, analysis, data }));
    const out = join(folder, "far-result.json");
    const diverged = await lab(["run", far, "--out", out]);
    expect(diverged.code).toBe(3);
    expect(diverged.err).toContain("Caution: There is nothing to analyse");
    const { result } = JSON.parse(await readFile(out, "utf8")) as ResultFile;
    expect(result.theory).toBeNull();
  });

  test("what cannot be analysed is refused in words, with 2", async () => {
    const bad = await lab(["analyze", "1", "--steps", "0"]);
    expect(bad.code).toBe(2);
    expect(bad.err).toContain(
      "--steps: Steps must be a whole number from 1 to 20,000.",
    );
    const from = await lab(["analyze", "1", "--from", "soon"]);
    expect(from.code).toBe(2);
    expect(from.err).toContain(
      '--from: From must be "crossing" or a step from 0 on.',
    );
    const missing = await lab(["analyze", join(folder, "none.json")]);
    expect(missing.code).toBe(2);
    expect(missing.err).toContain("cannot be read");
  });
});
