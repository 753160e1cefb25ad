/**
 * Puts `window.lab` into the page. Each method is bound to its own channel: the page can name no
 * channel and gets no event object in its hands.
 */
import {
  contextBridge,
  ipcRenderer,
  webUtils,
  type IpcRendererEvent,
} from "electron";
import {
  eventNames,
  groupedRequests,
  type LabBridge,
  type LabEvents,
} from "../core/contract/api";
import { eventChannel, requestChannel } from "./channels";

const requests = groupedRequests(
  (name) =>
    (...args) =>
      ipcRenderer.invoke(requestChannel(name), ...args),
);

function on<K extends keyof LabEvents>(
  event: K,
  listener: (payload: LabEvents[K]) => void,
): () => void {
  if (!eventNames.includes(event))
    throw new Error(`There is no event "${event}".`);
  const channel = eventChannel(event);
  const forward = (_: IpcRendererEvent, payload: LabEvents[K]) =>
    listener(payload);
  ipcRenderer.on(channel, forward);
  return () => void ipcRenderer.removeListener(channel, forward);
}

const pathOf = (file: object) => webUtils.getPathForFile(file as File);

contextBridge.exposeInMainWorld("lab", {
  ...(requests as object),
  on,
  pathOf,
} as LabBridge);
