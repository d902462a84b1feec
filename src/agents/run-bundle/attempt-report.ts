import { z } from "zod";
import { agentArtifact } from "../kinds/record/agent-artifact.ts";
import { outboxAnswer } from "../outbox/outbox-answer.ts";
import { outboxRequest } from "../outbox/outbox-request.ts";
import { runEvent } from "./run-event.ts";

/** Events, questions and announced artifacts of one report, at most. */
export const reportLimits = { events: 500, asks: 50, announced: 100 } as const;

/**
 * What a supervisor says of its attempt while the agent is at work. The bundle says all of it again: a report that is lost is no loss. Events
 * are those of the bundle, credentials taken out, numbered from 1 without gaps.
 */
export const attemptReport = z.strictObject({
  version: z.literal(1),
  runner: z.strictObject({ name: z.string().max(300), ciRun: z.string().max(2000).optional() }),
  events: z.array(runEvent).max(reportLimits.events),
  /** What the agent asks a person for and waits for. */
  asks: z.array(outboxRequest).max(reportLimits.asks),
  /** The client's own name for its conversation, once it has given one. */
  session: z.string().max(200).optional(),
  /** What the bundle will bring: the agent has ended, and this is the last report. */
  announced: z
    .array(agentArtifact.spec.omit({ run: true, attempt: true, location: true }))
    .max(reportLimits.announced)
    .optional(),
});
export type AttemptReport = z.output<typeof attemptReport>;

/** The number of the newest event that is stored, from which the next report goes on, and what people have answered to its questions. */
export const reportAnswer = z.strictObject({
  last: z.int().min(0),
  answers: z.array(outboxAnswer).max(reportLimits.asks),
});
export type ReportAnswer = z.output<typeof reportAnswer>;

/** Takes a report in, here or elsewhere. @throws {IdentikitError} a fault that says `later` may go away */
export type SendReport = (report: AttemptReport, signal: AbortSignal) => Promise<ReportAnswer>;
