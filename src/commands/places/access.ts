import { isGroupName, namedIdentity } from "../../agents/admission/access/named-identity.ts";
import type { Organization } from "../../agents/admission/rbac/access-state.ts";
import {
  type AccessIdentity,
  permissionLevels,
  repositoryGroup,
} from "../../agents/admission/rbac/identity.ts";
import { kindMeant } from "../../agents/crds/kind-names.ts";
import type { HostFacts } from "../../agents/kinds/actor.ts";
import { allKinds } from "../../agents/kinds/all-kinds.ts";
import { namespaceName, repositoryName } from "../../agents/kinds/fields.ts";
import { readAccessState, type StoredAccess } from "../../agents/snapshot/read-snapshot.ts";
import { SqlReader } from "../../agents/store/sql-reader.ts";
import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import type { Project } from "../../project/project.ts";
import type { CommandContext } from "../context.ts";
import { openConfigDatabase } from "./database.ts";

/** Where rights are asked for, as a command line says it. */
export interface AccessPlace {
  readonly organization: string;
  readonly repository?: string | undefined;
  /** The organisation of this repository, with what of the forge belongs to it: of others nothing is known here. */
  readonly organizations: readonly Organization[];
}

/** @throws {IdentikitError} `USAGE` */
export function accessPlace(
  { settings: { platform } }: Project,
  {
    organization = platform.organization,
    repository,
  }: Partial<Record<"organization" | "repository", string | undefined>>,
): AccessPlace {
  if (!namespaceName.safeParse(organization).success)
    throw usage(
      `${JSON.stringify(organization)} is not the name of an organisation`,
      "Write it in lower-case letters, digits and -.",
    );
  checkRepository(repository);
  const { organization: name, repositories, configRepository } = platform;
  return { organization, repository, organizations: [{ name, repositories, configRepository }] };
}

/** The roles and bindings of the database that the options name. */
export async function accessState(
  context: CommandContext,
  project: Project,
  { database: location }: { readonly database?: string | undefined },
  { organizations }: AccessPlace,
): Promise<StoredAccess> {
  await using database = await openConfigDatabase(context, project, location, "read");
  return await database.transaction("read", (session) =>
    readAccessState(new SqlReader(session), organizations),
  );
}

/** @throws {IdentikitError} `USAGE` for what is no repository */
export function checkRepository(repository: string | undefined): void {
  if (repository === undefined || repositoryName.safeParse(repository).success) return;
  throw usage(
    `${JSON.stringify(repository)} is not a repository`,
    "Write it as OWNER/REPO, as the forge does.",
  );
}

/**
 * Somebody as they are named on a command line.
 * @param name left out for whoever is in the groups
 * @throws {IdentikitError} `USAGE`
 */
export function accessIdentity(name: string | undefined, groups: readonly string[]): AccessIdentity {
  const wrong = groups.find((group) => !isGroupName(group));
  if (wrong !== undefined)
    throw usage(
      `${JSON.stringify(wrong)} is not a group`,
      "Write a team as ORGANISATION/TEAM, or a permission as forge:LEVEL:OWNER/REPO with read, triage, write, maintain or admin.",
    );
  const who = namedIdentity(name, groups);
  if (who) return who;
  throw usage(
    `${JSON.stringify(name)} is not somebody`,
    "Write a login of the forge, or system:serviceaccount:ORGANISATION:NAME.",
  );
}

/**
 * The resource that a word means: a plural, a kind or a short name; a name behind a slash stays. Paths and * stand for themselves.
 * @throws {IdentikitError} `USAGE` for a kind that there is not: the answer would be no for a mistyped word
 */
export function askedTarget(word: string): string {
  if (word.startsWith("/")) return word;
  const [head = "", ...rest] = word.split("/");
  return [resourceOf(head), ...rest].join("/");
}

function resourceOf(word: string): string {
  if (word === "*") return word;
  const known = kindMeant(word);
  if (known) return known.plural;
  const plurals = allKinds.map(({ plural }) => plural);
  throw usage(
    `there is no resource ${JSON.stringify(word)}${suggestion(word, plurals)}`,
    "Write the plural, such as agentdispatchruns; identikit crds lists all kinds.",
  );
}

function usage(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}

/** What groups that were named say of somebody, in the words in which a host says it. */
export function hostFactsOf(
  groups: readonly string[],
  repository: string,
): Pick<HostFacts, "permission" | "teams"> {
  const levels = permissionLevels.filter((level) => groups.includes(repositoryGroup(level, repository)));
  const teams = groups.filter((group) => !group.includes(":"));
  return { permission: levels.at(-1) ?? "none", teams };
}
