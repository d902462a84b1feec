import { parseYaml } from "../document/yaml.ts";
import { isRecord } from "../fault/thrown.ts";
import type { WorkflowFile } from "./facts.ts";

/** A check that a workflow reports, and how a filter of paths can keep it from being reported. */
export interface SkippableCheck {
  /** The name, with `*` for what is only known at run time. */
  readonly name: string;
  /** Where the filter stands. */
  readonly path: string;
  readonly line: number;
  /** Such as `pull_request.paths`. */
  readonly filter: string;
}

const requestEvents = ["pull_request", "pull_request_target"];
const filters = ["paths", "paths-ignore"];

/**
 * The checks of a workflow that one of its `paths:` filters can keep from being reported, under the names that GitHub (`job`,
 * `job / called job`) and Gitea (`workflow / job (event)`) give them.
 * @throws {IdentikitError} `DOCUMENT_INVALID` for what is not YAML without aliases, or not a workflow
 */
export function skippableChecks(
  { path, text }: WorkflowFile,
  host: "github" | "gitea" | undefined,
): SkippableCheck[] {
  const document = parseYaml(text, path);
  const workflow = isRecord(document.value) ? document.value : {};
  const on = isRecord(workflow.on) ? workflow.on : {};
  const jobs = Object.entries(isRecord(workflow.jobs) ? workflow.jobs : {});
  const file = path.split("/").at(-1) ?? path;
  const title = typeof workflow.name === "string" ? workflow.name : file;
  return filteredEvents(on).flatMap(([event, filter]) =>
    jobs.flatMap(([id, job]) =>
      namesOf(id, job).flatMap((name) => {
        const at = { path, line: document.lineOf(["on", event, filter]), filter: `${event}.${filter}` };
        const gitea = `${title} / ${name} (${event.replace(/_target$/, "")})`;
        const names = host === "github" ? [name] : host === "gitea" ? [gitea] : [name, gitea];
        return names.map((one) => ({ name: pattern(one), ...at }));
      }),
    ),
  );
}

/** No host has longer names; of such a one nothing is known. */
const longestName = 1000;

/** The name as a pattern; what a runner fills in can be anything. */
function pattern(name: string): string {
  return name.length > longestName ? "*" : name.replace(/\$\{\{.*?\}\}/gs, "*");
}

/** Events of a pull request first: where one starts the workflow without a filter, a filter of another event skips nothing. */
function filteredEvents(on: Readonly<Record<string, unknown>>): [event: string, filter: string][] {
  const asked = requestEvents.filter((event) => Object.hasOwn(on, event));
  const events = asked.length > 0 ? asked : Object.keys(on);
  return events.flatMap((event): [event: string, filter: string][] => {
    const trigger = on[event];
    const filter = isRecord(trigger) ? filters.find((name) => Object.hasOwn(trigger, name)) : undefined;
    return filter === undefined ? [] : [[event, filter]];
  });
}

/** A job's checks: its name or id; with a matrix one for each of its values; of a called workflow one for each of its jobs. */
function namesOf(id: string, job: unknown): string[] {
  const { name, strategy, uses } = isRecord(job) ? job : {};
  const base = typeof name === "string" ? name : id;
  if (uses !== undefined) return [`${base} / *`];
  return strategy === undefined || base.includes("${{") ? [base] : [base, `${base} (*)`];
}
