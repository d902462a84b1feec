import { text } from "./option.ts";

/** Which config database a command works on. */
export const databaseOption = {
  get database() {
    return text(
      "PATH|URL",
      "The config database: an SQLite file or a postgres:// URL; else DATABASE_URL, else the settings' (.identikit/config.db).",
    );
  },
};
