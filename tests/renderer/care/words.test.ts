import { expect, it } from "vitest";
import { keptBackups } from "../../../core/contract/care";
import {
  automaticSentence,
  backupWords,
  checkSentence,
  readable,
} from "../../../renderer/care/words";
import { backup } from "./backups";

const noon = new Date(2026, 10, 24, 12).getTime();

it("says when a backup was made, what is in it and how large it is", () => {
  expect(backupWords(backup({ madeAt: noon }))).toBe(
    "24 Nov 2026, 12:00: 214 runs, 12.3 MB",
  );
  expect(backupWords(backup({ madeAt: noon, runs: 1, bytes: 900 }))).toBe(
    "24 Nov 2026, 12:00: 1 run, 900 bytes",
  );
});

it("passes over backups that cannot be read", () => {
  const good = backup();
  expect(readable([backup({ runs: null }), good])).toEqual([good]);
});

it("says what an examination found", () => {
  const check = { checkedAt: noon, runs: 214, pieces: 48_112, problems: [] };
  expect(checkSentence(check)).toMatch(
    /^No problems found: 214 runs and 48,112 parts of series, checked .+\.$/,
  );
  expect(checkSentence({ ...check, problems: ["Lost."] })).toMatch(
    /^Something is damaged, checked .+:$/,
  );
});

it("says how long backups are kept", () => {
  const { automatic, rescued } = keptBackups;
  expect(automaticSentence).toMatch(`the newest ${automatic} daily ones`);
  expect(keptBackups["before-restore"]).toBe(rescued);
  expect(automaticSentence).toMatch(`the newest ${rescued} of each other kind`);
});
