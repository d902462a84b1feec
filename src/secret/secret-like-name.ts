const secretLike =
  /pass(word|wd|phrase)?$|secret|token|credential|authorization|cookie|(api|access|private|signing)[-_]?key|^key$|^headersHelper$/i;

/** True for a name whose value is a secret by custom, such as `API_TOKEN`. */
export function isSecretLike(name: string): boolean {
  return secretLike.test(name);
}

/** Parts of names, wherever they stand in one. An author is not a secret. */
const parts =
  /pass(?:w|p|c|$|[-_])|secret|token|credential|auth(?!or(?!i))|cookie|bearer|key|signature|connection|headershelper/i;
/** Words that say it only where they stand alone: there are many paths, pinned versions and opinions. */
const words: ReadonlySet<string> = new Set(
  "pass pwd pw pin pat otp totp sas sid sig tok jwt cred creds session login dsn secrets env environment headers header oauth".split(
    " ",
  ),
);

/** True for a name whose value is better not shown: more than those of {@link isSecretLike}, also headers and variables. */
export function mayNameSecret(name: string): boolean {
  if (parts.test(name)) return true;
  const split = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return split.split(/[^a-z]+/).some((word) => words.has(word));
}
