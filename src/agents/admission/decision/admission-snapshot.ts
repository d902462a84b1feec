import type { z } from "zod";
import type { agentBudget } from "../../kinds/config/agent-budget.ts";
import type { agentRunnerPool } from "../../kinds/config/agent-runner-pool.ts";
import type { agentStack } from "../../kinds/config/agent-stack.ts";
import type { agentTriggerRule } from "../../kinds/config/agent-trigger-rule.ts";
import type { Kind } from "../../kinds/kind.ts";
import type { agentPause } from "../../kinds/record/agent-pause.ts";
import type { Declared } from "../../resource/resource.ts";
import type { GrantWorld } from "../grants/grant-world.ts";
import type { AccessState } from "../rbac/access-state.ts";
import type { RoleObjects } from "../rbac/role-drift.ts";

/** An object with what is known of it so far. */
export type KnownObject<One extends Kind> = Declared<One> & { readonly status?: z.output<One["status"]> };

/** Everything that admission looks at, in one state of the database. The lists are those of the request's organisation. */
export interface AdmissionSnapshot {
  /** RFC 3339. */
  readonly now: string;
  readonly access: AccessState;
  /** What the repository declares of roles and bindings, and which stored ones are its; left out where no repository declares any. */
  readonly declared?: (RoleObjects & { readonly managed: ReadonlySet<string> }) | undefined;
  readonly stacks: readonly KnownObject<typeof agentStack>[];
  readonly rules: readonly KnownObject<typeof agentTriggerRule>[];
  readonly runnerPools: readonly Declared<typeof agentRunnerPool>[];
  readonly grants: GrantWorld;
  readonly pauses: readonly KnownObject<typeof agentPause>[];
  readonly budgets: readonly KnownObject<typeof agentBudget>[];
}
