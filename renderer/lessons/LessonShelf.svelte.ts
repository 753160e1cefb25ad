import { includedLessons } from "../../core/lessons";
import { readLesson, type Lesson } from "../../core/lessons/read";
import type { LessonText } from "../../core/contract/api";
import type { Lab } from "../lib/api";
import { Task } from "../lib/task.svelte";

export interface ShelvedLesson {
  id: string;
  lesson: Lesson;
  /** The text of its file. */
  text: string;
  /** It comes with the program, and stays. */
  isIncluded: boolean;
}

const included: ShelvedLesson[] = includedLessons.map((one) => ({
  ...one,
  isIncluded: true,
}));

/** The lessons there are: those of the program, then those that the person opened. */
export class LessonShelf {
  readonly task = new Task();
  #added = $state.raw<ShelvedLesson[]>([]);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  get all(): ShelvedLesson[] {
    return [...included, ...this.#added];
  }

  find(id: string): ShelvedLesson | undefined {
    return this.all.find((one) => one.id === id);
  }

  /** The lesson of the program that comes after one; null where there is none. */
  after(id: string): ShelvedLesson | null {
    const at = included.findIndex((one) => one.id === id);
    return at < 0 ? null : (included[at + 1] ?? null);
  }

  async load() {
    await this.task.run(async () => {
      this.#added = (await this.#lab.lessons.list()).map(shelved);
    });
  }

  /** A lesson from a file that the person chooses; null when they choose none, or it is refused. */
  async open(): Promise<ShelvedLesson | null> {
    let found: LessonText | null = null;
    await this.task.run(async () => {
      found = await this.#lab.lessons.open();
    });
    return found && this.#put(found);
  }

  /** @throws LabFailure `file` for a text that is no lesson */
  async add(text: string): Promise<ShelvedLesson> {
    return this.#put(await this.#lab.lessons.add(text));
  }

  async remove(id: string) {
    await this.task.run(async () => {
      await this.#lab.lessons.remove(id);
      this.#added = this.#added.filter((one) => one.id !== id);
    });
  }

  #put(text: LessonText): ShelvedLesson {
    const one = shelved(text);
    const others = this.#added.filter(({ id }) => id !== one.id);
    this.#added = [...others, one];
    return one;
  }
}

function shelved({ id, text }: LessonText): ShelvedLesson {
  return { id, text, lesson: readLesson(text), isIncluded: false };
}
