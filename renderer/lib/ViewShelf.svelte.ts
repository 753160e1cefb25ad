import type { View } from "../../core/run/organise";
import type { Lab } from "./api";
import { Task } from "./task.svelte";

/** How a screen writes down what is saved of it. */
export interface ViewCodec<State> {
  written(state: State): unknown;
  /** null for a view of another screen, or one that this version cannot read. */
  readBack(state: unknown): State | null;
}

/** The saved views of one screen. Views of other screens are kept as they are. */
export class ViewShelf<State> {
  /** The name of the next one, as typed. */
  name = $state("");
  readonly task = new Task();
  #all = $state.raw<View[]>([]);

  constructor(
    private readonly lab: Lab,
    private readonly codec: ViewCodec<State>,
  ) {}

  readonly views: { id: string; name: string; state: State }[] = $derived(
    this.#all.flatMap(({ id, name, state }) => {
      const read = this.codec.readBack(state);
      return read ? [{ id, name, state: read }] : [];
    }),
  );

  open(): Promise<boolean> {
    return this.task.run(async () => {
      this.#all = await this.lab.settings.views();
    });
  }

  /** Saves the screen as it is under the name typed. */
  async save(state: State): Promise<void> {
    const name = this.name.trim();
    if (!name) return;
    const view = {
      id: crypto.randomUUID(),
      name,
      state: this.codec.written(state),
    };
    await this.task.run(async () => {
      await this.#change((views) => [...views, view]);
      this.name = "";
    });
  }

  /** Gives a view another name; without one it keeps what it has. */
  async rename(id: string, name: string): Promise<void> {
    const wanted = name.trim();
    if (!wanted) return;
    await this.task.run(() =>
      this.#change((views) =>
        views.map((view) =>
          view.id === id ? { ...view, name: wanted } : view,
        ),
      ),
    );
  }

  delete(id: string): Promise<boolean> {
    return this.task.run(() =>
      this.#change((views) => views.filter((view) => view.id !== id)),
    );
  }

  /** Asks first: another window may have saved one meanwhile. */
  async #change(how: (views: View[]) => View[]) {
    const next = how(await this.lab.settings.views());
    await this.lab.settings.saveViews(next);
    this.#all = next;
  }
}
