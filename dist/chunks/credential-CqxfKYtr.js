import "./rolldown-runtime-DqgWs3Hx.js";
/** Asks as nobody. */
const anonymous = async () => void 0;
/** The first that one of the sources has. */
function firstOf(...sources) {
	return async (place) => {
		for (let source of sources) {
			let credential = await source(place);
			if (credential) return credential;
		}
	};
}
/** The value of an `Authorization: Basic` header (RFC 7617, UTF-8). */
function basicHeader(username, password) {
	return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}
/**
* A user name and password as they were given for one registry, or a token in the password's place; nothing without a
* password. It is for that registry alone: a base elsewhere must not see the credential of the target.
*/
function givenCredential(registry, username, password) {
	return password ? async ({ host }) => host === registry ? {
		kind: "password",
		username: username ?? "",
		password
	} : void 0 : anonymous;
}
export { givenCredential as i, basicHeader as n, firstOf as r, anonymous as t };
