import { areasOf } from "../rooms/changes.js";
import { readBaseRules } from "../rooms/changes-with-yaml.js";
import { openChange, openCheckout } from "../rooms/commands-with-changes-child_process-host-template.js";
import { IdentikitError } from "../start/faces.js";
import { readChangeEvent } from "../rooms/host.js";
// src/actions/detect-changes/body.ts
async function run(context, options) {
	const { areas, why } = await detect(context, options);
	const touched = Object.entries(areas).flatMap(([name, is]) => is ? [name] : []);
	const said = touched.length === 0 ? "no area is touched" : `touched: ${touched.join(", ")}`;
	return {
		outputs: {
			areas: { ...areas },
			changed: touched.length > 0
		},
		account: [why === void 0 ? said : `${said} (${why})`]
	};
}
async function detect(context, options) {
	const event = readChangeEvent(context.env);
	if (options.base === void 0 && event.base === void 0 && event.request === void 0) return await everything(context, options, "the event has nothing to compare with");
	const change = await openChange(context, options);
	const { content, base, head, directory } = change;
	if ("fault" in change.request && !await isAhead(context, options, change)) return await everything(context, options, "the branch does not go on from where it was");
	const { settings } = await readBaseRules(content, base, directory);
	return { areas: areasOf(await content.diff(base, head), settings?.areas ?? {}) };
}
async function isAhead(context, { root = "." }, { base, head }) {
	return await openCheckout(context, root)?.goesOn(base, head) ?? false;
}
async function everything(context, { root = ".", head: named = "HEAD" }, why) {
	const git = openCheckout(context, root);
	const head = await git?.commit(named);
	if (!git || head === void 0) throw new IdentikitError("CHANGE_UNKNOWN", `${why}, and there is no checkout that names the areas`, { remedy: "Check out the repository before this step." });
	const { settings } = await readBaseRules(git, head, git.directory);
	const names = Object.keys(settings?.areas ?? {});
	return {
		areas: Object.fromEntries(names.map((name) => [name, true])),
		why
	};
}
export { run };
