import type { Attachment } from "svelte/attachments";

/** Opens a dialog over everything; Escape and a press beside it close it. */
export const modal: Attachment<HTMLDialogElement> = (dialog) => {
  const besides = ({ target }: PointerEvent) => {
    if (target === dialog) dialog.close();
  };
  dialog.addEventListener("pointerdown", besides);
  dialog.showModal();
  return () => {
    dialog.removeEventListener("pointerdown", besides);
    dialog.close();
  };
};
