import { clipboard, nativeImage } from "electron";
import type { PictureClipboard } from "./files/copy-picture";

/** The clipboard of the system. */
export const electronClipboard: PictureClipboard = {
  write(png) {
    const image = nativeImage.createFromBuffer(Buffer.from(png));
    if (image.isEmpty()) return false;
    clipboard.clear();
    clipboard.writeImage(image);
    return true;
  },
  hasPicture: () => !clipboard.readImage().isEmpty(),
};
