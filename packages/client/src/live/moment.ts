/** Something that happens once, and that others wait for. */
export class Moment {
  readonly promise: Promise<void>;
  /** It has come. To say so again changes nothing. */
  come: () => void = () => undefined;

  constructor() {
    this.promise = new Promise((resolve) => (this.come = resolve));
  }
}
