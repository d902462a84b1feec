import { IdentikitError } from "../fault/error.ts";
import { inParallel } from "../fault/slots.ts";
import type { ChangesSettings } from "../project/changes-schema.ts";
import { parseAcceptedSecrets } from "../template/accepted-secrets.ts";
import type { ChangeHost } from "./change-host.ts";
import type { ChangeContent } from "./content.ts";
import type { FactName, Facts, PullRequest, WorkflowFile } from "./facts.ts";
import { type Established, known, unknown } from "./known.ts";
import type { Rule } from "./rule.ts";

/** What is judged, and who is asked about it. */
export interface Question {
  readonly content: ChangeContent;
  readonly host: ChangeHost | undefined;
  readonly request: Established<PullRequest>;
  /** Full commit ids. */
  readonly base: string;
  readonly head: string;
  /** The commit whose files are judged: the head, or what came of it on the base branch. */
  readonly tree: string;
  readonly settings: ChangesSettings;
  /** The repository's list of accepted values, and what else of it decides what a gate does. */
  readonly acceptedFile: string;
  readonly ownFiles: readonly string[];
  readonly now: Date;
}

const workflowDirectories = [".github/workflows", ".gitea/workflows", ".forgejo/workflows"];

/** Where hosts look for the template of pull requests, in their order. */
const templatePlaces = ["", ".github/", ".gitea/", ".forgejo/", "docs/"].flatMap((directory) => [
  `${directory}pull_request_template.md`,
  `${directory}PULL_REQUEST_TEMPLATE.md`,
]);

/** Establishes what some rules need; what nobody needs is not asked for. */
export async function gatherFacts(question: Question, rules: readonly Rule[]): Promise<Facts> {
  const { content, host, request, base, head, tree, settings, acceptedFile, ownFiles, now } = question;
  const needed = new Set(rules.flatMap(({ needs }) => needs));
  const look = <Value>(name: FactName, ask: () => Promise<Value>): Promise<Established<Value>> =>
    needed.has(name) ? known(ask) : Promise.resolve(notAsked);
  const template = settings.checklist ? await known(() => templateOf(question)) : notAsked;
  return {
    host: host?.dialect,
    head,
    request,
    diff: await look("diff", () => content.diff(base, tree)),
    reviews: await look(
      "reviews",
      async () => await hostOf(host).reviews((await established(request)).number),
    ),
    members: needed.has("reviews") ? await membersOf(settings, host) : {},
    checks: await look("checks", () => hostOf(host).checks(head)),
    required: await look(
      "required",
      async () => await hostOf(host).required((await established(request)).baseBranch),
    ),
    workflows: await look("workflows", () => workflowsOf(content, tree)),
    template,
    accepted: await look("accepted", async () =>
      parseAcceptedSecrets(await content.file(base, acceptedFile), acceptedFile, now),
    ),
    ownFiles: [...ownFiles, ...templateFiles(settings, template)],
  };
}

const notAsked = unknown("the fact was not asked for", "Report this: it is a defect of Identikit.");

function hostOf(host: ChangeHost | undefined): ChangeHost {
  if (host) return host;
  throw new IdentikitError(
    "CHANGE_UNKNOWN",
    "the CI host was not asked: no repository or no token was given",
    {
      remedy: "Name the repository with --repository, and give a token in IDENTIKIT_HOST_TOKEN.",
    },
  );
}

async function established<Value>(fact: Established<Value>): Promise<Value> {
  if ("fault" in fact) throw fact.fault;
  return fact.value;
}

/** The members of each group: those of its team, and those that the settings name. */
async function membersOf(settings: ChangesSettings, host: ChangeHost | undefined): Promise<Facts["members"]> {
  const groups = Object.entries(settings.groups);
  const members = await inParallel(groups, 4, async ([name, { team, members: named }]) => {
    const logins = await known(async () => {
      const inTeam = team === undefined ? [] : await hostOf(host).members(team);
      return new Set([...inTeam, ...named].map((login) => login.toLowerCase()));
    });
    return [name, logins] as const;
  });
  return Object.fromEntries(members);
}

async function workflowsOf(content: ChangeContent, commit: string): Promise<WorkflowFile[]> {
  const files: WorkflowFile[] = [];
  for (const directory of workflowDirectories) {
    for (const path of await content.list(commit, directory)) {
      if (!/\.ya?ml$/i.test(path)) continue;
      const text = await content.file(commit, path);
      if (text !== undefined) files.push({ path, text });
    }
  }
  return files;
}

async function templateOf({
  content,
  base,
  settings,
}: Question): Promise<{ readonly path: string; readonly text: string } | undefined> {
  const { template } = settings.checklist ?? {};
  for (const path of template === undefined ? templatePlaces : [template]) {
    const text = await content.file(base, path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/** The template decides what has to be ticked. */
function templateFiles({ checklist }: ChangesSettings, template: Facts["template"]): readonly string[] {
  if (!checklist) return [];
  const path = "value" in template ? template.value?.path : checklist.template;
  return path === undefined ? [] : [path];
}
