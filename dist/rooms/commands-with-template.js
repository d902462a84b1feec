import { readAcceptedSecrets } from "./template.js";
// src/commands/places/accepted-secrets.ts
/** The repository's list of values that the secret scan finds and that are no credentials. */
function acceptedSecretsOf({ clock }, { settings, path }) {
	return readAcceptedSecrets(path(settings.acceptedSecrets), settings.acceptedSecrets, clock.now());
}
/** A line for each entry that accepts nothing any more. */
function staleLines(accepted, templates) {
	return templates.flatMap((template) => accepted.stale(template)).map(({ line, path, rule }) => `warning: ${accepted.file}:${line}: no value of the kind ${rule} in ${path} has this fingerprint any more; remove the entry`);
}
export { acceptedSecretsOf, staleLines };
