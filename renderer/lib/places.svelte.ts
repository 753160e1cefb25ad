/** Where the person has been: what Back and Forward go through. */
export class Places<Place> {
  #past = $state.raw<Place[]>([]);
  #future = $state.raw<Place[]>([]);
  #now = $state.raw<Place | null>(null);

  constructor(private readonly isSame: (a: Place, b: Place) => boolean) {}

  get hasPast(): boolean {
    return this.#past.length > 0;
  }

  get hasFuture(): boolean {
    return this.#future.length > 0;
  }

  /** The person goes to a place; what Forward led to is gone then. */
  visit(place: Place) {
    if (this.#now && this.isSame(this.#now, place)) return;
    if (this.#now) this.#past = [...this.#past, this.#now].slice(-100);
    this.#now = place;
    this.#future = [];
  }

  /** The place before this one, which becomes the present one; null where there is none. */
  back(): Place | null {
    const to = this.#past.at(-1);
    if (!to) return null;
    this.#past = this.#past.slice(0, -1);
    if (this.#now) this.#future = [this.#now, ...this.#future];
    return (this.#now = to);
  }

  /** The place that Back came from; null where there is none. */
  forward(): Place | null {
    const [to, ...rest] = this.#future;
    if (!to) return null;
    this.#future = rest;
    if (this.#now) this.#past = [...this.#past, this.#now];
    return (this.#now = to);
  }

  /** Places that are no more. */
  forget(isGone: (place: Place) => boolean) {
    const kept = (places: Place[]) => places.filter((place) => !isGone(place));
    this.#past = kept(this.#past);
    this.#future = kept(this.#future);
    if (this.#now && isGone(this.#now)) this.#now = null;
  }
}
