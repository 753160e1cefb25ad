import { open } from "node:fs/promises";

const pageSize = 4096;
const magic = "SQLite format 3\0";

/**
 * Writes anew what the first hundred bytes of every archive say, and what follows from the length of
 * the file: damage to them makes the whole file unreadable. The version is left as it is.
 * See https://www.sqlite.org/fileformat.html, section 1.3.
 * @param path of a copy that may be changed
 */
export async function mendHeader(path: string) {
  const file = await open(path, "r+");
  try {
    const { size } = await file.stat();
    if (size < pageSize) return;
    const header = Buffer.alloc(100);
    await file.read(header, 0, 100, 0);
    header.write(magic, 0, "latin1");
    header.writeUInt16BE(pageSize, 16);
    // Write-ahead log; no reserved bytes; the fixed payload fractions.
    header.set([2, 2, 0, 64, 32, 32], 18);
    header.writeUInt32BE(Math.floor(size / pageSize), 28);
    // Free pages are nothing that is missed.
    header.writeUInt32BE(0, 32);
    header.writeUInt32BE(0, 36);
    header.writeUInt32BE(4, 44);
    // No auto-vacuum; UTF-8; no incremental vacuum.
    header.writeUInt32BE(0, 52);
    header.writeUInt32BE(1, 56);
    header.writeUInt32BE(0, 64);
    // The length above is valid when this is the change counter.
    header.copy(header, 92, 24, 28);
    await file.write(header, 0, 100, 0);
    // A last page that was cut off would be an error of its own.
    await file.truncate(Math.floor(size / pageSize) * pageSize);
  } finally {
    await file.close();
  }
}
