import { describe, expect, it } from "vitest";
import type { View } from "../../../core/run/organise";
import { CompareController } from "../../../renderer/screens/compare/Controller.svelte";
import { ViewShelf } from "../../../renderer/lib/ViewShelf.svelte";
import { readBack, written } from "../../../renderer/screens/compare/views";
import { fakeLab } from "../fake-lab";

function setUp() {
  const fake = fakeLab();
  let stored: View[] = [
    { id: "other", name: "Of another screen", state: { screen: "archive" } },
  ];
  fake.answer("settings.views", () => stored);
  fake.answer("settings.saveViews", (views) => void (stored = views));
  const { choices } = new CompareController(fake.lab);
  return {
    fake,
    shelf: new ViewShelf(fake.lab, { readBack, written }),
    state: { ids: [3, 1], choices },
    stored: () => stored.map(({ name }) => name),
  };
}

describe("ViewShelf", () => {
  it("saves, shows again as it was, deletes, and keeps others' views", async () => {
    const { shelf, state, stored } = setUp();
    await shelf.open();
    expect(shelf.views).toEqual([]);
    shelf.name = "  Mine ";
    await shelf.save(state);
    expect(shelf.name).toBe("");
    expect(stored()).toEqual(["Of another screen", "Mine"]);
    expect(shelf.views).toMatchObject([{ name: "Mine", state }]);
    await shelf.delete(shelf.views[0].id);
    expect(stored()).toEqual(["Of another screen"]);
    expect(shelf.views).toEqual([]);
  });

  it("renames a view, and nothing else of it", async () => {
    const { shelf, state, stored } = setUp();
    shelf.name = "Mine";
    await shelf.save(state);
    const [{ id }] = shelf.views;
    await shelf.rename(id, " Yours ");
    expect(stored()).toEqual(["Of another screen", "Yours"]);
    expect(shelf.views).toMatchObject([{ id, name: "Yours", state }]);
    await shelf.rename(id, "  ");
    expect(shelf.views).toMatchObject([{ name: "Yours" }]);
  });

  it("saves nothing without a name", async () => {
    const { fake, shelf, state } = setUp();
    shelf.name = " ";
    await shelf.save(state);
    expect(fake.asked).toEqual([]);
  });

  it("keeps the name when it could not be saved, and says why", async () => {
    const { fake, shelf, state } = setUp();
    fake.refuse("settings.saveViews", {
      code: "archive",
      message: "The disk is full.",
    });
    shelf.name = "Mine";
    await shelf.save(state);
    expect(shelf.name).toBe("Mine");
    expect(shelf.task.failure?.message).toBe("The disk is full.");
  });
});
