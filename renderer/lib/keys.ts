import { getContext, setContext } from "svelte";
import type { Settings } from "../../core/contract/settings";
import { areSame, type Command, type CommandId } from "./commands";

type Chosen = Pick<Settings, "keys" | "singleKeys">;

/** A key pressed by itself that also types: someone who speaks to the computer may press it unawares. */
export function isSingle(keys: readonly string[]): boolean {
  return keys.length === 1 && (keys[0].length === 1 || keys[0] === "Space");
}

/** A command with the keys that the person chose for it; none where they switched its key off. */
export function withChosenKeys(command: Command, chosen: Chosen): Command {
  const { keys: standard, ...rest } = command;
  const own = chosen.keys[command.id];
  const keys = own === undefined ? standard : (own ?? undefined);
  const isOff = !keys || (!chosen.singleKeys && isSingle(keys));
  return isOff ? rest : { ...rest, keys };
}

/** Keys that the system, the menu of the window or the elements on screen need themselves. */
const taken: Record<string, string> = {
  Escape: "closes what is open",
  Tab: "moves the focus",
  Enter: "presses what has the focus",
  Delete: "deletes what is selected",
  Backspace: "deletes what is selected",
  F2: "renames a run",
  "Ctrl A": "selects everything",
  "Ctrl C": "copies",
  "Ctrl D": "duplicates a layer",
  "Ctrl M": "minimises the window",
  "Ctrl Q": "quits",
  "Ctrl R": "starts the window anew",
  "Ctrl V": "pastes",
  "Ctrl W": "closes the window",
  "Ctrl X": "cuts",
  "Ctrl Y": "does something again",
  "Ctrl 0": "resets the zoom",
  "Ctrl +": "enlarges everything",
  "Ctrl =": "enlarges everything",
  "Ctrl -": "makes everything smaller",
  "Alt F": "opens a menu",
  "Alt F4": "closes the window",
};
const ofElements = ["↑", "↓", "←", "→", "+", "-", "−", "Home", "End"];

/** Why a command cannot have these keys, in a sentence; null where it can. */
export function whyNot(
  id: CommandId,
  keys: readonly string[],
  commands: Command[],
): string | null {
  const name = keys.join("+");
  const use = taken[keys.join(" ")];
  if (use) return `${name} ${use}. Press another key.`;
  if (keys.length === 1 && ofElements.includes(keys[0]))
    return `${name} moves in lists and charts. Press another key, or hold Ctrl or Alt as well.`;
  const other = commands.find(
    (command) => command.id !== id && areSame(command.keys ?? [], keys),
  );
  return other
    ? `${name} already means “${other.title}”. Press another key, or change that one first.`
    : null;
}

/** Finds the keys of a command as they are in force. */
export type KeysOf = (id: CommandId) => readonly string[] | undefined;

const context = Symbol("keys");

/** Gives the keys in force to all components below. */
export function provideKeys(keysOf: KeysOf) {
  setContext(context, keysOf);
}

/** The keys in force; none in a page without commands. */
export function useKeys(): KeysOf {
  return getContext<KeysOf | undefined>(context) ?? (() => undefined);
}

/** As `aria-keyshortcuts` wants them. */
export function ariaKeys(keys: readonly string[] | undefined) {
  return keys?.join("+").replace("Ctrl", "Control");
}

/** A tooltip that ends with the keys. */
export function withKeys(
  words: string,
  keys: readonly string[] | undefined,
): string {
  return keys ? `${words} (${keys.join("+")})` : words;
}
