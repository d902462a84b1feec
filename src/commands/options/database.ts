import { text } from "./option.ts";

/** Where a command writes down what it does with the tags of images. It works without a database, so it takes none that is not named. */
export const recordDatabaseOption = () => ({
  database: text(
    "PATH|URL",
    "A config database (an SQLite file or a postgres:// URL) in which each tag that moves is written down, with both digests and who moved it; DATABASE_URL does not count.",
  ),
});

/** Which config database a command works on. */
export const databaseOption = () => ({
  database: text(
    "PATH|URL",
    "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).",
  ),
});
