import { LabFailure } from "../../core/errors";

/** The pictures of the clipboard of the system. */
export interface PictureClipboard {
  /** @returns whether the bytes were a picture */
  write(png: Uint8Array): Promise<boolean>;
  /** Whether there is a picture on it. */
  hasPicture(): Promise<boolean>;
}

/** Copies a picture. The system says nothing when its clipboard takes none: look whether it is there. */
export async function copyPicture(
  clipboard: PictureClipboard,
  png: Uint8Array,
) {
  if (!(await clipboard.write(png)))
    throw new LabFailure({
      code: "bad-request",
      message: "Only a PNG picture can be copied, and this is not one.",
    });
  if (!(await clipboard.hasPicture()))
    throw new LabFailure({
      code: "unexpected",
      message: "The clipboard of the system did not accept the picture.",
      hint: "Close other programs that watch the clipboard and copy again, or save the figure as PNG.",
    });
}
