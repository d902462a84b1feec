import { IdentikitError } from "../../fault/error.ts";

/** One demand on the labels of an object, as Kubernetes' label selectors have them. */
export interface LabelDemand {
  readonly key: string;
  readonly operator: "in" | "notin" | "exists" | "absent";
  readonly values: readonly string[];
}
/** All of them have to hold. */
export type LabelSelector = readonly LabelDemand[];

/** One demand on a field, such as `status.phase=Queued`. */
export interface FieldDemand {
  /** A path of keys without the dot at its beginning. */
  readonly field: string;
  readonly equals: boolean;
  readonly value: string;
}
export type FieldSelector = readonly FieldDemand[];

const labelKey = `[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const labelText = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const setForm = new RegExp(
  String.raw`^(${labelKey})\s+(in|notin)\s+\(\s*(${labelText}(?:\s*,\s*${labelText})*)\s*\)$`,
);
const equalForm = new RegExp(String.raw`^(${labelKey})\s*(==|=|!=)\s*(${labelText})$`);
const bareForm = new RegExp(String.raw`^(!?)\s*(${labelKey})$`);

/**
 * Reads a label selector in Kubernetes' syntax: `a=b,c!=d,e in (f,g),!h`.
 * @throws {IdentikitError} `SELECTOR_INVALID`
 */
export function parseLabelSelector(text: string): LabelSelector {
  return parts(text).map((part) => {
    const set = setForm.exec(part);
    if (set) {
      const [, key = "", operator, values = ""] = set;
      return {
        key,
        operator: operator === "in" ? "in" : "notin",
        values: values.split(",").map((one) => one.trim()),
      };
    }
    const equal = equalForm.exec(part);
    if (equal) {
      const [, key = "", operator, value = ""] = equal;
      return { key, operator: operator === "!=" ? "notin" : "in", values: [value] };
    }
    const [, not, key] = bareForm.exec(part) ?? [];
    if (key === undefined) throw selectorFault(text, part);
    return { key, operator: not === "!" ? "absent" : "exists", values: [] };
  });
}

/**
 * Reads a field selector in Kubernetes' syntax: `status.phase=Queued,metadata.name!=a`.
 * @throws {IdentikitError} `SELECTOR_INVALID`
 */
export function parseFieldSelector(text: string): FieldSelector {
  return parts(text).map((part) => {
    const [, field, operator, value = ""] = /^([A-Za-z][A-Za-z0-9.]*)\s*(==|=|!=)\s*(.*)$/s.exec(part) ?? [];
    if (field === undefined) throw selectorFault(text, part);
    return { field, equals: operator !== "!=", value: value.trim() };
  });
}

/** Whether labels meet every demand. */
export function meetsLabels(selector: LabelSelector, labels: Readonly<Record<string, string>> = {}): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === "exists" || operator === "absent")
      return (value !== undefined) === (operator === "exists");
    return (value !== undefined && values.includes(value)) === (operator === "in");
  });
}

/** The parts between commas that stand in no parentheses. */
function parts(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function selectorFault(text: string, part: string): IdentikitError {
  return new IdentikitError(
    "SELECTOR_INVALID",
    `the selector ${JSON.stringify(text)} cannot be read at ${JSON.stringify(part)}`,
    {
      remedy: "Write it as in kubectl: key=value, key!=value, key in (a,b), key, !key.",
    },
  );
}
