import { expect, test } from "vitest";
import { sourceDefinitions, type DataSpec } from "../../../../core/data/spec";
import { presetOf } from "../../../../core/experiment/presets";
import { firstData } from "../../../../renderer/screens/design/change";
import { summaries } from "../../../../renderer/screens/design/summaries";

const withFiles = sourceDefinitions.filter(({ files }) => files);

test("there are sources that read files", () => {
  expect(withFiles.length).toBeGreaterThan(4);
});

test.each(withFiles.map(({ name, label }) => ({ name, label })))(
  "$name says that no file is chosen yet",
  ({ name, label }) => {
    const data = firstData(name as DataSpec["source"]);
    const { spec } = presetOf("chebyshev");
    expect(summaries({ ...spec, data }).data.split("; ")[0]).toBe(
      `${label}, no file chosen yet`,
    );
  },
);
