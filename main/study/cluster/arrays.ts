/** Tasks as job arrays of Slurm, which limits the numbers in one. */

/** Tasks of one array: their numbers in it, "1-3,7", and what is added to each. */
export interface TaskArray {
  range: string;
  offset: number;
}

/** @param size the most tasks of one array */
export function taskArrays(
  tasks: readonly number[],
  size: number,
): TaskArray[] {
  const byOffset = new Map<number, number[]>();
  for (const task of tasks) {
    const offset = Math.floor((task - 1) / size) * size;
    const numbers = byOffset.get(offset) ?? [];
    numbers.push(task - offset);
    byOffset.set(offset, numbers);
  }
  return [...byOffset].map(([offset, numbers]) => ({
    range: rangesOf(numbers),
    offset,
  }));
}

function rangesOf(numbers: number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges
    .map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
    .join(",");
}

/**
 * The line of a shell script that submits an array. The job's number and the offset are noted, by which --status finds
 * it in the queue.
 * @param options of sbatch, with a space after them
 */
export function submitLine({ range, offset }: TaskArray, options = "") {
  return `job=$(sbatch --parsable --array=${range} ${options}job.sh ${offset}); echo "$job ${offset}" >> jobs.txt`;
}
