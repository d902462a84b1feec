import type { z } from "zod";
import { agentToolEvent } from "../kinds/record/agent-tool-event.ts";

/** One thing that happened in an attempt, as its runner numbers it: from 1, without gaps. Credentials were taken out before. */
export const runEvent = agentToolEvent.spec.omit({ run: true, attempt: true });
export type RunEvent = z.output<typeof runEvent>;
