import { z } from "zod";
import { definitionOf, unionOf } from "../schema/definition";
import { limits } from "../schema/fields";
import { named } from "../schema/words";
import { activation } from "./activation";
import { defineLayer, noTorch, type LayerDefinition } from "./definition";
import { plainLayers } from "./plain";
import { ShapeMismatch, width, type Shape } from "./shape";
import { Stack } from "./stack";

const layerSchema = unionOf(
  "type",
  "The type of a layer in a residual",
  plainLayers,
);
type Inner = z.output<typeof layerSchema>;
const definitions: readonly LayerDefinition<Inner>[] = plainLayers;
const layerOf = ({ type }: Inner) => definitionOf(definitions, type);
const stack = new Stack<Inner>(layerOf);

const inside = z
  .array(layerSchema, { error: "Layers must be a list." })
  .min(1, "A residual needs at least one layer.")
  .max(
    limits.layers.max,
    `A residual may have at most ${limits.layers.max} layers.`,
  );

const torchResidual = `class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)`;

/** x + f(x), with layers f that keep the shape of x. */
export const residual = defineLayer({
  name: "residual",
  label: "Residual",
  synonyms: ["skip", "skipconnection", "resblock", "residualblock"],
  fields: { layers: named(inside, { label: "Inner layers" }) },
  first: { layers: [{ type: activation.name, ...activation.first }] },
  help: "Adds the output of its inner layers to its input. The inner layers must keep the shape.",
  describe: ({ layers }) =>
    `residual (${layers.map((one) => layerOf(one).describe(one)).join(" – ")})`,
  title: ({ layers }) =>
    `Residual, ${layers.length} layer${layers.length === 1 ? "" : "s"}`,
  brief: ({ layers }) =>
    `[${layers.map((one) => layerOf(one).brief?.(one) ?? one.type).join(" ")}]`,
  innerField: "layers",
  kink: ({ layers }) =>
    layers.map((one) => layerOf(one).kink?.(one)).find(Boolean) ?? null,
  outputShape,
  parameters: ({ layers }, input) => stack.parameters(layers, input),
  forward: (graph, { layers }, x, parameters, input, mask) =>
    graph.add(x, stack.write(graph, layers, x, input, parameters, mask)),
  torch({ layers }, input) {
    const modules = stack
      .along(layers, input, (layer, spec, shape) => {
        const inside = layer.torch?.(spec, shape);
        if (inside) return inside;
        throw noTorch(`it has nothing like the layer ${layer.label}.`);
      })
      .flat();
    const lines = modules.map(
      ({ code }) => `${code.replaceAll(/^(?=.)/gm, "    ")},`,
    );
    return [
      {
        code: `Residual(\n${lines.join("\n")}\n)`,
        helper: [
          ...modules.flatMap(({ helper }) => helper ?? []),
          torchResidual,
        ],
        parameters: modules.flatMap(({ parameters }, i) =>
          (parameters ?? []).map(({ name, shape }) => ({
            name: `${i}.${name}`,
            shape,
          })),
        ),
      },
    ];
  },
  multiplications: ({ layers }, input) => stack.multiplications(layers, input),
  numbersKept: ({ layers }, input) =>
    stack.numbersKept(layers, input) + 2 * width(input),
});

function outputShape(
  { layers }: { layers: readonly Inner[] },
  input: Shape,
): Shape {
  const output = stack.outputShape(layers, input);
  const isKept =
    output.length === input.length && output.every((n, i) => n === input[i]);
  if (isKept) return output;
  const text = (shape: Shape) => shape.join(" × ");
  throw new ShapeMismatch(
    `A residual adds its input to the output of its inner layers, so both must have the same shape: the input is ${text(input)}, the output ${text(output)}.`,
    `Make the output of the last inner layer ${text(input)} again.`,
  );
}
