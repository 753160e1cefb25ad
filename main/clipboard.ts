import electron, { clipboard, nativeImage, type NativeImage } from "electron";
import type { PictureClipboard } from "./files/copy-picture";

const PNG = "image/png";

/** The clipboard of Electron 33, and that of 45, which is like the one of web pages. */
interface Clipboards {
  clear(): void;
  writeImage?(image: NativeImage): void;
  readImage?(): NativeImage;
  write(items: object[]): Promise<void>;
  has(type: string): Promise<boolean>;
}
const either = clipboard as unknown as Clipboards;
const { ClipboardItem } = electron as unknown as {
  ClipboardItem: new (items: Record<string, Blob>) => object;
};

/** The clipboard of the system. */
export const electronClipboard: PictureClipboard = {
  async write(png) {
    const image = nativeImage.createFromBuffer(Buffer.from(png));
    if (image.isEmpty()) return false;
    either.clear();
    if (either.writeImage) either.writeImage(image);
    else {
      const blob = new Blob([Uint8Array.from(png)], { type: PNG });
      await either.write([new ClipboardItem({ [PNG]: blob })]);
    }
    return true;
  },
  async hasPicture() {
    return either.readImage ? !either.readImage().isEmpty() : either.has(PNG);
  },
};
