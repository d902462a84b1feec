import type { CommandContext } from "../../../commands/context.ts";
import { asFault } from "../../../fault/error.ts";
import { hostOf } from "../../../host/host.ts";
import { linkPackage } from "../../../host/package-link.ts";
import { parseImageReference } from "../../../image/reference.ts";
import type { Outcome } from "../../frame/action.ts";
import type { LinkingInputs } from "./linking.ts";

/** Links the package of the image that a command published, and says what came of it. */
export async function linkPublished(
  { env, log, signal, registryCredential }: CommandContext,
  { token = "" }: LinkingInputs,
  outcome: Outcome,
): Promise<void> {
  const image = outcome.kind === "result" ? outcome.result.outputs.image : undefined;
  if (typeof image !== "string" || !env.GITHUB_REPOSITORY) return;
  try {
    const reference = parseImageReference(image);
    if (reference.kind !== "registry") return;
    const host = hostOf(env);
    // Who pushes a package may link it; a job's own token may not on Gitea.
    const own =
      registryCredential?.registry === new URL(host.serverUrl).host ? registryCredential : undefined;
    const linked = await linkPackage(reference, {
      host,
      repository: env.GITHUB_REPOSITORY,
      token: own?.password ?? token,
      log,
      signal,
    });
    const name = `package ${reference.repository}`;
    if (linked.kind === "linked") log.info(`${name} is linked to ${env.GITHUB_REPOSITORY}`);
    else if (linked.kind === "refused")
      log.warn(
        `${name} is not linked to ${env.GITHUB_REPOSITORY} (${linked.reason}); it is published all the same`,
      );
    else log.debug(`${name} was not linked: ${linked.reason}`);
  } catch (caught) {
    signal.throwIfAborted();
    log.warn(`the package was not linked to its repository: ${asFault(caught).message}`);
  }
}
