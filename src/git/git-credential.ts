/** A name and a token (or password) for one server. */
export interface GitCredential {
  readonly username: string;
  readonly token: string;
}

// A shell function, as gitcredentials(7) has it: the words come from the environment and stand in no argument.
const helper =
  '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$IDENTIKIT_GIT_USERNAME" "$IDENTIKIT_GIT_TOKEN"; }; f';

/**
 * Settings that give a credential to one origin and to no other. The empty helper comes first: no helper of the user may be handed the
 * token to keep.
 */
export function credentialConfig(origin: string): (readonly [string, string])[] {
  return [
    ["credential.helper", ""],
    [`credential.${origin}.helper`, helper],
  ];
}

/** What the helper reads; it stands in the environment of this one git and nowhere else. */
export function credentialVariables(credential: GitCredential | undefined): Record<string, string> {
  return credential
    ? { IDENTIKIT_GIT_USERNAME: credential.username, IDENTIKIT_GIT_TOKEN: credential.token }
    : {};
}
