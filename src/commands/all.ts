import { accessCanI } from "./access-can-i/access-can-i.ts";
import { accessGraph } from "./access-graph/access-graph.ts";
import { accessReview } from "./access-review/access-review.ts";
import { accessTicketKey } from "./access-ticket-key/access-ticket-key.ts";
import { apply } from "./apply/apply.ts";
import { approve } from "./approve/approve.ts";
import { auditExport } from "./audit-export/audit-export.ts";
import { auditVerify } from "./audit-verify/audit-verify.ts";
import { backup } from "./backup/backup.ts";
import { bake } from "./bake/bake.ts";
import { boot } from "./boot/boot.ts";
import { cache } from "./cache/cache.ts";
import { changes } from "./changes/changes.ts";
import { check } from "./check/check.ts";
import type { Command } from "./command.ts";
import { completion } from "./completion/completion.ts";
import { configExport } from "./config-export/config-export.ts";
import { configHistory } from "./config-history/config-history.ts";
import { configImport } from "./config-import/config-import.ts";
import { configList } from "./config-list/config-list.ts";
import { configMigrate } from "./config-migrate/config-migrate.ts";
import { configPlan } from "./config-plan/config-plan.ts";
import { configRollback } from "./config-rollback/config-rollback.ts";
import { configSet } from "./config-set/config-set.ts";
import { configShow } from "./config-show/config-show.ts";
import { configSync } from "./config-sync/config-sync.ts";
import { configUnset } from "./config-unset/config-unset.ts";
import { containersRebuild } from "./containers-rebuild/containers-rebuild.ts";
import { controller } from "./controller/controller.ts";
import { crds } from "./crds/crds.ts";
import { deleteObjects } from "./delete/delete.ts";
import { diff } from "./diff/diff.ts";
import { dispatch } from "./dispatch/dispatch.ts";
import { doctor } from "./doctor/doctor.ts";
import { events } from "./events/events.ts";
import { explain } from "./explain/explain.ts";
import { fetch } from "./fetch/fetch.ts";
import { gate } from "./gate/gate.ts";
import { get } from "./get/get.ts";
import { imageValidate } from "./image-validate/image-validate.ts";
import { imageVerify } from "./image-verify/image-verify.ts";
import { init } from "./init/init.ts";
import { kubeconfig } from "./kubeconfig/kubeconfig.ts";
import { materialize } from "./materialize/materialize.ts";
import { newTemplate } from "./new-template/new-template.ts";
import { outbox } from "./outbox/outbox.ts";
import { pause } from "./pause/pause.ts";
import { pipeline } from "./pipeline/pipeline.ts";
import { promote } from "./promote/promote.ts";
import { publish } from "./publish/publish.ts";
import { queue } from "./queue/queue.ts";
import { reconcile } from "./reconcile/reconcile.ts";
import { render } from "./render/render.ts";
import { restore } from "./restore/restore.ts";
import { runAgents } from "./run/run.ts";
import { runsCancel } from "./runs-cancel/runs-cancel.ts";
import { runsContinue } from "./runs-continue/runs-continue.ts";
import { runsEvents } from "./runs-events/runs-events.ts";
import { runsFork } from "./runs-fork/runs-fork.ts";
import { runsList } from "./runs-list/runs-list.ts";
import { runsResume } from "./runs-resume/runs-resume.ts";
import { runsRetry } from "./runs-retry/runs-retry.ts";
import { runsReview } from "./runs-review/runs-review.ts";
import { runsShow } from "./runs-show/runs-show.ts";
import { runsVerify } from "./runs-verify/runs-verify.ts";
import { runsWriteBack } from "./runs-write-back/runs-write-back.ts";
import { sbom } from "./sbom/sbom.ts";
import { secretKeygen } from "./secret-keygen/secret-keygen.ts";
import { secretList } from "./secret-list/secret-list.ts";
import { secretLog } from "./secret-log/secret-log.ts";
import { secretRemove } from "./secret-remove/secret-remove.ts";
import { secretRotate } from "./secret-rotate/secret-rotate.ts";
import { secretSet } from "./secret-set/secret-set.ts";
import { serve } from "./serve/serve.ts";
import { trace } from "./trace/trace.ts";
import { validate } from "./validate/validate.ts";
import { workspaces } from "./workspaces/workspaces.ts";
import { writeBack } from "./write-back/write-back.ts";

/** Every command, in the order in which `--help` lists them. */
export const allCommands: readonly Command[] = [
  init,
  newTemplate,
  validate,
  check,
  fetch,
  materialize,
  bake,
  gate,
  publish,
  promote,
  imageValidate,
  imageVerify,
  sbom,
  configSync,
  configExport,
  configPlan,
  configImport,
  configShow,
  configList,
  configSet,
  configUnset,
  configHistory,
  configRollback,
  configMigrate,
  backup,
  restore,
  secretSet,
  secretList,
  secretRemove,
  secretRotate,
  secretKeygen,
  secretLog,
  render,
  queue,
  reconcile,
  containersRebuild,
  boot,
  events,
  accessCanI,
  accessReview,
  accessGraph,
  accessTicketKey,
  apply,
  diff,
  get,
  deleteObjects,
  explain,
  crds,
  dispatch,
  runAgents,
  runsList,
  runsShow,
  runsEvents,
  runsCancel,
  runsRetry,
  runsResume,
  runsFork,
  runsContinue,
  runsWriteBack,
  runsReview,
  runsVerify,
  workspaces,
  approve,
  auditVerify,
  auditExport,
  writeBack,
  pause,
  outbox,
  controller,
  serve,
  kubeconfig,
  pipeline,
  trace,
  changes,
  doctor,
  cache,
  completion,
];
