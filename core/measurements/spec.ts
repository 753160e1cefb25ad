/** What an experiment file asks to be measured: the options of each measurement, by its name. */
import { z } from "zod";
import { measurements } from "./index";

type Measurement = (typeof measurements)[number];

type Options = {
  [M in Measurement as M["name"]]: M extends { isOptional: true }
    ? z.ZodOptional<M["schema"]>
    : z.ZodPrefault<M["schema"]>;
};

const options = Object.fromEntries(
  measurements.map((one) => [
    one.name,
    "isOptional" in one ? one.schema.optional() : one.schema.prefault({}),
  ]),
) as Options;

export const measureSchema = z.strictObject(options, {
  error: "Measure must be an object.",
});
