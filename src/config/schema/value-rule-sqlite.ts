import { exactDigits, largestExact, maxValueBytes, maxValueDepth } from "./value-rule.ts";

/** What may be wrong with a value, for messages, and the condition of SQLite that finds it. */
export type SqliteFault = readonly [problem: string, condition: string];

/**
 * The rule of `value-rule.ts` for SQLite, to be looked at in this order: a condition may rest on those before it. They use only what
 * SQLite has known for long, since a foreign writer's may be old, and take time in proportion to the value's length.
 * @param value the column with its table's name, since the functions that take JSON apart have a column of that name too
 */
export function sqliteValueFaults(value: string): SqliteFault[] {
  const numbers = `EXISTS (SELECT 1 FROM json_tree(${value}) WHERE type IN ('integer', 'real'))`;
  const brackets = `length(${value}) - length(replace(replace(${value}, '[', ''), '{', ''))`;
  return [
    ["the value holds the character NUL", `instr(${value}, char(0)) > 0`],
    [`the value is larger than ${maxValueBytes} bytes`, `length(CAST(${value} AS BLOB)) > ${maxValueBytes}`],
    ["the value is not UTF-8", `NOT ${sqliteUtf8(value)}`],
    [
      "the value is not JSON on one line",
      `NOT json_valid(${value}) OR instr(${value}, char(10)) > 0 OR instr(${value}, char(13)) > 0`,
    ],
    [
      "the value escapes NUL or half of a surrogate pair",
      `instr(${value}, '\\u') > 0 AND (${oddEscape(value)})`,
    ],
    [
      `the value is nested more than ${maxValueDepth} levels deep`,
      `${brackets} > ${maxValueDepth} AND (${tooDeep(value)})`,
    ],
    [
      "the value holds a number that does not come back as it is written",
      `${numbers} AND (${inexactNumber(value)})`,
    ],
    [
      "the value has a key twice in one object",
      `EXISTS (SELECT 1 FROM json_tree(${value}) WHERE typeof(key) = 'text' GROUP BY parent, key HAVING count(*) > 1)`,
    ],
  ];
}

/** True for a value that keeps the rule. */
export function sqliteValueRule(value: string): string {
  const cases = sqliteValueFaults(value).map(([, condition]) => `WHEN ${condition} THEN 0`);
  return `CASE ${cases.join(" ")} ELSE 1 END`;
}

/**
 * True for text that is UTF-8 (RFC 3629). SQLite takes any bytes for text. Each byte of a sequence is put into its class, then each
 * whole sequence becomes a dot; what is left and not ASCII was no sequence.
 */
