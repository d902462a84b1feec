import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { type HostApi, hostStatus } from "./api.ts";
import { readOne, readRows } from "./host-read.ts";

const contexts = z.array(z.string()).nullish();

const branchSchema = z.looseObject({
  // GitHub
  protection: z.looseObject({ required_status_checks: z.looseObject({ contexts }).nullish() }).nullish(),
  // Gitea
  enable_status_check: z.boolean().nullish(),
  status_check_contexts: contexts,
});

const ruleSchema = z.looseObject({
  type: z.string(),
  parameters: z
    .looseObject({ required_status_checks: z.array(z.looseObject({ context: z.string() })).nullish() })
    .nullish(),
});

/**
 * The names of the checks that protection of a branch requires; on Gitea they are patterns. A token that may read the repository
 * is enough.
 * @throws {IdentikitError} `HOST_UNREACHABLE`, `HOST_DENIED`
 */
export async function readRequiredChecks(api: HostApi, branch: string): Promise<string[]> {
  const name = encodeURIComponent(branch);
  const attempt = `read the protection of the branch ${branch}`;
  const row = await readOne(api, { attempt, url: `branches/${name}`, schema: branchSchema });
  if (api.dialect === "gitea") return row.enable_status_check ? (row.status_check_contexts ?? []) : [];
  const rules = await branchRulesOf(api, name, attempt);
  return [
    ...(row.protection?.required_status_checks?.contexts ?? []),
    ...rules
      .filter(({ type }) => type === "required_status_checks")
      .flatMap(({ parameters }) => parameters?.required_status_checks ?? [])
      .map(({ context }) => context),
  ];
}

/** Rules for branches are newer than protection of branches: a GitHub Enterprise Server may not know them. */
export async function branchRulesOf(
  api: HostApi,
  name: string,
  attempt: string,
): Promise<z.output<typeof ruleSchema>[]> {
  try {
    return await readRows(api, { attempt, url: `rules/branches/${name}`, schema: ruleSchema });
  } catch (caught) {
    if (caught instanceof IdentikitError && hostStatus(caught.cause) === 404) return [];
    throw caught;
  }
}
