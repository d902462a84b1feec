import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { visible } from "../fault/visible.ts";
import { isSecretName } from "./secret-name.ts";

const opening = "${SECRET:";
const placeholder = /\$\{SECRET:([^}]*)\}/g;
/** What the agent client expands by itself: `${VAR}` and `${VAR:-default}`, in one pass, with no escape. */
const clientExpansion = /\$\{[^}]*\}/g;

/** One placeholder in a value. */
export interface Placeholder {
  readonly name: string;
  /** The keys and indices that lead to the string it stands in. */
  readonly path: readonly (string | number)[];
}

/**
 * The placeholders in every string of a JSON value, in the order in which they stand; keys of objects hold none.
 * @param where what the value is, for messages: "mcpServers.github"
 * @throws {IdentikitError} `SECRET_INVALID` for one that is malformed: the agent client would pass it on as it is
 */
export function findPlaceholders(value: unknown, where: string): Placeholder[] {
  const found: Placeholder[] = [];
  walk(value, [], (text, path) => {
    if (!text.includes(opening)) return;
    for (const name of namesIn(text, [where, ...path].join("."))) found.push({ name, path: [...path] });
  });
  return found;
}

/**
 * A copy of a JSON value with every placeholder replaced.
 * @param values each secret by name; a name that is not in it is a mistake of the caller
 * @param where what the value is, for messages
 * @param options `expandsVariables` is false for a client that takes `${VAR}` as it stands
 * @throws {IdentikitError} `SECRET_INVALID` where the agent client would read a part of a secret as a variable of
 * its own and change it
 */
export function fillPlaceholders<Value>(
  value: Value,
  values: ReadonlyMap<string, string>,
  where: string,
  { expandsVariables = true }: { readonly expandsVariables?: boolean } = {},
): Value {
  return copy(value, where, { values, expandsVariables }) as Value;
}

interface Filling {
  readonly values: ReadonlyMap<string, string>;
  readonly expandsVariables: boolean;
}

function copy(value: unknown, where: string, filling: Filling): unknown {
  if (typeof value === "string") return fill(value, where, filling);
  if (Array.isArray(value)) return value.map((item, index) => copy(item, `${where}.${index}`, filling));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, copy(item, `${where}.${key}`, filling)]);
  return Object.fromEntries(entries);
}

function fill(text: string, where: string, { values, expandsVariables }: Filling): string {
  if (!text.includes(opening)) return text;
  namesIn(text, where);
  let filled = "";
  let end = 0;
  const secrets: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  for (const match of text.matchAll(placeholder)) {
    const name = certain(match[1]);
    const secret = values.get(name);
    if (secret === undefined) throw new Error(`fillPlaceholders was not given ${name}`);
    filled += text.slice(end, match.index);
    secrets.push({ name, from: filled.length, to: filled.length + secret.length });
    filled += secret;
    end = match.index + match[0].length;
  }
  filled += text.slice(end);
  if (!expandsVariables) return filled;
  for (const match of filled.matchAll(clientExpansion)) {
    const [from, to] = [match.index, match.index + match[0].length];
    const touched = secrets.find((secret) => secret.from < to && from < secret.to);
    if (touched) throw expanded(touched.name, where);
  }
  return filled;
}

function namesIn(text: string, where: string): string[] {
  const names = [...text.matchAll(placeholder)].map((match) => certain(match[1]));
  const wrong = names.find((name) => !isSecretName(name));
  if (wrong === undefined && names.length === text.split(opening).length - 1) return names;
  const shown = wrong === undefined ? "is not closed" : `names ${visible(wrong)}, which no secret is called`;
  throw new IdentikitError("SECRET_INVALID", `${where}: a secret placeholder ${shown}`, {
    remedy: `Write ${opening}NAME} with a name of letters, digits and underscores.`,
  });
}

/** Visits every string of a value; the path is one list that grows and shrinks, since a fleet has many values. */
function walk(
  value: unknown,
  path: (string | number)[],
  visit: (text: string, path: readonly (string | number)[]) => void,
): void {
  if (typeof value === "string") {
    visit(value, path);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    path.push(key);
    walk(item, path, visit);
    path.pop();
  }
}

function expanded(name: string, where: string): IdentikitError {
  const problem = `secret ${name} holds "\${", which the agent client would expand in ${where}`;
  return new IdentikitError("SECRET_INVALID", problem, {
    remedy: "Set a value without that sequence: the client has no way to escape it.",
  });
}
