import type { IdentikitError } from "../fault/error.ts";
import { isRecord } from "../fault/thrown.ts";
import type { Report } from "../report/report.ts";
import type { SuccessorProgram } from "../runtime/successor-program.ts";

/** A value of a result: what JSON can hold. */
export type Output =
  | string
  | number
  | boolean
  | null
  | readonly Output[]
  | { readonly [name: string]: Output | undefined };

/**
 * A value of ours as JSON holds it; members that are not defined are left out.
 * @throws {TypeError} for what JSON has no form for, such as a function
 */
export function asOutput(value: unknown): Output {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return value;
  if (Array.isArray(value)) return value.map(asOutput);
  return isRecord(value) ? outputMembers(value) : noOutput(value);
}

/** The members of an object, each as {@link asOutput} gives it. */
export function outputMembers(value: object): Record<string, Output> {
  const defined = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(defined.map(([name, member]) => [name, asOutput(member)]));
}

function noOutput(value: unknown): never {
  throw new TypeError(`${typeof value} is no value of a result`);
}

/** What a command came to. */
export interface CommandResult {
  /** By camelCase name, the same values that the matching action gives as outputs. */
  readonly outputs: { readonly [name: string]: Output | undefined };
  /** The account for a person, a line each. */
  readonly account: readonly string[];
  /** What the account sums up, item by item; told before it, and left out where the command is a step of a chain. */
  readonly details?: readonly string[];
  /** A document that is printed instead of the account and the report. */
  readonly document?: string;
  /** What the page of a CI run says of it beside its outputs, in Markdown; a result with a report does without. */
  readonly summary?: string;
  /** True where the result went to standard output while the command ran; nothing else is then printed there. */
  readonly printed?: boolean;
  /** What is said last, after the report. */
  readonly closing?: readonly string[];
  /** Whether the command changed anything; left out by commands that only look. */
  readonly changed?: boolean;
  /** False where the command answers a question and the answer is no; makes the exit code 2. */
  readonly holds?: boolean;
  /** What the command's check came to, where it is one; its verdict `drift` also stands for pending changes. */
  readonly report?: Report;
  /** The form in which a person asked for the report. */
  readonly format?: "text" | "json" | "markdown" | "sarif";
  /** Failures of parts that did not keep the others from being done; any one makes the exit code 1. */
  readonly faults?: readonly IdentikitError[];
  /** The program that takes this process's place once the result is told; left out where the process ends. */
  readonly successor?: SuccessorProgram;
}

/** 0: it holds or is done. 1: an error, or not verified. 2: drift, pending changes, or the answer no. 1 beats 2. */
export function exitCodeOf(result: CommandResult): 0 | 1 | 2 {
  if ((result.faults?.length ?? 0) > 0 || result.report?.verdict === "unverified") return 1;
  return result.report?.verdict === "drift" || result.holds === false ? 2 : 0;
}

/** The JSON document of a result: its outputs, the findings in full, and the first failure. */
export function jsonOf(result: CommandResult): Record<string, unknown> {
  const error = errorIn(result);
  return {
    ...(result.report ? { result: result.report.verdict } : {}),
    ...result.outputs,
    ...(result.report ? { findings: result.report.findings } : {}),
    ...(error ? { error } : {}),
  };
}

/** A failure without its causes. */
export function errorOf({
  code,
  message,
  remedy,
}: IdentikitError): Record<"code" | "message" | "remedy", string> {
  return { code, message, remedy };
}

/** The failure that a result stands for: of a part of the command, or that of what could not be verified. */
function errorIn(result: CommandResult): ReturnType<typeof errorOf> | undefined {
  const [fault] = result.faults ?? [];
  if (fault) return errorOf(fault);
  const unverified = result.report?.findings.find(({ severity }) => severity === "unverified");
  if (!unverified) return undefined;
  const { code, path, actual, remedy } = unverified;
  return { code, message: actual ?? `${path} could not be verified`, remedy };
}
