import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
import { createHash } from "node:crypto";
/**
* Reads `i/n`.
* @throws {IdentikitError} `USAGE`
*/
function parseShard(text) {
	let match = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(text), [index, count] = [Number(match?.[1]), Number(match?.[2])];
	if (match && index <= count) return {
		index,
		count
	};
	throw new IdentikitError("USAGE", `shard ${JSON.stringify(text)} is not i/n with 1 <= i <= n`, { remedy: "Write it as 1/4 to 4/4 for a matrix of four jobs." });
}
/**
* Whether an agent belongs to a shard. Decided by its name alone, so that every job of a matrix agrees whatever it
* knows of the rest of the fleet.
*/
function isInShard(agent, { index, count }) {
	return createHash("sha256").update(agent).digest().readUInt32BE(0) % count === index - 1;
}
export { parseShard as n, isInShard as t };
