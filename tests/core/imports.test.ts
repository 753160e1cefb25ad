/** The rooms: renderer → core, main → core, and core knows nobody. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize, sep } from "node:path";
import { describe, expect, test } from "vitest";

const extensions = /\.(ts|svelte)$/;
/** `from "…"`, `import "…"` and `import("…")`; not `Array.from("…")`, nor the word in a text. */
const specifier =
  /(?:[\w}*]\s+from\s+|^\s*import\s+|\bimport\()\s*["']([^"'\s]+)["']/gm;

async function importsOf(room: string) {
  const files = (await readdir(room, { recursive: true })).filter((name) =>
    extensions.test(name),
  );
  const lists = await Promise.all(
    files.map(async (name) => {
      const file = join(room, name);
      const text = await readFile(file, "utf8");
      return [...text.matchAll(specifier)].map(([, target]) => ({
        file,
        target: target.startsWith(".")
          ? normalize(join(dirname(file), target))
          : target,
      }));
    }),
  );
  return lists.flat();
}

/** Packages and folders that a room may import from. */
const allowed: Record<string, RegExp[]> = {
  core: [/^core\//, /^zod$/, /^ml-matrix$/, /^mathjs\/number$/, /^papaparse$/],
  main: [
    /^main\//,
    /^core\//,
    /^package\.json$/,
    /^build\/icon\.png\?asset$/,
    /^node:/,
    /^electron$/,
    /^zod$/,
    /^sqlite3$/,
    /^@tensorflow\/tfjs-node$/,
    /^@zip\.js\/zip\.js\//,
    /^hyparquet-writer$/,
  ],
  renderer: [
    /^renderer\//,
    /^core\//,
    /^svelte(\/|$)/,
    /^@tanstack\/(table|virtual)-core$/,
    /^chart\.js(\/|$)/,
    /^d3-contour$/,
    /^zod$/,
    /^@fontsource-variable\/inter/,
    /^fuzzysort$/,
    /^fontkit$/,
    /^gifenc$/,
    /^katex(\/|$)/,
    /^minisearch$/,
    // What the build makes of the documents.
    /^virtual:docs$/,
  ],
};

describe.each(Object.keys(allowed))("%s", (room) => {
  test("imports only from the rooms and packages it may know", async () => {
    const imports = await importsOf(room);
    expect(imports.length).toBeGreaterThan(10);
    const foreign = imports.filter(
      ({ file, target }) =>
        !allowed[room].some((pattern) => pattern.test(target)) &&
        // Types of TensorFlow only: the library itself is passed in.
        !(
          file === join("core", "tensor", "tensorflow.ts") &&
          target.startsWith("@tensorflow/")
        ),
    );
    expect(foreign).toEqual([]);
  });
});

test("core takes no more than types from TensorFlow", async () => {
  const text = await readFile("core/tensor/tensorflow.ts", "utf8");
  const lines = text
    .split("\n")
    .filter((line) => line.includes("@tensorflow/"));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.every((line) => line.startsWith("import type "))).toBe(true);
});

test("only main/archive/db.ts touches the database driver", async () => {
  const users = (await importsOf("main")).filter(
    ({ target }) => target === "sqlite3",
  );
  expect(users.map(({ file }) => file)).toEqual([
    join("main", "archive", "db.ts"),
  ]);
});

/** The parts of core from the bottom: each imports from itself and from those on lines above only. */
const layers = [
  ["errors.ts", "math", "rounding.ts", "text", "vector.ts"],
  ["random.ts", "schema", "series", "tensor"],
  ["derivatives"],
  ["layers"],
  ["data"],
  ["weights"],
  ["losses"],
  ["objective"],
  ["landscapes", "optimizers"],
  ["spectrum"],
  ["measurements"],
  ["experiment"],
  ["run"],
  ["views"],
  ["theory"],
  ["export"],
  ["imports"],
  ["lessons"],
  ["contract"],
];

test("core is built in layers, and no arrow points up", async () => {
  /** A folder, or a file of core itself; imports leave its ending out. */
  const partOf = (path: string) => {
    const [, name] = path.split(sep);
    return layers.flat().includes(`${name}.ts`) ? `${name}.ts` : name;
  };
  const level = (part: string) => layers.findIndex((l) => l.includes(part));
  const arrows = (await importsOf("core"))
    .filter(({ target }) => target.startsWith(`core${sep}`))
    .map(({ file, target }) => [partOf(file), partOf(target)])
    .filter(([from, to]) => from !== to)
    .filter(([from, to]) => level(to) < 0 || level(to) >= level(from))
    .map((arrow) => arrow.join(" → "));
  expect(arrows).toEqual([]);
});

interface Import {
  from: string;
  to: string;
  isOfTypes: boolean;
}

