import type { Attachment } from "svelte/attachments";

/** Takes the focus as long as the element is there, and gives it back to where it came from. */
export const takeFocus: Attachment<HTMLElement> = (element) => {
  const before = document.activeElement;
  element.focus();
  return () => {
    const isNowhere = document.activeElement === document.body;
    if (isNowhere && before instanceof HTMLElement) before.focus();
  };
};
