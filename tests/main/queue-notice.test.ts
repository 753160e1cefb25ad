import { expect, it } from "vitest";
import { queueNotice } from "../../main/queue-notice";

it("tells of the end of the queue only somebody who does not see it and wants to know", () => {
  const shown: string[] = [];
  let isFocused = false;
  let isWanted = true;
  const tell = queueNotice({
    isWanted: () => isWanted,
    isFocused: () => isFocused,
    show: ({ body }) => shown.push(body),
  });
  tell(1);
  tell(3);
  isFocused = true;
  tell(2);
  isFocused = false;
  isWanted = false;
  tell(4);
  expect(shown).toEqual([
    "The run has ended, and the queue is empty.",
    "All 3 runs have ended, and the queue is empty.",
  ]);
});
