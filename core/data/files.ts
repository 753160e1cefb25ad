/** Images and their labels, as paths of IDX files. */
export interface ImageFiles {
  images: string;
  labels: string;
}

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** How the sources reach the disk. All of it throws a LabFailure that names the file. */
export interface DataFiles {
  /** The bytes of a file piece by piece, unpacked where it is gzipped. */
  bytes(path: string): AsyncIterable<Uint8Array>;
  /** The whole of a text file, and the encoding in which it was read. */
  text(path: string): Promise<{ text: string; encoding: Encoding }>;
  /**
   * Files in a ZIP archive, checked by their checksums.
   * @returns the bytes of each of `wanted` that is there, and the names of all
   */
  members(
    path: string,
    wanted: readonly string[],
  ): Promise<{ found: Map<string, Uint8Array>; names: string[] }>;
  /**
   * Called between pieces of long work, with the share of it that is done, 0 to 1. What it throws ends the
   * work. Left out where nothing else waits.
   */
  rest?(share: number): Promise<void>;
  /** The digits of MNIST, which come with the lab. */
  digits(): { train: ImageFiles; test: ImageFiles };
}
