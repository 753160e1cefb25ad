import {
  groupedRequests,
  type Lab,
  type LabBridge,
  received,
  type Reply,
  type TextReply,
} from "../../core/contract/api";
import { LabFailure, toLabError } from "../../core/errors";

export type { Lab } from "../../core/contract/api";

declare global {
  interface Window {
    /** Put there by the preload script; missing when the page is opened outside the app. */
    lab?: LabBridge;
  }
}

type AnyRequest = (...args: unknown[]) => Promise<Reply<unknown> | TextReply>;

/** Wraps a bridge: the real one, or a fake in a test. */
export function connectLab(bridge: LabBridge): Lab {
  const groups = bridge as unknown as Record<
    string,
    Record<string, AnyRequest>
  >;
  const requests = groupedRequests((name) => {
    const [group, method] = name.split(".");
    return (...args) => unpack(groups[group][method](...args));
  });
  return {
    ...(requests as object),
    on: (event, listener) => bridge.on(event, listener),
    pathOf: (file) => bridge.pathOf(file),
  } as Lab;
}

async function unpack(answer: ReturnType<AnyRequest>): Promise<unknown> {
  // A rejected promise means the bridge itself failed, not that main said no.
  const sent = await answer.catch((thrown: unknown) => {
    throw new LabFailure(toLabError(thrown));
  });
  const reply = received(sent);
  if (!reply.ok) throw new LabFailure(reply.error);
  return reply.value;
}
