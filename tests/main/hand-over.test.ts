import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { handOverProblem } from "../../main/hand-over";
import { temporaryFolder } from "./archive/helpers";

const title =
  "refuses a command line too long for the open lab, and only for that";
const isWindows = process.platform === "win32";
it.skipIf(isWindows)(
  isWindows ? `${title}: Windows hands over all` : title,
  async () => {
    const folder = await temporaryFolder();
    const short = ["edge-lab", "/a.edgelab"];
    const long = ["edge-lab", ...Array<string>(300).fill("x".repeat(100))];
    expect(handOverProblem(long, folder)).toBeNull();
    // As Chromium marks its folder: a link to the machine and the process, which leads nowhere.
    await symlink("machine-123", join(folder, "SingletonLock"));
    expect(handOverProblem(short, folder)).toBeNull();
    expect(handOverProblem(long, folder)).toMatch(/too many files/);
  },
);
