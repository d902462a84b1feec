import "./rolldown-runtime-Dl-MpCDs.js";
import { a as Octokit$1, n as paginateRest, r as legacyRestEndpointMethods, t as requestLog } from "./dist-src-BZXbWseb.js";
// ../../main/node_modules/@octokit/rest/dist-src/version.js
const Octokit = Octokit$1.plugin(requestLog, legacyRestEndpointMethods, paginateRest).defaults({ userAgent: "octokit-rest.js/22.0.1" });
export { Octokit };
