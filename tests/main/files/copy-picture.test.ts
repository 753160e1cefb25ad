import { expect, it } from "vitest";
import { LabFailure } from "../../../core/errors";
import { copyPicture } from "../../../main/files/copy-picture";

const png = Uint8Array.of(137, 80, 78, 71);
const failure = async (isPicture: boolean, isTaken: boolean) => {
  try {
    const written: Uint8Array[] = [];
    await copyPicture(
      {
        write: async (bytes) => written.push(bytes) > 0 && isPicture,
        hasPicture: async () => isTaken,
      },
      png,
    );
    return written;
  } catch (thrown) {
    return (thrown as LabFailure).error;
  }
};

it("a picture is copied, or what is wrong is said", async () => {
  expect(await failure(true, true)).toEqual([png]);
  expect(await failure(false, true)).toMatchObject({
    code: "bad-request",
    message: "Only a PNG picture can be copied, and this is not one.",
  });
  expect(await failure(true, false)).toMatchObject({
    message: "The clipboard of the system did not accept the picture.",
    hint: expect.stringContaining("save the figure as PNG"),
  });
});
