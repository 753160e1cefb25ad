import {
  requestNames,
  type LabBridge,
  type LabEvents,
  type LabRequests,
} from "../../core/contract/api";
import { LabFailure, toLabError } from "../../core/errors";

declare global {
  interface Window {
    /** Put there by the preload script; missing when the page is opened outside the app. */
    lab?: LabBridge;
  }
}

/** The bridge as the screens use it: a request resolves to its value or throws a LabFailure. */
export type Lab = {
  [K in keyof LabRequests]: (
    ...args: Parameters<LabRequests[K]>
  ) => Promise<ReturnType<LabRequests[K]>>;
} & {
  /** Listens to an event; answers with a function that stops listening. */
  on<K extends keyof LabEvents>(
    event: K,
    listener: (payload: LabEvents[K]) => void,
  ): () => void;
  /** The path of a file that the person dropped; empty for one that is on no disk. */
  pathOf(file: object): string;
};

type AnyRequest = (
  ...args: unknown[]
) => ReturnType<LabBridge[keyof LabRequests]>;

/** Wraps a bridge: the real one, or a fake in a test. */
export function connectLab(bridge: LabBridge): Lab {
  const requests = requestNames.map((name) => {
    const send = bridge[name] as AnyRequest;
    return [name, (...args: unknown[]) => unpack(() => send(...args))];
  });
  return {
    ...Object.fromEntries(requests),
    on: (event, listener) => bridge.on(event, listener),
    pathOf: (file) => bridge.pathOf(file),
  } as Lab;
}

async function unpack(send: () => ReturnType<AnyRequest>): Promise<unknown> {
  // A rejected promise means the bridge itself failed, not that main said no.
  const reply = await send().catch((thrown: unknown) => {
    throw new LabFailure(toLabError(thrown));
  });
  if (!reply.ok) throw new LabFailure(reply.error);
  return reply.value;
}
