import { expect, it } from "vitest";
import { withPageSize } from "../../main/page-size";

const pdf = (box: string, structure: string) =>
  Buffer.from(
    `%PDF-1.4\n<</Type /Page\n/MediaBox ${box}\n/Contents 29 0 R\n${structure}\n/Parent 30 0 R>>\nxref`,
    "latin1",
  );

it.each([
  ["Chromium 130", "/StructParents 0"],
  ["Chromium 156", "/Tabs /S"],
])(
  "a page of %s is cut to its size at the bottom, and no byte after it moves",
  (_, structure) => {
    const made = pdf("[0 0 240.95999 372]", structure);
    const sized = Buffer.from(withPageSize(made, { width: 85, height: 131 }));
    expect(sized).toHaveLength(made.length);
    const text = sized.toString("latin1");
    // 85 mm and 131 mm in points.
    expect(text).toContain(
      "/MediaBox [0 0.661 240.945 372]\n/Contents 29 0 R\n",
    );
    expect(text.indexOf("/Parent")).toBe(
      made.toString("latin1").indexOf("/Parent"),
    );
  },
);

it("a page that is written in another way stays as it is", () => {
  const other = Buffer.from("%PDF-1.4\n/MediaBox[0 0 1 1]", "latin1");
  expect(withPageSize(other, { width: 85, height: 131 })).toBe(other);
});
