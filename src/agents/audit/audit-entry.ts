import { canonicalJson } from "../../document/canonical-json.ts";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import { digestOf } from "../../tree/digest.ts";
import { agentAction } from "../kinds/record/agent-action.ts";
import { agentDispatchRun } from "../kinds/record/agent-dispatch-run.ts";
import type { ResourceKey } from "../resource/resource.ts";
import { type AuditedKind, auditedKinds } from "./audited-kinds.ts";

/** What was done to a record, with the record as it is stored from then on. */
export interface RecordChange extends ResourceKey {
  readonly kind: string;
  readonly change: "created" | "changed" | "deleted" | "expired";
  /** What is declared of it, as the text that is stored. */
  readonly value: string;
  readonly status: string;
  /** The status before, where only that changes. */
  readonly before?: string;
}

/** What one line of the audit says, but for its place in the chain. */
export interface AuditEntry {
  readonly namespace: string;
  /** The run that it is about; empty where it is about none. */
  readonly run: string;
  /** KIND/NAME. */
  readonly record: string;
  /** JSON with sorted keys: what was done, by whom and with what, and the digests of the record's two texts. */
  readonly entry: string;
}

/** The members of objects that hold what people and agents wrote, or lists without an end. */
const leftOut = new Set(["comment", "message", "groups"]);

/** What the audit says of a change; nothing of kinds that are not in it, and of changes that only say how far something is. */
export function auditEntry(change: RecordChange): AuditEntry | undefined {
  const audited = auditedKinds.get(change.kind);
  if (!audited || (change.before !== undefined && !counts(audited, change.before, change.status)))
    return undefined;
  const { namespace, name, kind, value, status } = change;
  const whole = { metadata: { name }, ...fieldsOf(JSON.parse(value)), status: fieldsOf(JSON.parse(status)) };
  const said = Object.entries(audited.fields)
    .map(([field, path]) => [field, withoutText(fieldAt(whole, path))] as const)
    .filter(([, found]) => found !== undefined);
  const digests = { valueDigest: digestOf(value), statusDigest: digestOf(status) };
  const entry = canonicalJson({ change: change.change, ...Object.fromEntries(said), ...digests });
  return { namespace, run: runOf(kind, audited, whole), record: `${kind}/${name}`, entry };
}

function counts({ changes }: AuditedKind, before: string, after: string): boolean {
  if (changes === "all") return before !== after;
  const [was, is] = [fieldsOf(JSON.parse(before)), fieldsOf(JSON.parse(after))];
  return was.phase !== is.phase || was.bundleDigest !== is.bundleDigest || was.revoked !== is.revoked;
}

function runOf(kind: string, { run }: AuditedKind, whole: object): string {
  const isOfRun = kind !== agentAction.kind || fieldAt(whole, "spec.target.kind") === agentDispatchRun.kind;
  const name = isOfRun ? fieldAt(whole, run) : undefined;
  return typeof name === "string" ? name : "";
}

function withoutText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutText);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !leftOut.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutText(inner)]));
}

function fieldAt(value: unknown, path: string): unknown {
  return path.split(".").reduce((found: unknown, name) => fieldsOf(found)[name], value);
}
