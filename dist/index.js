import "./chunks/rolldown-runtime-DqgWs3Hx.js";
import { t as openDatabase } from "./chunks/database-CBO0Jwh8.js";
import { t as exportBundle } from "./chunks/export-bundle-DJPJupQU.js";
import { t as importBundle } from "./chunks/import-bundle-BLrV3f4Q.js";
import { t as loadRows } from "./chunks/load-rows-BilfvH6L.js";
import { n as parsePlan, r as planImport, t as formatPlan } from "./chunks/plan-DS-t_Jl-.js";
import { a as resolvePlugins, i as resolveMcpServers, n as resolveAgent, r as resolveMarketplaces, s as resolveSystemPrompt } from "./chunks/resolve-CIxRqkha.js";
import { t as openSecretReader } from "./chunks/secret-reader-0FqGY-MN.js";
import { a as rotateSecrets, n as listAccesses, o as setSecret, r as listSecrets } from "./chunks/secret-store-C_mRdOsj.js";
import { t as syncBuiltin } from "./chunks/sync-CevBI3VN.js";
import { n as noEvents } from "./chunks/events-DQByWrHn.js";
import { t as LedgerKey } from "./chunks/ledger-key-C2kiqZJO.js";
import { t as renderAgents } from "./chunks/render-agents-CNXqiEiC.js";
import { r as renderForInstance } from "./chunks/render-instance-B-gUy2Ri.js";
import { t as IdentikitError } from "./chunks/error-CP_nAw3O.js";
import { t as verdictOf } from "./chunks/finding-Bn5siM7M.js";
import { t as gateFor } from "./chunks/gate-BV3HP5tS.js";
import { t as bake } from "./chunks/bake-CHuhE0he.js";
import { t as ImagePlaces } from "./chunks/places-DU80_g15.js";
import { n as publish, t as promote } from "./chunks/publish-D_P7XhSL.js";
import { i as parseImageReference } from "./chunks/reference-BEyxhnpN.js";
import { n as openProject } from "./chunks/project-kgkq-uzg.js";
import { t as reportJson } from "./chunks/json-pBRrfgnq.js";
import { t as reportMarkdown } from "./chunks/markdown-Dvse9lLV.js";
import { t as reportSarif } from "./chunks/sarif-Cn7nB0s2.js";
import { r as reportText } from "./chunks/text-B6Kyl_hh.js";
import { t as systemClock } from "./chunks/clock-BMoPlWy7.js";
import { t as Keyring } from "./chunks/keyring-DcFMFjDk.js";
import { t as MissingSecretError } from "./chunks/missing-secret-error-C-wBpMxn.js";
import { t as fetchTemplates } from "./chunks/fetch-BquvnnQX.js";
import { i as readManifest } from "./chunks/manifest-zlNsenRd.js";
import { n as policyNamed } from "./chunks/policy-BDWZi-_J.js";
import { t as readTemplateDirectory } from "./chunks/template-directory-B_leYEew.js";
import { r as templatelessRuntimes, t as chooseTemplate } from "./chunks/template-of-hOtCcTdA.js";
import { t as compareTree } from "./chunks/compare-DRddP_fO.js";
import { t as digestOf } from "./chunks/digest-CDBbUiOQ.js";
import { r as readDirectory, t as observeDirectory } from "./chunks/directory-reader-C-TGvP1F.js";
import { t as FileTree } from "./chunks/file-tree-DRdFLYDo.js";
/**
* Every code that an {@link IdentikitError} can carry, with the one-line meaning that the reference prints.
* Codes are part of the outward contract: they are added, never renamed.
*/
const faultCodes = {
	USAGE: "the command line or an input is wrong",
	INTERNAL: "a defect of Identikit itself",
	CANCELLED: "the run was stopped before it was done",
	NODE_TOO_OLD: "the Node.js that runs this is older than the one it needs",
	TOOL_MISSING: "a program that this needs is not on the machine",
	FILE_UNREADABLE: "a file or directory could not be read",
	FILE_UNWRITABLE: "a file or directory could not be written",
	PATH_ESCAPES: "a path leads out of the place it belongs to",
	PATH_UNSAFE: "a path has a form that some file system would read as another",
	PATH_COLLIDES: "two paths are one path on some file system",
	PATH_LINKED: "a link stands where a file or directory of ours must be",
	ENTRY_TYPE: "a link or special file stands where a regular file must be",
	LOCK_HELD: "another run holds the place",
	DOCUMENT_INVALID: "a JSON or YAML file is malformed or does not have its shape",
	SSOT_MISSING: "no source of truth where one is needed",
	SETTINGS_INVALID: "identikit.yaml does not have the shape it must have",
	MANIFEST_INVALID: "manifest.json does not have the shape it must have",
	TEMPLATE_UNKNOWN: "no template of that name, or for that runtime",
	SOURCE_INVALID: "a template's repository is named in a way that cannot be read",
	SOURCE_UNREACHABLE: "a template's repository could not be reached",
	SOURCE_DENIED: "a template's repository refused the credential, or wants one",
	SOURCE_NOT_FOUND: "the repository or the directory is not there",
	REF_UNKNOWN: "the ref is not in the repository",
	LOCK_INVALID: "identikit.lock is malformed or lacks an entry that --locked needs",
	LOCK_MISMATCH: "what was fetched is not what identikit.lock says",
	COMMIT_MISMATCH: "an archive is of another commit than the one asked for",
	ARCHIVE_INVALID: "an archive is malformed or holds an entry that is refused",
	ARCHIVE_TOO_LARGE: "an archive is over a bound",
	POLICY_VIOLATION: "a path breaks the delivery policy",
	AGENT_OWNED: "a path belongs to the running agent",
	SECRET_IN_ASSET: "an asset holds what looks like a credential",
	REFERENCE_INVALID: "an image reference is malformed",
	IMAGE_MISSING: "no image under that reference",
	IMAGE_INVALID: "an image is malformed",
	PLATFORM_MISSING: "the image has no such platform",
	DIGEST_MISMATCH: "content is not what its digest says",
	REGISTRY_DENIED: "the registry refused the credential, or wants one",
	REGISTRY_UNREACHABLE: "the registry could not be reached or failed",
	REGISTRY_REFUSED: "the registry refused what was sent",
	CREDENTIALS_INVALID: "the registry configuration or a credential helper failed",
	ENGINE_UNREACHABLE: "no Docker Engine answers",
	ENGINE_FAILED: "the Docker Engine reported an error",
	DOCKERFILE_INVALID: "a Dockerfile could not be read as one",
	GATE_FAILED: "the image's identity is not the template's",
	TAG_INVALID: "a tag or a tag rule is malformed",
	DATABASE_UNREACHABLE: "the config database could not be opened or reached",
	DATABASE_FAILED: "the config database reported an error",
	DATABASE_TOO_NEW: "the config database was written by a newer version",
	ROW_INVALID: "a row does not have the shape it must have",
	AGENT_UNKNOWN: "no agent of that name",
	AGENT_TYPE_UNKNOWN: "no agent type of that name",
	BUNDLE_INVALID: "a config bundle is malformed, incomplete or altered",
	BUNDLE_TOO_NEW: "a config bundle was written by a newer version",
	PLAN_STALE: "the database moved on since the plan was made",
	PRUNE_REFUSED: "pruning would leave nothing",
	MISSING_SECRET: "a secret that is needed is not there",
	SECRET_UNREADABLE: "a sealed secret cannot be opened",
	SECRET_INVALID: "a secret's name or value cannot be used",
	KEYRING_INVALID: "the secret keys are malformed or missing",
	ACCESS_LOG_FAILED: "the access log could not be written",
	ENV_FILE_INVALID: "a shared file of an env directory is malformed",
	ENV_UNVERIFIED: "there is nothing to compare an env directory with",
	RENDER_REFUSED: "rendering would give a file that the client rejects",
	CONTAINER_FAILED: "a container could not be brought up",
	HOST_UNREACHABLE: "the CI host's API could not be reached or failed",
	HOST_DENIED: "the CI host's API refused the token",
	ARTIFACT_FAILED: "an artifact could not be stored or found"
}, nothing = () => {}, silentLogger = {
	info: nothing,
	warn: nothing,
	debug: nothing,
	progress: () => ({
		update: nothing,
		done: nothing
	}),
	mask: nothing
};
export { FileTree, IdentikitError, ImagePlaces, Keyring, LedgerKey, MissingSecretError, bake, chooseTemplate, compareTree, digestOf, exportBundle, faultCodes, fetchTemplates, formatPlan, gateFor, importBundle, listAccesses, listSecrets, loadRows, noEvents, observeDirectory, openDatabase, openProject, openSecretReader, parseImageReference, parsePlan, planImport, policyNamed, promote, publish, readDirectory, readManifest, readTemplateDirectory, renderAgents, renderForInstance, reportJson, reportMarkdown, reportSarif, reportText, resolveAgent, resolveMarketplaces, resolveMcpServers, resolvePlugins, resolveSystemPrompt, rotateSecrets, setSecret, silentLogger, syncBuiltin, systemClock, templatelessRuntimes, verdictOf };
