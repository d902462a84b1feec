import type { z } from "zod";
import type { SecretReader } from "../../secret/reader.ts";
import type { agentMemoryRepository } from "../kinds/config/agent-memory-repository.ts";
import type { MemoryStore } from "../memory/memory-store.ts";
import type { BundleKeysOf } from "../run-bundle/bundle-key.ts";
import type { AppendTokensOf } from "../tickets/append-token.ts";
import type { TicketKey } from "../tickets/ticket-key.ts";
import type { DispatchServices } from "./dispatch-services.ts";

/** What it takes to come from an admitted run to its ticket. */
export interface LaunchServices extends DispatchServices {
  readonly secrets: SecretReader;
  /** Who asks for the secrets, for the access log. */
  readonly accessor: string;
  /** The key that signs tickets. */
  readonly key: TicketKey;
  /** The keys that prove what runners report; each ticket carries the first of its own. */
  readonly bundleKeys: BundleKeysOf;
  /** The public address of `serve` and the tokens with which runners report to it; left out where none is reachable for them. */
  readonly reports?: { readonly server: string; readonly tokensOf: AppendTokensOf } | undefined;
  /** What tickets say of who wrote them. */
  readonly issuer: string;
  /** The page of the CI run whose jobs get the tickets; left out where it is none. */
  readonly ciRun?: string | undefined;
  /** The git repository of a memory, where it is at hand. */
  readonly memory?:
    | ((repository: z.output<typeof agentMemoryRepository.spec>) => MemoryStore | undefined)
    | undefined;
}
