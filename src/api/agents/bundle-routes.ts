import type { z } from "zod";
import type { Actor } from "../../agents/kinds/actor.ts";
import { jsonAnswer } from "../kubernetes/answer.ts";
import { jsonBody } from "../kubernetes/request-body.ts";
import {
  type ImportedBundle,
  importBody,
  longestBundle,
  type PlannedBundle,
  planBody,
} from "./bundle-bodies.ts";
import type { TypedRouter } from "./typed-router.ts";
import { bodyAs, Unanswered } from "./unanswered.ts";

/** What plans and imports bundles of the config database. */
export interface BundlePorts {
  /** Nothing is written. @throws {IdentikitError} what `identikit config plan` has against it */
  readonly plan: (asked: z.output<typeof planBody>) => Promise<PlannedBundle>;
  /**
   * All of it or nothing, and on record.
   * @param onUnclosed given why the record could not be closed
   * @throws {IdentikitError} what `identikit config import` has against it
   */
  readonly import: (
    asked: z.output<typeof importBody>,
    by: Actor,
    onUnclosed: (thrown: unknown) => void,
  ) => Promise<ImportedBundle>;
}

/** What `identikit config plan` and `identikit config import` do, for who sends the bundle along. */
export function addBundleRoutes(
  router: TypedRouter,
  { plan, import: take }: BundlePorts,
  onFault: (thrown: unknown) => void,
): void {
  router.on("POST", "/api/agents/config/bundles/plan", async ({ req }, user) => {
    // A plan shows what rows are now.
    await router.mayList(user, "configrows");
    return jsonAnswer(await plan(ofLength(bodyAs(planBody, await jsonBody(req.raw)))));
  });
  router.on("POST", "/api/agents/config/bundles/import", async ({ req }, user) => {
    await router.demand(user, "import", {});
    return jsonAnswer(await take(ofLength(bodyAs(importBody, await jsonBody(req.raw))), user, onFault));
  });
}

function ofLength<Sent extends { readonly bundle: string }>(sent: Sent): Sent {
  if (sent.bundle.length <= longestBundle) return sent;
  const problem = `the bundle has more than ${longestBundle} characters: import it with identikit config import`;
  throw new Unanswered(413, "RESOURCE_TOO_LARGE", problem);
}
