import { backup } from "./backup/backup.ts";
import { bake } from "./bake/bake.ts";
import { cache } from "./cache/cache.ts";
import type { Command } from "./command.ts";
import { configExport } from "./config-export/config-export.ts";
import { configImport } from "./config-import/config-import.ts";
import { configMigrate } from "./config-migrate/config-migrate.ts";
import { configPlan } from "./config-plan/config-plan.ts";
import { configShow } from "./config-show/config-show.ts";
import { configSync } from "./config-sync/config-sync.ts";
import { containersRebuild } from "./containers-rebuild/containers-rebuild.ts";
import { doctor } from "./doctor/doctor.ts";
import { events } from "./events/events.ts";
import { fetch } from "./fetch/fetch.ts";
import { gate } from "./gate/gate.ts";
import { imageValidate } from "./image-validate/image-validate.ts";
import { materialize } from "./materialize/materialize.ts";
import { pipeline } from "./pipeline/pipeline.ts";
import { promote } from "./promote/promote.ts";
import { publish } from "./publish/publish.ts";
import { queue } from "./queue/queue.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { render } from "./render/render.ts";
import { restore } from "./restore/restore.ts";
import { secretList } from "./secret-list/secret-list.ts";
import { secretLog } from "./secret-log/secret-log.ts";
import { secretRotate } from "./secret-rotate/secret-rotate.ts";
import { secretSet } from "./secret-set/secret-set.ts";

/** Every command, in the order in which `--help` lists them. */
export const allCommands: readonly Command[] = [
  fetch,
  materialize,
  bake,
  gate,
  publish,
  promote,
  imageValidate,
  configSync,
  configExport,
  configPlan,
  configImport,
  configShow,
  configMigrate,
  backup,
  restore,
  secretSet,
  secretList,
  secretRotate,
  secretLog,
  render,
  queue,
  reconcile,
  containersRebuild,
  events,
  pipeline,
  doctor,
  cache,
];
