import type { About, Licence } from "../../core/contract/about";
import type { TensorflowState } from "../../core/contract/engine";
import type { AppController } from "../AppController.svelte";
import { Task } from "../lib/task.svelte";
import { nothing } from "../lib/format";

/** What the program is made of, and what of it is looked for. */
export class AboutController {
  about = $state.raw<About | null>(null);
  readonly task = new Task();
  query = $state("");

  constructor(private readonly app: AppController) {}

  load() {
    return this.task.run(async () => {
      this.about = await this.app.lab.app.about();
    });
  }

  /** The program, what it runs on and where it keeps the runs, line by line. */
  get facts(): [name: string, value: string][] {
    const { info, tensorflow } = this.app;
    const versions = this.about?.versions ?? [];
    return [
      ["Version", info?.version ?? ""],
      ["Archive", info?.archivePath ?? ""],
      ...versions.map(({ name, version }): [string, string] => [name, version]),
      ["TensorFlow.js", tensorflow ? versionOf(tensorflow) : nothing],
    ];
  }

  /** Whatever has the words in its name or in the name of its licence. */
  get found(): Licence[] {
    const words = this.query.toLowerCase().split(/\s+/);
    return (this.about?.licences ?? []).filter((each) => {
      const text = `${each.name} ${each.licence}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }
}

function versionOf(tensorflow: TensorflowState): string {
  return tensorflow.available ? tensorflow.version : "not available";
}
