import type { Page } from "playwright-core";

/** Asks for the list of all runs and reads it in the window, ten times: the milliseconds of each. */
export function listTimes(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    const { lab } = window as unknown as {
      lab: { runs: { list(): Promise<{ json: string }> } };
    };
    const times: number[] = [];
    for (let i = 0; i < 10; i++) {
      const start = performance.now();
      JSON.parse((await lab.runs.list()).json);
      times.push(performance.now() - start);
    }
    return times;
  });
}
