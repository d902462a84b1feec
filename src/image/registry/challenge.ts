/** One way to authenticate that a 401 offers (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A longer header is not read: a challenge has a realm, a service and a scope. */
const longestHeader = 16 * 1024;

const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = new RegExp(`^\\s*(${token})\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|(${token}))\\s*(?:,|$)`);
const scheme = new RegExp(`^[\\s,]*(${token})(?=\\s|,|$)`);

/** Reads the values of `WWW-Authenticate`, several to a header or a header each; what is malformed ends the reading. */
export function parseChallenges(header: string | undefined): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = (header ?? "").slice(0, longestHeader);
  for (;;) {
    const named = scheme.exec(rest);
    if (!named?.[1]) return challenges;
    rest = rest.slice(named[0].length);
    const parameters: Record<string, string> = Object.create(null);
    for (let pair = parameter.exec(rest); pair; pair = parameter.exec(rest)) {
      parameters[(pair[1] ?? "").toLowerCase()] = pair[2]?.replace(/\\(.)/g, "$1") ?? pair[3] ?? "";
      rest = rest.slice(pair[0].length);
    }
    challenges.push({ scheme: named[1].toLowerCase(), parameters });
  }
}
