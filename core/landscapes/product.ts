import { deepProduct } from "./deep-product";
import { defineLandscape } from "./definition";
import { pair } from "./fields";

export const product = defineLandscape({
  name: "product",
  label: "Product",
  expression: "½ (xy − 1)²",
  fields: { start: pair.default([1.7, 0.3]) },
  first: {},
  describe: () => "½(xy − 1)²",
  create: ({ start }) => ({
    objective: deepProduct(2, 1),
    theta: Float64Array.from(start),
    variables: ["x", "y"],
  }),
});
