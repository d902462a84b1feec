import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { readOne, readRows } from "./host-read.ts";
import { checkPathName } from "./path-name.ts";
import { userSchema } from "./pull-requests.ts";

/** GitHub says of somebody who is only invited that they are pending. */
const memberSchema = z.looseObject({ state: z.string().optional() });
const teamSchema = z.looseObject({ id: z.int(), name: z.string() });

/**
 * The logins of a team's members; on GitHub those of the teams below it, too.
 * @param team `organisation/team`; on GitHub the team's slug, on Gitea its name
 * @throws {IdentikitError} `HOST_DENIED` where the token may not see the team, `HOST_UNREACHABLE`, `CHANGE_UNKNOWN` without such a team
 */
export async function readTeamMembers(api: HostApi, team: string): Promise<string[]> {
  const [organisation = "", name = ""] = team.split("/");
  const attempt = `read the members of the team ${team}`;
  const org = encodeURIComponent(organisation);
  const url =
    api.dialect === "github"
      ? `/orgs/${org}/teams/${encodeURIComponent(name)}/members`
      : `/teams/${await teamId(api, org, name, attempt)}/members`;
  const rows = await readRows(api, { attempt, url, schema: userSchema });
  return rows.map(({ login }) => login);
}

/**
 * Whether somebody is in a team, by one question and not by a list of all.
 * @param team as for {@link readTeamMembers}
 * @throws {IdentikitError} `HOST_DENIED` where the token may not see the team, `HOST_UNREACHABLE`
 */
export async function isMemberOf(api: HostApi, team: string, login: string): Promise<boolean> {
  const [organisation = "", name = ""] = team.split("/");
  for (const part of [organisation, name, login]) checkPathName("team or login", part);
  const attempt = `look for ${login} in the team ${team}`;
  const [org, user] = [encodeURIComponent(organisation), encodeURIComponent(login)];
  const id = api.dialect === "github" ? undefined : await teamNumber(api, org, name, attempt);
  const place = id === undefined ? `/orgs/${org}/teams/${encodeURIComponent(name)}` : `/teams/${id}`;
  // To a token that may not see a team, hosts say of everybody that they are not in it.
  await readOne(api, { attempt, url: place, schema: z.looseObject({ id: z.int() }) });
  const member = api.dialect === "github" ? `memberships/${user}` : `members/${user}`;
  try {
    const found = await readOne(api, { attempt, url: `${place}/${member}`, schema: memberSchema });
    return found.state === undefined || found.state === "active";
  } catch (caught) {
    if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return false;
    throw caught;
  }
}

/** @throws {IdentikitError} `HOST_DENIED` for a team that the token does not see */
async function teamNumber(api: HostApi, org: string, name: string, attempt: string): Promise<number> {
  try {
    return await teamId(api, org, name, attempt);
  } catch (caught) {
    if (!(caught instanceof IdentikitError) || caught.code !== "CHANGE_UNKNOWN") throw caught;
    throw new IdentikitError("HOST_DENIED", caught.message, {
      remedy: "Name a team that there is, or give a token that may read the organisation.",
      cause: caught,
    });
  }
}

async function teamId(api: HostApi, org: string, name: string, attempt: string): Promise<number> {
  const teams = await readRows(api, { attempt, url: `/orgs/${org}/teams`, schema: teamSchema });
  const found = teams.filter((team) => team.name.toLowerCase() === name.toLowerCase());
  const [team] = found;
  if (team && found.length === 1) return team.id;
  throw new IdentikitError(
    "CHANGE_UNKNOWN",
    `the organisation ${org} has no team ${JSON.stringify(name)} that the token sees`,
    {
      remedy:
        "Correct changes.groups in identikit.yaml, name the members there, or give a token that may read the organisation.",
    },
  );
}
