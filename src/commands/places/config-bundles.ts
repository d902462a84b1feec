import { doOnRecord } from "../../agents/audit/do-on-record.ts";
import type { BundlePorts } from "../../api/agents/bundle-routes.ts";
import type { BundleVerifier } from "../../config/bundle/bundle-signature.ts";
import { importBundle } from "../../config/bundle/import-bundle.ts";
import { planImport } from "../../config/bundle/plan.ts";
import type { RowChange } from "../../config/rows/row-change.ts";
import { shapeOf } from "../../config/schema/tables.ts";
import { mostChanges } from "../accounts/row-changes.ts";
import { rowDifference } from "../accounts/row-difference.ts";
import { count } from "../accounts/wording.ts";
import type { ControllerServices } from "./controllers.ts";

/** Plans and imports bundles that are sent to the server, by the functions of `config plan` and `config import`. */
export function bundlePorts(
  {
    context,
    database,
    store,
  }: Pick<ControllerServices, "database" | "store"> & {
    readonly context: Pick<ControllerServices["context"], "clock">;
  },
  namespace: string,
  verifier: BundleVerifier | undefined,
): BundlePorts {
  const fileOf = (bundle: string) => ({ name: "of this request", bytes: Buffer.from(bundle) });
  return {
    plan: async ({ bundle, prune = false }) => {
      const shown: RowChange[] = [];
      const onChange = (change: RowChange) => void (shown.length < mostChanges && shown.push(change));
      const file = fileOf(bundle);
      const { waiting, ...plan } = await planImport({ database, file, prune, verifier, onChange });
      return {
        plan,
        rows: shown.map((change) => ({
          ...{ kind: change.kind, table: change.table, key: change.key, lines: rowDifference(change) },
          ...scopeOf(change),
        })),
        waiting: waiting.map(({ path, code, problem, remedy }) => `${path}: ${problem ?? code}. ${remedy}`),
      };
    },
    import: async ({ bundle, prune = false, plan, dryRun = false }, by, onUnclosed) => {
      const work = () =>
        importBundle({
          ...{ database, file: fileOf(bundle), prune: prune ? "missing" : "none", verifier, dryRun },
          who: by.name,
          ...(plan ? { plan } : {}),
        }).then(({ agents, ...done }) => ({ ...done, agents: [...agents] }));
      if (dryRun) return await work();
      const asked = {
        ...{ namespace, actor: by, action: "import" as const, via: "api" as const },
        target: { kind: "ConfigDatabase", name: "config" },
        arguments: { prune, ...(plan ? { bundle: plan.bundle } : {}) },
      };
      const services = { store, now: () => context.clock.now(), onUnclosed };
      const { result: done, ...record } = await doOnRecord(services, asked, async () => {
        const result = await work();
        const { create, change, delete: gone } = result.counts;
        const rows = `${count(create, "row")} created, ${change} changed, ${gone} deleted`;
        return {
          result,
          says: `bundle ${result.bundle}: ${rows}; ${count(result.agents.length, "agent")} due`,
        };
      });
      return { ...done, ...record };
    },
  };
}

/** The scope that a row's key begins with, where its table has scopes. */
function scopeOf({ table, key }: RowChange): { readonly scope?: string } {
  return shapeOf(table).key[0] === "scope" ? { scope: key.split(" ")[0] ?? "" } : {};
}
