import { agentApproval } from "../kinds/record/agent-approval.ts";
import type { Declared } from "../resource/resource.ts";
import { approvalDays } from "../results/gate-approval.ts";
import { derivedName } from "../triggers/derived-name.ts";
import type { PlannedWrite } from "./plan-write-back.ts";
import { type PreparedWrite, writeDigest } from "./prepared-write.ts";
import type { WriteScene } from "./write-scene.ts";

/** Which request a write-back was made for, by the agent's own name for it. */
export const requestAnnotation = "identikit.dev/request";
/** Changes that a preview lists. */
const mostChanges = 500;
const mostPreview = 60_000;

/** The name of the approval of a request, known before anything is prepared: the same request of a run is the same approval. */
export function writeApprovalName(
  run: string,
  request: { readonly key: string; readonly digest: string; readonly request: { readonly type: string } },
  patch: string | undefined,
): string {
  const { type } = request.request;
  const ofPatch = type === "branch" || type === "pull_request" ? (patch ?? "") : "";
  return derivedName("w", run, type, request.key, request.digest, ofPatch);
}

/** An approval of exactly one write, and one more where it changes what steers agents or CI. */
export function approvalsOfWrite(
  name: string,
  plan: PlannedWrite,
  { run, requestedBy, patch }: WriteScene,
  now: Date,
): { readonly write: Declared<typeof agentApproval>; readonly escalation?: Declared<typeof agentApproval> } {
  const { namespace } = run.metadata;
  const { steering, reasons, risk, needed, title, target, targetHead, artifact, artifactDigest } = plan;
  const common = {
    run: run.metadata.name,
    requestedBy,
    artifactDigest,
    write: writeDigest(plan.write),
    ...(artifact === undefined ? {} : { artifact }),
    target,
    ...(targetHead === undefined ? {} : { targetHead }),
    expires: new Date(now.getTime() + approvalDays * 86_400_000).toISOString(),
  };
  const preview = previewOf(plan.write, patch);
  const annotations = { [requestAnnotation]: plan.asked.key };
  const declared = (at: string, spec: object): Declared<typeof agentApproval> => ({
    kind: agentApproval.kind,
    metadata: { namespace, name: at, annotations },
    spec: agentApproval.spec.parse({ ...common, preview, ...spec }),
  });
  const rule = plan.kind === "Admitted" ? "write-back policy: never" : "write-back policy: required";
  const write = declared(name, {
    action: plan.write.action,
    title,
    risk,
    reasons: reasons.map((reason) => reason.slice(0, 1000)),
    rule,
    needed,
  });
  if (steering.length === 0) return { write };
  return {
    write,
    escalation: declared(`${name}-escalation`, {
      action: "escalation",
      title: `Change what steers agents or CI: ${steering.join(", ")}`.slice(0, 300),
      risk: "high",
      reasons: steering.slice(0, 100).map((path) => `it changes ${path}`.slice(0, 1000)),
      rule: "write-back: paths that steer agents or CI",
    }),
  };
}

/** Exactly what would be done, for a person; of a patch which files become what. */
function previewOf(write: PreparedWrite, patch: WriteScene["patch"]): string {
  const texts = Object.entries(write).flatMap(([name, value]) =>
    name === "findings" || value === ""
      ? []
      : [`${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`],
  );
  const findings =
    write.action === "review" ? write.findings.map((one) => `${one.path}:${one.line ?? ""} ${one.body}`) : [];
  const isPatch = write.action === "branch" || write.action === "pull_request";
  const changes = isPatch && patch ? changeLines(patch.patch.changes) : [];
  const text = [...texts, ...findings, ...changes].join("\n");
  return text.length > mostPreview ? `${text.slice(0, mostPreview - 100).toWellFormed()}\n(cut off)` : text;
}

function changeLines(changes: NonNullable<WriteScene["patch"]>["patch"]["changes"]): string[] {
  const lines = changes
    .slice(0, mostChanges)
    .map(({ path, before, after }) =>
      after
        ? `${before ? "M" : "A"} ${JSON.stringify(path)} ${after.mode} ${after.bytes} bytes ${after.digest}`
        : `D ${JSON.stringify(path)}`,
    );
  const more = changes.length - lines.length;
  return more > 0 ? [...lines, `(and ${more} more)`] : lines;
}
