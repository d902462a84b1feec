/** A piece of text that looks like a credential. */
export interface SecretMatch {
  readonly rule: string;
  /** Where the value starts and ends in the text. */
  readonly start: number;
  readonly end: number;
}

type Rule = (text: string) => Generator<SecretMatch>;

/** What says of 40 hex digits that they are a token of Gitea or Forgejo, which have no mark of their own. */
const tokenWords = /token|gitea|forgejo|codeberg|authorization|api[_-]?key|passw|secret|credential/i;
/** What says that they are the id of a commit, such as the version of an action that is called …-token. */
const commitWords = /commit|\bsha\b|sha1|revision|\bref\b|blob|tree|digest|checksum|@\s*$/i;
const contextLength = 80;

function* forgeTokens(text: string): Generator<SecretMatch> {
  for (const { index, 0: value } of text.matchAll(/(?<![0-9A-Za-z])[0-9a-f]{40}(?![0-9A-Za-z])/g)) {
    const line =
      text
        .slice(Math.max(0, index - contextLength), index)
        .split("\n")
        .at(-1) ?? "";
    // The word that stands nearest decides.
    const said = line.split(tokenWords);
    if (said.length > 1 && !commitWords.test(said.at(-1) ?? "") && !isPlaceholder(value))
      yield { rule: "forge-token", start: index, end: index + value.length };
  }
}

/** Secrets and codes that Gitea and Forgejo give to OAuth2 applications: a prefix and Base32. */
const forgeOauth = pattern("forge-oauth", /(?<![0-9A-Za-z_])gt[oa]_[a-z2-7]{52,56}(?![0-9A-Za-z])/g);

const awsKeyId = pattern(
  "aws-access-key-id",
  /(?<![0-9A-Za-z])(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{0,12}EXAMPLE)[A-Z0-9]{16}(?![0-9A-Za-z])/g,
);

/** RFC 9110, 11.6.2: a scheme and a value, written out where a header is named. */
const authorization = pattern(
  "authorization",
  /authorization["'`]?[ \t]{0,9}[:=,][ \t]{0,9}["'`]?[ \t]{0,9}(?:bearer|token|basic)[ \t]{1,9}([^\s"'`<>{}$\\,;]{12,4096})/gi,
);

/** A bearer token that stands alone has to look like one: long, with digits among its letters. */
const bearer = pattern(
  "authorization",
  /(?<![0-9A-Za-z])bearer[ \t]{1,9}((?=[^\s]{0,200}\d)(?=[^\s]{0,200}[A-Za-z])[\w.~+/-]{20,4096}={0,2})/gi,
);

const keyHeader = /-----BEGIN[ ]?(?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g;
/** Enough to tell a key from the mention of one; the rest of it need not be there. */
const keyLength = 64;

/** A private key, also behind comment marks, in quotes, with written line ends, or cut short. */
function* privateKeys(text: string): Generator<SecretMatch> {
  for (const { index, 0: header } of text.matchAll(keyHeader)) {
    const start = index + header.length;
    const body = text.slice(start, start + 1200).replaceAll(/\\[nrt]|[\s#*;>|"'`,+]|\/\/|--(?!-)|<!--/g, "");
    const solid =
      /^(?:(?:Proc-Type|DEK-Info|Version|Comment):[^A-Za-z]?[\w-]{1,60})*[A-Za-z0-9+/=]*/.exec(body)?.[0] ??
      "";
    if (solid.length < keyLength) continue;
    const end = text.indexOf("-----END", start);
    yield { rule: "privatekey", start: index, end: end === -1 ? Math.min(text.length, start + 1200) : end };
  }
}

const rules: readonly Rule[] = [forgeTokens, forgeOauth, awsKeyId, authorization, bearer, privateKeys];

/** What no text without a match of ours can do without: one pass finds that most texts have none of it. */
export const ourWords =
  /[0-9a-f]{40}|gt[oa]_|AKIA|ASIA|ABIA|ACCA|[Aa]uthorization|AUTHORIZATION|[Bb]earer|BEARER|PRIVATE KEY/;

/** One of these, or 40 hex digits in a row, is in every text that has one of our words. */
export const ourLiterals: readonly string[] =
  "gto_,gta_,AKIA,ASIA,ABIA,ACCA,uthorization,AUTHORIZATION,earer,BEARER,PRIVATE KEY".split(",");
export const ourHexDigits = 40;

/**
 * The credentials that the rules of secretlint do not know: tokens of Gitea and Forgejo, values of `Authorization` headers, ids of
 * AWS keys, private keys behind comment marks. Two rules may find the same value.
 */
export function findOurs(text: string): SecretMatch[] {
  return ourWords.test(text) ? rules.flatMap((rule) => [...rule(text)]) : [];
}

function pattern(rule: string, expression: RegExp): Rule {
  return function* matches(text) {
    for (const match of text.matchAll(expression)) {
      const value = match[1] ?? match[0];
      const start = match.index + match[0].lastIndexOf(value);
      if (!isPlaceholder(value)) yield { rule, start, end: start + value.length };
    }
  };
}

/** What stands where a credential goes, and says so itself. */
function isPlaceholder(value: string): boolean {
  return (
    /your|example|placeholder|change-?me|redacted|dummy|_here|-here|\.{3}|…|x{5}|\*{3}|%s/i.test(value) ||
    /^[A-Z][A-Z]*(?:_[A-Z]+)+$/.test(value) ||
    new Set(value).size <= 2
  );
}
