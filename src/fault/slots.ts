/** Lets so many pieces of work run at a time, the others in the order in which they came. */
export class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    using _slot = await this.take();
    return await work();
  }

  /** Waits for a slot, which is given back when it is disposed of. */
  async take(): Promise<Disposable> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return { [Symbol.dispose]: () => this.#giveBack() };
  }

  #giveBack(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

/**
 * Runs `work` for each item, at most `limit` at once, and gives the results in the items' order. An item is asked for
 * only when there is room for it. The first failure is thrown once what is running has ended, so that nothing goes on in
 * the background.
 * @throws what reading the items or the first piece of work that failed threw
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item> | AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const slots = new Slots(limit);
  const results: Result[] = [];
  const running: Promise<void>[] = [];
  const faults: unknown[] = [];
  try {
    let slot = await slots.take();
    for await (const item of items) {
      running.push(start(item, running.length, slot));
      slot = await slots.take();
      if (faults.length > 0) break;
    }
  } catch (fault) {
    faults.push(fault);
  }
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
  return results;

  async function start(item: Item, at: number, slot: Disposable): Promise<void> {
    using _slot = slot;
    try {
      results[at] = await work(item);
    } catch (fault) {
      faults.push(fault);
    }
  }
}
