/** What a registry, or its token server, is told about who asks. */
export type Credential =
  | { readonly kind: "password"; readonly username: string; readonly password: string }
  /** A refresh token, as `docker login` keeps it in place of a password. */
  | { readonly kind: "identity-token"; readonly token: string }
  /** A token that the registry itself takes. */
  | { readonly kind: "registry-token"; readonly token: string };

/** A user name and password (or token) for one registry, and for no other. */
export interface RegistryCredential {
  /** Host, and port where it is not the usual one. */
  readonly registry: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Finds the credential for a repository, or none: then requests are anonymous. Asked only once a registry has
 * refused an anonymous request, so that nothing is read, and no helper run, where none is needed.
 * @throws {IdentikitError} `CREDENTIALS_INVALID`
 */
export type CredentialSource = (place: {
  readonly host: string;
  readonly repository: string;
  readonly signal: AbortSignal;
}) => Promise<Credential | undefined>;

/** Asks as nobody. */
export const anonymous: CredentialSource = async () => undefined;

/** The first that one of the sources has. */
export function firstOf(...sources: readonly CredentialSource[]): CredentialSource {
  return async (place) => {
    for (const source of sources) {
      const credential = await source(place);
      if (credential) return credential;
    }
    return undefined;
  };
}

/** The value of an `Authorization: Basic` header (RFC 7617, UTF-8). */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, "utf8").toString("base64")}`;
}

/**
 * A user name and password as they were given for one registry, or a token in the password's place; nothing without a
 * password. It is for that registry alone: a base elsewhere must not see the credential of the target.
 */
export function givenCredential(
  registry: string,
  username: string | undefined,
  password: string | undefined,
): CredentialSource {
  if (!password) return anonymous;
  return async ({ host }) =>
    host === registry ? { kind: "password", username: username ?? "", password } : undefined;
}
