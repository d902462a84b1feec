import type { ChangedFile } from "../../src/changes/diff.ts";
import type { CheckResult, Facts, PullRequest, Review } from "../../src/changes/facts.ts";
import type { RuleName } from "../../src/changes/rule.ts";
import { judgeRules, type RuleResult, rulesInForce } from "../../src/changes/rules.ts";
import type { Finding } from "../../src/fault/finding.ts";
import { type ChangesSettings, changesSchema } from "../../src/project/changes-schema.ts";
import { AcceptedSecrets } from "../../src/template/accepted-secrets.ts";

export const head = "a".repeat(40);
export const older = "b".repeat(40);

/** A file with some text added to it, from its first line on. */
export function adds(path: string, text: string, more: Partial<ChangedFile> = {}): ChangedFile {
  const lines = text.split("\n").map((line, at) => ({ line: at + 1, text: line }));
  return { path, kind: "added", added: lines, ...more };
}

export function pull(more: Partial<PullRequest> = {}): PullRequest {
  return {
    number: 7,
    title: "Change a prompt",
    body: "",
    author: { login: "mallory", bot: false },
    labels: [],
    head,
    base: older,
    baseBranch: "main",
    asked: [],
    open: true,
    ...more,
  };
}

let nextId = 1;

export function review(login: string, more: Partial<Review> & { readonly bot?: boolean } = {}): Review {
  const { bot = false, ...rest } = more;
  return { id: nextId++, reviewer: { login, bot }, state: "approved", commit: head, at: undefined, ...rest };
}

export function check(name: string, more: Partial<CheckResult> = {}): CheckResult {
  const at = undefined;
  return {
    id: nextId++,
    name,
    by: "gitea-actions",
    state: "success",
    at,
    url: undefined,
    suite: undefined,
    ...more,
  };
}

export interface Given extends Partial<Omit<Facts, "diff" | "reviews" | "checks" | "request">> {
  readonly files?: readonly ChangedFile[];
  readonly reviews?: readonly Review[];
  readonly checks?: readonly CheckResult[];
  readonly request?: PullRequest;
  readonly facts?: Partial<Facts>;
}

export function factsOf({
  files = [],
  reviews = [],
  checks = [],
  request = pull(),
  facts,
  ...more
}: Given): Facts {
  return {
    host: "github",
    head,
    request: { value: request },
    diff: { value: { files } },
    reviews: { value: reviews },
    members: { security: { value: new Set(["alice", "bob", "mallory", "robot[bot]"]) } },
    checks: { value: checks },
    required: { value: [] },
    workflows: { value: [] },
    template: { value: undefined },
    accepted: { value: new AcceptedSecrets([], "config/accepted-secrets.yaml", "2026-01-01") },
    ownFiles: ["**/identikit.yaml", "config/accepted-secrets.yaml"],
    ...more,
    ...facts,
  };
}

export const groups = { groups: { security: { members: ["alice", "bob"] } } };

/** Settings as a repository writes them. */
export function settings(of: object): ChangesSettings {
  return changesSchema.parse(of);
}

/** What one rule comes to. */
export async function judge(rule: RuleName, of: object, given: Given): Promise<RuleResult> {
  const asked = settings(of);
  const [result] = await judgeRules(rulesInForce(asked, [rule]), factsOf(given), asked);
  if (!result) throw new Error(`${rule} is not in force`);
  return result;
}

/** The places of findings as `path:line`, by code. */
export function places(findings: readonly Finding[]): string[] {
  return findings.map(({ code, location, path }) => {
    const line = location?.line === undefined ? "" : `:${location.line}`;
    return `${code} ${location?.file ?? path}${line}`;
  });
}
