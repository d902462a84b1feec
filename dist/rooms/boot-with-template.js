import { ConfigFiles, isSecretName, keyVariables, readConfigFiles } from "./secret.js";
import { hostVariables } from "./template.js";
import { IdentikitError, visible } from "../start/faces.js";
// src/boot/bootstrap-names.ts
const databaseVariable = "DATABASE_URL";
const eventsVariable = "IDENTIKIT_EVENTS_TOKEN";
const known = new Set([
	...hostVariables.giteaToken,
	...hostVariables.githubToken,
	keyVariables.keys,
	databaseVariable,
	eventsVariable
]);
function isBootstrapName(name, tokens) {
	if (known.has(name) || Object.values(tokens).includes(name)) return true;
	return name.startsWith("IDENTIKIT_SECRET_") && isSecretName(name.slice(17));
}
const otherPlaces = new Set([keyVariables.file]);
// src/boot/bootstrap-secrets.ts
function readBootstrapSecrets(places) {
	const { directory, variables, environment, tokens } = places;
	const files = directory === void 0 ? new ConfigFiles([]) : readConfigFiles(directory);
	const twice = variables.find((name, at) => files.names.includes(name) || variables.indexOf(name) !== at);
	if (twice !== void 0) throw invalid(`the bootstrap secret ${visible(twice)} is given twice`, "Give it in one place only.");
	const secrets = new Map();
	for (const name of [...files.names, ...variables]) {
		if (!isBootstrapName(name, tokens)) throw invalid(`${visible(name)} is not the name of a bootstrap secret`, "Use the name of a variable that docs/how-to/boot.md lists, such as IDENTIKIT_TEMPLATE_TOKEN, or take it away.");
		secrets.set(name, files.reveal(name) ?? variableBytes(name, environment));
	}
	return new ConfigFiles(secrets);
}
function variableBytes(name, environment) {
	const value = environment[name];
	if (value) return Buffer.from(value);
	throw invalid(`the variable ${name}, named with --secret-variable, is not set`, "Set it, or do not name it.");
}
function secretText(secrets, name) {
	let text;
	try {
		text = new TextDecoder("utf-8", { fatal: true }).decode(secrets.reveal(name)).replace(/\r?\n$/, "");
	} catch {
		throw invalid(`the bootstrap secret ${name} is not text in UTF-8`, "Store the text of the secret itself.");
	}
	if (text !== "" && !text.includes("\0")) return text;
	throw invalid(`the bootstrap secret ${name} is empty or has a NUL`, "Store a value, or take it away.");
}
function invalid(problem, remedy) {
	return new IdentikitError("BOOTSTRAP_INVALID", problem, { remedy });
}
// src/boot/boot-environment.ts
function bootEnvironment(environment, secrets, tokens) {
	const given = new Map(secrets.names.map((name) => [name, secretText(secrets, name)]));
	const isSecret = (name) => isBootstrapName(name, tokens) || otherPlaces.has(name);
	const plain = Object.entries(environment).filter(([name]) => !isSecret(name));
	const found = Object.keys(environment).filter((name) => environment[name] && isSecret(name));
	const keepsDatabase = environment["DATABASE_URL"] !== void 0 && !given.has("DATABASE_URL");
	return {
		own: Object.fromEntries([...plain, ...given]),
		agent: {
			...Object.fromEntries(plain),
			...keepsDatabase ? { [databaseVariable]: environment[databaseVariable] } : {}
		},
		values: [...given.values()],
		passedOver: found.filter((name) => !given.has(name)).sort()
	};
}
export { bootEnvironment, readBootstrapSecrets };
