/** Loss and accuracy on the samples set aside. */
import { z } from "zod";
import type { Score } from "../objective/objective";
import { stepColumn, where, type RecordedColumn } from "./columns";
import type { MeasurementDefinition } from "./definition";
import { every } from "./every";

const schema = z.strictObject(
  {
    every: every("Steps between evaluations of the test set"),
  },
  { error: "Test must be an object." },
);

export type TestRecord = Score & { step: number };

export function testColumns(
  hasAccuracy: boolean,
): RecordedColumn<TestRecord>[] {
  return [
    stepColumn,
    {
      name: "loss",
      label: "Test loss",
      chart: { name: "testLoss", place: 3, log: true },
      what: "the loss on the test set, without weight decay",
      of: ({ loss }) => loss,
    },
    ...where<TestRecord>(hasAccuracy, {
      name: "accuracy",
      label: "Test accuracy",
      chart: { name: "testAccuracy", place: 5, note: "share of the test set" },
      what: "test accuracy, where there are classes",
      of: ({ accuracy }) => accuracy ?? undefined,
    }),
  ];
}

export const test = {
  name: "test",
  label: "Test set",
  schema,
  table: "test",
  columns: testColumns(true),
} as const satisfies MeasurementDefinition;
