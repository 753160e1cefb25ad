import type { View } from "../../../core/run/organise";
import { toLabError } from "../../../core/errors";
import type { Lab } from "../../lib/api";
import { readBack, written, type CompareState } from "./views";

/** The saved views of comparisons. Views of other screens are kept as they are. */
export class ViewShelf {
  /** The name of the next one, as typed. */
  name = $state("");
  problem = $state<string | null>(null);
  #all = $state.raw<View[]>([]);
  readonly #lab: Lab;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  readonly views: { id: string; name: string; state: CompareState }[] =
    $derived(
      this.#all.flatMap(({ id, name, state }) => {
        const read = readBack(state);
        return read ? [{ id, name, state: read }] : [];
      }),
    );

  open(): Promise<void> {
    return this.#attempt(async () => {
      this.#all = await this.#lab.views();
    });
  }

  /** Saves a comparison under the name typed. */
  save(state: CompareState): Promise<void> {
    const name = this.name.trim();
    if (!name) return Promise.resolve();
    const view = { id: crypto.randomUUID(), name, state: written(state) };
    return this.#attempt(async () => {
      await this.#change((views) => [...views, view]);
      this.name = "";
    });
  }

  /** Gives a view another name; without one it keeps what it has. */
  async rename(id: string, name: string): Promise<void> {
    const wanted = name.trim();
    if (!wanted) return;
    await this.#attempt(() =>
      this.#change((views) =>
        views.map((view) =>
          view.id === id ? { ...view, name: wanted } : view,
        ),
      ),
    );
  }

  delete(id: string): Promise<void> {
    return this.#attempt(() =>
      this.#change((views) => views.filter((view) => view.id !== id)),
    );
  }

  /** Asks first: another window may have saved one meanwhile. */
  async #change(how: (views: View[]) => View[]) {
    const next = how(await this.#lab.views());
    await this.#lab.saveViews(next);
    this.#all = next;
  }

  async #attempt(task: () => Promise<void>) {
    try {
      await task();
      this.problem = null;
    } catch (thrown) {
      this.problem = toLabError(thrown).message;
    }
  }
}
