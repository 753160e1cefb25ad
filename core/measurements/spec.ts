/** What an experiment file asks to be measured: the options of each measurement, by its name. */
import { z } from "zod";
import { measurements } from "./index";

type Measurement = (typeof measurements)[number];

type Options = {
  [M in Measurement as M["name"]]: z.ZodPrefault<M["schema"]>;
};

const options = Object.fromEntries(
  measurements.map(({ name, schema }) => [name, schema.prefault({})]),
) as Options;

export const measureSchema = z.strictObject(options, {
  error: "Measure must be an object.",
});
