/** A value that is JSON already and is sent as it is. */
export class JsonText<T> {
  readonly text: string;
  /** Only its type: what the text says. */
  declare readonly value: T;

  constructor(text: string) {
    this.text = text;
  }

  static of<T>(value: T): JsonText<T> {
    return new JsonText<T>(JSON.stringify(value));
  }
}
