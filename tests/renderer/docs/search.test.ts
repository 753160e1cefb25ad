import { pages } from "virtual:docs";
import { expect, test } from "vitest";
import { searchIn } from "../../../renderer/docs/search";

const search = searchIn(pages);

test("a section is found by the words of its heading and its text, by their beginnings and despite a wrong letter", () => {
  expect(search("reproduce float64 bits")).not.toEqual([]);
  const [first] = search("Electron checklist");
  expect(first).toMatchObject({
    page: "security",
    anchor: "electrons-security-checklist",
  });
  expect(search("stabilis").length).toBeGreaterThan(3);
  const right = search("eigenvalue").map(({ anchor }) => anchor);
  const wrong = search("eigenvalve").map(({ anchor }) => anchor);
  expect(wrong).toEqual(expect.arrayContaining(right.slice(0, 1)));
});

test("every word must be there, and the excerpt shows one of them", () => {
  expect(search("sharpness xylophone")).toEqual([]);
  for (const { excerpt } of search("slurm").slice(0, 3))
    expect(excerpt.length).toBeLessThan(200);
  expect(search("Slurm")[0].excerpt).toMatch(/slurm/i);
  expect(search("")).toEqual([]);
});

test("the pictures of the documents have addresses of the program", () => {
  const readme = pages.find(({ id }) => id === "readme");
  expect(readme?.html).toMatch(/<img src="[^"{]*run[^"{]*\.png"/);
});
