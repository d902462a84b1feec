import "./rolldown-runtime-DqgWs3Hx.js";
const active = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
/**
* A report as a JSON document with a newline at its end, findings in full. Characters that cannot be seen and the
* runner's `##[` stand as JSON escapes, so that the document can be printed into a log and still reads back exactly.
*/
function reportJson(report) {
	return `${JSON.stringify(report, null, 2).replaceAll("##[", "##\\u005b").replace(active, (character) => character === "\n" ? character : escapeUnits(character))}\n`;
}
function escapeUnits(character) {
	return [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}
export { reportJson as t };
