import type { DataFiles } from "./files";

/**
 * Does work that is in pieces to its end, with a rest between them where the reader of the files takes one.
 * @param work yields the share of it that is done, 0 to 1
 * @throws what `rest` throws, which ends the work
 */
export async function paced<Result>(
  work: Generator<number, Result>,
  { rest }: Pick<DataFiles, "rest">,
): Promise<Result> {
  for (;;) {
    const state = work.next();
    if (state.done) return state.value;
    await rest?.(state.value);
  }
}
