import { expect, it } from "vitest";
import {
  attributeNames,
  runAttributes,
} from "../../../core/export/run-attributes";

const withBlank = attributeNames.flatMap((name) => {
  const attribute = runAttributes[name];
  return "blank" in attribute ? [{ name, ...attribute }] : [];
});

it.each(withBlank)(
  "$name: the blank is a value that the attribute may have",
  ({ schema, blank }) => {
    expect(schema.safeParse(blank)).toEqual({ success: true, data: blank });
  },
);
