import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServerAnswer, ServerQuestion, ServerSource } from "../../agents/readiness/probe-ports.ts";
import { IdentikitError } from "../../fault/error.ts";
import { stopped } from "../../fault/stopped.ts";
import { visible } from "../../fault/visible.ts";
import { HttpClient } from "../../http/http-client.ts";
import { maskForms } from "../../secret/mask.ts";
import type { SecretReader } from "../../secret/reader.ts";
import { hidden } from "../../secret/redact-text.ts";
import { OwnedProgram } from "../owned-program.ts";
import { HttpChannel } from "./http-channel.ts";
import { introduce, type McpSelf, toolsDigestOf } from "./mcp-messages.ts";
import { McpTrouble } from "./mcp-trouble.ts";
import { type FilledRow, fillRow } from "./server-row.ts";
import { StdioChannel } from "./stdio-channel.ts";

export interface ServerProbeOptions {
  /** Where programs are (`PATH`), and the proxies (`HTTPS_PROXY`, `NO_PROXY` …); servers are given the first alone. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether servers are started that talk over standard input and output: they would run beside the keys of this process. */
  readonly startPrograms: boolean;
  readonly secrets: SecretReader;
  /** Who asks, as the access log names it. */
  accessor(): Promise<string>;
}

/** Bytes that a server may say in all. */
const maxBytes = 4 * 1024 * 1024;
const [longestName, longestDescription] = [256, 4000];

/** Asks MCP servers themselves. Of what they say, no secret comes through that they were given. */
export function mcpServers(options: ServerProbeOptions): ServerSource {
  return { ask: (question, signal) => ask(question, options, signal) };
}

async function ask(
  question: ServerQuestion,
  options: ServerProbeOptions,
  signal: AbortSignal,
): ReturnType<ServerSource["ask"]> {
  if (question.transport === "stdio" && !options.startPrograms)
    return {
      unseen: {
        message: "servers that have to be started are not started here",
        remedy:
          "Run identikit controller --once --start-programs in a job that has its program, and no keys that it can do without.",
      },
    };
  const home = mkdtempSync(join(tmpdir(), "identikit-mcp-"));
  const limit = AbortSignal.any([signal, AbortSignal.timeout(question.timeoutMs)]);
  let mask = (text: string) => text;
  try {
    const variables = {
      PATH: options.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
      HOME: home,
      LANG: "C.UTF-8",
    };
    const filled = await fillRow(question.content, {
      granted: question.secrets,
      secrets: options.secrets,
      use: { agent: question.name, accessor: await options.accessor(), reason: "health probe" },
      variables,
    });
    mask = maskOf(filled.secrets);
    const self = await introduceBy(filled, { options, home, variables, signal: limit });
    return { fact: answerOf(self, mask) };
  } catch (caught) {
    if (signal.aborted) throw stopped(signal, "stopped while asking an MCP server");
    if (caught instanceof McpTrouble) {
      const said = { message: visible(mask(caught.message)), remedy: caught.remedy };
      return caught.isElsewhere ? { unseen: said } : { unhealthy: said };
    }
    // A secret that cannot be read here: what the reader says names it and never shows it.
    if (caught instanceof IdentikitError)
      return { unseen: { message: caught.message, remedy: caught.remedy } };
    throw caught;
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Meeting {
  readonly options: ServerProbeOptions;
  readonly home: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function introduceBy(
  { row }: FilledRow,
  { options, home, variables, signal }: Meeting,
): Promise<McpSelf> {
  if (row.type === "stdio") {
    const { command, args = [], env = {} } = row;
    const call = { program: command, args, env: { ...variables, ...env }, cwd: home, maxBytes, signal };
    await using program = started(call);
    return await introduce(new StdioChannel(program));
  }
  const url = URL.parse(row.url);
  if (row.type === "sse" || row.type === "ws" || !url || !/^https?:$/.test(url.protocol))
    throw new McpTrouble(
      "its row has no address that can be asked",
      "Write an http or https URL, with type: http.",
    );
  using client = new HttpClient({ connections: 2, env: options.env });
  await using channel = new HttpChannel({ client, url, headers: row.headers ?? {}, maxBytes, signal });
  return await introduce(channel);
}

/** A program's name or argument that no program can have is the row's fault; its text may hold a secret. */
function started(call: ConstructorParameters<typeof OwnedProgram>[0]): OwnedProgram {
  try {
    return new OwnedProgram(call);
  } catch {
    throw new McpTrouble(
      "its command, arguments or variables hold a character that none can",
      "Fix the row or the secret.",
    );
  }
}

/** Hides secrets in a text, in whatever form; hosts are in lower case. */
function maskOf(secrets: readonly string[]): (text: string) => string {
  const forms = [
    ...new Set([...secrets, ...secrets.map((one) => one.toLowerCase())].flatMap(maskForms)),
  ].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((masked, form) => masked.replaceAll(form, hidden), text);
}

function answerOf(
  { serverName, serverVersion, protocolVersion, tools }: McpSelf,
  mask: (text: string) => string,
): ServerAnswer {
  const shown = (text: string, most: number) => visible(mask(text)).slice(0, most);
  return {
    serverName: shown(serverName, longestName),
    serverVersion: shown(serverVersion, longestName),
    protocolVersion,
    tools: tools.map(({ name, description }) => ({
      name: shown(name, longestName),
      ...(description === undefined ? {} : { description: shown(description, longestDescription) }),
    })),
    toolsDigest: toolsDigestOf(tools, mask),
  };
}
