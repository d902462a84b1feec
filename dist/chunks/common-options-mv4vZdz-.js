import { f as text } from "./job-BJMcmf_o.js";
// src/jobs/common-options.ts
/** Options that mean the same in every job that has them. */
const rootOption = { root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") }, databaseOption = { database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") };
export { rootOption as n, databaseOption as t };
