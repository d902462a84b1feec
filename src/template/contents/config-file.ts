import { z } from "zod";
import type { SourceDocument } from "../../document/document.ts";
import { nearest } from "../../fault/nearest.ts";
import { isRecord } from "../../fault/thrown.ts";
import { ProblemList } from "./problem.ts";

const text = z.string().min(1);

/** One skill on an agent's card; other keys are the platform's. */
const cardSkill = z.looseObject({
  id: text.optional().describe("The skill's directory below agent-skills/."),
  name: text.optional(),
  description: z.string().optional(),
});

/**
 * `config.yaml` of a template, as far as Identikit reads it. The file is the agent platform's, so other keys are let through; one that
 * is nearly a key of this list is reported.
 */
export const templateConfigSchema = z.looseObject({
  $schema: z.string().optional(),
  name: text.optional(),
  description: z.string().optional(),
  role: z.string().optional(),
  runtime: text.optional().describe("The program that runs the agent."),
  model: text.nullish(),
  version: z.union([z.string(), z.number()]).optional(),
  prompt_files: z
    .array(text)
    .nullish()
    .describe(
      "The files that the prompt is made of, in order; relative to the template's root, else to prompts/.",
    ),
  agent_card: z
    .looseObject({
      name: text.optional(),
      description: z.string().optional(),
      skills: z.array(z.union([text, cardSkill])).nullish(),
    })
    .nullish(),
});

export type TemplateConfig = z.output<typeof templateConfigSchema>;

const knownKeys = Object.keys(templateConfigSchema.shape);

/** Checks the form of `config.yaml`. An empty file is an empty description. */
export function checkConfig(
  document: SourceDocument,
): { readonly config: TemplateConfig } & Pick<ProblemList, "problems"> {
  const list = new ProblemList();
  const value = document.value ?? {};
  const result = templateConfigSchema.safeParse(value);
  if (isRecord(value)) reportTypos(document, list, { path: [], keys: Object.keys(value), known: knownKeys });
  if (result.success) return { config: result.data, problems: list.problems };
  list.issues(document, result.error);
  return { config: {}, problems: list.problems };
}

/** Reports keys that are not known but nearly one that is; others belong to somebody else. */
export function reportTypos(
  document: SourceDocument,
  list: ProblemList,
  at: {
    readonly path: readonly (string | number)[];
    readonly keys: readonly string[];
    readonly known: readonly string[];
  },
): void {
  for (const key of at.keys) {
    const meant = at.known.includes(key) ? undefined : nearest(key, at.known);
    if (meant === undefined || at.keys.includes(meant)) continue;
    list.at(document, [...at.path, key], {
      code: "TEMPLATE_KEY_UNKNOWN",
      severity: "warning",
      problem: `there is no key ${JSON.stringify(key)}`,
      allowed: at.known,
      given: key,
      remedy: "Fix the key, or rename it if it is your own.",
    });
  }
}
