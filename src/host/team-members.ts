import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import type { HostApi } from "./api.ts";
import { readRows } from "./host-read.ts";
import { userSchema } from "./pull-requests.ts";

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
