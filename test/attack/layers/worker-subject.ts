import { Worker } from "node:worker_threads";
import type { LayerCase } from "./layer-case.ts";
import type { Answer, Subject } from "./subject.ts";

/** What comes back from the thread. */
interface Reply {
  readonly answer?: Answer;
  readonly fault?: string;
  readonly fired: readonly number[];
}

/** Milliseconds that one answer may take: code that lacks a check may go on for ever. */
const patience = 30_000;

/** Code under test on a thread of its own, which can be stopped whatever it does. Answers one case at a time. */
export class WorkerSubject implements Subject, AsyncDisposable {
  readonly #worker: Worker;
  #last: Promise<unknown> = Promise.resolve();
  #isStuck = false;
  /** The checks that the last answer reached. */
  fired: readonly number[] = [];

  /** @param src the root of the code, with a slash at its end */
  constructor(src: URL) {
    this.#worker = new Worker(new URL("subject-worker.ts", import.meta.url), { workerData: src.href });
  }

  /** @throws {Error} where there is no answer, or none in time; after that there is none to anything */
  answer(of: LayerCase): Promise<Answer> {
    const next = this.#last.then(() => this.#ask(of));
    this.#last = next.catch(() => {});
    return next;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(of: LayerCase): Promise<Answer> {
    if (this.#isStuck) throw new Error("it went on for ever before");
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    const timer = setTimeout(() => {
      this.#isStuck = true;
      reject(new Error("it goes on for ever"));
    }, patience);
    this.#worker.once("message", resolve).once("error", reject);
    try {
      this.#worker.postMessage(of);
      const { answer, fault, fired } = await promise;
      this.fired = fired;
      if (answer) return answer;
      throw new Error(fault);
    } finally {
      clearTimeout(timer);
      this.#worker.off("message", resolve).off("error", reject);
    }
  }
}
