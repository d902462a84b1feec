import type { z } from "zod";
import { canonicalJson } from "../../document/canonical-json.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";
import type { agentContextBundle } from "../kinds/record/agent-context-bundle.ts";
import { quoteData } from "./quoted-data.ts";
import { redactCredentials } from "./redacted-text.ts";
import { showHidden } from "./shown-markup.ts";

export type ContextBundleSpec = z.output<typeof agentContextBundle.spec>;
export type ContextSource = ContextBundleSpec["sources"][number];
type ContextLayer = NonNullable<ContextBundleSpec["layers"]>[number];

/** Words that somebody has reviewed: the stack's prompt, a role, a label, the rule's task. */
export interface PromptInstruction {
  /** Which layer it is, such as `stack` or `label needs-test`. */
  readonly layer: string;
  readonly text: string;
  /** For a label: its name and generation. */
  readonly label?: { readonly name: string; readonly generation: number };
}

/** Anything else. There is no way to hand in text of the forge as an instruction. */
export interface ContextData {
  readonly kind: Exclude<ContextSource["kind"], "label">;
  readonly name: string;
  readonly url?: string | undefined;
  readonly author?: string | undefined;
  /** `data` for what somebody with write permission has written, as the host says; `stranger` for all else. */
  readonly trust: "data" | "stranger";
  readonly text: string;
}

export interface ContextInput {
  readonly run: string;
  /** In order: what comes first weighs most. */
  readonly instructions: readonly PromptInstruction[];
  readonly data: readonly ContextData[];
  readonly memory?: ContextBundleSpec["memory"];
  /** RFC 3339, in UTC. */
  readonly createdAt?: string;
}

/** Characters at most: of all instructions, of one quoted text, of all of them, and of a text that is looked through. */
export const contextBounds = {
  instructions: 400_000,
  source: 64_000,
  data: 1_200_000,
  scanned: 1_000_000,
  sources: 1000,
} as const;

/**
 * Puts together all that a run is told: the instructions as they are, in order, and behind them everything else as quoted data, with
 * credentials taken out and hidden markup shown. Instructions are never cut; quoted text is, and says so.
 * @throws {IdentikitError} `CONTEXT_TOO_LARGE`
 */
export async function assembleContext(input: ContextInput): Promise<ContextBundleSpec> {
  const { instructions, data, run, memory, createdAt } = input;
  if (instructions.length + data.length > contextBounds.sources)
    throw tooLarge(`the context has more than ${contextBounds.sources} sources`);
  const sources: ContextSource[] = [];
  const layers: ContextLayer[] = [];
  const texts: string[] = [];
  const add = (name: string, text: string) => {
    layers.push({ name, digest: digestOf(text), bytes: Buffer.byteLength(text) });
    texts.push(text);
  };
  let length = 0;
  for (const { layer, text, label } of instructions) {
    length += text.length;
    if (length > contextBounds.instructions)
      throw tooLarge(
        `the instructions have more than ${contextBounds.instructions} characters, at layer ${layer}`,
      );
    const { text: shown, redactions } = await redactCredentials(text);
    if (label)
      sources.push({
        kind: "label",
        name: label.name,
        trust: "instruction",
        digest: digestOf(text),
        generation: label.generation,
        bytes: Buffer.byteLength(text),
        redactions,
        truncated: false,
      });
    add(layer, shown);
  }
  let room: number = contextBounds.data;
  for (const one of data) {
    const { source, quotation, used } = await quote(one, Math.min(room, contextBounds.source));
    room -= used;
    sources.push(source);
    add(`data ${one.kind} ${one.name}`.slice(0, 200), quotation);
  }
  const text = texts.join("\n\n");
  const content = { run, sources, layers, text, ...(memory ? { memory } : {}) };
  const digest = digestOf(canonicalJson([run, sources, layers, memory ?? null, text]));
  return { ...content, digest, ...(createdAt === undefined ? {} : { createdAt }) };
}

/** Whether a bundle still is what its digests say. */
export function isContextIntact({
  digest,
  run,
  sources,
  layers = [],
  memory,
  text = "",
}: ContextBundleSpec): boolean {
  return digest === digestOf(canonicalJson([run, sources, layers, memory ?? null, text]));
}

async function quote(data: ContextData, most: number) {
  // Looked through before it is cut, or half a credential would be left at the end.
  const scanned = data.text.slice(0, contextBounds.scanned);
  const { text: redacted, redactions } = await redactCredentials(scanned);
  const { text: shown, hidden } = showHidden(redacted.slice(0, most));
  const kept = shown.slice(0, most).toWellFormed();
  const isTruncated =
    scanned.length < data.text.length || redacted.length > most || kept.length < shown.length;
  const { kind, name, url, author, trust } = data;
  const source: ContextSource = {
    kind,
    name: name.slice(0, 1000),
    ...(url === undefined ? {} : { url }),
    ...(author === undefined ? {} : { author }),
    trust,
    digest: digestOf(data.text),
    bytes: Buffer.byteLength(data.text),
    redactions,
    truncated: isTruncated,
    hidden,
  };
  const note = isTruncated ? ` Only its first ${kept.length} characters are here.` : "";
  return { source, quotation: quoteData(source, kept, note), used: kept.length };
}

function tooLarge(problem: string): IdentikitError {
  return new IdentikitError("CONTEXT_TOO_LARGE", problem, {
    remedy: "Shorten the stack's prompt or the labels, or name fewer sources.",
  });
}