const statements =
  /(?:^|\n)(?:import|export)\s(type\b)?[^;"']*?["'](\.[^"']+)["']/g;
/** `import("…")`, which waits until the code runs. */
const dynamic = /\bimport\(\s*["'](\.[^"']+)["']/g;

/** What a file imports of the program itself; packages, styles and pictures are left out. */
async function importsOfFile(file: string): Promise<Import[]> {
  const text = await readFile(file, "utf8");
  // A component indents its imports.
  const found = [
    ...text.replaceAll(/^ +(?=import\s)/gm, "").matchAll(statements),
  ]
    .map(([, type, target]) => ({ target, isOfTypes: type !== undefined }))
    .concat(
      [...text.matchAll(dynamic)].map(([, target]) => ({
        target,
        isOfTypes: false,
      })),
    );
  return found.flatMap(({ target, isOfTypes }) => {
    const path = normalize(join(dirname(file), target));
    const to = [path, `${path}.ts`, join(path, "index.ts")].find(
      (one) => extensions.test(one) && existsSync(one),
    );
    return to ? [{ from: file, to, isOfTypes }] : [];
  });
}

/** Imports of types alone that close a circle, and why they may. */
const circular: Record<string, string> = {
  "renderer/screens/live/Pins.svelte.ts → renderer/screens/live/Controller.svelte.ts":
    "Pins are a part of this one controller, which holds what they read and change.",
  "renderer/commands.ts → renderer/AppController.svelte.ts":
    "Commands act on the whole app, which lists those that are possible now.",
  "renderer/screens/compare/RunsTable.svelte.ts → renderer/screens/compare/Controller.svelte.ts":
    "The table is a part of this one controller, whose runs and selection it shows.",
};

/** Circles of imports, each as its files in order. */
function circlesOf(imports: Import[]): string[][] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports)
    targets.set(from, [...(targets.get(from) ?? []), to]);
  const circles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: string[]) => {
    const at = path.indexOf(file);
    if (at >= 0) return void circles.push(path.slice(at));
    if (done.has(file)) return;
    for (const to of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return circles;
}

describe("circles among files", async () => {
  const names = await Promise.all(
    Object.keys(allowed).map(async (room) =>
      (await readdir(room, { recursive: true }))
        .filter((name) => extensions.test(name))
        .map((name) => join(room, name)),
    ),
  );
  const imports = (await Promise.all(names.flat().map(importsOfFile))).flat();
  const arrow = ({ from, to }: Import) =>
    `${from} → ${to}`.replaceAll(sep, "/");

  test("there are none, apart from those that are justified above", () => {
    expect(imports.length).toBeGreaterThan(2000);
    const rest = imports.filter((one) => !(arrow(one) in circular));
    expect(circlesOf(rest)).toEqual([]);
  });

  test.each(Object.keys(circular))("%s is of types and closes one", (name) => {
    const [one, ...more] = imports.filter((found) => arrow(found) === name);
    expect(one).toMatchObject({ isOfTypes: true });
    expect(more).toEqual([]);
    const others = imports.filter(
      (found) => found === one || !(arrow(found) in circular),
    );
    expect(circlesOf(others)).not.toEqual([]);
  });

  test("a circle is found", () => {
    const [a, b, c] = ["a", "b", "c"];
    const isOfTypes = true;
    const chain = [
      { from: a, to: b, isOfTypes },
      { from: b, to: c, isOfTypes },
    ];
    expect(circlesOf(chain)).toEqual([]);
    expect(circlesOf([...chain, { from: c, to: b, isOfTypes }])).toEqual([
      [b, c],
    ]);
  });
});

/** The files that a page loads, by imports that are not of types alone; those of packages left out. */
async function loadedBy(entry: string) {
  const loaded = new Set<string>();
  for (const open = [entry]; open.length > 0;) {
    const file = open.pop() as string;
    if (loaded.has(file)) continue;
    loaded.add(file);
    for (const { to, isOfTypes } of await importsOfFile(file))
      if (!isOfTypes) open.push(to);
  }
  return [...loaded];
}

test.each(["renderer/app.ts", "renderer/report/report.ts"])(
  "%s loads no WebAssembly, which the policy of the window forbids",
  async (entry) => {
    const loaded = await loadedBy(normalize(entry));
    expect(loaded.length).toBeGreaterThan(20);
    const forbidden = join("core", "tensor", "product");
    expect(loaded.filter((file) => file.startsWith(forbidden))).toEqual([]);
  },
);

test("tests that share a process replace no module", async () => {
  const files = (await readdir("tests", { recursive: true })).filter((name) =>
    /^(core|renderer)\b.*\.test\.ts$/.test(name),
  );
  const replacing = [];
  for (const name of files) {
    const text = await readFile(join("tests", name), "utf8");
    if (/\bvi\.(mock|doMock|resetModules)\(/.test(text)) replacing.push(name);
  }
  expect(replacing.sort()).toEqual(
    ["layer", "optimizer", "source"].map((kind) =>
      join("renderer", `toy-${kind}.test.ts`),
    ),
  );
});
