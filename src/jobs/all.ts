import { backup } from "./backup.ts";
import { bake } from "./bake.ts";
import { cache } from "./cache.ts";
import { configExport } from "./config-export.ts";
import { configImport } from "./config-import.ts";
import { configMigrate } from "./config-migrate.ts";
import { configPlan } from "./config-plan.ts";
import { configShow } from "./config-show.ts";
import { configSync } from "./config-sync.ts";
import { containersRebuild } from "./containers-rebuild.ts";
import { doctor } from "./doctor.ts";
import { events } from "./events.ts";
import { fetch } from "./fetch.ts";
import { gate } from "./gate.ts";
import type { Job } from "./job.ts";
import { materialize } from "./materialize.ts";
import { pipeline } from "./pipeline.ts";
import { promote } from "./promote.ts";
import { publish } from "./publish.ts";
import { queue } from "./queue.ts";
import { reconcile } from "./reconcile.ts";
import { render } from "./render.ts";
import { restore } from "./restore.ts";
import { secretList } from "./secret-list.ts";
import { secretLog } from "./secret-log.ts";
import { secretRotate } from "./secret-rotate.ts";
import { secretSet } from "./secret-set.ts";

/** Every job, in the order in which `--help` lists them. */
export const allJobs: readonly Job[] = [
  fetch,
  materialize,
  bake,
  gate,
  publish,
  promote,
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
