import type { CommandContext } from "../../../commands/context.ts";
import { asFault } from "../../../fault/error.ts";
import { fieldsOf } from "../../../fault/thrown.ts";
import { hostOf } from "../../../host/host.ts";
import { linkPackage } from "../../../host/package-link.ts";
import { parseImageReference } from "../../../image/reference.ts";
import type { Outcome } from "../../frame/action.ts";
import type { LinkingInputs } from "./linking.ts";

/** Links the package of each image that a command published, and says what came of it. */
export async function linkPublished(
  context: CommandContext,
  inputs: LinkingInputs,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind !== "result") return;
  const { outputs } = outcome.result;
  const several = Array.isArray(outputs.templates) ? outputs.templates : [];
  for (const { image } of [outputs, ...several].map(fieldsOf))
    if (typeof image === "string") await linkImage(context, inputs, image);
}

async function linkImage(
  { env, log, signal, registryCredential }: CommandContext,
  { token = "" }: LinkingInputs,
  image: string,
): Promise<void> {
  if (!env.GITHUB_REPOSITORY) return;
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
