const prototypes = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
};

/** What every object has of its own accord; a key that an input added to it would reach everything. */
export class Prototypes {
  readonly #before = keys();

  /** The keys that have come since, e.g. `Object.prototype.isAdmin`. */
  added(): string[] {
    return keys().filter((key) => !this.#before.includes(key));
  }
}

function keys(): string[] {
  return Object.entries(prototypes).flatMap(([name, prototype]) =>
    Reflect.ownKeys(prototype).map((key) => `${name}.prototype.${String(key)}`),
  );
}
