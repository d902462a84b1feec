import "./rolldown-runtime-DqgWs3Hx.js";
import { I as IdentikitError } from "./foundation-QtvXJkSz.js";
/** The most that is read from standard input, in bytes. */
const maxInputBytes = 16777216;
/**
* Standard input to its end.
* @throws {IdentikitError} `USAGE` where it is a terminal (nobody piped anything) or over the bound
*/
async function readStandardInput(stream) {
	if (stream.isTTY) throw new IdentikitError("USAGE", "the value is read from standard input, and nothing is piped into it", { remedy: "Pipe it in: printf %s \"$VALUE\" | identikit …" });
	let chunks = [], length = 0;
	for await (let chunk of stream) {
		if (length += chunk.length, length > 16777216) throw new IdentikitError("USAGE", `standard input is larger than ${maxInputBytes} bytes`, { remedy: "Check what is piped in." });
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
export { readStandardInput as n, maxInputBytes as t };
