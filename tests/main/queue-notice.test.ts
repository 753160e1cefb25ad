import { expect, it } from "vitest";
import { queueNotice } from "../../main/queue-notice";

it("tells of the end of the queue only somebody who does not see it", () => {
  const shown: string[] = [];
  let isFocused = false;
  const tell = queueNotice({
    isFocused: () => isFocused,
    show: ({ body }) => shown.push(body),
  });
  tell(1);
  tell(3);
  isFocused = true;
  tell(2);
  expect(shown).toEqual([
    "The run is over; nothing else waits.",
    "All 3 runs are over; nothing else waits.",
  ]);
});
