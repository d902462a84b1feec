import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { SecretFinder } from "../adapters/masking/secret-finder.ts";
import type { OutboxAnswer } from "../agents/outbox/outbox-answer.ts";
import type { OutboxRequest } from "../agents/outbox/outbox-request.ts";
import { OutboxReader } from "../agents/outbox/read-outbox.ts";
import { type AttemptReport, reportLimits, type SendReport } from "../agents/run-bundle/attempt-report.ts";
import type { RunEvent } from "../agents/run-bundle/run-event.ts";
import { asFault, IdentikitError } from "../fault/error.ts";
import { pause } from "../fault/stopped.ts";
import type { Logger } from "../runtime/logger.ts";
import { AnchoredDirectory } from "../tree/anchored-directory.ts";
import { maskedRequest } from "./outbox-parts.ts";
import { answersFile } from "./unanswered.ts";

/**
 * Milliseconds between two looks, between reports of a silent agent, how long a report may take while the agent works and at its end, and
 * how long is waited at most after reports that nobody took: not long while an agent waits for an answer.
 */
const every = {
  look: 250,
  question: 1000,
  heartbeat: 30_000,
  report: 10_000,
  end: 3000,
  worst: 30_000,
  worstAsking: 2000,
} as const;
/** Events that wait to be sent, at most: beyond that nobody listens, and all of them come with the bundle. */
const mostWaiting = 20_000;
/** The length of what is said of one artifact, as JSON, at most: a longer one comes with the bundle only. */
const announcedLength = 64 * 1024;

type AnnouncedArtifact = NonNullable<AttemptReport["announced"]>[number];

export interface LiveReportsOptions {
  readonly send: SendReport;
  readonly runner: AttemptReport["runner"];
  /** The folder with the agent's outbox, and that with the answers to it. */
  readonly outbox: string;
  readonly answers: string;
  readonly secrets: SecretFinder;
  readonly log: Logger;
  /** Called where nothing of this attempt counts: somebody has cancelled it, or another machine has it. */
  readonly onOver: () => void;
}

/**
 * Tells somebody of an attempt while its agent works: events in batches, and what the agent asks people for, whose answers it writes down
 * for the agent. Whatever goes wrong with that is nothing to the attempt: it is neither slowed nor ended, and the bundle brings everything.
 */
export class LiveReports {
  readonly #options: LiveReportsOptions;
  readonly #end = new AbortController();
  readonly #asks = new Map<string, OutboxRequest>();
  #waiting: RunEvent[] = [];
  #isLost = false;
  #session: string | undefined;
  #toldSession: string | undefined;
  #isHeard = false;
  #working: Promise<void> | undefined;

  constructor(options: LiveReportsOptions) {
    this.#options = options;
  }

  take(event: RunEvent): void {
    if (this.#isLost) return;
    this.#waiting.push(event);
    if (this.#waiting.length <= mostWaiting) return;
    this.#isLost = true;
    this.#waiting = [];
  }

  /** The client has given its conversation a name. */
  bind(session: string): void {
    this.#session = session;
  }

  /** Begins, once the folders are there. */
  start(): void {
    this.#working ??= this.#work();
  }

  /** Sends what is left, for a short time, and ends. */
  async end(): Promise<void> {
    const wasHeard = this.#isHeard;
    this.#end.abort();
    await this.#working;
    // A report that was broken off by the end says nothing of who listens.
    this.#isHeard ||= wasHeard;
    const late = AbortSignal.timeout(every.end);
    while (this.#waiting.length > 0 && (await this.#report(late)) === "told");
  }

  /** Says, after the end, that it was the end, and what the bundle will bring. Who did not listen before is not told. */
  async announce(artifacts: readonly AnnouncedArtifact[]): Promise<void> {
    const announced = artifacts
      .filter((one) => JSON.stringify(one).length <= announcedLength)
      .slice(0, reportLimits.announced);
    if (this.#isHeard) await this.#report(AbortSignal.timeout(every.end), announced);
  }

  async #work(): Promise<void> {
    const { signal } = this.#end;
    using directory = AnchoredDirectory.open(this.#options.outbox);
    const outbox = new OutboxReader(directory, "requests.jsonl");
    let wait = 0;
    for (let sinceReport: number = every.heartbeat, sinceLook = 0; !signal.aborted; ) {
      sinceLook += every.look;
      sinceReport += every.look;
      if (sinceLook >= every.question) {
        sinceLook = 0;
        await this.#readAsks(outbox);
      }
      const isDue =
        this.#waiting.length > 0 ||
        this.#session !== this.#toldSession ||
        sinceReport >= every.heartbeat ||
        (this.#asks.size > 0 && sinceReport >= every.question);
      const longest = this.#asks.size > 0 ? every.worstAsking : every.worst;
      if (isDue && sinceReport >= Math.min(wait, longest)) {
        const came = await this.#report(AbortSignal.any([signal, AbortSignal.timeout(every.report)]));
        if (came === "refused") return;
        wait = came === "told" ? 0 : Math.min(every.worst, Math.max(1000, wait * 2));
        sinceReport = 0;
        // A full batch is followed by the next one at once.
        if (came === "told" && this.#waiting.length >= reportLimits.events) continue;
      }
      await pause(every.look, signal).catch(() => {
        // The agent has ended.
      });
    }
  }

  /** What the agent has asked since, as it is in the bundle: without the secrets that it was given. */
  async #readAsks(outbox: OutboxReader): Promise<void> {
    const { requests } = await outbox.read(false);
    for (const { request } of requests) {
      if (request.type !== "approval" || request.id === undefined) continue;
      this.#asks.set(request.id, maskedRequest(request, this.#options.secrets));
    }
  }

  async #report(
    signal: AbortSignal,
    announced?: readonly AnnouncedArtifact[],
  ): Promise<"told" | "unheard" | "refused"> {
    const { send, runner, log } = this.#options;
    const events = this.#waiting.slice(0, reportLimits.events);
    const asks = [...this.#asks.values()].slice(0, reportLimits.asks);
    try {
      const session = this.#session;
      const said = {
        ...{ version: 1 as const, runner, events, asks },
        ...(session === undefined ? {} : { session }),
        ...(announced === undefined ? {} : { announced: [...announced] }),
      };
      const { last, answers } = await send(said, signal);
      this.#toldSession = session;
      this.#isHeard = true;
      const [first] = this.#waiting;
      this.#waiting = this.#waiting.filter(({ seq }) => seq > last);
      for (const answer of answers) this.#write(answer);
      // Who has less than was told before is not the one that it was told.
      return first !== undefined && last < first.seq - 1 ? "refused" : "told";
    } catch (caught) {
      this.#isHeard = false;
      const { code, message } = asFault(caught);
      log.debug(`a report of the attempt was not taken: ${code}: ${message}`);
      if (code === "ATTEMPT_UNKNOWN" || code === "EVENT_CONFLICT") this.#options.onOver();
      const isRefusal = caught instanceof IdentikitError && caught.retry.kind === "never";
      return isRefusal && !signal.aborted ? "refused" : "unheard";
    }
  }

  #write(answer: OutboxAnswer): void {
    if (!this.#asks.delete(answer.id)) return;
    writeAnswers(this.#options.answers, [answer]);
  }
}

/** Writes answers of people down where the agent looks for them. */
export function writeAnswers(folder: string, answers: readonly OutboxAnswer[]): void {
  const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
  if (lines !== "") appendFileSync(join(folder, answersFile), lines, { mode: 0o644 });
}
