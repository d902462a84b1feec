import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { t as checkSecretName } from "./secret-name-BOd28EES.js";
import { randomBytes } from "node:crypto";
/** The largest value of a secret, in bytes of UTF-8: the 1 MiB of a large key file, and no more. */
const columns = [
	"name",
	"version",
	"key_id",
	"nonce",
	"ciphertext",
	"tag"
];
/** The sealed value of a secret; `undefined` where there is none. */
async function loadSecret(database, name) {
	let row = await database.read((query) => query.selectFrom("secret").select(columns).where("name", "=", name).executeTakeFirst());
	return row && sealedOf(row);
}
/**
* Seals a value and stores it as the secret's next version. The value that is there already is left as it is, so that
* setting it again makes no agent due.
* @returns the version, and whether the value is a new one
* @throws {IdentikitError} `SECRET_INVALID` for a name that no secret may have, or a value that is empty, not Unicode or over
* 1 MiB; `DATABASE_FAILED`
*/
async function setSecret(database, keyring, name, value) {
	return checkSecretName(name), checkValue(name, value), database.transaction("configure", async ({ query }) => {
		let row = await query.selectFrom("secret").select(columns).where("name", "=", name).executeTakeFirst();
		if (row && keyring.has(row.key_id) && opens(keyring, sealedOf(row), value)) return {
			version: row.version,
			changed: !1
		};
		let version = `${Number.parseInt(row?.version ?? "0", 10) + 1}.${randomBytes(8).toString("hex")}`, { name: _, ...sealed } = rowOf(keyring.seal(name, version, value));
		return await query.insertInto("secret").values({
			name,
			...sealed
		}).onConflict((conflict) => conflict.column("name").doUpdateSet(sealed)).execute(), {
			version,
			changed: !0
		};
	});
}
/** Forgets a secret. @returns whether there was one */
async function removeSecret(database, name) {
	return (await database.transaction("configure", ({ query }) => query.deleteFrom("secret").where("name", "=", name).executeTakeFirst())).numDeletedRows > 0n;
}
/** What is known of each secret without opening it, in byte order of the names. */
async function listSecrets(database) {
	return (await database.read((query) => query.selectFrom("secret").select([
		"name",
		"version",
		"key_id"
	]).orderBy("name").execute())).map(({ name, version, key_id }) => ({
		name,
		version,
		keyId: key_id
	}));
}
/**
* Seals every secret again under the first key of the keyring, in one transaction: all or none. Values and versions
* stay, so no agent becomes due; the old keys may be taken out of the keyring afterwards.
* @returns the names that were sealed again, and how many stood under that key already
* @throws {IdentikitError} `SECRET_UNREADABLE` where one cannot be opened: nothing is then changed
*/
function rotateSecrets(database, keyring) {
	return database.transaction("configure", async ({ query }) => {
		let rows = await query.selectFrom("secret").select(columns).orderBy("name").execute(), old = rows.filter(({ key_id }) => key_id !== keyring.sealingKeyId);
		for (let row of old) {
			database.signal?.throwIfAborted();
			let { name, version } = row, { name: _, version: __, ...sealed } = rowOf(keyring.seal(name, version, keyring.open(sealedOf(row))));
			await query.updateTable("secret").set(sealed).where("name", "=", name).execute();
		}
		return {
			rotated: old.map(({ name }) => name),
			current: rows.length - old.length
		};
	});
}
/** The access log of a config database. */
var DatabaseAccessLog = class {
	#database;
	constructor(database) {
		this.#database = database;
	}
	async record(accesses) {
		let rows = accesses.map(({ secret, accessor, reason, agent, time }) => ({
			secret,
			accessor,
			reason,
			agent,
			time
		})), chunk = 1e3;
		try {
			await this.#database.transaction("write", async ({ query }) => {
				for (let at = 0; at < rows.length; at += chunk) await query.insertInto("secret_access_log").values(rows.slice(at, at + chunk)).execute();
			});
		} catch (cause) {
			throw new IdentikitError("ACCESS_LOG_FAILED", `the access log in ${this.#database.name} could not be written`, {
				remedy: "Mend the database (see --verbose for why) and run again; no secret was used.",
				cause
			});
		}
	}
};
/** The reads of secrets, oldest first. */
async function listAccesses(database, filter = {}) {
	return (await database.transaction("read", ({ query, sql }) => {
		let select = query.selectFrom("secret_access_log").select([
			"secret",
			"agent",
			"accessor",
			"reason",
			"time"
		]).orderBy(sql.ref("id"), "desc").limit(filter.limit ?? 1e3);
		return filter.secret !== void 0 && (select = select.where("secret", "=", filter.secret)), filter.agent !== void 0 && (select = select.where("agent", "=", filter.agent)), select.execute();
	})).reverse();
}
function checkValue(name, value) {
	let problem = value.isWellFormed() ? value === "" ? "is empty" : Buffer.byteLength(value) > 1048576 ? "is larger than 1048576 bytes" : void 0 : "is not valid Unicode text";
	if (problem !== void 0) throw new IdentikitError("SECRET_INVALID", `the value of secret ${name} ${problem}`, { remedy: "Pass the value on standard input, as UTF-8 text." });
}
/** A value that cannot be opened any more is not the same: setting it again is how it is mended. */
function opens(keyring, sealed, value) {
	try {
		return keyring.open(sealed) === value;
	} catch {
		return !1;
	}
}
function sealedOf({ key_id, ...rest }) {
	return {
		...rest,
		keyId: key_id
	};
}
function rowOf({ keyId, ...rest }) {
	return {
		...rest,
		key_id: keyId
	};
}
export { removeSecret as a, loadSecret as i, listAccesses as n, rotateSecrets as o, listSecrets as r, setSecret as s, DatabaseAccessLog as t };
