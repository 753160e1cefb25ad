import { afterEach, expect, test, vi } from "vitest";
import { hasCommand } from "../../scripts/setup/system-look.mjs";
import { withDisplay } from "../../scripts/test/xvfb.mjs";

afterEach(() => vi.unstubAllEnvs());

test("where there is no display, the tests and benchmarks of the window get one of their own", async (context) => {
  if (process.platform !== "linux" || !hasCommand("Xvfb"))
    context.skip("Only Linux has invisible displays, by Xvfb.");
  vi.stubEnv("DISPLAY", undefined);
  const lent = await withDisplay((env) => Promise.resolve(env));
  expect(lent.DISPLAY).toMatch(/^:\d+$/);
});

test("the display that is there is used", async () => {
  vi.stubEnv("DISPLAY", ":7");
  expect(await withDisplay((env) => Promise.resolve(env))).toEqual({});
});
