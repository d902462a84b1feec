import { setImmediate } from "node:timers/promises";
import { checkAgentName, type ResolvedAgent } from "./agent.ts";
import type { Agent } from "./agent-turns.ts";
import { expectedOf } from "./expected.ts";
import { type RenderOutcome, unchanged } from "./render-instance.ts";
import type { SettledAnswers, SettledThread } from "./settled-thread.ts";
import type { Want, Wants } from "./want.ts";

/** An agent whose turn it is. */
export interface Turn {
  /** Its place in the order of the agents. */
  readonly at: number;
  readonly agent: Agent;
  /** Where the second thread has seen that there is nothing to do. */
  readonly outcome?: RenderOutcome;
}

/** A turn that the thread is to be asked about. */
interface Collected extends Turn {
  readonly resolved: ResolvedAgent;
  readonly want: Want;
}

/** Agents that the thread is asked about in one message: enough that messages cost little, few enough that the end waits for little. */
const batch = 32;
/** Messages on their way, so that the thread need not wait for the next one. */
const ahead = 2;
/** The event loop, which brings the answers, has its turn after so many agents. */
const between = 32;

export interface AheadOptions {
  /** @throws what resolving throws */
  readonly resolve: (agent: Agent) => ResolvedAgent;
  readonly wants: Wants;
  /** Starts the second thread. */
  readonly start: () => Promise<SettledThread | undefined>;
  /** How many agents there have to be that are unchanged, or may be, for it to be started. */
  readonly from: number;
}

/**
 * Gives agents their turns, and lets a second thread look at some of them ahead. Both threads take agents as fast as they can, so that
 * neither waits for the other but at the end.
 */
export class SettledAhead implements AsyncDisposable {
  readonly #options: AheadOptions;
  #starting: Promise<void> | undefined;
  #thread: SettledThread | undefined;
  #unchanged = 0;
  readonly #collected: Collected[] = [];
  readonly #asked = new Set<Promise<void>>();
  readonly #answered: Turn[] = [];

  /** @param atLeast how many agents there are, as far as that is known */
  constructor(options: AheadOptions, atLeast: number) {
    this.#options = options;
    if (atLeast >= options.from) this.#starting = this.#start();
  }

  /** To be told of each agent for which there was nothing to do: where there are many, a second thread helps. */
  countUnchanged(): void {
    this.#unchanged++;
    if (this.#unchanged >= this.#options.from) this.#starting ??= this.#start();
  }

  /** Every agent once; those that the second thread has looked at come later than they would. */
  async *turns(agents: AsyncIterable<Agent>): AsyncGenerator<Turn> {
    let at = 0;
    for await (const agent of agents) {
      const turn = { at: at++, agent };
      if (!(await this.#collect(turn))) yield turn;
      if (this.#starting && at % between === 0) {
        await setImmediate();
        yield* this.#answered.splice(0);
      }
    }
    yield* this.#collected.splice(0).map(withoutOutcome);
    await Promise.all(this.#asked);
    yield* this.#answered.splice(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#starting;
    await this.#thread?.[Symbol.asyncDispose]();
  }

  async #start(): Promise<void> {
    // Where no thread can be had, one does all of it.
    this.#thread = await this.#options.start().catch(() => undefined);
  }

  /** Keeps an agent for the thread, where that has time for it. */
  async #collect(turn: Turn): Promise<boolean> {
    const thread = this.#thread;
    if (!thread?.isUp || this.#asked.size >= ahead) return false;
    try {
      const resolved = this.#options.resolve(turn.agent);
      checkAgentName(resolved.name);
      this.#collected.push({ ...turn, resolved, want: await this.#options.wants.of(resolved) });
    } catch {
      // Its turn says what is wrong with it.
      return false;
    }
    if (this.#collected.length === batch) this.#ask(thread, this.#collected.splice(0));
    return true;
  }

  #ask(thread: SettledThread, turns: readonly Collected[]): void {
    const questions = turns.map(({ resolved: { name, settledIndex }, want }) => ({
      agent: name,
      expected: expectedOf(want),
      digest: settledIndex?.digestOf(name),
    }));
    const asked: Promise<void> = thread.ask(questions).then((answers) => {
      this.#asked.delete(asked);
      this.#answered.push(...turns.map((turn, index) => answeredTurn(turn, answers[index])));
    });
    this.#asked.add(asked);
  }
}

function answeredTurn({ at, agent, resolved, want }: Collected, settled: SettledAnswers[number]): Turn {
  if (!settled) return { at, agent };
  if (settled.digest !== undefined) resolved.settledIndex?.note(resolved.name, settled.digest);
  return { at, agent, outcome: unchanged(resolved, want) };
}

function withoutOutcome({ at, agent }: Turn): Turn {
  return { at, agent };
}
