import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { isTag } from "./reference.ts";

/** What a tag is derived from: one run of a CI workflow. */
export interface TagContext {
  /** Full git ref, such as `refs/heads/main`, `refs/tags/v1.2.3`, `refs/pull/7/merge`. */
  readonly ref?: string;
  /** Full commit id. */
  readonly commit?: string;
  /** The event that started the run: `push`, `pull_request`, `schedule`, … */
  readonly event?: string;
  readonly pullRequest?: number;
  readonly defaultBranch?: string;
  readonly now: Date;
}

/** One rule, parsed. `attributes` has what the type knows, and no other key. */
export interface TagRule {
  readonly type: TagRuleType;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export type TagRuleType = "sha" | "ref" | "semver" | "schedule" | "pr" | "raw";

/** The rule that is used where none is given. */
export const defaultTagRule = "type=sha,prefix=staging-,format=long";

const common = ["type", "enable", "priority", "prefix", "suffix"];
const known: Readonly<Record<TagRuleType, { readonly keys: readonly string[]; readonly priority: number }>> =
  {
    schedule: { keys: ["pattern"], priority: 1000 },
    semver: { keys: ["pattern", "value"], priority: 900 },
    ref: { keys: ["event"], priority: 600 },
    pr: { keys: [], priority: 600 },
    raw: { keys: ["value"], priority: 200 },
    sha: { keys: ["format"], priority: 100 },
  };

/**
 * Parses a rule in the vocabulary of docker/metadata-action: `type=sha,prefix=staging-,format=long`. A rule without
 * `type=` is a raw tag. `type=pr` is short for `type=ref,event=pr`.
 * @throws {IdentikitError} `TAG_INVALID`
 */
export function parseTagRule(text: string): TagRule {
  const fields = text.split(",").map((field) => field.trim());
  if (!fields.some((field) => field.startsWith("type=")))
    return { type: "raw", text, attributes: { value: text.trim() } };
  const attributes: Record<string, string> = Object.create(null);
  for (const field of fields) {
    const equals = field.indexOf("=");
    if (equals <= 0) throw invalid(text, `${JSON.stringify(field)} is not key=value`);
    const key = field.slice(0, equals);
    if (key in attributes) throw invalid(text, `${key} is given twice`);
    attributes[key] = field.slice(equals + 1);
  }
  const type = attributes.type as TagRuleType;
  if (!Object.hasOwn(known, type)) {
    throw invalid(
      text,
      `the type ${JSON.stringify(type)} is not known`,
      `Use one of ${Object.keys(known).join(", ")}.`,
    );
  }
  const allowed = [...common, ...known[type].keys];
  const odd = Object.keys(attributes).find((key) => !allowed.includes(key));
  if (odd) throw invalid(text, `type=${type} has no ${odd}`, `It has ${allowed.join(", ")}.`);
  checkValues(type, attributes, text);
  return { type, text, attributes };
}

function checkValues(type: TagRuleType, attributes: Readonly<Record<string, string>>, text: string): void {
  const oneOf = (key: string, values: readonly string[]): void => {
    const value = attributes[key];
    if (value !== undefined && !values.includes(value))
      throw invalid(text, `${key} is ${JSON.stringify(value)}`, `It is one of ${values.join(", ")}.`);
  };
  if (type === "sha") oneOf("format", ["short", "long"]);
  if (type === "ref") oneOf("event", ["branch", "tag", "pr"]);
  oneOf("enable", ["true", "false", "{{is_default_branch}}"]);
  if (type === "ref" && attributes.event === undefined) throw invalid(text, "type=ref needs an event");
  if (type === "raw" && attributes.value === undefined) throw invalid(text, "type=raw needs a value");
  if (attributes.priority !== undefined && !/^[0-9]{1,9}$/.test(attributes.priority))
    throw invalid(text, "priority is not a number");
}

/**
 * The tags that the rules give for a run, those of higher priority first, each once. A rule that says nothing about this
 * run (`type=ref,event=tag` on a branch) gives none.
 * @throws {IdentikitError} `TAG_INVALID` where a rule needs what the run does not have, or gives what is no tag
 */
export function tagsOf(rules: readonly TagRule[], context: TagContext): string[] {
  const weighed = rules.flatMap((rule) => {
    const tag = tagOf(rule, context);
    const { priority = known[rule.type].priority } = rule.attributes;
    return tag === undefined ? [] : { tag, priority: Number(priority) };
  });
  weighed.sort((a, b) => b.priority - a.priority);
  return [...new Set(weighed.map(({ tag }) => tag))];
}

function tagOf(rule: TagRule, context: TagContext): string | undefined {
  const { enable = "true", prefix, suffix = "" } = rule.attributes;
  const isEnabled = enable === "{{is_default_branch}}" ? onDefaultBranch(context) : enable === "true";
  const body = isEnabled ? bodyOf(rule, context) : undefined;
  if (body === undefined) return undefined;
  const tag = `${expand(prefix ?? defaultPrefix(rule), context)}${body}${expand(suffix, context)}`;
  const clean = tag.replace(/[^\w.-]+/g, "-");
  if (isTag(clean)) return clean;
  throw invalid(rule.text, `it gives ${JSON.stringify(tag)}, which is no tag`);
}

function defaultPrefix({ type, attributes }: TagRule): string {
  if (type === "sha") return "sha-";
  return type === "pr" || attributes.event === "pr" ? "pr-" : "";
}

function bodyOf(rule: TagRule, context: TagContext): string | undefined {
  const { attributes } = rule;
  switch (rule.type) {
    case "sha": {
      const { commit } = context;
      if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit))
        throw invalid(
          rule.text,
          "this run has no commit",
          "Run it in a git checkout, or give the tag itself with --tag.",
        );
      return attributes.format === "long" ? commit : commit.slice(0, 7);
    }
    case "ref":
      return refBody(certain(attributes.event), context);
    case "pr":
      return refBody("pr", context);
    case "semver":
      return semverBody(rule, context);
    case "schedule":
      return context.event === "schedule" ? expand(attributes.pattern ?? "nightly", context) : undefined;
    case "raw":
      return expand(certain(attributes.value), context);
  }
}

