import type { z } from "zod";
import {
  requestNames,
  type RequestName,
  type Reply,
  type SentReply,
  type TextReply,
} from "../core/contract/api";
import { LabFailure, toLabError } from "../core/errors";
import type { ArchiveKeeper } from "./archive-keeper";
import { archiveEndpoints, labEndpoints } from "./endpoints";
import { JsonText } from "./json-text";

/** Answers one request, whatever its arguments are; never rejects. */
export type Handler<N extends RequestName> = (
  args: unknown[],
) => Promise<SentReply<N>>;

export type Handlers = { [N in RequestName]: Handler<N> };

/** Any endpoint: the types of its table have matched its arguments with its work. */
interface AnyEndpoint {
  args: z.ZodType<unknown[]>;
  act: (part: unknown, ...args: unknown[]) => unknown;
}

/**
 * Makes the handlers of all requests.
 * @param onUnexpected hears of errors that are mistakes of this program, for the log
 */
export function makeHandlers(
  keeper: ArchiveKeeper,
  onUnexpected: (error: unknown) => void,
): Handlers {
  const handler =
    (name: RequestName) =>
    async (sent: unknown[]): Promise<Reply<unknown> | TextReply> => {
      try {
        const isOfArchive = name in archiveEndpoints;
        const table = isOfArchive ? archiveEndpoints : labEndpoints;
        const { args, act } = table[name as never] as AnyEndpoint;
        const checked = check(name, args, sent);
        const part = isOfArchive ? keeper : await keeper.lab();
        const value = await act(part, ...checked);
        return value instanceof JsonText
          ? { ok: true, json: value.text }
          : { ok: true, value };
      } catch (thrown) {
        if (!(thrown instanceof LabFailure)) onUnexpected(thrown);
        return { ok: false, error: toLabError(thrown) };
      }
    };
  return Object.fromEntries(
    requestNames.map((name) => [name, handler(name)]),
  ) as Handlers;
}

function check<T>(name: string, shape: z.ZodType<T>, args: unknown[]): T {
  const parsed = shape.safeParse(args);
  if (parsed.success) return parsed.data;
  const [{ message }] = parsed.error.issues;
  throw new LabFailure({
    code: "bad-request",
    message: `The request ${name} was refused: ${message.replace(/\.?$/, ".")}`,
  });
}
