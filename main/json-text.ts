/** A value that is JSON already and is sent as it is. */
export class JsonText<T> {
  /** Only its type: what the text says. */
  declare readonly value: T;

  constructor(readonly text: string) {}

  static of<T>(value: T): JsonText<T> {
    return new JsonText<T>(JSON.stringify(value));
  }
}