function refBody(event: string, { ref = "", pullRequest }: TagContext): string | undefined {
  if (event === "pr") {
    const number = pullRequest ?? /^refs\/pull\/([0-9]+)\//.exec(ref)?.[1];
    return number === undefined ? undefined : String(number);
  }
  const prefix = event === "branch" ? "refs/heads/" : "refs/tags/";
  return ref.startsWith(prefix) ? ref.slice(prefix.length) : undefined;
}

/** Semantic Versioning 2.0.0, with the `v` that git tags have; build metadata cannot stand in a tag and is left out. */
const semverForm =
  /^v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

function semverBody({ attributes, text }: TagRule, context: TagContext): string | undefined {
  const raw = attributes.value ?? refBody("tag", context);
  if (raw === undefined) return undefined;
  const match = semverForm.exec(raw);
  if (!match) {
    if (attributes.value === undefined) return undefined;
    throw invalid(text, `${JSON.stringify(raw)} is not a semantic version`);
  }
  const [, major = "", minor = "", patch = "", pre = ""] = match;
  const version = `${major}.${minor}.${patch}${pre}`;
  // A pre-release must not take a tag such as 1.2 away from a release.
  const pattern = pre === "" ? (attributes.pattern ?? "{{version}}") : "{{version}}";
  return expand(pattern, context, { version, raw, major, minor, patch });
}

function onDefaultBranch({ ref, defaultBranch }: TagContext): boolean {
  return defaultBranch !== undefined && ref === `refs/heads/${defaultBranch}`;
}

/** Fills `{{name}}` and `{{date 'YYYYMMDD'}}` (UTC). */
function expand(text: string, context: TagContext, more: Readonly<Record<string, string>> = {}): string {
  return text.replace(/\{\{\s*([a-z_]+)(?:\s+'([^']*)')?\s*\}\}/g, (whole, name: string, format?: string) => {
    if (name === "date") return formatDate(context.now, format ?? "YYYYMMDD");
    const value = { ...variables(context), ...more }[name];
    if (value === undefined) throw invalid(text, `${whole} has no value in this run`);
    return value;
  });
}

function variables(context: TagContext): Readonly<Record<string, string | undefined>> {
  return {
    branch: refBody("branch", context),
    tag: refBody("tag", context),
    sha: context.commit?.slice(0, 7),
    is_default_branch: String(onDefaultBranch(context)),
  };
}

function formatDate(date: Date, format: string): string {
  const [year = "", month = "", day = "", hour = "", minute = "", second = ""] = date
    .toISOString()
    .split(/[-T:.Z]/);
  const parts: Readonly<Record<string, string>> = {
    YYYY: year,
    MM: month,
    DD: day,
    HH: hour,
    mm: minute,
    ss: second,
  };
  return format.replace(/YYYY|MM|DD|HH|mm|ss/g, (part) => certain(parts[part]));
}

function invalid(text: string, reason: string, remedy?: string): IdentikitError {
  return new IdentikitError("TAG_INVALID", `tag rule ${JSON.stringify(text)}: ${reason}`, {
    remedy: remedy ?? `Write it as in ${defaultTagRule}.`,
  });
}
