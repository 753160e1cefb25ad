import fuzzysort from "fuzzysort";
import type { Item } from "./items";

/** More would not be read. */
const most = 50;

/** What is looked for, what is found, and where the keyboard is among it. */
export class Palette {
  #query = $state("");
  at = $state(0);
  readonly found: Item[] = $derived.by(() =>
    this.#query.trim() === ""
      ? this.items.slice(0, most)
      : fuzzysort
          .go(this.#query, this.items, { key: "title", limit: most })
          .map(({ obj }) => obj),
  );

  /** @param onclose is called before the item chosen is done */
  constructor(
    private readonly items: Item[],
    private readonly onclose: () => void,
  ) {}

  get query(): string {
    return this.#query;
  }

  set query(query: string) {
    this.#query = query;
    this.at = 0;
  }

  get current(): Item | undefined {
    return this.found[this.at];
  }

  choose(item = this.current) {
    if (!item) return;
    this.onclose();
    item.run();
  }

  /** Answers whether the key meant something here. */
  press(key: string): boolean {
    const { length } = this.found;
    const last = Math.max(0, length - 1);
    if (key === "ArrowDown") this.at = this.at === last ? 0 : this.at + 1;
    else if (key === "ArrowUp") this.at = this.at === 0 ? last : this.at - 1;
    else if (key === "Home") this.at = 0;
    else if (key === "End") this.at = last;
    else if (key === "Enter") this.choose();
    else return false;
    return true;
  }
}
