import { squared } from "../math/squared";

/**
 * (p/255 − mean)/deviation for bytes of `channels` interleaved channels, with mean and standard
 * deviation over all training bytes of a channel. A channel without spread becomes 0.
 */
export function byteScale(
  training: Uint8Array,
  channels = 1,
): (bytes: Uint8Array) => Float64Array {
  const tables = Array.from({ length: channels }, (_, c) =>
    byteTable(training, c, channels),
  );
  return (bytes) => {
    const scaled = new Float64Array(bytes.length);
    for (let c = 0; c < channels; c++) {
      const table = tables[c];
      for (let i = c; i < bytes.length; i += channels)
        scaled[i] = table[bytes[i]];
    }
    return scaled;
  };
}

/**
 * Images of one channel, or of several treated alike: all pixels by one mean and one standard deviation,
 * those of the training images. Bytes are divided by 255 first.
 */
export function standardizeImages(
  training: Uint8Array | Float64Array,
  others: Uint8Array | Float64Array,
): [training: Float64Array, others: Float64Array] {
  if (training instanceof Uint8Array && others instanceof Uint8Array) {
    const scale = byteScale(training);
    return [scale(training), scale(others)];
  }
  const scaled: [Float64Array, Float64Array] = [
    Float64Array.from(training),
    Float64Array.from(others),
  ];
  standardizeColumns(1, ...scaled);
  return scaled;
}

function byteTable(training: Uint8Array, channel: number, channels: number) {
  const counts = new Float64Array(256);
  for (let i = channel; i < training.length; i += channels)
    counts[training[i]]++;
  let [count, sum, squares, kinds] = [0, 0, 0, 0];
  for (let p = 0; p < 256; p++) {
    count += counts[p];
    sum += p * counts[p];
    squares += p * p * counts[p];
    kinds += Math.sign(counts[p]);
  }
  const mean = sum / count / 255;
  const deviation = Math.sqrt(squares / count / 65025 - mean * mean);
  return Float64Array.from({ length: 256 }, (_, p) =>
    kinds > 1 ? (p / 255 - mean) / deviation : 0,
  );
}

/**
 * Brings each column of `training` [rows, width] to mean 0 and standard deviation 1, and `others`
 * by the same shift and factor, both in place. A column without spread becomes 0.
 * @param columns all of them when left out
 */
export function standardizeColumns(
  width: number,
  training: Float64Array,
  others: Float64Array,
  columns: Iterable<number> = Array(width).keys(),
) {
  for (const column of columns) {
    const { mean, deviation } = columnMoments(training, column, width);
    for (const rows of [training, others])
      for (let i = column; i < rows.length; i += width)
        rows[i] = deviation > 0 ? (rows[i] - mean) / deviation : 0;
  }
}

function columnMoments(rows: Float64Array, column: number, width: number) {
  const count = rows.length / width;
  let [sum, same] = [0, true];
  for (let i = column; i < rows.length; i += width) {
    sum += rows[i];
    same &&= rows[i] === rows[column];
  }
  const mean = sum / count;
  // The mean of equal numbers may differ from them by a rounding, which is no spread.
  if (same) return { mean, deviation: 0 };
  let squares = 0;
  for (let i = column; i < rows.length; i += width)
    squares += squared(rows[i] - mean);
  return { mean, deviation: Math.sqrt(squares / count) };
}

/** The mean of each column of [rows, width] over the numbers in it, NaN where there are none. */
export function columnMeans(width: number, rows: Float64Array): number[] {
  return Array.from({ length: width }, (_, column) => {
    let [sum, count] = [0, 0];
    for (let i = column; i < rows.length; i += width) {
      if (Number.isNaN(rows[i])) continue;
      sum += rows[i];
      count++;
    }
    return sum / count;
  });
}
