import type { Lab } from "../../lib/api";
import type { Toasts } from "../../lib/toasts.svelte";
import type { CompareController } from "./Controller.svelte";

/** Saves the printable report of the comparison, as it is shown, where the person wants it. */
export async function saveReport(
  lab: Lab,
  toasts: Toasts,
  { rows, choices }: CompareController,
) {
  const runs = rows.map(({ id }) => id);
  try {
    const path = await lab.files.report({ runs, choices: { ...choices } });
    if (path !== null) toasts.saved(path);
  } catch (thrown) {
    toasts.fail(thrown);
  }
}
