import { parts } from "./words";

/**
 * Which layer a path of the experiment file is in: "2" for `model.layers[1].units`, "2.1" for a layer inside that one;
 * null for any other path.
 */
export function layerPlace(path: string): string | null {
  const numbers: number[] = [];
  const [model, ...rest] = parts(path);
  if (model !== "model") return null;
  for (let i = 0; i < rest.length && rest[i] === "layers"; i += 2) {
    const place = rest[i + 1];
    if (typeof place !== "number") break;
    numbers.push(place + 1);
  }
  return numbers.length > 0 ? numbers.join(".") : null;
}
