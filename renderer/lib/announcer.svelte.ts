/** Messages that a screen reader announces without moving the focus. */
export class Announcer {
  message = $state("");

  say(sentence: string) {
    // The same words twice are two pieces of news: a trailing space makes them differ.
    this.message = this.message === sentence ? `${sentence} ` : sentence;
  }
}
