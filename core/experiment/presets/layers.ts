import { activated } from "./definition";

/** A layer of a transformer with its norms behind the sums, without expansion. */
export function postNorm(width: number) {
  const norm = { type: "layer-norm" };
  return [
    { type: "residual", layers: [{ type: "attention", heads: 2 }] },
    norm,
    {
      type: "residual",
      layers: [
        ...activated({ type: "dense", units: width }, "swish"),
        { type: "dense", units: width },
      ],
    },
    norm,
  ];
}
