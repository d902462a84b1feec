import type { AttackLine } from "./attack-line.ts";

const bundle = "test/config/bundle.test.ts";
const connections = "test/config/lost-connections.test.ts";

export const databaseLines: readonly AttackLine[] = [
  {
    attack:
      "`INSERT OR REPLACE`, upserts, rules and triggers that swallow a write; numbers, text and depth that one database takes and the other does not; a connection that died while idle; a role with the least privileges",
    proofs: {
      "test/config/replaced-rows.test.ts": ["no conflict clause of SQLite passes by a guard"],
      "test/config/history/history.test.ts": [
        "sees a row that another takes the place of, and an upsert once",
      ],
      "test/config/swallowed-rows.test.ts": ["fails an import, naming the row, and nothing of it stays"],
      "test/config/value-rule.test.ts": ["is the same for both databases"],
      [connections]: ["that was ended while it was idle is replaced"],
      "test/e2e/database-roles.test.ts": ["are enough for every job that opens the database"],
    },
  },
  {
    attack:
      "connection lost in the middle of an import; two imports at once; a bundle with one byte changed, a row removed, rows reordered, a header that lies; a key id that is not there; nonce reuse never",
    proofs: {
      "test/config/rival-imports.test.ts": [
        "changes nothing when its connection is lost in the middle",
        "takes its turn with another one",
      ],
      [bundle]: [
        "is refused when it was cut, altered, reordered or added to",
        "is refused when its digests fit but its rows do not",
        "is refused where its header lies about its scopes",
      ],
      "test/secret/keyring.test.ts": ["says which key is missing", "never uses a nonce twice"],
    },
  },
];
