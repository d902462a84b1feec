import type { Organization } from "../admission/rbac/access-state.ts";
import type { RoleObjects } from "../admission/rbac/role-drift.ts";
import type { KeptSnapshots } from "../snapshot/kept-snapshots.ts";
import { readAdmissionSnapshot, type StoredSnapshot } from "../snapshot/read-snapshot.ts";
import type { HostFactsSource } from "../triggers/host-facts-source.ts";
import type { CiRuns } from "./ci-runs.ts";
import type { CiStarts } from "./ci-starts.ts";
import type { CommentCommands } from "./comment-commands.ts";
import type { RepositorySource } from "./repository-source.ts";
import type { DeliveryStore } from "./store-delivery.ts";

/** What it takes to come from an event to runs. */
export interface DispatchServices extends DeliveryStore {
  /** What of the forge belongs to each organisation. */
  readonly organizations: readonly Organization[];
  /** The roles and bindings of the repository that declares the organisation's objects, where it is at hand. */
  readonly declared?: RoleObjects | undefined;
  /** What was read for decisions before, for who decides many; each is read again where it is left out. */
  readonly snapshots?: KeptSnapshots | undefined;
  readonly host: HostFactsSource;
  readonly repositories: RepositorySource;
  /** Comments that decide approvals; left out where none does. */
  readonly comments?: CommentCommands | undefined;
  /** The CI runs in which agents work; left out where nobody has a token for them. */
  readonly ci?: CiRuns | undefined;
  /** Starts the workflows of runner pools; left out where nobody does. */
  readonly starts?: CiStarts | undefined;
}

/** All that admission looks at for an organisation, as it is now. @throws {IdentikitError} the faults of the database */
export async function snapshotNow(
  {
    database,
    organizations,
    declared,
    now,
    snapshots,
  }: Pick<DispatchServices, "database" | "organizations" | "declared" | "now" | "snapshots">,
  organization: string,
): Promise<StoredSnapshot> {
  const options = { organization, organizations, now: now(), declared };
  return await (snapshots?.read(database, options) ?? readAdmissionSnapshot(database, options));
}
