// src/git/git-credential.ts
const helper = "!f() { test \"$1\" = get && printf \"username=%s\\npassword=%s\\n\" \"$IDENTIKIT_GIT_USERNAME\" \"$IDENTIKIT_GIT_TOKEN\"; }; f";
function credentialConfig(origin) {
	return [["credential.helper", ""], [`credential.${origin}.helper`, helper]];
}
function credentialVariables(credential) {
	return credential ? {
		IDENTIKIT_GIT_USERNAME: credential.username,
		IDENTIKIT_GIT_TOKEN: credential.token
	} : {};
}
// src/git/remote-failure.ts
function remoteFailure(complaint) {
	if (/not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i.test(complaint)) return "ref";
	if (/authentication failed|could not read (username|password)|permission denied|error: 40[13]|host key/i.test(complaint)) return "denied";
	if (/not found|does not exist|does not appear to be a git repository|error: 404/i.test(complaint)) return "missing";
	return "unreachable";
}
export { credentialConfig, credentialVariables, remoteFailure };
