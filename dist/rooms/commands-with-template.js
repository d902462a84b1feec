import { readAcceptedSecrets } from "./template.js";
// src/commands/places/accepted-secrets.ts
function acceptedSecretsOf({ clock }, { settings, path }) {
	return readAcceptedSecrets(path(settings.acceptedSecrets), settings.acceptedSecrets, clock.now());
}
function staleLines(accepted, templates) {
	return templates.flatMap((template) => accepted.stale(template)).map(({ line, path, rule }) => `warning: ${accepted.file}:${line}: no value of the kind ${rule} in ${path} has this fingerprint any more; remove the entry`);
}
export { acceptedSecretsOf, staleLines };
