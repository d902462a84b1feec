import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parsePublicTicketKeys, ticketKeysOf } from "../../src/agents/tickets/ticket-key.ts";
import { Keyring } from "../../src/secret/keyring.ts";
import { copyFleet } from "./fleet.ts";
import { identikit } from "./identikit.ts";

test("access ticket-key writes the keys with which runners check tickets, the one that signs first", async () => {
  using fleet = copyFleet();
  const keys = `${Keyring.generateEntry("new")},${Keyring.generateEntry("old")}`;
  const file = join(fleet.root, "ticket.pem");
  const result = await identikit(["access", "ticket-key", "--to", file], {
    cwd: fleet.root,
    env: { IDENTIKIT_SECRET_KEYS: keys },
  });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  const printed = await identikit(["access", "ticket-key"], {
    cwd: fleet.root,
    env: { IDENTIKIT_SECRET_KEYS: keys },
  });
  expect(printed.stdout).toBe(readFileSync(file, "utf8"));
  const written = parsePublicTicketKeys(readFileSync(file, "utf8"), file);
  const own = ticketKeysOf(Keyring.parse(keys, "test"));
  expect(written.map((key) => key.export({ format: "jwk" }))).toEqual(
    own.map(({ publicKey }) => publicKey.export({ format: "jwk" })),
  );
});
