/** Two panes, one above the other, as they stand. */
export interface PaneSize {
  /** In pixels. */
  height: number;
  /** Below this height it is of no use. */
  least: number;
  /** Its share of what all panes have together. */
  weight: number;
}

/** The weights of two neighbours after the bar between them was moved down; their sum stays. */
export function divided(
  [above, below]: readonly [PaneSize, PaneSize],
  pixels: number,
): [number, number] {
  const height = above.height + below.height;
  const weight = above.weight + below.weight;
  const most = Math.max(above.least, height - below.least);
  const wanted = Math.min(most, Math.max(above.least, above.height + pixels));
  const share = height > 0 ? Math.min(0.99, wanted / height) : 0.5;
  return [weight * share, weight * (1 - share)];
}
