import { c as text, r as list } from "./option-BKhTQk17.js";
/** Options that mean the same in every job that has them. */
const rootOption = { root: text("DIR", "The source-of-truth repository; found by walking up from the working directory if left out.") }, databaseOption = { database: text("PATH|URL", "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).") }, registryOptions = { insecureRegistry: list("HOST[:PORT]", "A registry to speak plain HTTP with; registries of this machine need not be named.") };
export { registryOptions as n, rootOption as r, databaseOption as t };
