import type { RunRow } from "../../../core/contract/api";
import type { RunChanges } from "../../../core/run/organise";
import type { Lab } from "../../lib/api";
import { counted } from "../../lib/format";
import { Task } from "../../lib/task.svelte";
import type { Undoable } from "../../lib/undo.svelte";

/** What a person says of several runs at once. */
export class BulkEdit {
  readonly task = new Task();

  /** @param done is told of each edit */
  constructor(
    private readonly lab: Lab,
    private readonly done: (edit: Undoable) => void,
  ) {}

  /** Adds the tags of a text with commas to all runs. */
  addTags(rows: RunRow[], text: string): Promise<boolean> {
    const tags = text.split(",").map((tag) => tag.trim());
    const fresh = [...new Set(tags.filter(Boolean))];
    const names = fresh.map((tag) => `“${tag}”`).join(", ");
    return this.#edit(
      rows,
      (row) => {
        const missing = fresh.filter((tag) => !row.tags.includes(tag));
        return missing.length > 0 && { tags: [...row.tags, ...missing] };
      },
      (runs) => `Added ${names} to ${runs}.`,
    );
  }

  removeTag(rows: RunRow[], tag: string): Promise<boolean> {
    return this.#edit(
      rows,
      (row) =>
        row.tags.includes(tag) && {
          tags: row.tags.filter((other) => other !== tag),
        },
      (runs) => `Removed “${tag}” from ${runs}.`,
    );
  }

  /** @param text the empty text takes them out of their projects */
  setProject(rows: RunRow[], text: string): Promise<boolean> {
    const project = text.trim();
    return this.#edit(
      rows,
      (row) => row.project !== project && { project },
      (runs) =>
        project
          ? `Moved ${runs} to the project “${project}”.`
          : `Took ${runs} out of their projects.`,
    );
  }

  /** @param colour null for the one that a comparison gives it */
  setColour(rows: RunRow[], colour: number | null): Promise<boolean> {
    return this.#edit(
      rows,
      (row) => row.colour !== colour && { colour },
      (runs) => `Changed the colour of ${runs}.`,
    );
  }

  /** Adds a paragraph to the notes of each run: what is written there stays. */
  addNotes(rows: RunRow[], text: string): Promise<boolean> {
    const added = text.trim();
    return this.#edit(
      rows,
      ({ notes }) =>
        added !== "" && {
          notes: notes.trim() ? `${notes.trimEnd()}\n\n${added}` : added,
        },
      (runs) => `Added to the notes of ${runs}.`,
    );
  }

  /** Changes all or none; says nothing where nothing would change. */
  #edit(
    rows: RunRow[],
    changesOf: (row: RunRow) => RunChanges | false,
    words: (runs: string) => string,
  ): Promise<boolean> {
    const edits = rows.flatMap((row) => {
      const changes = changesOf(row);
      return changes ? [{ row, changes }] : [];
    });
    if (edits.length === 0) return Promise.resolve(true);
    return this.task.run(async () => {
      await this.lab.runs.changeSeveral(
        edits.map(({ row, changes }) => ({ id: row.id, changes })),
      );
      const before = edits.map(({ row, changes }) => ({
        id: row.id,
        changes: Object.fromEntries(
          Object.keys(changes).map((key) => [key, row[key as keyof RunRow]]),
        ) as RunChanges,
      }));
      this.done({
        words: words(counted(edits.length, "run")),
        undo: () => this.lab.runs.changeSeveral(before),
      });
    });
  }
}

/** The tags of runs, each with how many have it, the most frequent first. */
export function tagCounts(rows: readonly RunRow[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { tags } of rows)
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
