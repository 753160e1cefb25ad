/** What the rescue screen says and offers, by what is wrong with the archive. */
import type { LabErrorCode } from "../../core/errors";
import type { Remedy, Rescue } from "./Rescue.svelte";
import { backupWords } from "./words";

/** One way out: a button, and what happens to the file that is there now. */
export interface Way {
  label: string;
  explanation: string;
  /** What is being done while it works; none for one that only opens the list of backups. */
  remedy: Remedy | null;
  run: () => void;
}

interface Situation {
  title: string;
  /** Only what is certain in every case of its kind. */
  calm: string;
}

const situations: Partial<Record<LabErrorCode, Situation>> = {
  "archive-damaged": {
    title: "The archive is damaged",
    calm: "Nothing has been deleted, and nothing changes until you choose.",
  },
  "archive-missing": {
    title: "The archive is not where it was",
    calm: "All its backups exist, and nothing changes until you choose.",
  },
  "archive-too-new": {
    title: "The archive is from a newer Edge Lab",
    calm: "Nothing in it has been changed; your runs are where they were.",
  },
};

const cannotOpen: Situation = {
  title: "The archive cannot be opened",
  calm: "Nothing in it has been changed; your runs are where they were.",
};

export const situationOf = (code: LabErrorCode) =>
  situations[code] ?? cannotOpen;

export const workWords: Record<Remedy, string> = {
  recover: "Copying everything readable into a new archive…",
  restore: "Restoring the backup…",
  "begin-anew": "Creating an empty archive…",
  retry: "Opening the archive…",
};

/** The ways out of what is wrong, the best one first; none where only patience or hands help. */
export function waysOf(rescue: Rescue): Way[] {
  const { backups, newest } = rescue;
  const empty = (explanation: string): Way => ({
    label: "Start an empty archive",
    explanation: `The lab begins without runs. ${explanation}`,
    remedy: "begin-anew",
    run: () => void rescue.beginAnew(),
  });
  const pick = (label: string, explanation: string): Way => ({
    label,
    explanation,
    remedy: null,
    run: () => (rescue.picking = !rescue.picking),
  });
  if (rescue.error.code === "archive-damaged")
    return [
      {
        label: "Recover what can be read",
        explanation:
          "Everything readable is copied into a new archive. The damaged file is moved to the folder “damaged”; nothing is deleted.",
        remedy: "recover",
        run: () => void rescue.recover(),
      },
      ...(newest
        ? [
            pick(
              "Restore a backup…",
              "The backup replaces the archive. The damaged archive is kept too; nothing is deleted.",
            ),
          ]
        : []),
      empty(
        "The damaged file is moved to the folder “damaged”; nothing is deleted.",
      ),
    ];
  if (rescue.error.code === "archive-missing")
    return [
      ...(newest
        ? [
            {
              label: "Restore the newest backup",
              explanation: `From ${backupWords(newest)}. The backup itself stays where it is.`,
              remedy: "restore",
              run: () => void rescue.restore(newest.name),
            } satisfies Way,
          ]
        : []),
      ...(backups.length > 1
        ? [
            pick(
              "Restore another backup…",
              "Runs newer than the backup will not be in the list of runs.",
            ),
          ]
        : []),
      empty("The backups stay, and can be restored later."),
    ];
  return [];
}
