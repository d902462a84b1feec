import { z } from "zod";

/** The types of a run's events. */
export const toolEventType = z.enum([
  "message",
  "tool",
  "subagent",
  "file",
  "approval",
  "cost",
  "heartbeat",
  "status",
]);
