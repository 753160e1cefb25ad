import { glossary } from "../../core/text/glossary";
import type { AppController } from "../AppController.svelte";
import type { Command } from "../lib/commands";
import { stepSizeText } from "../lib/threshold";
import { offered } from "../screens/design/preset-search";

/** Something that the palette finds and does. */
export interface Item extends Omit<Command, "id"> {
  /** What sort of thing it is, said beside it. */
  kind: "Action" | "Run" | "Preset" | "Lesson" | "Glossary";
  id: string;
}

/** Everything that can be found from the screen as it is. */
export function itemsOf(app: AppController): Item[] {
  const actions = app.commands.filter(({ possible = true }) => possible);
  return [
    ...actions.map((command): Item => ({
      ...command,
      title: command.titleNow ?? command.title,
      kind: "Action",
      id: `action ${command.id}`,
    })),
    ...app.archive.rows.map((row): Item => ({
      kind: "Run",
      id: `run ${row.id}`,
      title: `${row.name} · η ${stepSizeText(row.spec.optimizer, 4)}`,
      run: () => app.show(row.id),
    })),
    ...offered
      .flatMap(({ presets }) => presets)
      .map((preset): Item => ({
        kind: "Preset",
        id: `preset ${preset.id}`,
        title: `New run: ${preset.title}`,
        run: () => {
          app.design.choose(preset);
          app.newRun();
        },
      })),
    ...app.shelf.all.map(({ id, lesson }): Item => ({
      kind: "Lesson",
      id: `lesson ${id}`,
      title: `Lesson: ${lesson.lesson}`,
      run: () => app.lessons.play(id),
    })),
    ...glossary.map(({ name }): Item => ({
      kind: "Glossary",
      id: `glossary ${name}`,
      title: `What is: ${name.toLowerCase()}`,
      run: () => app.explain(name),
    })),
  ];
}
