import { keysOf, type Command, type CommandId } from "./lib/commands";
import { isSingle, whyNot } from "./lib/keys";
import type { Preferences } from "./Preferences.svelte";

/** Keys that are only held with others. */
const modifiers = ["Control", "Shift", "Alt", "Meta", "AltGraph"];

/** The keys of commands, as the person wants them. */
export class Keyboard {
  /** The command whose new key is waited for. */
  recording = $state<CommandId | null>(null);
  /** Why the last key was not taken. */
  problem = $state<string | null>(null);

  /** @param commands with the keys in force */
  constructor(
    private readonly preferences: Preferences,
    private readonly commands: () => Command[],
  ) {}

  get singleKeys(): boolean {
    return this.preferences.now.singleKeys;
  }

  set singleKeys(singleKeys: boolean) {
    this.cancel();
    this.preferences.change({ singleKeys });
  }

  get hasChanges(): boolean {
    const { keys, singleKeys } = this.preferences.now;
    return !singleKeys || Object.keys(keys).length > 0;
  }

  /** Waits for the new key of a command. */
  record(id: CommandId) {
    this.problem = null;
    this.recording = id;
  }

  cancel() {
    this.problem = null;
    this.recording = null;
  }

  /** Takes the key that is waited for. @returns whether the press was meant for this */
  press(event: Parameters<typeof keysOf>[0]): boolean {
    const id = this.recording;
    if (!id || modifiers.includes(event.key)) return false;
    // The keyboard must lead out of here, and on.
    if (event.key === "Tab") return false;
    if (event.key === "Escape") {
      this.cancel();
      return true;
    }
    const keys = keysOf(event);
    this.problem =
      whyNot(id, keys, this.commands()) ??
      (!this.singleKeys && isSingle(keys)
        ? "Single keys are switched off. Hold Ctrl or Alt as well."
        : null);
    if (this.problem === null) {
      this.#choose(id, keys);
      this.recording = null;
    }
    return true;
  }

  /** Leaves a command without a key. */
  turnOff(id: CommandId) {
    this.cancel();
    this.#choose(id, null);
  }

  /** As in a new lab. */
  reset() {
    this.cancel();
    this.preferences.change({ keys: {}, singleKeys: true });
  }

  #choose(id: CommandId, keys: string[] | null) {
    this.preferences.change({
      keys: { ...this.preferences.now.keys, [id]: keys },
    });
  }
}
