import { a as writeFileIn, t as createFileIn } from "./atomic-file-ChCRe45G.js";
import { t as readFileIn } from "./file-reader-S66von3J.js";
import { r as GlancedDirectory, t as AnchoredDirectory } from "./anchored-directory-zo0cLFo8.js";
import { createHmac, createSecretKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { existsSync, realpathSync } from "node:fs";
/** The directory beside the env directories in which ledgers and locks stand. */
const placeName = ".identikit";
/** The root of the env directories and its ledgers, held open. */
var EnvironmentPlace = class EnvironmentPlace {
	root;
	ledgers;
	/** The same two, to look at only. */
	glance;
	constructor(root, ledgers) {
		this.root = root, this.ledgers = ledgers;
		let glance = GlancedDirectory.at(realpathSync(root.path)) ?? root;
		this.glance = {
			root: glance,
			ledgers: glance.enter(".identikit") ?? ledgers
		};
	}
	/**
	* Opens an env root, and makes it where it is missing.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
	static make(envRoot) {
		let root = AnchoredDirectory.make(envRoot);
		try {
			return new EnvironmentPlace(root, root.enterOrMake(placeName, 448));
		} catch (cause) {
			throw root[Symbol.dispose](), cause;
		}
	}
	/**
	* Opens an env root in which something was rendered before; `undefined` where none was.
	* @throws {IdentikitError} `FILE_UNREADABLE`, `PATH_LINKED`, `ENTRY_TYPE`
	*/
	static find(envRoot) {
		if (!existsSync(envRoot)) return;
		let root = AnchoredDirectory.open(envRoot), ledgers;
		try {
			return ledgers = root.enter(placeName), ledgers && new EnvironmentPlace(root, ledgers);
		} finally {
			ledgers || root[Symbol.dispose]();
		}
	}
	/** The lock file of one agent's env directory. */
	lockFile(agent) {
		return join(this.ledgers.path, `${agent}.lock`);
	}
	[Symbol.dispose]() {
		this.ledgers[Symbol.dispose](), this.root[Symbol.dispose]();
	}
};
const keyName = "ledger.key";
/**
* What the digests of a ledger are keyed with. A ledger says of files that hold secrets whether they are as they
* were written; without the key it must not let anybody try out guesses of those secrets.
*/
var LedgerKey = class LedgerKey {
	id;
	secret;
	/** @param bytes 32 random ones, or as good */
	constructor(id, bytes) {
		this.id = id, this.secret = createSecretKey(bytes);
	}
	/** A key for another use that follows from this one, and does not lead back to it. */
	derive(use) {
		return createHmac("sha256", this.secret).update(`derived\n${use}\n`).digest();
	}
	/**
	* The key that stands beside the ledgers, made where there is none: for a place without a keyring. Who can read it
	* can read the env directories as well.
	* @throws {IdentikitError} `FILE_UNWRITABLE`, `FILE_UNREADABLE`, `PATH_LINKED`
	*/
	static local(envRoot) {
		using place = EnvironmentPlace.make(envRoot);
		for (;;) {
			let found = readFileIn(place.ledgers, keyName, 1024)?.bytes.toString("latin1").trim();
			if (found && /^[0-9a-f]{64}$/.test(found)) return new LedgerKey("local", Buffer.from(found, "hex"));
			let made = Buffer.from(`${randomBytes(32).toString("hex")}\n`);
			(found === void 0 ? createFileIn : writeFileIn)(place.ledgers, keyName, made, { mode: 384 });
		}
	}
}, LedgerSeal = class {
	keyId;
	#key;
	#agent;
	constructor(key, agent) {
		this.keyId = key.id, this.#key = key.secret, this.#agent = agent;
	}
	/** @param use what the content is, such as `.claude.json file`; without a line feed */
	digest(use, content) {
		return createHmac("sha256", this.#key).update(`${this.#agent}\n${use}\n`).update(content).digest("base64url");
	}
};
export { LedgerSeal as n, EnvironmentPlace as r, LedgerKey as t };
