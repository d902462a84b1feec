import "./chunks/rolldown-runtime-DqgWs3Hx.js";
import { t as openDatabase } from "./chunks/database-DypAEI1d.js";
import { t as exportBundle } from "./chunks/export-bundle-Cgl6eD3M.js";
import { t as importBundle } from "./chunks/import-bundle-Bm741naa.js";
import { t as loadRows } from "./chunks/load-rows-05bpe4lb.js";
import { n as parsePlan, r as planImport, t as formatPlan } from "./chunks/plan-ziFqPdZZ.js";
import { i as queueState } from "./chunks/queue-CmxHSzmQ.js";
import { a as resolvePlugins, i as resolveMcpServers, n as resolveAgent, r as resolveMarketplaces, s as resolveSystemPrompt } from "./chunks/resolve-DzQXJBnU.js";
import { t as openSecretReader } from "./chunks/secret-reader-Dqg4JUnY.js";
import { a as removeSecret, n as listAccesses, o as rotateSecrets, r as listSecrets, s as setSecret } from "./chunks/secret-store-DzXEox12.js";
import { t as syncBuiltin } from "./chunks/sync-B4noMxcl.js";
import { n as noEvents } from "./chunks/events-B2BNre2L.js";
import { t as LedgerKey } from "./chunks/ledger-key-Dpe_-5EC.js";
import { t as renderAgents } from "./chunks/render-agents-BiFwr8z3.js";
import { r as renderForInstance } from "./chunks/render-instance-BIk176nn.js";
import { A as verdictOf, E as systemClock, I as IdentikitError, O as openProject, j as faultCodes } from "./chunks/foundation-QtvXJkSz.js";
import { t as gateFor } from "./chunks/gate-C-7H8vKy.js";
import { t as bake } from "./chunks/bake-CHUGR9_5.js";
import { t as ImagePlaces } from "./chunks/places-BoXbrBnQ.js";
import { n as publish, t as promote } from "./chunks/publish-Cw3LwxaR.js";
import { i as parseImageReference } from "./chunks/reference-CTn93rgt.js";
import { n as openRegistry } from "./chunks/registries-CyIHYbrf.js";
import { t as reportJson } from "./chunks/json-pBRrfgnq.js";
import { t as reportMarkdown } from "./chunks/markdown-OWfhMXpQ.js";
import { t as reportSarif } from "./chunks/sarif-25wD2L5t.js";
import { r as reportText } from "./chunks/text-CNCY1-Ik.js";
import { t as Keyring } from "./chunks/keyring-BQr3L7Ro.js";
import { t as MissingSecretError } from "./chunks/missing-secret-error-wd3LOA_B.js";
import { t as fetchTemplates } from "./chunks/fetch-wOcx0yzj.js";
import { i as readManifest } from "./chunks/manifest-D7vjWGvA.js";
import { n as policyNamed } from "./chunks/policy-D3mABRjp.js";
import { t as readTemplateDirectory } from "./chunks/template-directory-DQy0MC0y.js";
import { r as templatelessRuntimes, t as chooseTemplate } from "./chunks/template-of-D_F9TJ1k.js";
import { t as compareTree } from "./chunks/compare-DsY7ZTJ2.js";
import { t as digestOf } from "./chunks/digest-CDBbUiOQ.js";
import { r as readDirectory, t as observeDirectory } from "./chunks/directory-reader-CIov5Xvy.js";
import { t as FileTree } from "./chunks/file-tree-CsgLrUn3.js";
const nothing = () => {}, silentLogger = {
	info: nothing,
	warn: nothing,
	debug: nothing,
	progress: () => ({
		update: nothing,
		done: nothing
	}),
	mask: nothing
};
export { FileTree, IdentikitError, ImagePlaces, Keyring, LedgerKey, MissingSecretError, bake, chooseTemplate, compareTree, digestOf, exportBundle, faultCodes, fetchTemplates, formatPlan, gateFor, importBundle, listAccesses, listSecrets, loadRows, noEvents, observeDirectory, openDatabase, openProject, openRegistry, openSecretReader, parseImageReference, parsePlan, planImport, policyNamed, promote, publish, queueState, readDirectory, readManifest, readTemplateDirectory, removeSecret, renderAgents, renderForInstance, reportJson, reportMarkdown, reportSarif, reportText, resolveAgent, resolveMarketplaces, resolveMcpServers, resolvePlugins, resolveSystemPrompt, rotateSecrets, setSecret, silentLogger, syncBuiltin, systemClock, templatelessRuntimes, verdictOf };
