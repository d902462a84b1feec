import { exactDigits, largestExact, maxValueBytes, maxValueDepth } from "./value-rule.ts";

/**
 * The rule of `value-rule.ts` as a condition of PostgreSQL, for text that is JSON: an expression that a constraint can hold. What is rare
 * is looked for by a cheap sign first, since taking the strings out of a text costs ten times as much as the rest.
 * @param value the column
 */
export function postgresValueRule(value: string): string {
  const outside = outsideStrings(value);
  return `CASE
    WHEN octet_length(${value}) > ${maxValueBytes} OR position(chr(10) IN ${value}) > 0 OR position(chr(13) IN ${value}) > 0 THEN FALSE
    WHEN position('\\u' IN ${value}) > 0 AND replace(${value}, '\\\\', '__') ~ '${oddEscape}' THEN FALSE
    WHEN length(${value}) - length(translate(${value}, '[{', '')) > ${maxValueDepth}
      AND regexp_replace(translate(${outside}, '{}', '[]'), '[^][]', '', 'g') !~ '${depthPattern()}' THEN FALSE
    WHEN ${value} ~ '(?:^|[:,[])[ \\t]*-?[0-9]' AND ${outside} ~ '${inexactNumber()}' THEN FALSE
    WHEN position('\\' IN ${value}) = 0 THEN ${members(value)} = ${members(`${value}::jsonb::text`)}
    ELSE ${members(outside)} = ${members(outsideStrings(`${value}::jsonb::text`))} END`;
}

/** What stands outside of a JSON text's strings. */
function outsideStrings(value: string): string {
  return `regexp_replace(${value}, '"(?:[^"\\\\]|\\\\.)*"', '', 'g')`;
}

/**
 * The colons of a text. `jsonb` keeps one member of each name: so a text with a name twice has more of them than what `jsonb` writes,
 * where both write the strings alike.
 */
function members(text: string): string {
  return `length(${text}) - length(replace(${text}, ':', ''))`;
}

/** An escaped NUL, or an escaped surrogate without its other half. */
const oddEscape = [
  "\\\\u0000",
  "\\\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\\\u[dD][c-fC-F])",
  "(?<!\\\\u[dD][89abAB][0-9a-fA-F]{2})\\\\u[dD][c-fC-F]",
].join("|");

/** Brackets that are nested no deeper than is allowed. */
function depthPattern(): string {
  const nested = Array.from({ length: maxValueDepth }).reduce((inner) => `(?:\\[${inner}\\])*`, "");
  return `^${nested}$`;
}

function inexactNumber(): string {
  return [
    "[0-9][eE]",
    "\\.[0-9]*0(?![0-9])",
    "-0(?![.0-9])",
    "(?<![0-9])0\\.0{6}",
    `0\\.0*[1-9][0-9]{${exactDigits}}`,
    `(?<![0-9.])(?!(?:${atMost(largestExact)})(?![0-9.]))[1-9](?:\\.?[0-9]){${exactDigits}}`,
  ].join("|");
}

/** A pattern of the numbers with as many digits as a limit, up to that limit. */
function atMost(limit: string): string {
  const below = [...limit].flatMap((digit, index) => {
    const lowest = index === 0 ? 1 : 0;
    const rest = limit.length - index - 1;
    return Number(digit) > lowest
      ? [`${limit.slice(0, index)}[${lowest}-${Number(digit) - 1}]${rest > 0 ? `[0-9]{${rest}}` : ""}`]
      : [];
  });
  return [limit, ...below].join("|");
}
