import type { Attachment } from "svelte/attachments";

/**
 * Opens a dialog over everything; Escape and a press beside it close it.
 *
 * The dialog's own `close` event comes with the next frame. Until then a closed dialog would still
 * count as open, and a key pressed meanwhile would be lost; so the attribute is observed instead.
 * @param onclose called as soon as the dialog is closed, in whatever way, unless it was taken off the page
 */
export function modal(onclose: () => void): Attachment<HTMLDialogElement> {
  return (dialog) => {
    const besides = ({ target }: PointerEvent) => {
      if (target === dialog) dialog.close();
    };
    const watch = new MutationObserver(() => {
      if (!dialog.open) onclose();
    });
    dialog.addEventListener("pointerdown", besides);
    dialog.showModal();
    watch.observe(dialog, { attributeFilter: ["open"] });
    return () => {
      watch.disconnect();
      dialog.removeEventListener("pointerdown", besides);
      dialog.close();
    };
  };
}
