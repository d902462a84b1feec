import { IdentikitError, asFault } from "../start/faces.js";
import { foldPath, matchesWildCard } from "./tree.js";
// src/changes/rule.ts
const ruleNames = [
	"forbidden-paths",
	"forbidden-env",
	"host-token",
	"secrets",
	"reserved-paths",
	"reviews",
	"checklist",
	"required-without-paths",
	"all-required"
];
// src/changes/patch.ts
const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const headers = /^(?:old mode|new mode|new file mode|deleted file mode|similarity index|dissimilarity index|rename from|rename to|copy from|copy to|index|---|\+\+\+) /;
function parsePatch(patch) {
	const lines = patch.split("\n");
	if (lines.at(-1) === "") lines.pop();
	const sections = [];
	for (let at = 0; at < lines.length;) {
		if (!lines[at]?.startsWith("diff --git ")) throw malformed(at);
		const header = [lines[at++] ?? ""];
		while (headers.test(lines[at] ?? "")) header.push(lines[at++] ?? "");
		if (/^(?:Binary files |GIT binary patch)/.test(lines[at] ?? "")) {
			while (at < lines.length && !lines[at]?.startsWith("diff --git ")) at++;
			sections.push({
				header,
				added: [],
				binary: true
			});
			continue;
		}
		const { added, next } = parseHunks(lines, at);
		sections.push({
			header,
			added,
			binary: false
		});
		at = next;
	}
	return sections;
}
function parseFilePatch(patch) {
	const lines = Buffer.from(patch, "utf8").toString("latin1").replace(/\n$/, "").split("\n");
	const { added, next } = parseHunks(lines, 0);
	if (next < lines.length) throw malformed(next);
	return added;
}
function parseHunks(lines, start) {
	const added = [];
	let at = start;
	for (let match = hunk.exec(lines[at] ?? ""); match; match = hunk.exec(lines[at] ?? "")) at = parseHunk(lines, at, match, added);
	return {
		added,
		next: at
	};
}
function parseHunk(lines, start, [, oldCount = "1", newStart, newCount = "1"], added) {
	let [before, line, after] = [
		Number(oldCount),
		Number(newStart),
		Number(newCount)
	];
	let at = start + 1;
	for (; before > 0 || after > 0; at++) {
		const text = lines[at];
		if (text === void 0 || !/^(?:[ +\\-]|$)/.test(text)) throw malformed(at);
		if (text.startsWith("\\")) continue;
		if (!text.startsWith("+")) before--;
		if (text.startsWith("-")) continue;
		after--;
		if (text.startsWith("+")) added.push({
			line,
			text: utf8(text.slice(1))
		});
		line++;
	}
	if (before < 0 || after < 0) throw malformed(at);
	while (lines[at]?.startsWith("\\")) at++;
	return at;
}
function utf8(latin1) {
	return Buffer.from(latin1, "latin1").toString("utf8");
}
function pathsOf({ header }) {
	const value = (name) => header.find((line) => line.startsWith(name))?.slice(name.length);
	const named = (name, side) => {
		const text = value(name);
		if (text === void 0) return void 0;
		const path = unquoted(text.replace(/\t$/, ""));
		return path.startsWith(side) ? path.slice(side.length) : path;
	};
	const [old, now] = [named("--- ", "a/"), named("+++ ", "b/")];
	const [from, to] = [named("rename from ", "") ?? named("copy from ", ""), named("rename to ", "") ?? named("copy to ", "")];
	const both = from === void 0 && old === void 0 ? symmetric(header[0] ?? "") : void 0;
	const isNew = value("new file mode ") !== void 0;
	const isGone = value("deleted file mode ") !== void 0;
	const before = isNew ? void 0 : from ?? old ?? both;
	const after = isGone ? void 0 : to ?? now ?? both;
	return {
		...before === void 0 ? {} : { before },
		...after === void 0 ? {} : { after }
	};
}
function symmetric(line) {
	const names = line.slice(11);
	const quoted = /^("a\/(?:[^"\\]|\\.)*") ("b\/(?:[^"\\]|\\.)*")$/.exec(names);
	const [a, b] = quoted ? [unquoted(quoted[1] ?? ""), unquoted(quoted[2] ?? "")] : [names.slice(0, (names.length - 1) / 2), names.slice((names.length + 1) / 2)];
	if (a.startsWith("a/") && b.startsWith("b/") && a.slice(2) === b.slice(2)) return quoted ? a.slice(2) : utf8(a.slice(2));
	throw new IdentikitError("CHANGE_UNKNOWN", "a path in the diff can be read in two ways", { remedy: "Check out the repository with fetch-depth: 0, so that the diff is read from git." });
}
const escapes = {
	a: "\x07",
	b: "\b",
	t: "	",
	n: "\n",
	v: "\v",
	f: "\f",
	r: "\r",
	"\"": "\"",
	"\\": "\\"
};
function unquoted(text) {
	if (!/^".*"$/s.test(text)) return utf8(text);
	return utf8(text.slice(1, -1).replace(/\\(?:([0-7]{3})|(.))/g, (_, octal, letter = "") => octal === void 0 ? escapes[letter] ?? letter : String.fromCharCode(Number.parseInt(octal, 8))));
}
function malformed(at) {
	return new IdentikitError("CHANGE_UNKNOWN", `line ${at + 1} of the diff is not of the form of a patch`, { remedy: "Check out the repository with fetch-depth: 0, so that the diff is read from git." });
}
// src/changes/known.ts
async function known(look) {
	try {
		return { value: await look() };
	} catch (caught) {
		const fault = asFault(caught);
		if (fault.code === "CANCELLED" || fault.code === "INTERNAL") throw fault;
		return { fault };
	}
}
function unknown(message, remedy) {
	return { fault: new IdentikitError("CHANGE_UNKNOWN", message, { remedy }) };
}
function withFact(fact, judge) {
	return "value" in fact ? judge(fact.value) : [unverifiedBy(fact.fault)];
}
function unverifiedBy({ code, message, remedy, location }) {
	return {
		code,
		severity: "unverified",
		path: location?.file ?? "the pull request",
		expected: null,
		actual: message,
		remedy,
		...location ? { location } : {}
	};
}
// src/changes/finding.ts
function atFile(file, found) {
	const { code, severity = "error", line, problem, expected = null, actual = null, remedy } = found;
	const location = {
		file: file.path,
		...line === void 0 ? {} : { line }
	};
	return {
		code,
		severity,
		path: file.path,
		expected,
		actual,
		remedy,
		problem,
		location
	};
}
function about(path, found) {
	const { code, severity = "error", problem, expected = null, actual = null, remedy } = found;
	return {
		code,
		severity,
		path,
		expected,
		actual,
		remedy,
		problem
	};
}
function unread(file, why) {
	return atFile(file, {
		code: "CHANGE_UNREAD",
		severity: "unverified",
		problem: why,
		remedy: "Look at it by hand and leave the path out of the rule in identikit.yaml, or check out with fetch-depth: 0 so that git gives its lines."
	});
}
// src/changes/rules/all-required.ts
const allRequired = {
	name: "all-required",
	needs: ["checks"],
	inForce: ({ allRequired: asked }) => asked?.enabled ?? false,
	judge: ({ checks }, { allRequired: asked }) => withFact(checks, (results) => asked === void 0 ? [] : asked.checks.flatMap((check) => judgeCheck(wantedOf(check, asked), results)))
};
function wantedOf(check, { from, skipped }) {
	return {
		name: check.name,
		from: check.from ?? from,
		skipped: check.skipped ?? skipped
	};
}
function judgeCheck(wanted, results) {
	const named = results.filter(({ name }) => name === wanted.name);
	const trusted = named.filter(({ by }) => wanted.from.some((from) => from.toLowerCase() === by.toLowerCase()));
	const strange = imitations(wanted, named.filter((one) => !trusted.includes(one)));
	const [state, shown] = stateOf(newestOfEach(trusted), wanted);
	if (state === "green") return strange;
	if (state === "pending") return [...strange, pending(wanted, shown)];
	const problem = `the check ${JSON.stringify(wanted.name)} is ${shown} on the head commit`;
	const remedy = "Fix what the check found, or run it again; this status follows.";
	return [...strange, about(wanted.name, {
		code: "CHECK_NOT_GREEN",
		problem,
		remedy
	})];
}
function newestOfEach(results) {
	return [...results.filter(({ suite }) => suite === void 0).toSorted((a, b) => b.id - a.id).slice(0, 1), ...results.filter(({ suite }) => suite !== void 0)];
}
function stateOf(newest, { skipped }) {
	if (newest.length === 0) return ["pending", "not reported yet"];
	const has = (state) => newest.some((one) => one.state === state);
	if (has("failure")) return ["red", "not green"];
	if (has("pending")) return ["pending", "still running"];
	if (has("skipped") && skipped === "fail") return ["red", "skipped, which counts as a failure"];
	return ["green", "green"];
}
function pending({ name }, shown) {
	return about(name, {
		code: "CHECK_PENDING",
		severity: "unverified",
		problem: `the check ${JSON.stringify(name)} is ${shown} on the head commit`,
		remedy: "Wait until it has come to its end: the event that tells so judges again."
	});
}
function imitations({ name, from }, strangers) {
	return [...new Set(strangers.map(({ by }) => by))].map((by) => about(name, {
		code: "CHECK_IMITATED",
		severity: "warning",
		problem: `${JSON.stringify(by)} set a check with this name, which does not count`,
		expected: from.join(", "),
		actual: by,
		remedy: "Find out who set it and why; if it is rightful, name the account in changes.allRequired."
	}));
}
// src/changes/task-list.ts
const listItem = /^\s{0,12}(?:[-*+]|\d{1,9}[.)])\s/;
const item = /^(\s{0,12})(?:[-*+]|\d{1,9}[.)])\s{1,4}\[([ xX])\]\s{1,9}(\S.*)$/;
function tasksOf(markdown) {
	const lines = withoutComments(markdown.replaceAll("\r\n", "\n").replaceAll("\r", "\n")).split("\n");
	const tasks = [];
	let fence;
	let inList = false;
	for (const [at, line] of lines.entries()) {
		const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
		if (fence !== void 0) {
			if (mark?.startsWith(fence) && /^\s{0,3}(?:`+|~+)\s*$/.test(line)) fence = void 0;
			continue;
		}
		if (mark !== void 0) {
			fence = mark;
			continue;
		}
		const [, indent = "", box, text] = item.exec(line) ?? [];
		const nested = indent.length < 4 || inList;
		if (line.trim() !== "") inList = nested && listItem.test(line);
		if (box !== void 0 && text !== void 0 && nested) tasks.push({
			text: plainText(text),
			ticked: box !== " ",
			line: at + 1
		});
	}
	return tasks;
}
function withoutComments(text) {
	return text.replace(/<!--[\s\S]*?(?:-->|$)|<(pre|script|style|textarea)\b[\s\S]*?(?:<\/\1|$)/gi, (hidden) => hidden.replace(/[^\n]/g, " "));
}
function plainText(text) {
	return text.normalize("NFC").replace(/[\p{Cf}]/gu, "").replace(/\s+/g, " ").trim();
}
// src/changes/rules/checklist.ts
const checklist = {
	name: "checklist",
	needs: ["template"],
	inForce: ({ checklist: asked }) => asked?.enabled ?? false,
	judge: ({ request, template }, { checklist: asked }) => withFact(request, ({ body }) => withFact(template, (page) => {
		if (page === void 0) return [noTemplate(asked?.template)];
		const optional = new Set(asked?.optional);
		const wanted = tasksOf(page.text).filter(({ text }) => !optional.has(text));
		const given = tasksOf(body);
		return wanted.flatMap(({ text, line }) => {
			const same = given.filter((task) => task.text === text);
			const state = same.length === 0 ? "missing" : same.every(({ ticked }) => ticked) ? "ticked" : "open";
			return state === "ticked" ? [] : [unticked(text, state, `${page.path}:${line}`)];
		});
	}))
};
function unticked(text, state, place) {
	return about(`the item ${JSON.stringify(text)}`, {
		code: "CHANGE_UNTICKED",
		problem: state === "missing" ? `the item of ${place} is not in the pull request's text, or was reworded` : "the item is not ticked",
		remedy: "Tick it in the pull request's own text, word by word as in the template, once it is true."
	});
}
function noTemplate(path) {
	return about(path ?? "the template of pull requests", {
		code: "CHANGE_UNREAD",
		severity: "unverified",
		problem: "the base branch has no such template, so nobody knows which items have to be ticked",
		remedy: "Add it to the base branch, or correct changes.checklist.template in identikit.yaml."
	});
}
// src/changes/env-writes.ts
const forms = [
	["an assignment", /(?<![\w$])(?<!\b(?:const|let|var|val|final)\s{1,9})([A-Za-z_]\w*)["'`\])]{0,4}\s{0,20}(?::|\?\??|\|\||\+)?=(?![=>~])/g],
	["a key of a mapping", /(?<![\w$])([A-Za-z_]\w*)(?:["'`]\]?\s{0,20}:|\s{0,20}:(?=\s|$))/g],
	["a key of a mapping", /^\s{0,200}\?\s{1,20}["']?([A-Za-z_]\w*)["']?\s*$/g],
	["the name of a variable", /\b(?:name|key|variable|var|envvar)["'`]?\s{0,20}[:=]\s{0,20}["'`]?([A-Za-z_]\w*)["'`]?\s{0,20}(?=[,}\])#]|$)/gi],
	["an item of a list of variables", /^\s{0,200}-\s{1,20}["']?([A-Za-z_]\w*)["']?\s{0,20}(?:#.*)?$/g],
	["an instruction of a Dockerfile", /^\s{0,200}(?:ENV|ARG)\s{1,20}([A-Za-z_]\w*)/gi],
	["an exported variable", /(?:^|[;&|]\s{0,20})\s{0,200}(?:export|declare\s{1,9}-\w*x\w*|typeset\s{1,9}-\w*x\w*)\s{1,20}([A-Za-z_]\w*)/g],
	["an option of a command", /(?:^|[\s"'`[,])(?:-e|--env|--build-arg|--env-add|--set-env|--set|-v)["'`]?[\s,=]{1,20}["'`]?([A-Za-z_]\w*)/g],
	["a call that sets a variable", /\b(?:setenv|putenv|set_var|setvar|set_env|setenvironmentvariable|addenv|set|setdefault|insert|put|append)\s{0,9}\(\s{0,20}["'`]([A-Za-z_]\w*)/gi],
	["an entry of a mapping", /\[\s{0,20}["'`]([A-Za-z_]\w*)["'`]\s{0,20},/g]
];
const shorthand = /[{,]\s{0,20}([A-Za-z_]\w*)(?=\s{0,20}[,}])/g;
function envWritesIn(text) {
	const written = forms.flatMap(([form, expression]) => [...text.matchAll(expression)].map(([, name = ""]) => ({
		name,
		form
	})));
	if (/\}\s*=|^\s*(?:import|export)\b/.test(text)) return written;
	const short = [...text.matchAll(shorthand)].map(([, name = ""]) => ({
		name,
		form: "a property"
	}));
	return [...written, ...short];
}
// src/changes/path-pattern.ts
function matchesPath(pattern, path) {
	const wanted = pattern.replace(/\/+$/, "").split("/");
	return segmentsMatch(wanted.at(-1) === "**" ? wanted : [...wanted, "**"], path.split("/"));
}
function touches(pattern, { path, from, special }) {
	const folded = foldPath(pattern);
	if ((from === void 0 ? [path] : [path, from]).some((each) => matchesPath(folded, foldPath(each)))) return true;
	const literal = folded.split("/").slice(0, folded.split("/").findIndex(isWild));
	const fixed = folded.split("/").some(isWild) ? literal.join("/") : folded;
	return special !== void 0 && `${fixed}/`.startsWith(`${foldPath(path)}/`);
}
function isExcepted(patterns, path) {
	return patterns.some((pattern) => matchesPath(pattern, path));
}
function matchesName(pattern, name) {
	return matchesWildCard([...pattern], [...name], "*", (wanted, got) => wanted === "?" || wanted === got);
}
function segmentsMatch(pattern, path) {
	return matchesWildCard(pattern, path, "**", matchesName);
}
function isWild(segment) {
	return /[*?]/.test(segment);
}
// src/changes/readings.ts
const pieceLength = 2e4;
function readLines(added) {
	return added.map(({ line, text }, at) => {
		const next = added[at + 1];
		const texts = /\\\s*$/.test(text) && next?.line === line + 1 ? [text, text.replace(/\\\s*$/, "") + next.text.trimStart()] : [text];
		return {
			line,
			readings: [...new Set(texts.flatMap(readingsOf))]
		};
	});
}
function readingsOf(text) {
	return text.split(/[\r\u0085\u2028\u2029\v\f]/).flatMap(pieces).flatMap((line) => {
		const plain = line.replaceAll("\0", "").replace(/^\ufeff/, "");
		if (/^\s*(?:#(?!\{)|\/\/)/.test(plain)) return [];
		return [
			plain,
			joined(plain),
			joined(unescaped(plain))
		];
	});
}
function pieces(text) {
	const all = [];
	for (let at = 0; at === 0 || at < text.length; at += 19500) all.push(text.slice(at, at + pieceLength));
	return all;
}
function unescaped(text) {
	return text.replace(/\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\x([0-9a-f]{2})|%([0-9a-f]{2})/gi, (all, ...hex) => characterOf(all, hex.slice(0, 5).find((digits) => digits !== void 0), 16)).replace(/\\([0-7]{3})/g, (all, octal) => characterOf(all, octal, 8));
}
function characterOf(written, digits, base) {
	const code = Number.parseInt(String(digits), base);
	return code > 0 && code <= 1114111 ? String.fromCodePoint(code) : written;
}
function joined(text) {
	return text.replace(/(["'`])\s*(?:\+|\.|~|\|\||&)?\s*\1(?=[\w])/g, "").replace(/''|""|\\(?=[A-Za-z_])/g, "");
}
// src/changes/rules/forbidden-env.ts
const forbiddenEnv = {
	name: "forbidden-env",
	needs: ["diff"],
	inForce: ({ forbiddenEnv: { enabled } }) => enabled,
	judge: ({ diff }, { forbiddenEnv: { keys, allow, except } }) => {
		const isForbidden = ({ name }) => keys.some((key) => matchesName(key, name)) && !allow.some((key) => matchesName(key, name));
		return withFact(diff, ({ files }) => files.filter(({ path }) => !isExcepted(except, path)).flatMap((file) => writesOf(file, isForbidden)));
	}
};
function writesOf(file, isForbidden) {
	if (file.kind === "deleted") return [];
	const hidden = hiddenContent(file);
	if (hidden) return [hidden];
	return readLines(file.added ?? []).flatMap(({ line, readings }) => {
		const writes = readings.flatMap(envWritesIn).filter(isForbidden);
		return [...new Map(writes.map((write) => [write.name, write.form]))].map(([name, form]) => atFile(file, {
			code: "CHANGE_FORBIDDEN_ENV",
			line,
			problem: `the line writes ${name}, which no tenant's environment may hold (${form})`,
			remedy: "Take the variable out; the platform's own jobs get it from their runner."
		}));
	});
}
function hiddenContent(file) {
	if (file.kind === "deleted") return void 0;
	if (file.special === "submodule") return unread(file, "the content of a submodule is not in the diff");
	if (file.special === "symlink") return unread(file, "what a symbolic link leads to is not in the diff");
	return file.added === void 0 ? unread(file, "the diff does not show the file's lines") : void 0;
}
// src/changes/rules/forbidden-paths.ts
const forbiddenPaths = {
	name: "forbidden-paths",
	needs: ["diff"],
	inForce: ({ forbiddenPaths: rules }) => rules.length > 0,
	judge: ({ diff }, { forbiddenPaths: rules }) => withFact(diff, ({ files }) => files.flatMap((file) => rules.flatMap(({ paths, except, reason }) => {
		if (isExcepted(except, file.path) && !(file.from && !isExcepted(except, file.from))) return [];
		const hit = paths.find((pattern) => touches(pattern, file));
		if (hit === void 0) return [];
		return [atFile(file, {
			code: "CHANGE_FORBIDDEN_PATH",
			problem: `the path matches ${hit}, which no pull request may change: ${reason}`,
			remedy: "Take the file out of the pull request."
		})];
	})))
};
// src/changes/name-overlap.ts
function mayMeet(one, other) {
	const [a, b] = [[...one], [...other]];
	let below = b.map((_, j) => onlyStars(b, j)).concat(true);
	for (let i = a.length - 1; i >= 0; i--) {
		const row = new Array(b.length + 1).fill(false);
		row[b.length] = onlyStars(a, i);
		for (let j = b.length - 1; j >= 0; j--) if (a[i] === "*" || b[j] === "*") row[j] = (below[j] ?? false) || (row[j + 1] ?? false) || (below[j + 1] ?? false);
		else row[j] = a[i] === b[j] && (below[j + 1] ?? false);
		below = row;
	}
	return below[0] ?? false;
}
function onlyStars(text, from) {
	return text.slice(from).every((character) => character === "*");
}
// src/changes/approvals.ts
function approvalsOf(request, reviews, members, head) {
	const latest = new Map();
	for (const review of reviews.toSorted((a, b) => a.id - b.id)) {
		if (review.state === "other") continue;
		latest.set(review.reviewer.login.toLowerCase(), review);
	}
	const by = [];
	const remarks = [];
	for (const [login, review] of latest) {
		if (!members.has(login)) continue;
		const why = whyNot(review, login, request, head);
		if (why === void 0) by.push(login);
		else remarks.push(`${login} ${why}`);
	}
	return {
		by,
		remarks
	};
}
function whyNot(review, login, request, head) {
	if (review.state === "asked") return "was asked for a review again";
	if (review.state === "changes-requested") return "requested changes";
	if (review.state === "dismissed") return "approved, and the review was dismissed";
	if (login === request.author.login.toLowerCase()) return "is the author";
	if (review.reviewer.bot) return "is a program";
	if (review.commit !== head) return `approved ${review.commit?.slice(0, 12) ?? "a commit that is gone"}, not the head ${head.slice(0, 12)}`;
	if (request.asked.some((asked) => asked.toLowerCase() === login)) return "was asked for a review again";
}
function withApprovals({ request, reviews, members, head }, group, judge) {
	const team = members[group] ?? noGroup(group);
	return withFact(request, (pull) => withFact(reviews, (given) => withFact(team, (logins) => judge(approvalsOf(pull, given, logins, head)))));
}
function noGroup(group) {
	return unknown(`the group ${group} is not in changes.groups`, "Add the group to identikit.yaml.");
}
function remarksText({ remarks }) {
	return remarks.length === 0 ? "no member of the group has reviewed it" : remarks.join("; ");
}
// src/changes/rules/reserved-paths.ts
const gatePaths = [
	".github/workflows/**",
	".gitea/workflows/**",
	".forgejo/workflows/**",
	".github/actions/**",
	".gitea/actions/**",
	".forgejo/actions/**",
	"**/action.yml",
	"**/action.yaml",
	".gitmodules"
];
const reservedPaths = {
	name: "reserved-paths",
	needs: ["diff", "reviews"],
	inForce: () => true,
	judge: (facts, settings) => withFact(facts.diff, ({ files }) => reservedBy(facts, settings).flatMap((reserved) => {
		const hit = files.filter((file) => isReserved(reserved, file));
		return hit.length === 0 ? [] : unapproved(facts, reserved, hit);
	}))
};
function reservedBy({ ownFiles }, settings) {
	return [{
		paths: [...gatePaths, ...ownFiles],
		except: [],
		group: settings.keepers,
		approvals: 1,
		reason: "it decides what the gates do"
	}, ...settings.reservedPaths];
}
function isReserved({ paths, except }, file) {
	if ([file.path, ...file.from === void 0 ? [] : [file.from]].every((path) => isExcepted(except, path))) return false;
	return paths.some((pattern) => touches(pattern, file));
}
function unapproved(facts, reserved, files) {
	const { group, approvals: wanted, reason } = reserved;
	if (group === void 0) return files.map((file) => nobody(file, reason));
	return withApprovals(facts, group, (approvals) => {
		if (approvals.by.length >= wanted) return [];
		const problem = `the path is reserved (${reason}), and ${missing(wanted, approvals.by.length)} of ${group} is missing: ${remarksText(approvals)}`;
		const remedy = `Ask a member of ${group} who did not write the change to approve its latest commit.`;
		return files.map((file) => atFile(file, {
			code: "CHANGE_RESERVED_PATH",
			problem,
			remedy
		}));
	});
}
function missing(wanted, given) {
	return wanted === 1 ? "an approval" : `${wanted - given} of ${wanted} approvals`;
}
function nobody(file, reason) {
	return atFile(file, {
		code: "CHANGE_RESERVED_PATH",
		problem: `the path is reserved (${reason}), and changes.keepers names no group that could approve it`,
		remedy: "Name a group in changes.keepers of identikit.yaml on the base branch, with an administrator's merge."
	});
}
function missingApproval({ group, wanted, given, why }, remarks) {
	return about("the pull request", {
		code: "CHANGE_REVIEW_MISSING",
		problem: `${missing(wanted, given)} of ${group} is missing (${why}): ${remarks}`,
		expected: `${wanted} by ${group} on the head commit`,
		actual: `${given}`,
		remedy: `Ask a member of ${group} who did not write the change to approve its latest commit.`
	});
}
// src/changes/rules/reviews.ts
const reviews = {
	name: "reviews",
	needs: ["diff", "reviews"],
	inForce: ({ reviews: wanted }) => wanted.length > 0,
	judge: (facts, { reviews: wanted }) => wanted.flatMap((one) => [...findingsOf(facts, one)])
};
function findingsOf(facts, wanted) {
	if (wanted.paths === void 0 && wanted.labels === void 0) return asked(facts, wanted, "always");
	const byPath = withFact(facts.diff, ({ files }) => {
		const hit = files.find((file) => wanted.paths?.some((pattern) => touches(pattern, file)));
		return hit ? asked(facts, wanted, `for ${JSON.stringify(hit.path)}`) : [];
	});
	if (wanted.paths !== void 0 && byPath.length > 0) return byPath;
	return withFact(facts.request, ({ labels }) => {
		const label = labels.find((one) => wanted.labels?.includes(one));
		return label === void 0 ? [] : asked(facts, wanted, `for the label ${JSON.stringify(label)}`);
	});
}
function asked(facts, { group, approvals: count }, why) {
	return withApprovals(facts, group, (approvals) => approvals.by.length >= count ? [] : [missingApproval({
		group,
		wanted: count,
		given: approvals.by.length,
		why
	}, remarksText(approvals))]);
}
// src/changes/areas.ts
function areasOf({ files }, areas) {
	const touched = (patterns) => files.some((file) => patterns.some((pattern) => touches(pattern, file)));
	return Object.fromEntries(Object.entries(areas).map(([name, patterns]) => [name, touched(patterns)]));
}
// src/changes/stuck-statuses.ts
function stuckStatuses(results, { now, afterMs, contexts, except }) {
	const newest = new Map();
	for (const result of results) {
		if (result.suite !== void 0) continue;
		if ((newest.get(result.name)?.id ?? -1) < result.id) newest.set(result.name, result);
	}
	return [...newest.values()].filter(({ name, state, at }) => state === "pending" && (at === void 0 || now.getTime() - at.getTime() >= afterMs) && contexts.some((pattern) => matchesName(pattern, name)) && !except.some((pattern) => matchesName(pattern, name)));
}
export { about, allRequired, areasOf, atFile, checklist, forbiddenEnv, forbiddenPaths, hiddenContent, isExcepted, known, matchesName, mayMeet, parseFilePatch, parsePatch, pathsOf, readLines, reservedPaths, reviews, ruleNames, stuckStatuses, touches, unknown, unverifiedBy, withFact };
