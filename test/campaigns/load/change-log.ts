/** What writers were told is kept, and which of it each listener has heard: what a load run counts by. */
export class ChangeLog {
  /** The last change that was kept of each object, by name. */
  readonly #kept = new Map<string, number>();
  #count = 0;
  readonly delays: number[] = [];

  /** The title that a change gives an object: who watches reads from it which change it is, and when it was asked for. */
  static title(change: number): string {
    return `change ${change} at ${Date.now()}`;
  }

  kept(name: string, change: number): void {
    this.#kept.set(name, change);
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** One who listens: hears each change of each object once, in its order, or says what went wrong. */
  listener(): ChangeListener {
    return new ChangeListener(this, this.#kept);
  }
}

export class ChangeListener {
  readonly #log: ChangeLog;
  readonly #kept: ReadonlyMap<string, number>;
  readonly #heard = new Map<string, number>();
  readonly faults: string[] = [];

  constructor(log: ChangeLog, kept: ReadonlyMap<string, number>) {
    this.#log = log;
    this.#kept = kept;
  }

  hear(name: string, title: string): void {
    const [, change = "", at = ""] = /^change (\d+) at (\d+)$/.exec(title) ?? [];
    const before = this.#heard.get(name) ?? -1;
    if (Number(change) !== before + 1) this.faults.push(`${name}: change ${change} after ${before}`);
    this.#heard.set(name, Number(change));
    this.#log.delays.push(Date.now() - Number(at));
  }

  /** Objects whose last change it has not heard of yet. */
  get missing(): readonly string[] {
    return [...this.#kept].filter(([name, change]) => this.#heard.get(name) !== change).map(([name]) => name);
  }
}
