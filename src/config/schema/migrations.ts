import type { Migration } from "./migration.ts";
import { initial } from "./migrations/0001-initial.ts";
import { chainsAndGuards } from "./migrations/0002-chains-and-guards.ts";
import { rowSecrets } from "./migrations/0003-row-secrets.ts";
import { clientRows } from "./migrations/0004-client-rows.ts";
import { agentRows } from "./migrations/0005-agent-rows.ts";
import { history } from "./migrations/0006-history.ts";
import { failingSince } from "./migrations/0007-failing-since.ts";
import { agentObjects } from "./migrations/0008-agent-objects.ts";
import { agentKeys } from "./migrations/0009-agent-keys.ts";
import { controllers } from "./migrations/0010-controllers.ts";
import { agentIndexes } from "./migrations/0011-agent-indexes.ts";
import { writtenThings } from "./migrations/0012-written-things.ts";
import { agentBlobs } from "./migrations/0013-agent-blobs.ts";
import { phaseOfAll } from "./migrations/0014-phase-of-all.ts";
import { agentAudit } from "./migrations/0015-agent-audit.ts";
import { limitedTokens } from "./migrations/0016-limited-tokens.ts";
import { objectDrafts } from "./migrations/0017-object-drafts.ts";
import { figureSamples } from "./migrations/0018-figure-samples.ts";
import { namedSecrets } from "./migrations/0019-named-secrets.ts";
import { lastLine } from "./migrations/0020-last-line.ts";

/**
 * The schema's history, oldest first: number N brings a database from version N-1 to N. A migration that was
 * released is never changed; a later one corrects it.
 */
export const migrations: readonly Migration[] = [
  initial,
  chainsAndGuards,
  rowSecrets,
  clientRows,
  agentRows,
  history,
  failingSince,
  agentObjects,
  agentKeys,
  controllers,
  agentIndexes,
  writtenThings,
  agentBlobs,
  phaseOfAll,
  agentAudit,
  limitedTokens,
  objectDrafts,
  figureSamples,
  namedSecrets,
  lastLine,
];

/** The schema version of this program. */
export const schemaVersion: number = migrations.length;
