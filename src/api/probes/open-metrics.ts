/** One line of a family (OpenMetrics 1.0, 5.1.4): the suffix of its name, its labels and its value. */
export interface MetricSample {
  readonly suffix?: "_total" | "_bucket" | "_sum" | "_count" | "_info" | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly value: number;
}

/** A family of metrics (OpenMetrics 1.0, 5.1.3). */
export interface MetricFamily {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "info";
  /** What a name ends in that has one, such as `seconds`. */
  readonly unit?: string | undefined;
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** The type of a text in this format (OpenMetrics 1.0, 6.1). */
export const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/** Families as text (OpenMetrics 1.0, 4). */
export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.map(familyText).join("")}# EOF\n`;
}

function familyText({ name, type, unit, help, samples }: MetricFamily): string {
  const unitLine = unit === undefined ? "" : `# UNIT ${name} ${unit}\n`;
  const lines = samples.map(
    ({ suffix = "", labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`,
  );
  return `# TYPE ${name} ${type}\n${unitLine}# HELP ${name} ${escaped(help)}\n${lines.join("")}`;
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A backslash, a line feed and a quote are escaped (OpenMetrics 1.0, 4.1.1). */
function escaped(text: string): string {
  return text.replace(/[\\"\n]/g, (char) => (char === "\n" ? "\\n" : `\\${char}`));
}
