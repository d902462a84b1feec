import type { Organization } from "../admission/rbac/access-state.ts";
import type { RoleObjects } from "../admission/rbac/role-drift.ts";
import { readAdmissionSnapshot, type StoredSnapshot } from "../snapshot/read-snapshot.ts";
import type { HostFactsSource } from "../triggers/host-facts-source.ts";
import type { CommentCommands } from "./comment-commands.ts";
import type { RepositorySource } from "./repository-source.ts";
import type { DeliveryStore } from "./store-delivery.ts";

/** What it takes to come from an event to runs. */
export interface DispatchServices extends DeliveryStore {
  /** What of the forge belongs to each organisation. */
  readonly organizations: readonly Organization[];
  /** The roles and bindings of the repository that declares the organisation's objects, where it is at hand. */
  readonly declared?: RoleObjects | undefined;
  readonly host: HostFactsSource;
  readonly repositories: RepositorySource;
  /** Comments that decide approvals; left out where none does. */
  readonly comments?: CommentCommands | undefined;
}

/** All that admission looks at for an organisation, as it is now. @throws {IdentikitError} the faults of the database */
export async function snapshotNow(
  {
    database,
    organizations,
    declared,
    now,
  }: Pick<DispatchServices, "database" | "organizations" | "declared" | "now">,
  organization: string,
): Promise<StoredSnapshot> {
  return await readAdmissionSnapshot(database, { organization, organizations, now: now(), declared });
}
