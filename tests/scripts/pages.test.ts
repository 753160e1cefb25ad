/** The documents as pages of the window and of the site. */
import { expect, test } from "vitest";
import { documentsOf, pageOf, readPages } from "../../scripts/docs/pages.mjs";
import { PROJECT } from "../../scripts/project.mjs";

const place = {
  address: (page: string, anchor: string) => `#${page}/${anchor}`,
  picture: (file: string) => `pictures/${file}`,
  below: 2,
};

test("headings, links, pictures and code become parts of a page without scripts and styles", () => {
  const { html, ...page } = pageOf(
    "rules",
    `# Two & two

See [the file](experiment-file.md#model), [below](#a-b), [Slurm](https://slurm.example/) and [code](../core/x.ts).
<script>alert(1)</script>

## A \`b\`

![A "run"](docs/run.png)

\`\`\`sh
a < b && c
\`\`\`

| x | y |
| -: | - |
| 1 | a \\| b |

## A b
`,
    place,
  );
  expect(page).toEqual({
    id: "rules",
    title: "Two & two",
    sections: [
      {
        anchor: "two--two",
        title: "Two & two",
        text: expect.stringContaining("See the file, below, Slurm and code."),
      },
      {
        anchor: "a-b",
        title: "A b",
        text: expect.stringContaining("a < b && c"),
      },
      { anchor: "a-b-1", title: "A b", text: "" },
    ],
  });
  expect(html).toContain('<h3 id="doc-two--two">Two &amp; two</h3>');
  expect(html).toContain('<h4 id="doc-a-b-1">A b</h4>');
  expect(html).toContain('<a href="#experiment-file/model">the file</a>');
  expect(html).toContain('<a href="#rules/a-b">below</a>');
  expect(html).toContain(
    "Slurm (<code>https://slurm.example/</code>) and code.",
  );
  expect(html).toContain(
    '<img src="pictures/run.png" alt="A &quot;run&quot;">',
  );
  expect(html).toContain("<code>a &lt; b &amp;&amp; c</code>");
  expect(html).toContain('<td align="right">1</td>');
  expect(html).toContain("<td>a | b</td>");
  expect(html).not.toContain("<script");
});

test("each link of every page leads to a section of another, and nothing needs a style or a script", () => {
  const pages = readPages(PROJECT, place);
  expect(pages.map(({ id }) => id)).toHaveLength(documentsOf(PROJECT).length);
  const ids = new Set(pages.map(({ id }) => id));
  const places = new Set(
    pages.flatMap(({ id, html }) =>
      [...html.matchAll(/ id="doc-([^"]+)"/g)].map(
        ([, anchor]) => `${id}/${anchor}`,
      ),
    ),
  );
  for (const { id, html, sections } of pages) {
    for (const [, page, anchor] of html.matchAll(/href="#([^/"]*)\/([^"]*)"/g))
      expect(anchor ? places.has(`${page}/${anchor}`) : ids.has(page)).toBe(
        true,
      );
    for (const { anchor } of sections)
      expect(places.has(`${id}/${anchor}`)).toBe(true);
    expect(new Set(sections.map(({ anchor }) => anchor)).size).toBe(
      sections.length,
    );
    expect(html).not.toMatch(/ style=| on\w+=|<script|<style|<iframe/);
  }
});
