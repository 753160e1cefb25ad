/** Names of the IPC channels: one a request and one an event, none for anything else. */
import type { LabEvents, RequestName } from "../core/contract/api";

export function requestChannel(name: RequestName): string {
  return `request:${name}`;
}

export function eventChannel(name: keyof LabEvents): string {
  return `event:${name}`;
}
