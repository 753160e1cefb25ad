/**
 * Float64 columns as BLOBs. The archive is little-endian; so is every processor this program runs
 * on, and the bytes can go as they are, NaN payloads included. Each is stored with its CRC-32.
 */
import { crc32 } from "node:zlib";
import { notAsStored } from "./failure";

/** The bytes of a column, without a copy: the driver makes one when it binds them. */
export function toBlob(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Chunks of one column in order, as one column. */
export function fromBlob(chunks: Buffer[]): Float64Array {
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return new Float64Array(bytes.buffer);
}

/** Arrays one after the other. */
export function joined(parts: Float64Array[]): Float64Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function checksumOf(blob: Buffer): number {
  return crc32(blob);
}

/**
 * @param blob as stored; damage may have made anything of it, or nothing
 * @param checksum as stored; null for a row of an archive before version 6
 */
export function isIntact(blob: unknown, checksum: number | null): boolean {
  if (!Buffer.isBuffer(blob) || blob.length % 8 !== 0) return false;
  return checksum === null || checksum === checksumOf(blob);
}

/** @param what e.g. `a piece of the series of run 3` @throws ArchiveFailure `archive-damaged` */
export function requireIntact(
  blob: unknown,
  checksum: number | null,
  what: string,
) {
  if (!isIntact(blob, checksum)) throw notAsStored(what);
}
