import "./rolldown-runtime-DqgWs3Hx.js";
import { F as visible, I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** What every variable that carries a secret's value starts with. */
const secretVariablePrefix = "IDENTIKIT_SECRET_", keyVariables = {
	keys: "IDENTIKIT_SECRET_KEYS",
	file: "IDENTIKIT_SECRET_KEYS_FILE"
}, shape = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/, reserved = new Set(Object.values(keyVariables).map((variable) => variable.slice(17)));
/** True for a name that a secret may have: as an environment variable is named, 128 characters at most. */
function isSecretName(name) {
	return shape.test(name) && !reserved.has(name.toUpperCase());
}
/**
* @throws {IdentikitError} `SECRET_INVALID`
*/
function checkSecretName(name) {
	if (isSecretName(name)) return;
	let why = reserved.has(name.toUpperCase()) ? "is reserved for the secret keys" : "is not letters, digits and underscores, or is longer than 128 characters";
	throw new IdentikitError("SECRET_INVALID", `the secret name ${visible(name)} ${why}`, { remedy: "Choose a name such as GITHUB_TOKEN." });
}
export { secretVariablePrefix as i, isSecretName as n, keyVariables as r, checkSecretName as t };