export function sqliteUtf8(text: string): string {
  const ascii = (of: string) => `${of} NOT GLOB '*[^' || char(1) || '-' || char(127) || ']*'`;
  const inClasses = byteClasses.flatMap(([to, first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => [bytes(first + index), bytes(to)] as const),
  );
  const replacements = [
    ...inClasses,
    ...pickyLeads.map(([lead, second, to]) => [bytes(lead, second), bytes(to, second)] as const),
    [bytes(0x90), bytes(0x80)],
    [bytes(0xa0), bytes(0x80)],
    [bytes(0xf1, 0x80, 0x80, 0x80), "'.'"],
    [bytes(0xe1, 0x80, 0x80), "'.'"],
    [bytes(0xc2, 0x80), "'.'"],
  ] as const;
  return `CASE WHEN ${ascii(text)} THEN 1 ELSE (${inSteps(text, replacements, ascii)}) END`;
}

/** A range of bytes that mean the same in every place, and the one that stands for them. */
const byteClasses = [
  [0x80, 0x81, 0x8f],
  [0x90, 0x91, 0x9f],
  [0xa0, 0xa1, 0xbf],
  [0xc2, 0xc3, 0xdf],
  [0xe1, 0xe2, 0xec],
  [0xe1, 0xee, 0xef],
  [0xf1, 0xf2, 0xf3],
] as const;

/** First bytes that take only some second ones: others would be overlong, surrogates, or beyond U+10FFFF. */
const pickyLeads = [
  [0xe0, 0xa0, 0xe1],
  [0xed, 0x80, 0xe1],
  [0xed, 0x90, 0xe1],
  [0xf0, 0x90, 0xf1],
  [0xf0, 0xa0, 0xf1],
  [0xf4, 0x80, 0xf1],
] as const;

function bytes(...values: number[]): string {
  return `CAST(x'${Buffer.from(values).toString("hex")}' AS TEXT)`;
}

type Replacement = readonly [from: string, to: string];

/** How many calls stand in one another: an old SQLite's parser takes fewer than a hundred, and each is several to it. */
const nestedCalls = 6;

function replaced(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((inner, [from, to]) => `replace(${inner}, ${from}, ${to})`, text);
}

/** A query of one condition on a text in which much was replaced, a few at a time. */
function inSteps(
  text: string,
  replacements: readonly Replacement[],
  condition: (of: string) => string,
): string {
  const steps: string[] = [];
  for (let at = 0; at < replacements.length; at += nestedCalls) {
    const from = at === 0 ? "" : ` FROM step${steps.length - 1}`;
    const some = replaced(at === 0 ? text : "v", replacements.slice(at, at + nestedCalls));
    steps.push(`step${steps.length}(v) AS (SELECT ${some}${from})`);
  }
  return `WITH ${steps.join(", ")} SELECT ${condition("v")} FROM step${steps.length - 1}`;
}

/** Every backslash that is left in it begins an escape. */
const escapesOnly = (value: string) => `replace(${value}, '\\\\', '__')`;

/** An escaped NUL, or an escaped surrogate without its other half. */
function oddEscape(value: string): string {
  // Room for six characters before the first escape.
  const text = `('......' || ${escapesOnly(value)})`;
  const [high, low] = ["\\u[dD][89abAB]??", "\\u[dD][c-fC-F]*"];
  const patterns = [
    "*\\u0000*",
    ...["[^\\]", "\\[^u]", "\\u[^dD]", "\\u[dD][^c-fC-F]"].map((next) => `*${high}${next}*`),
    ...["[^\\]?????", "?[^u]????", "??[^dD]???", "???[^89abAB]??"].map((before) => `*${before}${low}`),
  ];
  return patterns.map((pattern) => `${text} GLOB '${pattern}'`).join(" OR ");
}

/** What stands outside of strings: the text is cut at its quotation marks, and every second piece is taken. */
function outsideStrings(value: string): string {
  const plain = replaced(escapesOnly(value), [
    ["'\\\"'", "'__'"],
    ["'\\'", "'_'"],
    ["char(9)", "' '"],
  ]);
  return `(SELECT group_concat(value, ' ') FROM json_each(${pieces(plain, '"')}) WHERE key % 2 = 0)`;
}

/** A JSON array of what stands between the separators of a text that needs no escapes. */
function pieces(text: string, separator: string): string {
  return `'["' || replace(${text}, '${separator}', '","') || '"]'`;
}

/** Takes the innermost pairs of brackets away, as often as levels are allowed. */
function tooDeep(value: string): string {
  const without = (character: string): Replacement => [`'${character}'`, "''"];
  const others = [..."0123456789.-+eEtrufalsn:, "].map(without);
  const levels = Array.from({ length: maxValueDepth }, () => without("[]"));
  const steps: Replacement[] = [...others, ["'{'", "'['"], ["'}'", "']'"], ...levels];
  return inSteps(outsideStrings(value), steps, (left) => `${left} <> ''`);
}

function inexactNumber(value: string): string {
  const marks = [..."{}[]:,"].map((character): Replacement => [`'${character}'`, "' '"]);
  const digits = "ltrim(replace(value, '.', ''), '-0')";
  const bad = [
    "value GLOB '*[eE]*'",
    "value = '-0'",
    "(value GLOB '*.*' AND value GLOB '*0')",
    "ltrim(value, '-') GLOB '0.000000*'",
    `length(${digits}) > ${largestExact.length}`,
    `(length(${digits}) > ${exactDigits} AND (value GLOB '*.*' OR ${digits} > '${largestExact}'))`,
  ].join(" OR ");
  const tokens = (text: string) =>
    `EXISTS (SELECT 1 FROM json_each(${pieces(text, " ")}) WHERE value GLOB '[-0-9]*' AND (${bad}))`;
  return inSteps(outsideStrings(value), marks, tokens);
}
