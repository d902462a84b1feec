import { z } from "zod";

/** What became of a request that an agent waits for: a line of its answers file, which the supervisor writes and the agent reads. */
export const outboxAnswer = z.strictObject({
  /** The request's. */
  id: z.string().min(1).max(63),
  answer: z.enum(["approved", "rejected", "expired"]),
  /** Who decided. */
  by: z.string().max(253).optional(),
  /** What they said. */
  comment: z.string().max(10_000).optional(),
});
export type OutboxAnswer = z.output<typeof outboxAnswer>;
