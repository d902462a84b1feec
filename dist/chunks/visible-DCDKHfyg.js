const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, named = {
	"\n": "\\n",
	"\r": "\\r",
	"	": "\\t"
};
/**
* Text with every character that cannot be seen, or that moves what can, written as an escape (`\n`, `\u{202e}`).
* The result is one line. For display only: reports for machines keep the exact text.
*/
function visible(text) {
	return text.replace(invisible, (character) => named[character] ?? escapeOf(character));
}
/**
* One line of a job's log that no runner takes for a command, whatever file name or title it repeats. GitHub's
* runner reads `::name …::` at the start of a line, after white space, and the older `##[name]` anywhere in it
* (actions/runner, ActionCommand.cs); act and Gitea's runner read both at the start.
*/
function logLine(text) {
	return visible(text).replaceAll("##[", `##${escapeOf("[")}`).replace(/^(\s*):(?=:)/, (_, space) => `${space}${escapeOf(":")}`);
}
/** The text, or where it is longer than `length` characters its two ends around an ellipsis. */
function shortened(text, length) {
	let characters = [...text];
	if (characters.length <= length) return text;
	let tail = Math.floor((length - 1) / 2);
	return `${characters.slice(0, length - 1 - tail).join("")}…${characters.slice(-tail).join("")}`;
}
function escapeOf(character) {
	return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
export { shortened as n, visible as r, logLine as t };
