/** One line of values, as a strict reader takes it. */
export interface ReadSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family, as a strict reader takes it. */
export interface ReadFamily {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  readonly help: string;
  readonly samples: readonly ReadSample[];
}

const metricName = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const labelName = "[a-zA-Z_][a-zA-Z0-9_]*";
const escapedText = String.raw`(?:[^"\\\n]|\\["\\n])*`;
const number = String.raw`[+-]?(?:\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|[+-]?Inf|NaN`;
const sampleLine = new RegExp(`^(${metricName})(?:\\{(.*)\\})? (${number})$`);
const labelPair = new RegExp(`^(${labelName})="(${escapedText})"(?:,(?=.)|$)`);
const types = ["counter", "gauge", "histogram", "info", "unknown"];
const suffixes: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  unknown: [""],
  info: ["_info"],
  histogram: ["_bucket", "_count", "_sum", "_created"],
};

/**
 * Reads a text by the grammar and the rules of OpenMetrics 1.0 (section 4.1, "ABNF", and 5.1 to 5.5): one order of the lines that describe a
 * family, no family twice, names with the suffixes of their type and unit, no sample twice, histograms that only grow and end in +Inf.
 * @throws {Error} for a text that breaks one of them
 */
export function readOpenMetrics(text: string): readonly ReadFamily[] {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const lines = text.slice(0, -1).split("\n");
  if (lines.pop() !== "# EOF") throw new Error("the text does not end with # EOF");
  const families: OpenFamily[] = [];
  for (const line of lines) if (!describe(families, line)) addSample(families.at(-1), line);
  for (const family of families) checkFamily(family);
  return families;
}

interface OpenFamily extends ReadFamily {
  type: string;
  unit: string;
  help: string;
  readonly samples: ReadSample[];
  readonly described: Set<string>;
}

/** @returns whether the line describes a family */
function describe(families: OpenFamily[], line: string): boolean {
  const [, keyword, name = "", rest = ""] = /^# (TYPE|UNIT|HELP) (\S+) (.*)$/.exec(line) ?? [];
  if (keyword === undefined) return false;
  if (!new RegExp(`^${metricName}$`).test(name)) throw new Error(`no name: ${line}`);
  if (families.at(-1)?.name !== name) {
    if (families.some((one) => one.name === name)) throw new Error(`the family comes twice: ${line}`);
    families.push({ name, type: "unknown", unit: "", help: "", samples: [], described: new Set() });
  }
  const family = families.at(-1);
  if (!family || family.samples.length > 0 || family.described.has(keyword))
    throw new Error(`out of place: ${line}`);
  family.described.add(keyword);
  const isRight = {
    TYPE: () => types.includes(rest),
    HELP: () => new RegExp(`^${escapedText}$`).test(rest),
    UNIT: () => name.endsWith(`_${rest}`),
  }[keyword];
  if (!isRight?.()) throw new Error(`a wrong ${keyword}: ${line}`);
  Object.assign(family, { [keyword.toLowerCase()]: rest });
  return true;
}

function addSample(family: OpenFamily | undefined, line: string): void {
  const [, sample, labelText, value] = sampleLine.exec(line) ?? [];
  if (sample === undefined || value === undefined || !family)
    throw new Error(`not a sample of a family: ${line}`);
  if (!(suffixes[family.type] ?? []).some((suffix) => sample === `${family.name}${suffix}`))
    throw new Error(`not a name of a ${family.type}: ${line}`);
  family.samples.push({ name: sample, labels: readLabels(labelText, line), value: numberOf(value) });
}

function readLabels(text: string | undefined, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (let rest = text ?? ""; rest !== ""; ) {
    const match = labelPair.exec(rest);
    if (!match?.[1] || labels[match[1]] !== undefined)
      throw new Error(`labels that are malformed or twice: ${line}`);
    labels[match[1]] = match[2] ?? "";
    rest = rest.slice(match[0].length);
  }
  return labels;
}

function numberOf(text: string): number {
  if (text.endsWith("Inf")) return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

function checkFamily({ name, type, samples }: ReadFamily): void {
  const seen = new Set<string>();
  const grows = type === "counter" || type === "histogram";
  for (const { name: own, labels, value } of samples) {
    const key = `${own} ${keyOf(labels)}`;
    if (seen.has(key)) throw new Error(`a sample comes twice: ${key}`);
    seen.add(key);
    if (grows && !(value >= 0)) throw new Error(`a ${type} below zero: ${key}`);
  }
  if (type !== "histogram") return;
  const groups = Map.groupBy(samples, ({ labels: { le: _, ...rest } }) => keyOf(rest));
  for (const group of groups.values()) checkHistogram(name, group);
}

function checkHistogram(name: string, group: readonly ReadSample[]): void {
  const buckets = group.filter((one) => one.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => numberOf(labels.le ?? "NaN"));
  if (bounds.at(-1) !== Number.POSITIVE_INFINITY) throw new Error(`${name} has no +Inf bucket`);
  for (const [at, { labels, value }] of buckets.entries()) {
    if (at > 0 && !((bounds[at - 1] ?? 0) < (bounds[at] ?? 0)))
      throw new Error(`${name}: bounds do not grow`);
    if (value < (buckets[at - 1]?.value ?? 0)) throw new Error(`${name}: counts do not grow`);
    if (!/\.|e|Inf/.test(labels.le ?? ""))
      throw new Error(`${name}: le="${labels.le}" is not written as a float`);
  }
  const count = group.find((one) => one.name === `${name}_count`);
  if (count?.value !== buckets.at(-1)?.value) throw new Error(`${name}: the count is not that of +Inf`);
  if (!group.some((one) => one.name === `${name}_sum`)) throw new Error(`${name} has no sum`);
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}
