import { createHash } from "node:crypto";
import { canonicalJson } from "../../document/canonical-json.ts";
import { pause } from "../../fault/stopped.ts";
import type { ApprovalRules } from "./outbox-call.ts";
import type { OutboxFiles } from "./outbox-files.ts";

/** How long a call waits for a person, and how often it looks. */
export interface ApprovalPatience {
  readonly waitMs: number;
  readonly everyMs: number;
}

/** The specification's 10 minutes. */
export const approvalPatience: ApprovalPatience = { waitMs: 600_000, everyMs: 500 };

const commandTools = ["Bash", "PowerShell"];
const networkTools = ["WebFetch", "WebSearch"];
const longestPreview = 60_000;

/** A name for a request that has none: the same thing asked for after a resume has it again, and finds the answer. */
export function requestName(kind: string, content: unknown): string {
  return `${kind}-${createHash("sha256").update(canonicalJson(content)).digest("hex").slice(0, 20)}`;
}

/** Whether a person is asked for a tool at all. */
export function isAskedFor(tool: string, { asked, closed }: ApprovalRules): boolean {
  const serverOf = (name: string) => name.startsWith("mcp__") && tool.startsWith(`${name}__`);
  if (asked.includes(tool)) return true;
  if (closed.some(serverOf)) return false;
  return asked.includes("*") || asked.some(serverOf);
}

/**
 * The request for the use of a tool, exactly as it would be used; nothing where that is more than is shown to anybody.
 */
export function toolApproval(
  tool: string,
  input: unknown,
): ({ readonly id: string } & Readonly<Record<string, unknown>>) | undefined {
  const preview = commandIn(input) ?? canonicalJson(input);
  if (preview.length > longestPreview) return undefined;
  const action = commandTools.includes(tool) ? "shell" : networkTools.includes(tool) ? "network" : "tool";
  return {
    type: "approval",
    id: requestName("use", { tool, input }),
    action,
    title: `Use ${tool}`.slice(0, 300),
    preview,
  };
}

/** A command, where nothing beside it says how it would be run. */
function commandIn(input: unknown): string | undefined {
  if (typeof input !== "object" || input === null || !("command" in input)) return undefined;
  const isAlone = Object.keys(input).every((key) => key === "command" || key === "description");
  return isAlone && typeof input.command === "string" && input.command !== "" ? input.command : undefined;
}

/** Waits for the answer to a request. @returns nothing where nobody has answered in time */
export async function awaitAnswer(
  files: OutboxFiles,
  id: string,
  {
    patience,
    signal,
    tick,
  }: { readonly patience: ApprovalPatience; readonly signal: AbortSignal; readonly tick: () => void },
): Promise<ReturnType<OutboxFiles["answerTo"]>> {
  for (let waited = 0; ; waited += patience.everyMs) {
    const answer = files.answerTo(id);
    if (answer || waited >= patience.waitMs) return answer;
    // Clients give up on a call that says nothing for long.
    if (waited % 10_000 < patience.everyMs) tick();
    await pause(patience.everyMs, signal);
  }
}
