import { firstPreset } from "../core/experiment/presets";
import { firstLesson } from "../core/lessons";
import type { Archive } from "./archive/archive";
import type { Queue } from "./queue";
import type { Runs } from "./runs";
import type { SettingsFile } from "./settings";

const notes = `A small network learns a cubic from twenty points by plain gradient descent; this lab ran it when it was opened for the first time.

Look at the lower chart: the sharpness S rises until it reaches the dashed line, 2 divided by the step size η, and then hovers there. Look at the upper chart: from then on the loss no longer falls in every step, and falls all the same.

Delete this run if you like; it does not come back.`;

/**
 * Runs an experiment to read on the first launch, and opens the lesson that explains it. Once:
 * somebody who deletes it, or has runs already, does not get it.
 */
export async function makeSample(
  {
    archive,
    queue,
    runs,
  }: {
    archive: Pick<Archive, "listRuns" | "listDeleted">;
    queue: Pick<Queue, "enqueue">;
    runs: Pick<Runs, "change">;
  },
  settings: Pick<SettingsFile, "sampleMade" | "change">,
): Promise<void> {
  if (settings.sampleMade) return;
  settings.change({ sampleMade: true });
  const known = [
    ...(await archive.listRuns()),
    ...(await archive.listDeleted()),
  ];
  if (known.length > 0) return;
  const { spec } = firstPreset;
  const name = "Sample: sharpness climbs to 2/η";
  const [{ id }] = await queue.enqueue([{ ...spec, name }], null);
  await runs.change(id, { tags: ["sample"], notes });
  settings.change({ lessons: { open: firstLesson } });
}
