/** Milliseconds of each function, called in turn so that drift of the machine hits all alike. */
export function time(functions: (() => unknown)[], rounds: number): number[][] {
  for (const f of functions) for (let i = 0; i < 3; i++) f();
  const times: number[][] = functions.map(() => []);
  for (let round = 0; round < rounds; round++)
    functions.forEach((f, i) => {
      const start = performance.now();
      f();
      times[i].push(performance.now() - start);
    });
  return times;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

export function print(name: string, values: number[]) {
  const show = (x: number) =>
    x >= 1000 ? Math.round(x).toLocaleString("en-US") : x.toPrecision(3);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  process.stdout.write(
    `${name}: median ${show(median(values))} (${show(low)}–${show(high)})\n`,
  );
}
