/** What the context menu of the archive offers. */
import type { RunRow } from "../../../core/contract/api";
import { againWith, type Again } from "../../../core/experiment/again";
import { isRunnable } from "../../../core/experiment/spec";
import { isOver } from "../../../core/run/status";
import { againWords, cloneWords } from "../../lib/fork-words";
import { counted } from "../../lib/format";
import type { Exchange } from "./Exchange.svelte";
import type { TableController } from "./TableController.svelte";

interface Acts {
  open: (row: RunRow) => void;
  clone: (row: RunRow) => void;
  reproduce: (row: RunRow) => void;
  /** Starts the experiment with another step size. */
  again: (again: Again) => void;
  /** Compares the selected runs, or adds the one. */
  compare: (ids: number[]) => void;
  /** Goes to the name of the run, or to what is said of several. */
  edit: () => void;
  remove: () => void;
}

/** @param row the one that was pressed */
export function rowMenu(
  row: RunRow,
  table: TableController,
  exchange: Exchange,
  acts: Acts,
) {
  const { chosen } = table;
  const several = chosen.length > 1;
  const them = several ? counted(chosen.length, "run") : "run";
  return [
    [
      { label: "Open", key: "Enter", run: () => acts.open(row) },
      {
        label: several ? `Compare ${them}` : "Add to the comparison",
        ...(several && { key: "C" }),
        run: () => acts.compare(chosen.map(({ id }) => id)),
      },
      {
        label: "Select its group",
        isPossible: row.groupId !== null,
        run: () => table.selectGroup(row),
      },
    ],
    [
      {
        label: several ? `Edit ${them}…` : "Rename…",
        key: "F2",
        run: acts.edit,
      },
      {
        label: cloneWords(row),
        isPossible: isRunnable(row.spec),
        run: () => acts.clone(row),
      },
      {
        label: "Reproduce",
        isPossible: isOver(row.status) && isRunnable(row.spec),
        run: () => acts.reproduce(row),
      },
      ...(several ? [] : againWith(row.spec)).map((again) => ({
        label: againWords(again, row),
        run: () => acts.again(again),
      })),
    ],
    [
      {
        label: `Export ${them} as a capsule…`,
        run: () => void exchange.exportCapsules(chosen),
      },
      {
        label: `Export the steps of ${several ? them : "the run"} as CSV…`,
        run: () => void exchange.exportSeries(chosen, "steps"),
      },
      ...(several
        ? []
        : [
            {
              label: "Export for NumPy (npz)…",
              run: () => void exchange.exportFor(row, "npz"),
            },
            {
              label: "Export as a PyTorch script…",
              run: () => void exchange.exportFor(row, "py"),
            },
          ]),
    ],
    [{ label: `Delete ${them}`, key: "Delete", run: acts.remove }],
  ];
}
