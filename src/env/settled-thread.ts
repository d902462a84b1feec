import type { Worker } from "node:worker_threads";
import { builtFile } from "../runtime/built-file.ts";
import type { Expected } from "./expected.ts";
import type { SettledAnswer, SettledQuestion, SettledScene } from "./settled.ts";

/** Neither thread keeps more of what is expected than this, and that of one batch of agents. */
const maxTold = 500;

/** What the thread is told once. */
export interface ThreadScene extends Omit<SettledScene, "place"> {
  readonly envRoot: string;
}

/** What it is told with each batch of agents. */
export interface ThreadQuestions {
  /** What is expected, by a number that later questions name it by. */
  readonly told: readonly (readonly [number, Expected])[];
  /** Whether everything that was told before will not be named again. */
  readonly forget: boolean;
  readonly asked: readonly {
    readonly agent: string;
    readonly expected: number;
    readonly digest?: string | undefined;
  }[];
}

/** What the thread found of each question; `undefined` where something is to be done, or it could not be told. */
export type SettledAnswers = readonly (SettledAnswer | undefined)[];

/**
 * A second thread that looks whether agents are settled. It only reads, shares no memory with the first, and gives no error: where
 * it does not see that there is nothing to do, the first thread looks for itself.
 */
export class SettledThread implements AsyncDisposable {
  readonly #worker: Worker;
  readonly #asked: PromiseWithResolvers<SettledAnswers>[] = [];
  #state: "starting" | "up" | "gone" = "starting";
  /** What agents of one type share is told once. */
  readonly #told = new Map<Expected, number>();
  #numbers = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on("message", (message: "up" | SettledAnswers) => {
      if (message === "up") this.#state = "up";
      else this.#asked.shift()?.resolve(message);
    });
    worker.on("error", () => this.#end());
    worker.on("exit", () => this.#end());
  }

  /** Starts it; `undefined` where `dist/` was not built. */
  static async start(scene: ThreadScene): Promise<SettledThread | undefined> {
    const program = builtFile("threads/settled.js");
    if (program === undefined) return undefined;
    // Few runs have so many agents that a second thread is worth its start.
    const { Worker } = await import("node:worker_threads");
    return new SettledThread(new Worker(program, { workerData: scene, env: {} }));
  }

  /** Whether it has begun to listen, and has not ended. */
  get isUp(): boolean {
    return this.#state === "up";
  }

  /** Asks about agents; the answers come in the order of the questions. Where the thread ends meanwhile, there are none. */
  async ask(questions: readonly SettledQuestion[]): Promise<SettledAnswers> {
    if (this.#state === "gone") return [];
    const answer = Promise.withResolvers<SettledAnswers>();
    this.#asked.push(answer);
    this.#worker.postMessage(this.#messageOf(questions));
    return await answer.promise;
  }

  #messageOf(questions: readonly SettledQuestion[]): ThreadQuestions {
    const forget = this.#told.size > maxTold;
    if (forget) this.#told.clear();
    const told: [number, Expected][] = [];
    const asked = questions.map(({ agent, expected, digest }) => {
      let number = this.#told.get(expected);
      if (number === undefined) {
        number = this.#numbers++;
        this.#told.set(expected, number);
        told.push([number, expected]);
      }
      return { agent, expected: number, digest };
    });
    return { told, forget, asked };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#worker.terminate();
  }

  #end(): void {
    this.#state = "gone";
    for (const { resolve } of this.#asked.splice(0)) resolve([]);
  }
}
