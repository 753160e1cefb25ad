import type { RunRow } from "../../core/contract/api";
import type { RunChanges } from "../../core/run/organise";
import type { Lab } from "./api";
import { Task } from "./task.svelte";

/** How long a person may pause in writing before the notes are saved. */
const patience = 600;

/** What a person says of one run, on its way to the archive. */
export class Organiser {
  /** The last change. */
  readonly task = new Task();
  /** Notes that are not in the archive yet. */
  #draft = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly lab: Lab,
    private readonly id: number,
  ) {}

  /** The notes as they stand: what is being written, else what is stored. */
  notes(stored: string): string {
    return this.#draft ?? stored;
  }

  get unsaved(): boolean {
    return this.#draft !== null;
  }

  write(notes: string) {
    this.#draft = notes;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.saveNotes(), patience);
  }

  /** Saves what was written; also when the person leaves before the pause is over. */
  async saveNotes() {
    clearTimeout(this.#timer);
    const draft = this.#draft;
    if (draft === null) return;
    const taken = await this.change({ notes: draft });
    if (taken && this.#draft === draft) this.#draft = null;
  }

  /** Adds the tags of a text with commas. */
  async addTags({ tags }: RunRow, text: string): Promise<boolean> {
    const fresh = text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== "" && !tags.includes(tag));
    return fresh.length === 0 || this.change({ tags: [...tags, ...fresh] });
  }

  removeTag({ tags }: RunRow, tag: string): Promise<boolean> {
    return this.change({ tags: tags.filter((other) => other !== tag) });
  }

  /** Answers whether it was taken. */
  change(changes: RunChanges): Promise<boolean> {
    return this.task.run(() => this.lab.runs.change(this.id, changes));
  }
}
