import type { Findings } from "../examine";

/** What a campaign of kills comes to. */
export class Tally {
  readonly #kills = new Map<string, number>();
  readonly partial: string[] = [];
  readonly broken: string[] = [];
  readonly unequal: string[] = [];
  rows = 0;
  lost = 0;
  /** How often a run went on after a kill, and how often from step 0. */
  resumed = 0;
  fromStart = 0;
  /** Runs that were killed at least once and came to their end as the undisturbed one. */
  equal = 0;
  /** Milliseconds from a start after a kill to the first answer. */
  slowestStart = 0;

  /** @param target whose process ended @param moment what it was doing */
  kill(target: string, moment: string) {
    for (const name of [
      `  of ${names[target] ?? target}`,
      `  during ${moment}`,
    ])
      this.#kills.set(name, (this.#kills.get(name) ?? 0) + 1);
  }

  get kills(): number {
    const targets = [...this.#kills].filter(([name]) =>
      name.startsWith("  of"),
    );
    return targets.reduce((sum, [, count]) => sum + count, 0);
  }

  found({ rows, lost, partial, broken }: Findings) {
    this.rows += rows;
    this.lost += lost;
    this.partial.push(...partial);
    this.broken.push(...broken);
  }

  /** @param isEqual whether the run came out as the undisturbed one */
  cameOut(name: string, isEqual: boolean) {
    if (isEqual) this.equal++;
    else this.unequal.push(name);
  }

  started(milliseconds: number) {
    this.slowestStart = Math.max(this.slowestStart, milliseconds);
  }

  table(): Record<string, number | string> {
    return {
      kills: this.kills,
      ...Object.fromEntries([...this.#kills].sort()),
      "acknowledged rows checked": this.rows,
      "lost rows": this.lost,
      "partial transactions": this.partial.length,
      "failed integrity checks": this.broken.length,
      "times that a run went on": this.resumed,
      "  of these from step 0": this.fromStart,
      "runs cut short": this.equal + this.unequal.length,
      "  equal bit for bit to an undisturbed run": this.equal,
      "slowest next start, ms": Math.round(this.slowestStart),
    };
  }
}

const names: Record<string, string> = {
  engine: "the engine process",
  main: "the main process",
  both: "both at once",
};
