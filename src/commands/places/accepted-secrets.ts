import type { Project } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { type AcceptedSecrets, readAcceptedSecrets } from "../../template/accepted-secrets.ts";

/** The repository's list of values that the secret scan finds and that are no credentials. */
export function acceptedSecretsOf(
  { clock }: Pick<Context, "clock">,
  { settings, path }: Pick<Project, "settings" | "path">,
): Promise<AcceptedSecrets> {
  return readAcceptedSecrets(path(settings.acceptedSecrets), settings.acceptedSecrets, clock.now());
}

/** A line for each entry that accepts nothing any more. */
export function staleLines(accepted: AcceptedSecrets, templates: readonly (string | undefined)[]): string[] {
  return templates
    .flatMap((template) => accepted.stale(template))
    .map(
      ({ line, path, rule }) =>
        `warning: ${accepted.file}:${line}: no value of the kind ${rule} in ${path} has this fingerprint any more; remove the entry`,
    );
}
