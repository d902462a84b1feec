// The library: what the commands use, by room. Everything throws IdentikitError with the same codes.

export { listAccesses } from "./config/access-log/read-log.ts";
export { type ExportOptions, type ExportResult, exportBundle } from "./config/bundle/export-bundle.ts";
export { type ImportOptions, type ImportResult, importBundle } from "./config/bundle/import-bundle.ts";
export { formatPlan, type Plan, parsePlan, planImport } from "./config/bundle/plan.ts";
export { type ConfigDatabase, openDatabase } from "./config/database.ts";
export { type HistoryEntry, readHistory } from "./config/history/read-history.ts";
export { type HistoryPoint, type RolledBack, rollBack } from "./config/history/roll-back.ts";
export { queueState } from "./config/queue/queue.ts";
export { listQueue, type QueueEntry } from "./config/queue/queue-list.ts";
export { agentNames } from "./config/rows/agent-names.ts";
export { setRow, unsetRow } from "./config/rows/edit-rows.ts";
export { listRows } from "./config/rows/list-rows.ts";
export { loadRows } from "./config/rows/load-rows.ts";
export {
  resolveAgent,
  resolveMarketplaces,
  resolveMcpServers,
  resolvePlugins,
  resolveSystemPrompt,
} from "./config/rows/resolve.ts";
// config
export type { AgentConfig, Json, Resolved, Scope } from "./config/schema/agent-config.ts";
export { openSecretReader } from "./config/secrets/secret-reader.ts";
export { listSecrets, removeSecret, rotateSecrets, setSecret } from "./config/secrets/secret-store.ts";
export { withdrawSecret } from "./config/secrets/withdraw-secret.ts";
export { type SyncResult, syncBuiltin } from "./config/sync/sync.ts";
export type { SyncOptions } from "./config/sync/sync-options.ts";
// containers
export { type RebuildContainersOptions, rebuildContainers } from "./containers/rebuild-containers.ts";
export type { RebuildOutcome } from "./containers/rebuild-options.ts";
// env
export type { RenderSettings, ResolvedAgent } from "./env/agent.ts";
export { LedgerKey } from "./env/ledger-key.ts";
export { ledgerKeysOf } from "./env/ledger-keys.ts";
export { type ReconcileOptions, type Reconciliation, reconcile } from "./env/reconcile.ts";
export { rehearseAgents } from "./env/rehearse-render.ts";
export { type AgentOutcome, renderAgents } from "./env/render-agents.ts";
export { renderForInstance } from "./env/render-instance.ts";
export { type QueuedOutcome, type RenderQueuedOptions, renderQueued } from "./env/render-queued.ts";
export { type WatchQueueOptions, watchQueue } from "./env/watch-queue.ts";
export { EventFile } from "./events/event-file.ts";
// events
export { type EventSink, noEvents } from "./events/event-sink.ts";
export type { FleetEvent } from "./events/fleet-event.ts";
// fault
export { type FaultCode, faultCodes } from "./fault/codes.ts";
export { IdentikitError } from "./fault/error.ts";
export {
  type CodeOfFinding,
  type Deed,
  type Finding,
  type Severity,
  type Verdict,
  verdictOf,
} from "./fault/finding.ts";
export { type FindingCode, findingCodes } from "./fault/finding-codes.ts";
export { readDockerfile } from "./gate/dockerfile/dockerfile-place.ts";
export { checkDockerfile, type DockerfileSide } from "./gate/dockerfile-side.ts";
// gate
export { type GateOptions, gateFor } from "./gate/gate.ts";
// image
export { type BakeOptions, type BakeResult, bake } from "./image/bake.ts";
export { connectEngine } from "./image/engine/connection.ts";
export { ImagePlaces } from "./image/places.ts";
export { promote, publish } from "./image/publish.ts";
export { parseImageReference, parseStoredReference } from "./image/reference.ts";
export { openRegistry } from "./image/registry/registries.ts";
export type { ImageSink, ImageSource, ImageStore } from "./image/store.ts";
export { type ValidatedImage, type Validation, validateImage } from "./image/validate/validate-image.ts";
// project
export { openProject, type Project } from "./project/project.ts";
export type { Settings } from "./project/settings-schema.ts";
// provenance
export { type Attached, attach } from "./provenance/artifacts/attach.ts";
export { allGates, provenanceGate, type Requirements } from "./provenance/provenance-gate.ts";
export { keySigner } from "./provenance/signing/key-signer.ts";
export { type KeylessOptions, keylessSigner } from "./provenance/signing/keyless-signer.ts";
export { parseSigningKey, type SigningKey } from "./provenance/signing/signing-key.ts";
export type { StatementSigner } from "./provenance/signing/statement-signer.ts";
export { predicateTypes } from "./provenance/statements/predicate-types.ts";
export { type Predicate, type Statement, signaturePredicate } from "./provenance/statements/statement.ts";
export { fetchTrustedRoot, type TrustRepository } from "./provenance/verifying/fetch-trusted-root.ts";
export { parseTrustedRoot, type Trust, trustedKey } from "./provenance/verifying/trust.ts";
export type { VerifiedStatement } from "./provenance/verifying/verify-bundle.ts";
export { type ImageStatements, verifyImage } from "./provenance/verifying/verify-image.ts";
// report
export { reportJson } from "./report/json.ts";
export { reportMarkdown } from "./report/markdown.ts";
export type { Report } from "./report/report.ts";
export { reportSarif } from "./report/sarif.ts";
export { reportText } from "./report/text.ts";
// runtime
export { type Clock, systemClock } from "./runtime/clock.ts";
export { type Logger, silentLogger } from "./runtime/logger.ts";
export { whoRuns } from "./runtime/who-runs.ts";
export { readKeyFile } from "./secret/key-file.ts";
// secret
export { Keyring } from "./secret/keyring.ts";
export { MissingSecretError } from "./secret/missing-secret-error.ts";
export type { SecretReader, SecretUse } from "./secret/reader.ts";
// template
export { type FetchOptions, type FetchReport, fetchTemplates } from "./template/fetch.ts";
export { type Manifest, readManifest } from "./template/manifest.ts";
export {
  type MaterializeOutcome,
  type MaterializeTemplateOptions,
  materializeTemplate,
} from "./template/materialize-template.ts";
export { policyNamed } from "./template/policy.ts";
export { readTemplateDirectory } from "./template/template-directory.ts";
export { chooseTemplate, templatelessRuntimes } from "./template/template-of.ts";
// tree
export { compareTree, type Difference } from "./tree/compare.ts";
export { type Digest, digestOf } from "./tree/digest.ts";
export { observeDirectory, readDirectory } from "./tree/directory-reader.ts";
export { FileTree, type TreeFile } from "./tree/file-tree.ts";
