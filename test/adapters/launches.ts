import type { z } from "zod";
import type { AdapterEvent } from "../../src/adapters/adapter-event.ts";
import type { Launch } from "../../src/adapters/launch.ts";
import type { agentToolProfile } from "../../src/agents/kinds/config/agent-tool-profile.ts";
import { knownClients } from "../../src/probe/clients/known-clients.ts";

type ToolProfileSpec = z.input<typeof agentToolProfile.spec>;

/** The capabilities of the release that the tests start. */
export function capabilitiesOf(adapter: "claude" | "codex") {
  return knownClients.find((one) => one.adapter === adapter)?.capabilities ?? [];
}

/** A tool profile as launch profiles hold it. */
export function toolProfile(spec: Partial<ToolProfileSpec> = {}) {
  return {
    name: "careful",
    filesystemPolicy: { mode: "workspace_write" },
    approvalPolicyByTool: { "*": "allow" },
    networkPolicy: { mode: "none" },
    isolation: "user",
    ...spec,
  };
}

/** A launch of a stack that asks for nothing in particular. */
export function launchOf(
  adapter: "claude" | "codex" | "command",
  { profile = {}, ...changes }: { readonly profile?: object } & Partial<Omit<Launch, "profile">> = {},
): Launch {
  return {
    profile: JSON.parse(
      JSON.stringify({
        stack: "fixer",
        adapter: { name: adapter },
        approvalMode: "write_back_only",
        ...profile,
      }),
    ),
    trustTier: "trusted",
    budget: {},
    capabilities: adapter === "command" ? ["headless", "events"] : capabilitiesOf(adapter),
    session: { kind: "new", sessionId: "6f7f6d4e-2f0c-4c8a-9a58-3a6ef2b1c0de" },
    prompt: "Fix it.",
    instructions: "Be careful.",
    places: {
      workspace: "/workspace",
      envDirectory: "/agent/env",
      files: "/agent/run",
      outbox: "/agent/outbox/requests.jsonl",
      answers: "/agent/run/answers.jsonl",
    },
    outbox: { node: "/usr/bin/node", program: "/agent/run/outbox-server.js" },
    mcpServers: {},
    isolation: "bubblewrap",
    hasClientSandbox: true,
    ...changes,
  };
}

/** Lines as a stream. */
export async function* linesFrom(lines: readonly (string | object)[]): AsyncGenerator<string> {
  for (const line of lines) yield typeof line === "string" ? line : JSON.stringify(line);
}

/** What is behind a flag, each time that it stands in a command line. */
export function valuesOf(argv: readonly string[], flag: string): string[] {
  return argv.flatMap((word, at) =>
    word === flag ? [argv[at + 1] ?? ""] : word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [],
  );
}

/** The events of a kind. */
export function ofKind<Kind extends AdapterEvent["kind"]>(
  events: readonly AdapterEvent[],
  kind: Kind,
): Extract<AdapterEvent, { readonly kind: Kind }>[] {
  return events.filter((one): one is Extract<AdapterEvent, { readonly kind: Kind }> => one.kind === kind);
}
