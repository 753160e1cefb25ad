/* global MiniSearch, sections */
// Sections in which every word occurs, in place of the list of pages. Works from a folder, without a server.
const index = new MiniSearch({
  fields: ["title", "text"],
  storeFields: ["title", "page", "address"],
});
index.addAll(sections);
const field = document.querySelector("nav input");
const list = document.querySelector("nav ul");
const status = document.querySelector("nav [role=status]");
const pages = [...list.children];
field.hidden = false;
field.addEventListener("input", () => {
  const words = field.value.trim();
  const found = index.search(words, {
    combineWith: "AND",
    prefix: true,
    boost: { title: 3 },
  });
  status.textContent =
    words === ""
      ? ""
      : `${found.length} ${found.length === 1 ? "section" : "sections"}`;
  list.replaceChildren(...(words === "" ? pages : found.map(entry)));
});

function entry({ title, page, address }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = title;
  const small = document.createElement("small");
  small.textContent = page;
  item.append(link, small);
  return item;
}
