/*
 * The functions in this folder are those of fdlibm, written in TypeScript:
 *
 * Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved.
 * Permission to use, copy, modify, and distribute this software is freely granted, provided that
 * this notice is preserved.
 *
 * Why they are here: the functions of Math are the engine's own and change with it (pow between
 * Node 20 and 24, cos between Node 20 and Electron 33). These use only + − × ÷ and √, which IEEE 754
 * defines to the last bit. They give the same bits as Math of Node 20 did.
 */

const value = new Float64Array(1);
/** Low word, then high word: the archive and its files need a little-endian machine as well. */
const words = new Int32Array(value.buffer);

/** Sign, exponent and the first 20 bits of the fraction, as a signed 32-bit integer. */
export function highWord(x: number): number {
  value[0] = x;
  return words[1];
}

export function fromWords(high: number, low: number): number {
  words[1] = high;
  words[0] = low;
  return value[0];
}

export function withHighWord(x: number, high: number): number {
  value[0] = x;
  words[1] = high;
  return value[0];
}

/** The number with the last 32 bits of its fraction set to 0. */
export function truncated(x: number): number {
  value[0] = x;
  words[0] = 0;
  return value[0];
}

/** 2^k for −1022 ≤ k ≤ 1023. */
export function powerOfTwo(k: number): number {
  return fromWords((0x3ff + k) << 20, 0);
}
