import { rightsFor } from "../../agents/admission/rbac/action-rights.ts";
import type { ContextBundleSpec } from "../../agents/context/context-bundle.ts";
import type { Decision } from "../../agents/kinds/actor.ts";
import { agentDispatchRun } from "../../agents/kinds/record/agent-dispatch-run.ts";
import type { ServerFault } from "../calls/server-fault.ts";
import { composedDigest, composedSpec, composerFields, composerValues } from "../compose/composed-run.ts";
import { filledFields } from "../form/filled-fields.ts";
import { addressOf } from "../page/address.ts";
import type { FormField } from "../page/form-field.ts";
import type { ActionOffer } from "../page/page.ts";
import type { LoadedPage, PageAsk } from "../page/page-ask.ts";
import type { ExplainedRight } from "../page/viewer-rights.ts";
import { namesOfKinds } from "../review/review-scene.ts";

/** A run that is being put together, with what it would be told and what admission says, before anything starts. */
export interface ComposerModel {
  readonly action: string;
  readonly fields: readonly FormField[];
  readonly fault?: ServerFault;
  readonly preview?: ComposerPreview;
  readonly rights: readonly ExplainedRight[];
  readonly offer: ActionOffer;
  readonly hidden: Readonly<Record<string, string>>;
}

export interface ComposerPreview {
  readonly verdict: Decision["verdict"];
  readonly tier: Decision["tier"];
  readonly reasons: Decision["reasons"];
  readonly digest: string;
  readonly layers: NonNullable<ContextBundleSpec["layers"]>;
  readonly sources: ContextBundleSpec["sources"];
  /** With credentials taken out, and everything that others wrote as quoted data. */
  readonly text: string;
  readonly memory?: ContextBundleSpec["memory"];
}

/** Characters of the context that the page shows; the digests are of all. */
const longestText = 60_000;

export async function loadComposer(ask: PageAsk): Promise<LoadedPage<"composer">> {
  const { organization, objects, sent, query, now } = ask;
  const run = await objects.seen(agentDispatchRun, query.get("run") ?? undefined);
  const values = sent.values.has("do") ? sent.values : composerValues(query);
  const spec =
    run && !sent.values.has("do")
      ? { ...run.spec, ...composedSpec(values), sourceRefs: run.spec.sourceRefs }
      : composedSpec(values);
  const kinds = composerFields.flatMap(({ refers }) => refers ?? []);
  const { composed } = sent;
  const rehearsed = composed && "rehearsed" in composed ? composed.rehearsed : undefined;
  const fault = composed && "fault" in composed ? composed.fault : undefined;
  const target = {
    namespace: organization,
    repository: textOf(spec, "repository"),
    stack: textOf(spec, "agentStack"),
  };
  const rights = rightsFor("dispatch", target);
  const isDenied = rehearsed?.decision.verdict === "denied";
  const obstacle = rehearsed
    ? isDenied
      ? {
          reason: "Admission denies it.",
          remedy: rehearsed.decision.reasons[0]?.remedy ?? "The reasons stand above.",
        }
      : undefined
    : {
        reason: "Nothing was previewed yet.",
        remedy: "Preview it: you see its context and the admission before anything starts.",
      };
  const once = values.one("once") ?? `run-${now.getTime().toString(36)}${crypto.randomUUID().slice(0, 6)}`;
  return {
    model: {
      action: addressOf(organization, "agents", "dispatch", "new"),
      fields: filledFields(
        composerFields,
        { spec },
        { named: await namesOfKinds(objects, kinds), reasons: fault?.reasons },
      ),
      ...(fault ? { fault } : {}),
      ...(rehearsed ? { preview: previewOf(rehearsed) } : {}),
      rights: objects.rights.explained(rights),
      offer: objects.rights.offer({ word: "Dispatch", href: "" }, objects.rights.answer(rights), obstacle),
      hidden: { once, ...(rehearsed ? { digest: composedDigest(rehearsed) } : {}) },
    },
  };
}

function previewOf({ decision, context }: Parameters<typeof composedDigest>[0]): ComposerPreview {
  const { verdict, tier, reasons } = decision;
  const { digest, layers = [], sources, text = "", memory } = context;
  const shown = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return { verdict, tier, reasons, digest, layers, sources, text: shown, ...(memory ? { memory } : {}) };
}

function textOf(spec: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = spec[name];
  return typeof value === "string" ? value : undefined;
}
