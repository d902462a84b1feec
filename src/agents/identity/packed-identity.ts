import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { skillShape, skillTree, skillValue } from "../../config/rows/skill-value.ts";
import { type AgentConfig, scopes } from "../../config/schema/agent-config.ts";
import { canonicalJson } from "../../document/canonical-json.ts";
import { IdentikitError } from "../../fault/error.ts";
import { digestOf } from "../../tree/digest.ts";

/** Bytes of a configuration, unpacked, at most. */
const largest = 64 * 1024 * 1024;

const resolved = <Value extends z.ZodType>(value: Value) =>
  z.array(
    z.strictObject({
      key: z.string(),
      value,
      scope: z.enum(scopes),
      overrides: z.array(z.enum(scopes)),
    }),
  );

const shape = z.strictObject({
  name: z.string().min(1),
  type: z.string().min(1),
  runtime: z.string().min(1),
  plugins: resolved(z.boolean()),
  marketplaces: resolved(z.json()),
  mcpServers: resolved(z.json()),
  systemPrompt: resolved(z.string()).max(1),
  skills: resolved(skillShape),
  settings: resolved(z.json()),
  files: resolved(z.string()),
});

/** A configuration as a ticket carries it. */
export interface PackedIdentity {
  /** Of the configuration; compressing it again may give other bytes. */
  readonly digest: string;
  /** JSON, compressed with gzip, in base64. */
  readonly config: string;
}

/** Packs what a run's env directory is rendered from; placeholders stand where secrets belong. @throws {IdentikitError} `TICKET_TOO_LARGE` */
export function packIdentity(config: AgentConfig): PackedIdentity {
  const { systemPrompt, skills, ...rest } = config;
  const text = canonicalJson({
    ...rest,
    systemPrompt: systemPrompt ? [systemPrompt] : [],
    skills: skills.map((skill) => ({ ...skill, value: JSON.parse(skillValue(skill.value)) })),
  });
  if (Buffer.byteLength(text) > largest) throw tooLarge(config.name);
  return { digest: digestOf(text), config: gzipSync(text, { level: 6 }).toString("base64") };
}

/** @throws {IdentikitError} `TICKET_INVALID` where it is not what the digest says */
export function unpackIdentity({ digest, config }: PackedIdentity): AgentConfig {
  const text = (() => {
    try {
      return gunzipSync(Buffer.from(config, "base64"), { maxOutputLength: largest }).toString("utf8");
    } catch {
      throw invalid("the agent's configuration in it cannot be unpacked");
    }
  })();
  if (digestOf(text) !== digest) throw invalid("the agent's configuration in it has another digest");
  const result = shape.safeParse(jsonIn(text));
  if (!result.success) throw invalid("the agent's configuration in it has another shape");
  const { systemPrompt, skills, ...rest } = result.data;
  return {
    ...rest,
    systemPrompt: systemPrompt[0] ?? null,
    skills: skills.map((skill) => ({ ...skill, value: skillTree(skill.value, `the skill ${skill.key}`) })),
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooLarge(agent: string): IdentikitError {
  return new IdentikitError("TICKET_TOO_LARGE", `the configuration of ${agent} has more than 64 MiB`, {
    remedy: "Name the skills that the stack needs in the stack, so that it does not get all of its agent's.",
  });
}

function invalid(why: string): IdentikitError {
  return new IdentikitError("TICKET_INVALID", `the ticket does not count: ${why}`, {
    remedy: "Use the ticket that dispatch-agent wrote for this run and pool, unchanged.",
  });
}
