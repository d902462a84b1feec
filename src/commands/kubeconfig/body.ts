import { basename, dirname, resolve } from "node:path";
import { isTokenScope, scopeActions } from "../../agents/admission/rbac/token-scope.ts";
import type { Actor } from "../../agents/kinds/actor.ts";
import { agentServiceAccount } from "../../agents/kinds/config/agent-service-account.ts";
import { objectMissing } from "../../agents/store/object-fault.ts";
import { SqlStore } from "../../agents/store/sql-store.ts";
import { ApiTokens } from "../../agents/store/tokens/api-tokens.ts";
import { spanMs } from "../../agents/triggers/span.ts";
import { kubeconfig, kubeconfigMode } from "../../api/kubernetes/kubeconfig.ts";
import { IdentikitError } from "../../fault/error.ts";
import { openProject, workPath } from "../../project/project.ts";
import { AnchoredDirectory } from "../../tree/anchored-directory.ts";
import { writeFileIn } from "../../tree/atomic-file.ts";
import type { CommandContext } from "../context.ts";
import { accessIdentity, accessPlace } from "../places/access.ts";
import { openConfigDatabase } from "../places/database.ts";
import type { CommandResult } from "../result.ts";
import type { KubeconfigCommandOptions } from "./kubeconfig.ts";

const longestMs = 90 * 24 * 60 * 60 * 1000;

export async function run(
  context: CommandContext,
  options: KubeconfigCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const { organization } = accessPlace(project, options);
  const actor = actorOf(context, options);
  const scopes = scopesOf(options);
  const validMs = spanMs(options.validFor);
  if (validMs > longestMs)
    throw usage(
      `${options.validFor} is longer than 90 days`,
      "Choose a shorter time, and make another one then.",
    );
  await using database = await openConfigDatabase(context, project, options.database);
  const tokens = new ApiTokens(database);
  if (options.withdraw) {
    const withdrawn = await tokens.withdraw(actor, organization);
    return {
      outputs: { withdrawn },
      changed: withdrawn > 0,
      account: [`${withdrawn} tokens of ${actor.name} withdrawn`],
    };
  }
  if (actor.kind === "ServiceAccount") await checkAccount(new SqlStore(database), organization, actor.name);
  const now = context.clock.now();
  const expires = new Date(now.getTime() + validMs);
  const { server } = options;
  // What is wrong with the address is said before a token is made for it.
  const config = (token: string) => kubeconfig({ server, token, user: actor.name, namespace: organization });
  config("idt_none");
  const token = await tokens.issue({ actor, namespace: organization, expires, scopes }, now);
  context.log.mask(token);
  const path = options.to === undefined ? workPath(project, "kubeconfig") : resolve(context.cwd, options.to);
  writePrivately(path, config(token));
  return {
    outputs: {
      path,
      user: actor.name,
      organization,
      expires: expires.toISOString(),
      ...(scopes ? { scopes } : {}),
    },
    changed: true,
    account: [
      `wrote ${path} for ${actor.name}, good until ${expires.toISOString()}`,
      `KUBECONFIG=${path} kubectl get agentstacks`,
    ],
  };
}

/** @throws {IdentikitError} `USAGE` */
function scopesOf({ scope }: KubeconfigCommandOptions): readonly string[] | undefined {
  const words = scope.flatMap((one) => one.split(","));
  const wrong = words.find((word) => !isTokenScope(word));
  if (wrong !== undefined)
    throw usage(
      `${JSON.stringify(wrong)} is not a scope of a token`,
      `Write read, read:KIND, write:KIND with the plural of a kind, or one of ${scopeActions.join(", ")}.`,
    );
  return words.length === 0 ? undefined : words;
}

/** @throws {IdentikitError} `USAGE` */
function actorOf(
  { env }: CommandContext,
  { as, asGroup, serviceAccount, withdraw }: KubeconfigCommandOptions,
): Actor {
  if (serviceAccount !== undefined) {
    if (as === undefined && asGroup.length === 0) return { kind: "ServiceAccount", name: serviceAccount };
    throw usage("--service-account and --as or --as-group name two holders", "Leave one of them out.");
  }
  const name = as ?? env.GITHUB_ACTOR;
  if (name === undefined)
    throw usage(
      "nobody is named, and this is no CI job with an actor",
      "Add --as LOGIN, or --service-account NAME.",
    );
  const { groups } = accessIdentity(name, asGroup);
  const own = groups.filter((group) => !group.startsWith("system:"));
  return { kind: "User", name, ...(withdraw || own.length === 0 ? {} : { groups: own }) };
}

/** @throws {IdentikitError} `NOT_FOUND` */
async function checkAccount(store: SqlStore, namespace: string, name: string): Promise<void> {
  await using _ = store;
  const account = await store.read((reader) => reader.get(agentServiceAccount, { namespace, name }));
  if (!account) throw objectMissing(agentServiceAccount, { namespace, name });
}

function writePrivately(path: string, text: string): void {
  using directory = AnchoredDirectory.make(dirname(path));
  writeFileIn(directory, basename(path), Buffer.from(text), { mode: kubeconfigMode });
}

function usage(problem: string, remedy: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy });
}
