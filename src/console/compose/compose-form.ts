import { rightText } from "../../agents/admission/decision/access-findings.ts";
import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import type { ResourceAsk } from "../../agents/admission/rbac/rule-allows.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import { apiVersion } from "../../agents/resource/resource.ts";
import { asFault } from "../../fault/error.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import type { ViewerCalls } from "../calls/viewer-calls.ts";
import type { FormValues } from "../form/form-values.ts";
import { withQuery } from "../page/address.ts";
import { objectAddress } from "../page/object-address.ts";
import { type ComposedRun, composedDigest, composedSpec, type RehearsedRun } from "./composed-run.ts";

export type Rehearse = (run: ComposedRun) => Promise<RehearsedRun>;

/** What came of a preview. */
export type Composed = { readonly rehearsed: RehearsedRun } | { readonly fault: ServerFault };

export interface ComposeServices {
  readonly calls: ViewerCalls;
  readonly rehearse: Rehearse;
  /** The first of some rights that the viewer does not have. */
  readonly missingRight: (rights: readonly ResourceAsk[]) => Promise<ResourceAsk | undefined>;
}

/**
 * Rehearses what the form says, and stores nothing. It takes the rights of a dispatch: the forge is asked with the server's token, and what it
 * says is for those who may start such a run.
 */
export async function rehearseForm(
  { rehearse, missingRight }: Pick<ComposeServices, "rehearse" | "missingRight">,
  who: Omit<ComposedRun, "spec">,
  values: FormValues,
): Promise<Composed> {
  const spec = composedSpec(values);
  const read = agentDispatchRun.spec.safeParse(spec);
  if (!read.success) {
    const reasons = read.error.issues.map(({ path, message }) => ({
      field: ["spec", ...path].join("."),
      message,
    }));
    return { fault: { status: 422, code: "RESOURCE_INVALID", message: "the run is not whole yet", reasons } };
  }
  const { repository, agentStack: stack } = read.data;
  const missing = await missingRight(
    rightsFor("dispatch", { namespace: who.organization, repository, stack }),
  );
  if (missing)
    return {
      fault: {
        status: 403,
        code: "POLICY_DENIED",
        message: `${who.by.name} may not ${rightText(missing)}`,
        remedy: "Let somebody preview it who may dispatch it.",
        reasons: [],
      },
    };
  try {
    return { rehearsed: await rehearse({ ...who, spec }) };
  } catch (thrown) {
    const { code, message, remedy } = asFault(thrown);
    if (code === "INTERNAL") throw thrown;
    return { fault: { status: 422, code, message, remedy, reasons: [] } };
  }
}

/** Starts the run that was previewed: where anything of it has changed since, it is shown again and not started. */
export async function startComposed(
  services: ComposeServices,
  who: Omit<ComposedRun, "spec">,
  values: FormValues,
): Promise<{ readonly next: string } | Composed> {
  const again = await rehearseForm(services, who, values);
  if ("fault" in again) return again;
  if (values.one("digest") !== composedDigest(again.rehearsed)) return again;
  const { requestedBy: _, ...spec } = again.rehearsed.spec;
  const answer = await services.calls.ask({
    method: "POST",
    path: "/api/agents/runs?fieldValidation=Strict",
    body: { apiVersion, kind: agentDispatchRun.kind, metadata: { name: values.one("once") ?? "" }, spec },
  });
  if ("fault" in answer) return answer;
  return {
    next: withQuery(objectAddress(who.organization, agentDispatchRun, values.one("once") ?? ""), {
      done: "dispatch",
    }),
  };
}
