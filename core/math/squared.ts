/** x², where `x` is a long expression. */
export function squared(x: number): number {
  return x * x;
}
