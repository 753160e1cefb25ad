import { beforeEach, expect, it } from "vitest";
import type { Item } from "../../../renderer/palette/items";
import { Palette } from "../../../renderer/palette/Palette.svelte";

let done: string[];
const item = (title: string): Item => ({
  kind: "Action",
  id: title,
  title,
  run: () => done.push(title),
});
let palette: Palette;
beforeEach(() => {
  done = [];
  palette = new Palette(
    ["New run", "Archive", "Compare", "What is: residual"].map(item),
    () => done.push("closed"),
  );
});
const found = () => palette.found.map(({ title }) => title);

it("shows all at first, and what resembles the query after that", () => {
  expect(found()).toHaveLength(4);
  palette.query = "rsdl";
  expect(found()).toEqual(["What is: residual"]);
  palette.query = "zebra";
  expect(found()).toEqual([]);
  palette.press("Enter");
  expect(done).toEqual([]);
});

it("is gone through by keys, around its ends", () => {
  palette.press("ArrowUp");
  expect(palette.current?.title).toBe("What is: residual");
  palette.press("ArrowDown");
  palette.press("ArrowDown");
  expect(palette.current?.title).toBe("Archive");
  expect(palette.press("x")).toBe(false);
});

it("begins at the best match of each query", () => {
  palette.press("End");
  palette.query = "compare";
  expect(palette.current?.title).toBe("Compare");
});

it("closes before it does what was chosen", () => {
  palette.press("ArrowDown");
  palette.press("Enter");
  expect(done).toEqual(["closed", "Archive"]);
});
