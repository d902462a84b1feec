import { IdentikitError } from "../../fault/error.ts";
import { suggestion } from "../../fault/nearest.ts";
import { shortened, visible } from "../../fault/visible.ts";
import type { EventFacts } from "./event-facts.ts";

/** The facts of an event that a rule's text may name, each with what it is. The list is closed. */
const facts = {
  type: (event) => event.type,
  action: (event) => event.action,
  repository: (event) => event.repository,
  ref: (event) => event.refs.ref,
  branch: (event) => event.branch,
  tag: (event) => event.tag,
  head: (event) => event.refs.head,
  base: (event) => event.refs.base,
  number: (event) => event.number?.toString(),
  title: (event) => event.title,
  actor: (event) => event.actor,
  label: (event) => event.label,
  workflow: (event) => event.workflow,
  job: (event) => event.job,
  check: (event) => event.check,
  conclusion: (event) => event.conclusion,
  url: (event) => event.url,
} as const satisfies Readonly<Record<string, (event: EventFacts) => string | undefined>>;
type FactName = keyof typeof facts;

/** The names of the facts that `${event.NAME}` can have. */
export const factNames: readonly string[] = Object.keys(facts);
/** Characters of a fact that a text takes in. What is longer comes as quoted context. */
const mostOfFact = 500;
/** Beginnings of expressions and statements in the languages of templates, which people might expect to work here. */
const logic = /\{\{|\{%|<%|\$\{\{|#\{|\$\(/;
const placeholder = /\$\{([^}]*)\}?/g;

/**
 * Checks a text of a rule: it may hold `${event.NAME}`, and nothing that would have to be evaluated.
 * @throws {IdentikitError} `TEMPLATE_LOGIC`
 */
export function checkRuleText(text: string): void {
  const [found] = logic.exec(text) ?? [];
  if (found !== undefined) throw needsLogic(text, text.indexOf(found), `"${found}" would need logic`);
  for (const { 0: whole, 1: inside = "", index } of text.matchAll(placeholder)) {
    const name = inside.startsWith("event.") ? inside.slice("event.".length) : undefined;
    if (name !== undefined && whole.endsWith("}") && isFactName(name)) continue;
    const shown = visible(shortened(whole, 80));
    if (!whole.endsWith("}")) throw needsLogic(text, index, `"${shown}" is not closed`);
    if (name !== undefined && /^[A-Za-z_.]+$/.test(name))
      throw needsLogic(text, index, `there is no fact "${name}" of an event${suggestion(name, factNames)}`);
    throw needsLogic(text, index, `"${shown}" would need logic`);
  }
}

/**
 * A rule's text with facts of an event put in as data: in quotes, bounded, on one line, with every character visible. What is put in is
 * not looked at again.
 * @throws {IdentikitError} `TEMPLATE_LOGIC`
 */
export function fillRuleText(text: string, event: EventFacts): string {
  checkRuleText(text);
  return text.replace(placeholder, (whole, inside: string) => {
    const name = inside.slice("event.".length);
    const value = isFactName(name) ? facts[name](event) : whole;
    return value === undefined ? "(not given)" : quoted(value, mostOfFact);
  });
}

/** A text in quotes that ends at the closing one: of what it holds nothing can close it, or move what is shown. */
export function quoted(text: string, most: number): string {
  return visible(JSON.stringify(shortened(text, most)));
}

function isFactName(name: string): name is FactName {
  return Object.hasOwn(facts, name);
}

function needsLogic(text: string, at: number, problem: string): IdentikitError {
  const line = text.slice(0, at).split("\n").length;
  return new IdentikitError("TEMPLATE_LOGIC", `line ${line} of the rule's text: ${problem}`, {
    remedy: `A rule's text has no logic: it may hold \${event.NAME}, where NAME is one of ${factNames.join(", ")}. Write a rule for each case.`,
  });
}
