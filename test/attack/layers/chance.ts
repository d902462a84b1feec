import { randomFrom } from "../archive-fuzz.ts";

/** Choices that are the same for the same seed and case number. */
export class Chance {
  readonly #random: (below: number) => number;

  constructor(seed: number, number: number) {
    this.#random = randomFrom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) >>> 0);
  }

  /** A whole number from 0 up to, and without, the bound. */
  below(bound: number): number {
    return this.#random(bound);
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.#random(times) === 0;
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.#random(values.length)] as Value;
  }

  /** Bytes without a meaning. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#random(256)));
  }
}
