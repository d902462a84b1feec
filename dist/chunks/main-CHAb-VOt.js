import "./rolldown-runtime-DqgWs3Hx.js";
import { C as count, I as IdentikitError, L as asFault, N as logLine, O as openProject, S as text, T as shortDigest, b as positional, c as defineJob, d as jsonOf, f as databaseOption, g as flag, h as choice, k as workPath, l as errorOf, m as rootOption, n as parseOptions, r as kebab, u as exitCodeOf, v as option, x as requiredText, y as optionMeta } from "./foundation-QtvXJkSz.js";
import { f as object, g as string, t as number } from "./zod-BjridcMG.js";
import { t as bake } from "./bake-CX4brNFR.js";
import { t as configExport } from "./config-export-B9AywNe5.js";
import { t as configImport } from "./config-import-FV-_uQf4.js";
import { n as changeOutputs, r as changeSummary, t as changeDetails } from "./change-account-DM1Jh4Kk.js";
import { r as makeReport } from "./report-files-BBRpNNKD.js";
import { t as configSync } from "./config-sync-Jl7a2bgH.js";
import { t as envOptions } from "./env-session-C4DHMo9B.js";
import { t as fetch } from "./fetch-CkIrv6L5.js";
import { t as gate } from "./gate-CEB4X30L.js";
import { t as materialize } from "./materialize-EpEUK0AC.js";
import { t as publish } from "./publish-nTJsSvUt.js";
import { n as renderResult, r as renderRun, t as render } from "./render-D35NgLHn.js";
import { t as promote } from "./promote-Dh87fta5.js";
import { t as reconcile } from "./reconcile-F64elgfu.js";
import { n as openOwnProcess, r as setExitCode, t as dieOf } from "./own-process-Cp73rYtr.js";
import path, { relative, resolve } from "node:path";
import Br from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { EventEmitter } from "node:events";
import childProcess from "node:child_process";
import process from "node:process";
/**
* CommanderError class
*/
var CommanderError = class extends Error {
	/**
	* Constructs the CommanderError class
	* @param {number} exitCode suggested exit code which could be used with process.exit
	* @param {string} code an id string representing the error
	* @param {string} message human-readable description of the error
	*/
	constructor(exitCode, code, message) {
		super(message), Error.captureStackTrace(this, this.constructor), this.name = this.constructor.name, this.code = code, this.exitCode = exitCode, this.nestedError = void 0;
	}
}, InvalidArgumentError = class extends CommanderError {
	/**
	* Constructs the InvalidArgumentError class
	* @param {string} [message] explanation of why argument is invalid
	*/
	constructor(message) {
		super(1, "commander.invalidArgument", message), Error.captureStackTrace(this, this.constructor), this.name = this.constructor.name;
	}
}, Argument = class {
	/**
	* Initialize a new command argument with the given name and description.
	* The default is that the argument is required, and you can explicitly
	* indicate this with <> around the name. Put [] around the name for an optional argument.
	*
	* @param {string} name
	* @param {string} [description]
	*/
	constructor(name, description) {
		switch (this.description = description || "", this.variadic = !1, this.parseArg = void 0, this.defaultValue = void 0, this.defaultValueDescription = void 0, this.argChoices = void 0, name[0]) {
			case "<":
				this.required = !0, this._name = name.slice(1, -1);
				break;
			case "[":
				this.required = !1, this._name = name.slice(1, -1);
				break;
			default: this.required = !0, this._name = name;
		}
		this._name.endsWith("...") && (this.variadic = !0, this._name = this._name.slice(0, -3));
	}
	/**
	* Return argument name.
	*
	* @return {string}
	*/
	name() {
		return this._name;
	}
	/**
	* @package
	*/
	_collectValue(value, previous) {
		return previous === this.defaultValue || !Array.isArray(previous) ? [value] : (previous.push(value), previous);
	}
	/**
	* Set the default value, and optionally supply the description to be displayed in the help.
	*
	* @param {*} value
	* @param {string} [description]
	* @return {Argument}
	*/
	default(value, description) {
		return this.defaultValue = value, this.defaultValueDescription = description, this;
	}
	/**
	* Set the custom handler for processing CLI command arguments into argument values.
	*
	* @param {Function} [fn]
	* @return {Argument}
	*/
	argParser(fn) {
		return this.parseArg = fn, this;
	}
	/**
	* Only allow argument value to be one of choices.
	*
	* @param {string[]} values
	* @return {Argument}
	*/
	choices(values) {
		return this.argChoices = values.slice(), this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			return this.variadic ? this._collectValue(arg, previous) : arg;
		}, this;
	}
	/**
	* Make argument required.
	*
	* @returns {Argument}
	*/
	argRequired() {
		return this.required = !0, this;
	}
	/**
	* Make argument optional.
	*
	* @returns {Argument}
	*/
	argOptional() {
		return this.required = !1, this;
	}
};
/**
* Takes an argument and returns its human readable equivalent for help usage.
*
* @param {Argument} arg
* @return {string}
* @private
*/
function humanReadableArgName(arg) {
	let nameOutput = arg.name() + (arg.variadic === !0 ? "..." : "");
	return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
}
/**
* TypeScript import types for JSDoc, used by Visual Studio Code IntelliSense and `npm run typescript-checkJS`
* https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html#import-types
* @typedef { import("./argument.js").Argument } Argument
* @typedef { import("./command.js").Command } Command
* @typedef { import("./option.js").Option } Option
*/
var Help = class {
	constructor() {
		this.helpWidth = void 0, this.minWidthToWrap = 40, this.sortSubcommands = !1, this.sortOptions = !1, this.showGlobalOptions = !1;
	}
	/**
	* prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
	* and just before calling `formatHelp()`.
	*
	* Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
	*
	* @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
	*/
	prepareContext(contextOptions) {
		this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
	}
	/**
	* Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
	*
	* @param {Command} cmd
	* @returns {Command[]}
	*/
	visibleCommands(cmd) {
		let visibleCommands = cmd.commands.filter((cmd) => !cmd._hidden), helpCommand = cmd._getHelpCommand();
		return helpCommand && !helpCommand._hidden && visibleCommands.push(helpCommand), this.sortSubcommands && visibleCommands.sort((a, b) => a.name().localeCompare(b.name())), visibleCommands;
	}
	/**
	* Compare options for sort.
	*
	* @param {Option} a
	* @param {Option} b
	* @returns {number}
	*/
	compareOptions(a, b) {
		let getSortKey = (option) => option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
		return getSortKey(a).localeCompare(getSortKey(b));
	}
	/**
	* Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
	*
	* @param {Command} cmd
	* @returns {Option[]}
	*/
	visibleOptions(cmd) {
		let visibleOptions = cmd.options.filter((option) => !option.hidden), helpOption = cmd._getHelpOption();
		if (helpOption && !helpOption.hidden) {
			let removeShort = helpOption.short && cmd._findOption(helpOption.short), removeLong = helpOption.long && cmd._findOption(helpOption.long);
			!removeShort && !removeLong ? visibleOptions.push(helpOption) : helpOption.long && !removeLong ? visibleOptions.push(cmd.createOption(helpOption.long, helpOption.description).helpGroup(helpOption.helpGroupHeading)) : helpOption.short && !removeShort && visibleOptions.push(cmd.createOption(helpOption.short, helpOption.description).helpGroup(helpOption.helpGroupHeading));
		}
		return this.sortOptions && visibleOptions.sort(this.compareOptions), visibleOptions;
	}
	/**
	* Get an array of the visible global options. (Not including help.)
	*
	* @param {Command} cmd
	* @returns {Option[]}
	*/
	visibleGlobalOptions(cmd) {
		if (!this.showGlobalOptions) return [];
		let globalOptions = [];
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
			let visibleOptions = ancestorCmd.options.filter((option) => !option.hidden);
			globalOptions.push(...visibleOptions);
		}
		return this.sortOptions && globalOptions.sort(this.compareOptions), globalOptions;
	}
	/**
	* Get an array of the arguments if any have a description.
	*
	* @param {Command} cmd
	* @returns {Argument[]}
	*/
	visibleArguments(cmd) {
		return cmd._argsDescription && cmd.registeredArguments.forEach((argument) => {
			argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
		}), cmd.registeredArguments.find((argument) => argument.description) ? cmd.registeredArguments : [];
	}
	/**
	* Get the command term to show in the list of subcommands.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	subcommandTerm(cmd) {
		let args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
		return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + (args ? " " + args : "");
	}
	/**
	* Get the option term to show in the list of options.
	*
	* @param {Option} option
	* @returns {string}
	*/
	optionTerm(option) {
		return option.flags;
	}
	/**
	* Get the argument term to show in the list of arguments.
	*
	* @param {Argument} argument
	* @returns {string}
	*/
	argumentTerm(argument) {
		return argument.name();
	}
	/**
	* Get the longest command term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestSubcommandTermLength(cmd, helper) {
		return helper.visibleCommands(cmd).reduce((max, command) => Math.max(max, this.displayWidth(helper.styleSubcommandTerm(helper.subcommandTerm(command)))), 0);
	}
	/**
	* Get the longest option term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestOptionTermLength(cmd, helper) {
		return helper.visibleOptions(cmd).reduce((max, option) => Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))), 0);
	}
	/**
	* Get the longest global option term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestGlobalOptionTermLength(cmd, helper) {
		return helper.visibleGlobalOptions(cmd).reduce((max, option) => Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option)))), 0);
	}
	/**
	* Get the longest argument term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestArgumentTermLength(cmd, helper) {
		return helper.visibleArguments(cmd).reduce((max, argument) => Math.max(max, this.displayWidth(helper.styleArgumentTerm(helper.argumentTerm(argument)))), 0);
	}
	/**
	* Get the command usage to be displayed at the top of the built-in help.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	commandUsage(cmd) {
		let cmdName = cmd._name;
		cmd._aliases[0] && (cmdName = cmdName + "|" + cmd._aliases[0]);
		let ancestorCmdNames = "";
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
		return ancestorCmdNames + cmdName + " " + cmd.usage();
	}
	/**
	* Get the description for the command.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	commandDescription(cmd) {
		return cmd.description();
	}
	/**
	* Get the subcommand summary to show in the list of subcommands.
	* (Fallback to description for backwards compatibility.)
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	subcommandDescription(cmd) {
		return cmd.summary() || cmd.description();
	}
	/**
	* Get the option description to show in the list of options.
	*
	* @param {Option} option
	* @return {string}
	*/
	optionDescription(option) {
		let extraInfo = [];
		if (option.argChoices && extraInfo.push(`choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`), option.defaultValue !== void 0 && (option.required || option.optional || option.isBoolean() && typeof option.defaultValue == "boolean") && extraInfo.push(`default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`), option.presetArg !== void 0 && option.optional && extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`), option.envVar !== void 0 && extraInfo.push(`env: ${option.envVar}`), extraInfo.length > 0) {
			let extraDescription = `(${extraInfo.join(", ")})`;
			return option.description ? `${option.description} ${extraDescription}` : extraDescription;
		}
		return option.description;
	}
	/**
	* Get the argument description to show in the list of arguments.
	*
	* @param {Argument} argument
	* @return {string}
	*/
	argumentDescription(argument) {
		let extraInfo = [];
		if (argument.argChoices && extraInfo.push(`choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`), argument.defaultValue !== void 0 && extraInfo.push(`default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`), extraInfo.length > 0) {
			let extraDescription = `(${extraInfo.join(", ")})`;
			return argument.description ? `${argument.description} ${extraDescription}` : extraDescription;
		}
		return argument.description;
	}
	/**
	* Format a list of items, given a heading and an array of formatted items.
	*
	* @param {string} heading
	* @param {string[]} items
	* @param {Help} helper
	* @returns string[]
	*/
	formatItemList(heading, items, helper) {
		return items.length === 0 ? [] : [
			helper.styleTitle(heading),
			...items,
			""
		];
	}
	/**
	* Group items by their help group heading.
	*
	* @param {Command[] | Option[]} unsortedItems
	* @param {Command[] | Option[]} visibleItems
	* @param {Function} getGroup
	* @returns {Map<string, Command[] | Option[]>}
	*/
	groupItems(unsortedItems, visibleItems, getGroup) {
		let result = /* @__PURE__ */ new Map();
		return unsortedItems.forEach((item) => {
			let group = getGroup(item);
			result.has(group) || result.set(group, []);
		}), visibleItems.forEach((item) => {
			let group = getGroup(item);
			result.has(group) || result.set(group, []), result.get(group).push(item);
		}), result;
	}
	/**
	* Generate the built-in help text.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {string}
	*/
	formatHelp(cmd, helper) {
		let termWidth = helper.padWidth(cmd, helper), helpWidth = helper.helpWidth ?? 80;
		function callFormatItem(term, description) {
			return helper.formatItem(term, termWidth, description, helper);
		}
		let output = [`${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`, ""], commandDescription = helper.commandDescription(cmd);
		commandDescription.length > 0 && (output = output.concat([helper.boxWrap(helper.styleCommandDescription(commandDescription), helpWidth), ""]));
		let argumentList = helper.visibleArguments(cmd).map((argument) => callFormatItem(helper.styleArgumentTerm(helper.argumentTerm(argument)), helper.styleArgumentDescription(helper.argumentDescription(argument))));
		if (output = output.concat(this.formatItemList("Arguments:", argumentList, helper)), this.groupItems(cmd.options, helper.visibleOptions(cmd), (option) => option.helpGroupHeading ?? "Options:").forEach((options, group) => {
			let optionList = options.map((option) => callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option))));
			output = output.concat(this.formatItemList(group, optionList, helper));
		}), helper.showGlobalOptions) {
			let globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option))));
			output = output.concat(this.formatItemList("Global Options:", globalOptionList, helper));
		}
		return this.groupItems(cmd.commands, helper.visibleCommands(cmd), (sub) => sub.helpGroup() || "Commands:").forEach((commands, group) => {
			let commandList = commands.map((sub) => callFormatItem(helper.styleSubcommandTerm(helper.subcommandTerm(sub)), helper.styleSubcommandDescription(helper.subcommandDescription(sub))));
			output = output.concat(this.formatItemList(group, commandList, helper));
		}), output.join("\n");
	}
	/**
	* Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
	*
	* @param {string} str
	* @returns {number}
	*/
	displayWidth(str) {
		return stripVTControlCharacters(str).length;
	}
	/**
	* Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
	*
	* @param {string} str
	* @returns {string}
	*/
	styleTitle(str) {
		return str;
	}
	styleUsage(str) {
		return str.split(" ").map((word) => word === "[options]" ? this.styleOptionText(word) : word === "[command]" ? this.styleSubcommandText(word) : word[0] === "[" || word[0] === "<" ? this.styleArgumentText(word) : this.styleCommandText(word)).join(" ");
	}
	styleCommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleOptionDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleSubcommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleArgumentDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleDescriptionText(str) {
		return str;
	}
	styleOptionTerm(str) {
		return this.styleOptionText(str);
	}
	styleSubcommandTerm(str) {
		return str.split(" ").map((word) => word === "[options]" ? this.styleOptionText(word) : word[0] === "[" || word[0] === "<" ? this.styleArgumentText(word) : this.styleSubcommandText(word)).join(" ");
	}
	styleArgumentTerm(str) {
		return this.styleArgumentText(str);
	}
	styleOptionText(str) {
		return str;
	}
	styleArgumentText(str) {
		return str;
	}
	styleSubcommandText(str) {
		return str;
	}
	styleCommandText(str) {
		return str;
	}
	/**
	* Calculate the pad width from the maximum term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	padWidth(cmd, helper) {
		return Math.max(helper.longestOptionTermLength(cmd, helper), helper.longestGlobalOptionTermLength(cmd, helper), helper.longestSubcommandTermLength(cmd, helper), helper.longestArgumentTermLength(cmd, helper));
	}
	/**
	* Detect manually wrapped and indented strings by checking for line break followed by whitespace.
	*
	* @param {string} str
	* @returns {boolean}
	*/
	preformatted(str) {
		return /\n[^\S\r\n]/.test(str);
	}
	/**
	* Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
	*
	* So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
	*   TTT  DDD DDDD
	*        DD DDD
	*
	* @param {string} term
	* @param {number} termWidth
	* @param {string} description
	* @param {Help} helper
	* @returns {string}
	*/
	formatItem(term, termWidth, description, helper) {
		let itemIndentStr = " ".repeat(2);
		if (!description) return itemIndentStr + term;
		let paddedTerm = term.padEnd(termWidth + term.length - helper.displayWidth(term)), remainingWidth = (this.helpWidth ?? 80) - termWidth - 2 - 2, formattedDescription;
		return formattedDescription = remainingWidth < this.minWidthToWrap || helper.preformatted(description) ? description : helper.boxWrap(description, remainingWidth).replace(/\n/g, "\n" + " ".repeat(termWidth + 2)), itemIndentStr + paddedTerm + " ".repeat(2) + formattedDescription.replace(/\n/g, `\n${itemIndentStr}`);
	}
	/**
	* Wrap a string at whitespace, preserving existing line breaks.
	* Wrapping is skipped if the width is less than `minWidthToWrap`.
	*
	* @param {string} str
	* @param {number} width
	* @returns {string}
	*/
	boxWrap(str, width) {
		if (width < this.minWidthToWrap) return str;
		let rawLines = str.split(/\r\n|\n/), chunkPattern = /[\s]*[^\s]+/g, wrappedLines = [];
		return rawLines.forEach((line) => {
			let chunks = line.match(chunkPattern);
			if (chunks === null) {
				wrappedLines.push("");
				return;
			}
			let sumChunks = [chunks.shift()], sumWidth = this.displayWidth(sumChunks[0]);
			chunks.forEach((chunk) => {
				let visibleWidth = this.displayWidth(chunk);
				if (sumWidth + visibleWidth <= width) {
					sumChunks.push(chunk), sumWidth += visibleWidth;
					return;
				}
				wrappedLines.push(sumChunks.join(""));
				let nextChunk = chunk.trimStart();
				sumChunks = [nextChunk], sumWidth = this.displayWidth(nextChunk);
			}), wrappedLines.push(sumChunks.join(""));
		}), wrappedLines.join("\n");
	}
}, Option = class {
	/**
	* Initialize a new `Option` with the given `flags` and `description`.
	*
	* @param {string} flags
	* @param {string} [description]
	*/
	constructor(flags, description) {
		this.flags = flags, this.description = description || "", this.required = flags.includes("<"), this.optional = flags.includes("["), this.variadic = /\p{ID_Continue}\.\.\.[>\]]$/u.test(flags), this.mandatory = !1;
		let optionFlags = splitOptionFlags(flags);
		this.short = optionFlags.shortFlag, this.long = optionFlags.longFlag, this.negate = !1, this.long && (this.negate = this.long.startsWith("--no-")), this.defaultValue = void 0, this.defaultValueDescription = void 0, this.presetArg = void 0, this.envVar = void 0, this.parseArg = void 0, this.hidden = !1, this.argChoices = void 0, this.conflictsWith = [], this.implied = void 0, this.helpGroupHeading = void 0;
	}
	/**
	* Set the default value, and optionally supply the description to be displayed in the help.
	*
	* @param {*} value
	* @param {string} [description]
	* @return {Option}
	*/
	default(value, description) {
		return this.defaultValue = value, this.defaultValueDescription = description, this;
	}
	/**
	* Preset to use when option used without option-argument, especially optional but also boolean and negated.
	* The custom processing (parseArg) is called.
	*
	* @example
	* new Option('--color').default('GREYSCALE').preset('RGB');
	* new Option('--donate [amount]').preset('20').argParser(parseFloat);
	*
	* @param {*} arg
	* @return {Option}
	*/
	preset(arg) {
		return this.presetArg = arg, this;
	}
	/**
	* Add option name(s) that conflict with this option.
	* An error will be displayed if conflicting options are found during parsing.
	*
	* @example
	* new Option('--rgb').conflicts('cmyk');
	* new Option('--js').conflicts(['ts', 'jsx']);
	*
	* @param {(string | string[])} names
	* @return {Option}
	*/
	conflicts(names) {
		return this.conflictsWith = this.conflictsWith.concat(names), this;
	}
	/**
	* Specify implied option values for when this option is set and the implied options are not.
	*
	* The custom processing (parseArg) is not called on the implied values.
	*
	* @example
	* program
	*   .addOption(new Option('--log', 'write logging information to file'))
	*   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
	*
	* @param {object} impliedOptionValues
	* @return {Option}
	*/
	implies(impliedOptionValues) {
		let newImplied = impliedOptionValues;
		return typeof impliedOptionValues == "string" && (newImplied = { [impliedOptionValues]: !0 }), this.implied = Object.assign(this.implied || {}, newImplied), this;
	}
	/**
	* Set environment variable to check for option value.
	*
	* An environment variable is only used if when processed the current option value is
	* undefined, or the source of the current value is 'default' or 'config' or 'env'.
	*
	* @param {string} name
	* @return {Option}
	*/
	env(name) {
		return this.envVar = name, this;
	}
	/**
	* Set the custom handler for processing CLI option arguments into option values.
	*
	* @param {Function} [fn]
	* @return {Option}
	*/
	argParser(fn) {
		return this.parseArg = fn, this;
	}
	/**
	* Whether the option is mandatory and must have a value after parsing.
	*
	* @param {boolean} [mandatory=true]
	* @return {Option}
	*/
	makeOptionMandatory(mandatory = !0) {
		return this.mandatory = !!mandatory, this;
	}
	/**
	* Hide option in help.
	*
	* @param {boolean} [hide=true]
	* @return {Option}
	*/
	hideHelp(hide = !0) {
		return this.hidden = !!hide, this;
	}
	/**
	* @package
	*/
	_collectValue(value, previous) {
		return previous === this.defaultValue || !Array.isArray(previous) ? [value] : (previous.push(value), previous);
	}
	/**
	* Only allow option value to be one of choices.
	*
	* @param {string[]} values
	* @return {Option}
	*/
	choices(values) {
		return this.argChoices = values.slice(), this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			return this.variadic ? this._collectValue(arg, previous) : arg;
		}, this;
	}
	/**
	* Return option name.
	*
	* @return {string}
	*/
	name() {
		return this.long ? this.long.replace(/^--/, "") : this.short.replace(/^-/, "");
	}
	/**
	* Return option name, in a camelcase format that can be used
	* as an object attribute key.
	*
	* @return {string}
	*/
	attributeName() {
		return this.negate ? camelcase(this.name().replace(/^no-/, "")) : camelcase(this.name());
	}
	/**
	* Set the help group heading.
	*
	* @param {string} heading
	* @return {Option}
	*/
	helpGroup(heading) {
		return this.helpGroupHeading = heading, this;
	}
	/**
	* Check if `arg` matches the short or long flag.
	*
	* @param {string} arg
	* @return {boolean}
	* @package
	*/
	is(arg) {
		return this.short === arg || this.long === arg;
	}
	/**
	* Return whether a boolean option.
	*
	* Options are one of boolean, negated, required argument, or optional argument.
	*
	* @return {boolean}
	* @package
	*/
	isBoolean() {
		return !this.required && !this.optional && !this.negate;
	}
}, DualOptions = class {
	/**
	* @param {Option[]} options
	*/
	constructor(options) {
		this.positiveOptions = /* @__PURE__ */ new Map(), this.negativeOptions = /* @__PURE__ */ new Map(), this.dualOptions = /* @__PURE__ */ new Set(), options.forEach((option) => {
			option.negate ? this.negativeOptions.set(option.attributeName(), option) : this.positiveOptions.set(option.attributeName(), option);
		}), this.negativeOptions.forEach((value, key) => {
			this.positiveOptions.has(key) && this.dualOptions.add(key);
		});
	}
	/**
	* Did the value come from the option, and not from possible matching dual option?
	*
	* @param {*} value
	* @param {Option} option
	* @returns {boolean}
	*/
	valueFromOption(value, option) {
		let optionKey = option.attributeName();
		if (!this.dualOptions.has(optionKey)) return !0;
		let preset = this.negativeOptions.get(optionKey).presetArg, negativeValue = preset !== void 0 && preset;
		return option.negate === (negativeValue === value);
	}
};
/**
* Convert string from kebab-case to camelCase.
*
* @param {string} str
* @return {string}
* @private
*/
function camelcase(str) {
	return str.split("-").reduce((str, word) => str + word[0].toUpperCase() + word.slice(1));
}
/**
* Split the short and long flag out of something like '-m,--mixed <value>'
*
* @private
*/
function splitOptionFlags(flags) {
	let shortFlag, longFlag, shortFlagExp = /^-[^-]$/, longFlagExp = /^--[^-]/, flagParts = flags.split(/[ |,]+/).concat("guard");
	if (shortFlagExp.test(flagParts[0]) && (shortFlag = flagParts.shift()), longFlagExp.test(flagParts[0]) && (longFlag = flagParts.shift()), !shortFlag && shortFlagExp.test(flagParts[0]) && (shortFlag = flagParts.shift()), !shortFlag && longFlagExp.test(flagParts[0]) && (shortFlag = longFlag, longFlag = flagParts.shift()), flagParts[0].startsWith("-")) {
		let unsupportedFlag = flagParts[0], baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
		throw /^-[^-][^-]/.test(unsupportedFlag) ? Error(`${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`) : shortFlagExp.test(unsupportedFlag) ? Error(`${baseError}
- too many short flags`) : longFlagExp.test(unsupportedFlag) ? Error(`${baseError}
- too many long flags`) : Error(`${baseError}
- unrecognised flag format`);
	}
	if (shortFlag === void 0 && longFlag === void 0) throw Error(`option creation failed due to no flags found in '${flags}'.`);
	return {
		shortFlag,
		longFlag
	};
}
function editDistance(a, b) {
	if (Math.abs(a.length - b.length) > 3) return Math.max(a.length, b.length);
	let d = [];
	for (let i = 0; i <= a.length; i++) d[i] = [i];
	for (let j = 0; j <= b.length; j++) d[0][j] = j;
	for (let j = 1; j <= b.length; j++) for (let i = 1; i <= a.length; i++) {
		let cost;
		cost = a[i - 1] === b[j - 1] ? 0 : 1, d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost), i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && (d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1));
	}
	return d[a.length][b.length];
}
/**
* Find close matches, restricted to same number of edits.
*
* @param {string} word
* @param {string[]} candidates
* @returns {string}
*/
function suggestSimilar(word, candidates) {
	if (!candidates || candidates.length === 0) return "";
	candidates = Array.from(new Set(candidates));
	let searchingOptions = word.startsWith("--");
	searchingOptions && (word = word.slice(2), candidates = candidates.map((candidate) => candidate.slice(2)));
	let similar = [], bestDistance = 3;
	return candidates.forEach((candidate) => {
		if (candidate.length <= 1) return;
		let distance = editDistance(word, candidate), length = Math.max(word.length, candidate.length);
		(length - distance) / length > .4 && (distance < bestDistance ? (bestDistance = distance, similar = [candidate]) : distance === bestDistance && similar.push(candidate));
	}), similar.sort((a, b) => a.localeCompare(b)), searchingOptions && (similar = similar.map((candidate) => `--${candidate}`)), similar.length > 1 ? `\n(Did you mean one of ${similar.join(", ")}?)` : similar.length === 1 ? `\n(Did you mean ${similar[0]}?)` : "";
}
var Command = class Command extends EventEmitter {
	/**
	* Initialize a new `Command`.
	*
	* @param {string} [name]
	*/
	constructor(name) {
		/** @type {string | undefined} */
		super(), this.commands = [], this.options = [], this.parent = null, this._allowUnknownOption = !1, this._allowExcessArguments = !1, this.registeredArguments = [], this._args = this.registeredArguments, this.args = [], this.rawArgs = [], this.processedArgs = [], this._scriptPath = null, this._name = name || "", this._optionValues = {}, this._optionValueSources = {}, this._storeOptionsAsProperties = !1, this._actionHandler = null, this._executableHandler = !1, this._executableFile = null, this._executableDir = null, this._defaultCommandName = null, this._exitCallback = null, this._aliases = [], this._combineFlagAndOptionalValue = !0, this._description = "", this._summary = "", this._argsDescription = void 0, this._enablePositionalOptions = !1, this._passThroughOptions = !1, this._lifeCycleHooks = {}, this._showHelpAfterError = !1, this._showSuggestionAfterError = !0, this._savedState = null, this._outputConfiguration = {
			writeOut: (str) => process.stdout.write(str),
			writeErr: (str) => process.stderr.write(str),
			outputError: (str, write) => write(str),
			getOutHelpWidth: () => process.stdout.isTTY ? process.stdout.columns : void 0,
			getErrHelpWidth: () => process.stderr.isTTY ? process.stderr.columns : void 0,
			getOutHasColors: () => useColor() ?? (process.stdout.isTTY && process.stdout.hasColors?.()),
			getErrHasColors: () => useColor() ?? (process.stderr.isTTY && process.stderr.hasColors?.()),
			stripColor: (str) => stripVTControlCharacters(str)
		}, this._hidden = !1, this._helpOption = void 0, this._addImplicitHelpCommand = void 0, this._helpCommand = void 0, this._helpConfiguration = {}, this._helpGroupHeading = void 0, this._defaultCommandGroup = void 0, this._defaultOptionGroup = void 0;
	}
	/**
	* Copy settings that are useful to have in common across root command and subcommands.
	*
	* (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
	*
	* @param {Command} sourceCommand
	* @return {Command} `this` command for chaining
	*/
	copyInheritedSettings(sourceCommand) {
		return this._outputConfiguration = sourceCommand._outputConfiguration, this._helpOption = sourceCommand._helpOption, this._helpCommand = sourceCommand._helpCommand, this._helpConfiguration = sourceCommand._helpConfiguration, this._exitCallback = sourceCommand._exitCallback, this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties, this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue, this._allowExcessArguments = sourceCommand._allowExcessArguments, this._enablePositionalOptions = sourceCommand._enablePositionalOptions, this._showHelpAfterError = sourceCommand._showHelpAfterError, this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError, this;
	}
	/**
	* @returns {Command[]}
	* @private
	*/
	_getCommandAndAncestors() {
		let result = [];
		for (let command = this; command; command = command.parent) result.push(command);
		return result;
	}
	/**
	* Define a command.
	*
	* There are two styles of command: pay attention to where to put the description.
	*
	* @example
	* // Command implemented using action handler (description is supplied separately to `.command`)
	* program
	*   .command('clone <source> [destination]')
	*   .description('clone a repository into a newly created directory')
	*   .action((source, destination) => {
	*     console.log('clone command called');
	*   });
	*
	* // Command implemented using separate executable file (description is second parameter to `.command`)
	* program
	*   .command('start <service>', 'start named service')
	*   .command('stop [service]', 'stop named service, or all if no name supplied');
	*
	* @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
	* @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
	* @param {object} [execOpts] - configuration options (for executable)
	* @return {Command} returns new command for action handler, or `this` for executable command
	*/
	command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
		let desc = actionOptsOrExecDesc, opts = execOpts;
		typeof desc == "object" && desc && (opts = desc, desc = null), opts ||= {};
		let [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/), cmd = this.createCommand(name);
		return desc && (cmd.description(desc), cmd._executableHandler = !0), opts.isDefault && (this._defaultCommandName = cmd._name), cmd._hidden = !!(opts.noHelp || opts.hidden), cmd._executableFile = opts.executableFile || null, args && cmd.arguments(args), this._registerCommand(cmd), cmd.parent = this, cmd.copyInheritedSettings(this), desc ? this : cmd;
	}
	/**
	* Factory routine to create a new unattached command.
	*
	* See .command() for creating an attached subcommand, which uses this routine to
	* create the command. You can override createCommand to customise subcommands.
	*
	* @param {string} [name]
	* @return {Command} new command
	*/
	createCommand(name) {
		return new Command(name);
	}
	/**
	* You can customise the help with a subclass of Help by overriding createHelp,
	* or by overriding Help properties using configureHelp().
	*
	* @return {Help}
	*/
	createHelp() {
		return Object.assign(new Help(), this.configureHelp());
	}
	/**
	* You can customise the help by overriding Help properties using configureHelp(),
	* or with a subclass of Help by overriding createHelp().
	*
	* @param {object} [configuration] - configuration options
	* @return {(Command | object)} `this` command for chaining, or stored configuration
	*/
	configureHelp(configuration) {
		return configuration === void 0 ? this._helpConfiguration : (this._helpConfiguration = configuration, this);
	}
	/**
	* The default output goes to stdout and stderr. You can customise this for special
	* applications. You can also customise the display of errors by overriding outputError.
	*
	* The configuration properties are all functions:
	*
	*     // change how output being written, defaults to stdout and stderr
	*     writeOut(str)
	*     writeErr(str)
	*     // change how output being written for errors, defaults to writeErr
	*     outputError(str, write) // used for displaying errors and not used for displaying help
	*     // specify width for wrapping help
	*     getOutHelpWidth()
	*     getErrHelpWidth()
	*     // color support, currently only used with Help
	*     getOutHasColors()
	*     getErrHasColors()
	*     stripColor() // used to remove ANSI escape codes if output does not have colors
	*
	* @param {object} [configuration] - configuration options
	* @return {(Command | object)} `this` command for chaining, or stored configuration
	*/
	configureOutput(configuration) {
		return configuration === void 0 ? this._outputConfiguration : (this._outputConfiguration = {
			...this._outputConfiguration,
			...configuration
		}, this);
	}
	/**
	* Display the help or a custom message after an error occurs.
	*
	* @param {(boolean|string)} [displayHelp]
	* @return {Command} `this` command for chaining
	*/
	showHelpAfterError(displayHelp = !0) {
		return typeof displayHelp != "string" && (displayHelp = !!displayHelp), this._showHelpAfterError = displayHelp, this;
	}
	/**
	* Display suggestion of similar commands for unknown commands, or options for unknown options.
	*
	* @param {boolean} [displaySuggestion]
	* @return {Command} `this` command for chaining
	*/
	showSuggestionAfterError(displaySuggestion = !0) {
		return this._showSuggestionAfterError = !!displaySuggestion, this;
	}
	/**
	* Add a prepared subcommand.
	*
	* See .command() for creating an attached subcommand which inherits settings from its parent.
	*
	* @param {Command} cmd - new subcommand
	* @param {object} [opts] - configuration options
	* @return {Command} `this` command for chaining
	*/
	addCommand(cmd, opts) {
		if (!cmd._name) throw Error("Command passed to .addCommand() must have a name\n- specify the name in Command constructor or using .name()");
		return opts ||= {}, opts.isDefault && (this._defaultCommandName = cmd._name), (opts.noHelp || opts.hidden) && (cmd._hidden = !0), this._registerCommand(cmd), cmd.parent = this, cmd._checkForBrokenPassThrough(), this;
	}
	/**
	* Factory routine to create a new unattached argument.
	*
	* See .argument() for creating an attached argument, which uses this routine to
	* create the argument. You can override createArgument to return a custom argument.
	*
	* @param {string} name
	* @param {string} [description]
	* @return {Argument} new argument
	*/
	createArgument(name, description) {
		return new Argument(name, description);
	}
	/**
	* Define argument syntax for command.
	*
	* The default is that the argument is required, and you can explicitly
	* indicate this with <> around the name. Put [] around the name for an optional argument.
	*
	* @example
	* program.argument('<input-file>');
	* program.argument('[output-file]');
	*
	* @param {string} name
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom argument processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	argument(name, description, parseArg, defaultValue) {
		let argument = this.createArgument(name, description);
		return typeof parseArg == "function" ? argument.default(defaultValue).argParser(parseArg) : argument.default(parseArg), this.addArgument(argument), this;
	}
	/**
	* Define argument syntax for command, adding multiple at once (without descriptions).
	*
	* See also .argument().
	*
	* @example
	* program.arguments('<cmd> [env]');
	*
	* @param {string} names
	* @return {Command} `this` command for chaining
	*/
	arguments(names) {
		return names.trim().split(/ +/).forEach((detail) => {
			this.argument(detail);
		}), this;
	}
	/**
	* Define argument syntax for command, adding a prepared argument.
	*
	* @param {Argument} argument
	* @return {Command} `this` command for chaining
	*/
	addArgument(argument) {
		let previousArgument = this.registeredArguments.slice(-1)[0];
		if (previousArgument?.variadic) throw Error(`only the last argument can be variadic '${previousArgument.name()}'`);
		if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) throw Error(`a default value for a required argument is never used: '${argument.name()}'`);
		return this.registeredArguments.push(argument), this;
	}
	/**
	* Customise or override default help command. By default a help command is automatically added if your command has subcommands.
	*
	* @example
	*    program.helpCommand('help [cmd]');
	*    program.helpCommand('help [cmd]', 'show help');
	*    program.helpCommand(false); // suppress default help command
	*    program.helpCommand(true); // add help command even if no subcommands
	*
	* @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
	* @param {string} [description] - custom description
	* @return {Command} `this` command for chaining
	*/
	helpCommand(enableOrNameAndArgs, description) {
		if (typeof enableOrNameAndArgs == "boolean") return this._addImplicitHelpCommand = enableOrNameAndArgs, enableOrNameAndArgs && this._defaultCommandGroup && this._initCommandGroup(this._getHelpCommand()), this;
		let [, helpName, helpArgs] = (enableOrNameAndArgs ?? "help [command]").match(/([^ ]+) *(.*)/), helpDescription = description ?? "display help for command", helpCommand = this.createCommand(helpName);
		return helpCommand.helpOption(!1), helpArgs && helpCommand.arguments(helpArgs), helpDescription && helpCommand.description(helpDescription), this._addImplicitHelpCommand = !0, this._helpCommand = helpCommand, (enableOrNameAndArgs || description) && this._initCommandGroup(helpCommand), this;
	}
	/**
	* Add prepared custom help command.
	*
	* @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
	* @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
	* @return {Command} `this` command for chaining
	*/
	addHelpCommand(helpCommand, deprecatedDescription) {
		return typeof helpCommand == "object" ? (this._addImplicitHelpCommand = !0, this._helpCommand = helpCommand, this._initCommandGroup(helpCommand), this) : (this.helpCommand(helpCommand, deprecatedDescription), this);
	}
	/**
	* Lazy create help command.
	*
	* @return {(Command|null)}
	* @package
	*/
	_getHelpCommand() {
		return this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help")) ? (this._helpCommand === void 0 && this.helpCommand(void 0, void 0), this._helpCommand) : null;
	}
	/**
	* Add hook for life cycle event.
	*
	* @param {string} event
	* @param {Function} listener
	* @return {Command} `this` command for chaining
	*/
	hook(event, listener) {
		let allowedValues = [
			"preSubcommand",
			"preAction",
			"postAction"
		];
		if (!allowedValues.includes(event)) throw Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
		return this._lifeCycleHooks[event] ? this._lifeCycleHooks[event].push(listener) : this._lifeCycleHooks[event] = [listener], this;
	}
	/**
	* Register callback to use as replacement for calling process.exit.
	*
	* @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
	* @return {Command} `this` command for chaining
	*/
	exitOverride(fn) {
		return this._exitCallback = fn || ((err) => {
			if (err.code !== "commander.executeSubCommandAsync") throw err;
		}), this;
	}
	/**
	* Call process.exit, and _exitCallback if defined.
	*
	* @param {number} exitCode exit code for using with process.exit
	* @param {string} code an id string representing the error
	* @param {string} message human-readable description of the error
	* @return never
	* @private
	*/
	_exit(exitCode, code, message) {
		this._exitCallback && this._exitCallback(new CommanderError(exitCode, code, message)), process.exit(exitCode);
	}
	/**
	* Register callback `fn` for the command.
	*
	* @example
	* program
	*   .command('serve')
	*   .description('start service')
	*   .action(function() {
	*      // do work here
	*   });
	*
	* @param {Function} fn
	* @return {Command} `this` command for chaining
	*/
	action(fn) {
		let listener = (args) => {
			let expectedArgsCount = this.registeredArguments.length, actionArgs = args.slice(0, expectedArgsCount);
			return actionArgs[expectedArgsCount] = this._storeOptionsAsProperties ? this : this.opts(), actionArgs.push(this), fn.apply(this, actionArgs);
		};
		return this._actionHandler = listener, this;
	}
	/**
	* Factory routine to create a new unattached option.
	*
	* See .option() for creating an attached option, which uses this routine to
	* create the option. You can override createOption to return a custom option.
	*
	* @param {string} flags
	* @param {string} [description]
	* @return {Option} new option
	*/
	createOption(flags, description) {
		return new Option(flags, description);
	}
	/**
	* Wrap parseArgs to catch 'commander.invalidArgument'.
	*
	* @param {(Option | Argument)} target
	* @param {string} value
	* @param {*} previous
	* @param {string} invalidArgumentMessage
	* @private
	*/
	_callParseArg(target, value, previous, invalidArgumentMessage) {
		try {
			return target.parseArg(value, previous);
		} catch (err) {
			if (err.code === "commander.invalidArgument") {
				let message = `${invalidArgumentMessage} ${err.message}`;
				this.error(message, {
					exitCode: err.exitCode,
					code: err.code
				});
			}
			throw err;
		}
	}
	/**
	* Check for option flag conflicts.
	* Register option if no conflicts found, or throw on conflict.
	*
	* @param {Option} option
	* @private
	*/
	_registerOption(option) {
		let matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
		if (matchingOption) {
			let matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
			throw Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
		}
		this._initOptionGroup(option), this.options.push(option);
	}
	/**
	* Check for command name and alias conflicts with existing commands.
	* Register command if no conflicts found, or throw on conflict.
	*
	* @param {Command} command
	* @private
	*/
	_registerCommand(command) {
		let knownBy = (cmd) => [cmd.name()].concat(cmd.aliases()), alreadyUsed = knownBy(command).find((name) => this._findCommand(name));
		if (alreadyUsed) {
			let existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|"), newCmd = knownBy(command).join("|");
			throw Error(`cannot add command '${newCmd}' as already have command '${existingCmd}'`);
		}
		this._initCommandGroup(command), this.commands.push(command);
	}
	/**
	* Add an option.
	*
	* @param {Option} option
	* @return {Command} `this` command for chaining
	*/
	addOption(option) {
		this._registerOption(option);
		let oname = option.name(), name = option.attributeName();
		option.defaultValue !== void 0 && this.setOptionValueWithSource(name, option.defaultValue, "default");
		let handleOptionValue = (val, invalidValueMessage, valueSource) => {
			val == null && option.presetArg !== void 0 && (val = option.presetArg);
			let oldValue = this.getOptionValue(name);
			val !== null && option.parseArg ? val = this._callParseArg(option, val, oldValue, invalidValueMessage) : val !== null && option.variadic && (val = option._collectValue(val, oldValue)), val ??= option.negate ? !1 : option.isBoolean() || option.optional ? !0 : "", this.setOptionValueWithSource(name, val, valueSource);
		};
		return this.on("option:" + oname, (val) => {
			let invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "cli");
		}), option.envVar && this.on("optionEnv:" + oname, (val) => {
			let invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "env");
		}), this;
	}
	/**
	* Internal implementation shared by .option() and .requiredOption()
	*
	* @return {Command} `this` command for chaining
	* @private
	*/
	_optionEx(config, flags, description, fn, defaultValue) {
		if (typeof flags == "object" && flags instanceof Option) throw Error("To add an Option object use addOption() instead of option() or requiredOption()");
		let option = this.createOption(flags, description);
		if (option.makeOptionMandatory(!!config.mandatory), typeof fn == "function") option.default(defaultValue).argParser(fn);
		else if (fn instanceof RegExp) {
			let regex = fn;
			fn = (val, def) => {
				let m = regex.exec(val);
				return m ? m[0] : def;
			}, option.default(defaultValue).argParser(fn);
		} else option.default(fn);
		return this.addOption(option);
	}
	/**
	* Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
	*
	* The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
	* option-argument is indicated by `<>` and an optional option-argument by `[]`.
	*
	* See the README for more details, and see also addOption() and requiredOption().
	*
	* @example
	* program
	*     .option('-p, --pepper', 'add pepper')
	*     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
	*     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
	*     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
	*
	* @param {string} flags
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom option processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	option(flags, description, parseArg, defaultValue) {
		return this._optionEx({}, flags, description, parseArg, defaultValue);
	}
	/**
	* Add a required option which must have a value after parsing. This usually means
	* the option must be specified on the command line. (Otherwise the same as .option().)
	*
	* The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
	*
	* @param {string} flags
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom option processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	requiredOption(flags, description, parseArg, defaultValue) {
		return this._optionEx({ mandatory: !0 }, flags, description, parseArg, defaultValue);
	}
	/**
	* Alter parsing of short flags with optional values.
	*
	* @example
	* // for `.option('-f,--flag [value]'):
	* program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
	* program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
	*
	* @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
	* @return {Command} `this` command for chaining
	*/
	combineFlagAndOptionalValue(combine = !0) {
		return this._combineFlagAndOptionalValue = !!combine, this;
	}
	/**
	* Allow unknown options on the command line.
	*
	* @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
	* @return {Command} `this` command for chaining
	*/
	allowUnknownOption(allowUnknown = !0) {
		return this._allowUnknownOption = !!allowUnknown, this;
	}
	/**
	* Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
	*
	* @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
	* @return {Command} `this` command for chaining
	*/
	allowExcessArguments(allowExcess = !0) {
		return this._allowExcessArguments = !!allowExcess, this;
	}
	/**
	* Enable positional options. Positional means global options are specified before subcommands which lets
	* subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
	* The default behaviour is non-positional and global options may appear anywhere on the command line.
	*
	* @param {boolean} [positional]
	* @return {Command} `this` command for chaining
	*/
	enablePositionalOptions(positional = !0) {
		return this._enablePositionalOptions = !!positional, this;
	}
	/**
	* Pass through options that come after command-arguments rather than treat them as command-options,
	* so actual command-options come before command-arguments. Turning this on for a subcommand requires
	* positional options to have been enabled on the program (parent commands).
	* The default behaviour is non-positional and options may appear before or after command-arguments.
	*
	* @param {boolean} [passThrough] for unknown options.
	* @return {Command} `this` command for chaining
	*/
	passThroughOptions(passThrough = !0) {
		return this._passThroughOptions = !!passThrough, this._checkForBrokenPassThrough(), this;
	}
	/**
	* @private
	*/
	_checkForBrokenPassThrough() {
		if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) throw Error(`passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`);
	}
	/**
	* Whether to store option values as properties on command object,
	* or store separately (specify false). In both cases the option values can be accessed using .opts().
	*
	* @param {boolean} [storeAsProperties=true]
	* @return {Command} `this` command for chaining
	*/
	storeOptionsAsProperties(storeAsProperties = !0) {
		if (this.options.length) throw Error("call .storeOptionsAsProperties() before adding options");
		if (Object.keys(this._optionValues).length) throw Error("call .storeOptionsAsProperties() before setting option values");
		return this._storeOptionsAsProperties = !!storeAsProperties, this;
	}
	/**
	* Retrieve option value.
	*
	* @param {string} key
	* @return {object} value
	*/
	getOptionValue(key) {
		return this._storeOptionsAsProperties ? this[key] : this._optionValues[key];
	}
	/**
	* Store option value.
	*
	* @param {string} key
	* @param {object} value
	* @return {Command} `this` command for chaining
	*/
	setOptionValue(key, value) {
		return this.setOptionValueWithSource(key, value, void 0);
	}
	/**
	* Store option value and where the value came from.
	*
	* @param {string} key
	* @param {object} value
	* @param {string} source - expected values are default/config/env/cli/implied
	* @return {Command} `this` command for chaining
	*/
	setOptionValueWithSource(key, value, source) {
		return this._storeOptionsAsProperties ? this[key] = value : this._optionValues[key] = value, this._optionValueSources[key] = source, this;
	}
	/**
	* Get source of option value.
	* Expected values are default | config | env | cli | implied
	*
	* @param {string} key
	* @return {string}
	*/
	getOptionValueSource(key) {
		return this._optionValueSources[key];
	}
	/**
	* Get source of option value. See also .optsWithGlobals().
	* Expected values are default | config | env | cli | implied
	*
	* @param {string} key
	* @return {string}
	*/
	getOptionValueSourceWithGlobals(key) {
		let source;
		return this._getCommandAndAncestors().forEach((cmd) => {
			Object.hasOwn(cmd._optionValueSources, key) && (source = cmd.getOptionValueSource(key));
		}), source;
	}
	/**
	* Get user arguments from implied or explicit arguments.
	* Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
	*
	* @private
	*/
	_prepareUserArgs(argv, parseOptions) {
		if (argv !== void 0 && !Array.isArray(argv)) throw Error("first parameter to parse must be array or undefined");
		if (parseOptions ||= {}, argv === void 0 && parseOptions.from === void 0) {
			process.versions?.electron && (parseOptions.from = "electron");
			let execArgv = process.execArgv ?? [];
			(execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) && (parseOptions.from = "eval");
		}
		argv === void 0 && (argv = process.argv), this.rawArgs = argv.slice();
		let userArgs;
		switch (parseOptions.from) {
			case void 0:
			case "node":
				this._scriptPath = argv[1], userArgs = argv.slice(2);
				break;
			case "electron":
				process.defaultApp ? (this._scriptPath = argv[1], userArgs = argv.slice(2)) : userArgs = argv.slice(1);
				break;
			case "user":
				userArgs = argv.slice(0);
				break;
			case "eval":
				userArgs = argv.slice(1);
				break;
			default: throw Error(`unexpected parse option { from: '${parseOptions.from}' }`);
		}
		return !this._name && this._scriptPath && this.nameFromFilename(this._scriptPath), this._name = this._name || "program", userArgs;
	}
	/**
	* Parse `argv`, setting options and invoking commands when defined.
	*
	* Use parseAsync instead of parse if any of your action handlers are async.
	*
	* Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
	*
	* Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
	* - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
	* - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
	* - `'user'`: just user arguments
	*
	* @example
	* program.parse(); // parse process.argv and auto-detect electron and special node flags
	* program.parse(process.argv); // assume argv[0] is app and argv[1] is script
	* program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
	*
	* @param {string[]} [argv] - optional, defaults to process.argv
	* @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
	* @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
	* @return {Command} `this` command for chaining
	*/
	parse(argv, parseOptions) {
		this._prepareForParse();
		let userArgs = this._prepareUserArgs(argv, parseOptions);
		return this._parseCommand([], userArgs), this;
	}
	/**
	* Parse `argv`, setting options and invoking commands when defined.
	*
	* Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
	*
	* Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
	* - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
	* - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
	* - `'user'`: just user arguments
	*
	* @example
	* await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
	* await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
	* await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
	*
	* @param {string[]} [argv]
	* @param {object} [parseOptions]
	* @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
	* @return {Promise}
	*/
	async parseAsync(argv, parseOptions) {
		this._prepareForParse();
		let userArgs = this._prepareUserArgs(argv, parseOptions);
		return await this._parseCommand([], userArgs), this;
	}
	_prepareForParse() {
		this._savedState === null ? (this.options.filter((option) => option.negate && option.defaultValue === void 0 && this.getOptionValue(option.attributeName()) === void 0).forEach((option) => {
			let positiveLongFlag = option.long.replace(/^--no-/, "--");
			this._findOption(positiveLongFlag) || this.setOptionValueWithSource(option.attributeName(), !0, "default");
		}), this.saveStateBeforeParse()) : this.restoreStateBeforeParse();
	}
	/**
	* Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
	* Not usually called directly, but available for subclasses to save their custom state.
	*
	* This is called in a lazy way. Only commands used in parsing chain will have state saved.
	*/
	saveStateBeforeParse() {
		this._savedState = {
			_name: this._name,
			_optionValues: { ...this._optionValues },
			_optionValueSources: { ...this._optionValueSources }
		};
	}
	/**
	* Restore state before parse for calls after the first.
	* Not usually called directly, but available for subclasses to save their custom state.
	*
	* This is called in a lazy way. Only commands used in parsing chain will have state restored.
	*/
	restoreStateBeforeParse() {
		if (this._storeOptionsAsProperties) throw Error("Can not call parse again when storeOptionsAsProperties is true.\n- either make a new Command for each call to parse, or stop storing options as properties");
		this._name = this._savedState._name, this._scriptPath = null, this.rawArgs = [], this._optionValues = { ...this._savedState._optionValues }, this._optionValueSources = { ...this._savedState._optionValueSources }, this.args = [], this.processedArgs = [];
	}
	/**
	* Throw if expected executable is missing. Add lots of help for author.
	*
	* @param {string} executableFile
	* @param {string} executableDir
	* @param {string} subcommandName
	*/
	_checkForMissingExecutable(executableFile, executableDir, subcommandName) {
		if (Br.existsSync(executableFile)) return;
		let executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory"}`;
		throw Error(executableMissing);
	}
	/**
	* Execute a sub-command executable.
	*
	* @private
	*/
	_executeSubCommand(subcommand, args) {
		args = args.slice();
		let sourceExt = [
			".js",
			".ts",
			".tsx",
			".mjs",
			".cjs"
		];
		function findFile(baseDir, baseName) {
			let localBin = path.resolve(baseDir, baseName);
			if (Br.existsSync(localBin)) return localBin;
			if (sourceExt.includes(path.extname(baseName))) return;
			let foundExt = sourceExt.find((ext) => Br.existsSync(`${localBin}${ext}`));
			if (foundExt) return `${localBin}${foundExt}`;
		}
		this._checkForMissingMandatoryOptions(), this._checkForConflictingOptions();
		let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`, executableDir = this._executableDir || "";
		if (this._scriptPath) {
			let resolvedScriptPath;
			try {
				resolvedScriptPath = Br.realpathSync(this._scriptPath);
			} catch {
				resolvedScriptPath = this._scriptPath;
			}
			executableDir = path.resolve(path.dirname(resolvedScriptPath), executableDir);
		}
		if (executableDir) {
			let localFile = findFile(executableDir, executableFile);
			if (!localFile && !subcommand._executableFile && this._scriptPath) {
				let legacyName = path.basename(this._scriptPath, path.extname(this._scriptPath));
				legacyName !== this._name && (localFile = findFile(executableDir, `${legacyName}-${subcommand._name}`));
			}
			executableFile = localFile || executableFile;
		}
		let launchWithNode = sourceExt.includes(path.extname(executableFile)), proc;
		process.platform === "win32" ? (this._checkForMissingExecutable(executableFile, executableDir, subcommand._name), args.unshift(executableFile), args = incrementNodeInspectorPort(process.execArgv).concat(args), proc = childProcess.spawn(process.execPath, args, { stdio: "inherit" })) : launchWithNode ? (args.unshift(executableFile), args = incrementNodeInspectorPort(process.execArgv).concat(args), proc = childProcess.spawn(process.argv[0], args, { stdio: "inherit" })) : proc = childProcess.spawn(executableFile, args, { stdio: "inherit" }), proc.killed || [
			"SIGUSR1",
			"SIGUSR2",
			"SIGTERM",
			"SIGINT",
			"SIGHUP"
		].forEach((signal) => {
			process.on(signal, () => {
				proc.killed === !1 && proc.exitCode === null && proc.kill(signal);
			});
		});
		let exitCallback = this._exitCallback;
		proc.on("close", (code) => {
			code ??= 1, exitCallback ? exitCallback(new CommanderError(code, "commander.executeSubCommandAsync", "(close)")) : process.exit(code);
		}), proc.on("error", (err) => {
			if (err.code === "ENOENT") this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
			else if (err.code === "EACCES") throw Error(`'${executableFile}' not executable`);
			if (!exitCallback) process.exit(1);
			else {
				let wrappedError = new CommanderError(1, "commander.executeSubCommandAsync", "(error)");
				wrappedError.nestedError = err, exitCallback(wrappedError);
			}
		}), this.runningCommand = proc;
	}
	/**
	* @private
	*/
	_dispatchSubcommand(commandName, operands, unknown) {
		let subCommand = this._findCommand(commandName);
		subCommand || this.help({ error: !0 }), subCommand._prepareForParse();
		let promiseChain;
		return promiseChain = this._chainOrCallSubCommandHook(promiseChain, subCommand, "preSubcommand"), promiseChain = this._chainOrCall(promiseChain, () => {
			if (subCommand._executableHandler) this._executeSubCommand(subCommand, operands.concat(unknown));
			else return subCommand._parseCommand(operands, unknown);
		}), promiseChain;
	}
	/**
	* Invoke help directly if possible, or dispatch if necessary.
	* e.g. help foo
	*
	* @private
	*/
	_dispatchHelpCommand(subcommandName) {
		subcommandName || this.help();
		let subCommand = this._findCommand(subcommandName);
		return subCommand && !subCommand._executableHandler && subCommand.help(), this._dispatchSubcommand(subcommandName, [], [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]);
	}
	/**
	* Check this.args against expected this.registeredArguments.
	*
	* @private
	*/
	_checkNumberOfArguments() {
		this.registeredArguments.forEach((arg, i) => {
			arg.required && this.args[i] == null && this.missingArgument(arg.name());
		}), this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic || this.args.length > this.registeredArguments.length && this._excessArguments(this.args);
	}
	/**
	* Process this.args using this.registeredArguments and save as this.processedArgs!
	*
	* @private
	*/
	_processArguments() {
		let myParseArg = (argument, value, previous) => {
			let parsedValue = value;
			if (value !== null && argument.parseArg) {
				let invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
				parsedValue = this._callParseArg(argument, value, previous, invalidValueMessage);
			}
			return parsedValue;
		};
		this._checkNumberOfArguments();
		let processedArgs = [];
		this.registeredArguments.forEach((declaredArg, index) => {
			let value = declaredArg.defaultValue;
			declaredArg.variadic ? index < this.args.length ? (value = this.args.slice(index), declaredArg.parseArg && (value = value.reduce((processed, v) => myParseArg(declaredArg, v, processed), declaredArg.defaultValue))) : value === void 0 && (value = []) : index < this.args.length && (value = this.args[index], declaredArg.parseArg && (value = myParseArg(declaredArg, value, declaredArg.defaultValue))), processedArgs[index] = value;
		}), this.processedArgs = processedArgs;
	}
	/**
	* Once we have a promise we chain, but call synchronously until then.
	*
	* @param {(Promise|undefined)} promise
	* @param {Function} fn
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCall(promise, fn) {
		return promise?.then && typeof promise.then == "function" ? promise.then(() => fn()) : fn();
	}
	/**
	*
	* @param {(Promise|undefined)} promise
	* @param {string} event
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCallHooks(promise, event) {
		let result = promise, hooks = [];
		return this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
			hookedCommand._lifeCycleHooks[event].forEach((callback) => {
				hooks.push({
					hookedCommand,
					callback
				});
			});
		}), event === "postAction" && hooks.reverse(), hooks.forEach((hookDetail) => {
			result = this._chainOrCall(result, () => hookDetail.callback(hookDetail.hookedCommand, this));
		}), result;
	}
	/**
	*
	* @param {(Promise|undefined)} promise
	* @param {Command} subCommand
	* @param {string} event
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCallSubCommandHook(promise, subCommand, event) {
		let result = promise;
		return this._lifeCycleHooks[event] !== void 0 && this._lifeCycleHooks[event].forEach((hook) => {
			result = this._chainOrCall(result, () => hook(this, subCommand));
		}), result;
	}
	/**
	* Process arguments in context of this command.
	* Returns action result, in case it is a promise.
	*
	* @private
	*/
	_parseCommand(operands, unknown) {
		let parsed = this.parseOptions(unknown);
		if (this._parseOptionsEnv(), this._parseOptionsImplied(), operands = operands.concat(parsed.operands), unknown = parsed.unknown, this.args = operands.concat(unknown), operands && this._findCommand(operands[0])) return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
		if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) return this._dispatchHelpCommand(operands[1]);
		if (this._defaultCommandName) return this._outputHelpIfRequested(unknown), this._dispatchSubcommand(this._defaultCommandName, operands, unknown);
		this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName && this.help({ error: !0 }), this._outputHelpIfRequested(parsed.unknown), this._checkForMissingMandatoryOptions(), this._checkForConflictingOptions();
		let checkForUnknownOptions = () => {
			parsed.unknown.length > 0 && this.unknownOption(parsed.unknown[0]);
		}, commandEvent = `command:${this.name()}`;
		if (this._actionHandler) {
			checkForUnknownOptions(), this._processArguments();
			let promiseChain;
			return promiseChain = this._chainOrCallHooks(promiseChain, "preAction"), promiseChain = this._chainOrCall(promiseChain, () => this._actionHandler(this.processedArgs)), this.parent && (promiseChain = this._chainOrCall(promiseChain, () => {
				this.parent.emit(commandEvent, operands, unknown);
			})), promiseChain = this._chainOrCallHooks(promiseChain, "postAction"), promiseChain;
		}
		if (this.parent?.listenerCount(commandEvent)) checkForUnknownOptions(), this._processArguments(), this.parent.emit(commandEvent, operands, unknown);
		else if (operands.length) {
			if (this._findCommand("*")) return this._dispatchSubcommand("*", operands, unknown);
			this.listenerCount("command:*") ? this.emit("command:*", operands, unknown) : this.commands.length ? this.unknownCommand() : (checkForUnknownOptions(), this._processArguments());
		} else this.commands.length ? (checkForUnknownOptions(), this.help({ error: !0 })) : (checkForUnknownOptions(), this._processArguments());
	}
	/**
	* Find matching command.
	*
	* @private
	* @return {Command | undefined}
	*/
	_findCommand(name) {
		if (name) return this.commands.find((cmd) => cmd._name === name || cmd._aliases.includes(name));
	}
	/**
	* Return an option matching `arg` if any.
	*
	* @param {string} arg
	* @return {Option}
	* @package
	*/
	_findOption(arg) {
		return this.options.find((option) => option.is(arg));
	}
	/**
	* Display an error message if a mandatory option does not have a value.
	* Called after checking for help flags in leaf subcommand.
	*
	* @private
	*/
	_checkForMissingMandatoryOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd.options.forEach((anOption) => {
				anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0 && cmd.missingMandatoryOptionValue(anOption);
			});
		});
	}
	/**
	* Display an error message if conflicting options are used together in this.
	*
	* @private
	*/
	_checkForConflictingLocalOptions() {
		let definedNonDefaultOptions = this.options.filter((option) => {
			let optionKey = option.attributeName();
			return this.getOptionValue(optionKey) !== void 0 && this.getOptionValueSource(optionKey) !== "default";
		});
		definedNonDefaultOptions.filter((option) => option.conflictsWith.length > 0).forEach((option) => {
			let conflictingAndDefined = definedNonDefaultOptions.find((defined) => option.conflictsWith.includes(defined.attributeName()));
			conflictingAndDefined && this._conflictingOption(option, conflictingAndDefined);
		});
	}
	/**
	* Display an error message if conflicting options are used together.
	* Called after checking for help flags in leaf subcommand.
	*
	* @private
	*/
	_checkForConflictingOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd._checkForConflictingLocalOptions();
		});
	}
	/**
	* Parse options from `argv` removing known options,
	* and return argv split into operands and unknown arguments.
	*
	* Side effects: modifies command by storing options. Does not reset state if called again.
	*
	* Examples:
	*
	*     argv => operands, unknown
	*     --known kkk op => [op], []
	*     op --known kkk => [op], []
	*     sub --unknown uuu op => [sub], [--unknown uuu op]
	*     sub -- --unknown uuu op => [sub --unknown uuu op], []
	*
	* @param {string[]} args
	* @return {{operands: string[], unknown: string[]}}
	*/
	parseOptions(args) {
		let operands = [], unknown = [], dest = operands;
		function maybeOption(arg) {
			return arg.length > 1 && arg[0] === "-";
		}
		let negativeNumberArg = (arg) => /^-(\d+|\d*\.\d+)([eE][+-]?\d+)?$/.test(arg) ? !this._getCommandAndAncestors().some((cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short))) : !1, activeVariadicOption = null, activeGroup = null, i = 0;
		for (; i < args.length || activeGroup;) {
			let arg = activeGroup ?? args[i++];
			if (activeGroup = null, arg === "--") {
				dest === unknown && dest.push(arg), dest.push(...args.slice(i));
				break;
			}
			if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) this.emit(`option:${activeVariadicOption.name()}`, arg);
			else {
				if (activeVariadicOption = null, maybeOption(arg)) {
					let option = this._findOption(arg);
					if (option) {
						if (option.required) {
							let value = args[i++];
							value === void 0 && this.optionMissingArgument(option), this.emit(`option:${option.name()}`, value);
						} else if (option.optional) {
							let value = null;
							i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i])) && (value = args[i++]), this.emit(`option:${option.name()}`, value);
						} else this.emit(`option:${option.name()}`);
						activeVariadicOption = option.variadic ? option : null;
						continue;
					}
				}
				if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
					let option = this._findOption(`-${arg[1]}`);
					if (option) {
						option.required || option.optional && this._combineFlagAndOptionalValue ? this.emit(`option:${option.name()}`, arg.slice(2)) : (this.emit(`option:${option.name()}`), activeGroup = `-${arg.slice(2)}`);
						continue;
					}
				}
				if (/^--[^=]+=/.test(arg)) {
					let index = arg.indexOf("="), option = this._findOption(arg.slice(0, index));
					if (option && (option.required || option.optional)) {
						this.emit(`option:${option.name()}`, arg.slice(index + 1));
						continue;
					}
				}
				if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg)) && (dest = unknown), (this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
					if (this._findCommand(arg)) {
						operands.push(arg), unknown.push(...args.slice(i));
						break;
					}
					if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
						operands.push(arg, ...args.slice(i));
						break;
					}
					if (this._defaultCommandName) {
						unknown.push(arg, ...args.slice(i));
						break;
					}
				}
				if (this._passThroughOptions) {
					dest.push(arg, ...args.slice(i));
					break;
				}
				dest.push(arg);
			}
		}
		return {
			operands,
			unknown
		};
	}
	/**
	* Return an object containing local option values as key-value pairs.
	*
	* @return {object}
	*/
	opts() {
		if (this._storeOptionsAsProperties) {
			let result = {}, len = this.options.length;
			for (let i = 0; i < len; i++) {
				let key = this.options[i].attributeName();
				result[key] = key === this._versionOptionName ? this._version : this[key];
			}
			return result;
		}
		return this._optionValues;
	}
	/**
	* Return an object containing merged local and global option values as key-value pairs.
	*
	* @return {object}
	*/
	optsWithGlobals() {
		return this._getCommandAndAncestors().reduce((combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()), {});
	}
	/**
	* Display error message and exit (or call exitOverride).
	*
	* @param {string} message
	* @param {object} [errorOptions]
	* @param {string} [errorOptions.code] - an id string representing the error
	* @param {number} [errorOptions.exitCode] - used with process.exit
	*/
	error(message, errorOptions) {
		this._outputConfiguration.outputError(`${message}\n`, this._outputConfiguration.writeErr), typeof this._showHelpAfterError == "string" ? this._outputConfiguration.writeErr(`${this._showHelpAfterError}\n`) : this._showHelpAfterError && (this._outputConfiguration.writeErr("\n"), this.outputHelp({ error: !0 }));
		let config = errorOptions || {}, exitCode = config.exitCode || 1, code = config.code || "commander.error";
		this._exit(exitCode, code, message);
	}
	/**
	* Apply any option related environment variables, if option does
	* not have a value from cli or client code.
	*
	* @private
	*/
	_parseOptionsEnv() {
		this.options.forEach((option) => {
			if (option.envVar && option.envVar in process.env) {
				let optionKey = option.attributeName();
				(this.getOptionValue(optionKey) === void 0 || [
					"default",
					"config",
					"env"
				].includes(this.getOptionValueSource(optionKey))) && (option.required || option.optional ? this.emit(`optionEnv:${option.name()}`, process.env[option.envVar]) : this.emit(`optionEnv:${option.name()}`));
			}
		});
	}
	/**
	* Apply any implied option values, if option is undefined or default value.
	*
	* @private
	*/
	_parseOptionsImplied() {
		let dualHelper = new DualOptions(this.options), hasCustomOptionValue = (optionKey) => this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
		this.options.filter((option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(this.getOptionValue(option.attributeName()), option)).forEach((option) => {
			Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
				this.setOptionValueWithSource(impliedKey, option.implied[impliedKey], "implied");
			});
		});
	}
	/**
	* Argument `name` is missing.
	*
	* @param {string} name
	* @private
	*/
	missingArgument(name) {
		let message = `error: missing required argument '${name}'`;
		this.error(message, { code: "commander.missingArgument" });
	}
	/**
	* `Option` is missing an argument.
	*
	* @param {Option} option
	* @private
	*/
	optionMissingArgument(option) {
		let message = `error: option '${option.flags}' argument missing`;
		this.error(message, { code: "commander.optionMissingArgument" });
	}
	/**
	* `Option` does not have a value, and is a mandatory option.
	*
	* @param {Option} option
	* @private
	*/
	missingMandatoryOptionValue(option) {
		let message = `error: required option '${option.flags}' not specified`;
		this.error(message, { code: "commander.missingMandatoryOptionValue" });
	}
	/**
	* `Option` conflicts with another option.
	*
	* @param {Option} option
	* @param {Option} conflictingOption
	* @private
	*/
	_conflictingOption(option, conflictingOption) {
		let findBestOptionFromValue = (option) => {
			let optionKey = option.attributeName(), optionValue = this.getOptionValue(optionKey), negativeOption = this.options.find((target) => target.negate && optionKey === target.attributeName()), positiveOption = this.options.find((target) => !target.negate && optionKey === target.attributeName());
			return negativeOption && (negativeOption.presetArg === void 0 && optionValue === !1 || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg) ? negativeOption : positiveOption || option;
		}, getErrorMessage = (option) => {
			let bestOption = findBestOptionFromValue(option), optionKey = bestOption.attributeName();
			return this.getOptionValueSource(optionKey) === "env" ? `environment variable '${bestOption.envVar}'` : `option '${bestOption.flags}'`;
		}, message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
		this.error(message, { code: "commander.conflictingOption" });
	}
	/**
	* Unknown option `flag`.
	*
	* @param {string} flag
	* @private
	*/
	unknownOption(flag) {
		if (this._allowUnknownOption) return;
		let suggestion = "";
		if (flag.startsWith("--") && this._showSuggestionAfterError) {
			let candidateFlags = [], command = this;
			do {
				let moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
				candidateFlags = candidateFlags.concat(moreFlags), command = command.parent;
			} while (command && !command._enablePositionalOptions);
			suggestion = suggestSimilar(flag, candidateFlags);
		}
		let message = `error: unknown option '${flag}'${suggestion}`;
		this.error(message, { code: "commander.unknownOption" });
	}
	/**
	* Excess arguments, more than expected.
	*
	* @param {string[]} receivedArgs
	* @private
	*/
	_excessArguments(receivedArgs) {
		if (this._allowExcessArguments) return;
		let expected = this.registeredArguments.length, s = expected === 1 ? "" : "s", received = receivedArgs.length, message = `error: too many arguments${this.parent ? ` for '${this.name()}'` : ""}. Expected ${expected} argument${s} but got ${received}: ${receivedArgs.join(", ")}.`;
		this.error(message, { code: "commander.excessArguments" });
	}
	/**
	* Unknown command.
	*
	* @private
	*/
	unknownCommand() {
		let unknownName = this.args[0], suggestion = "";
		if (this._showSuggestionAfterError) {
			let candidateNames = [];
			this.createHelp().visibleCommands(this).forEach((command) => {
				candidateNames.push(command.name()), command.alias() && candidateNames.push(command.alias());
			}), suggestion = suggestSimilar(unknownName, candidateNames);
		}
		let message = `error: unknown command '${unknownName}'${suggestion}`;
		this.error(message, { code: "commander.unknownCommand" });
	}
	/**
	* Get or set the program version.
	*
	* This method auto-registers the "-V, --version" option which will print the version number.
	*
	* You can optionally supply the flags and description to override the defaults.
	*
	* @param {string} [str]
	* @param {string} [flags]
	* @param {string} [description]
	* @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
	*/
	version(str, flags, description) {
		if (str === void 0) return this._version;
		this._version = str, flags ||= "-V, --version", description ||= "output the version number";
		let versionOption = this.createOption(flags, description);
		return this._versionOptionName = versionOption.attributeName(), this._registerOption(versionOption), this.on("option:" + versionOption.name(), () => {
			this._outputConfiguration.writeOut(`${str}\n`), this._exit(0, "commander.version", str);
		}), this;
	}
	/**
	* Set the description.
	*
	* @param {string} [str]
	* @param {object} [argsDescription]
	* @return {(string|Command)}
	*/
	description(str, argsDescription) {
		return str === void 0 && argsDescription === void 0 ? this._description : (this._description = str, argsDescription && (this._argsDescription = argsDescription), this);
	}
	/**
	* Set the summary. Used when listed as subcommand of parent.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	summary(str) {
		return str === void 0 ? this._summary : (this._summary = str, this);
	}
	/**
	* Set an alias for the command.
	*
	* You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
	*
	* @param {string} [alias]
	* @return {(string|Command)}
	*/
	alias(alias) {
		if (alias === void 0) return this._aliases[0];
		/** @type {Command} */
		let command = this;
		if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler && (command = this.commands[this.commands.length - 1]), alias === command._name) throw Error("Command alias can't be the same as its name");
		let matchingCommand = this.parent?._findCommand(alias);
		if (matchingCommand) {
			let existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
			throw Error(`cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`);
		}
		return command._aliases.push(alias), this;
	}
	/**
	* Set aliases for the command.
	*
	* Only the first alias is shown in the auto-generated help.
	*
	* @param {string[]} [aliases]
	* @return {(string[]|Command)}
	*/
	aliases(aliases) {
		return aliases === void 0 ? this._aliases : (aliases.forEach((alias) => this.alias(alias)), this);
	}
	/**
	* Set / get the command usage `str`.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	usage(str) {
		if (str === void 0) {
			if (this._usage) return this._usage;
			let args = this.registeredArguments.map((arg) => humanReadableArgName(arg));
			return [].concat(this.options.length || this._helpOption !== null ? "[options]" : [], this.commands.length ? "[command]" : [], this.registeredArguments.length ? args : []).join(" ");
		}
		return this._usage = str, this;
	}
	/**
	* Get or set the name of the command.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	name(str) {
		return str === void 0 ? this._name : (this._name = str, this);
	}
	/**
	* Set/get the help group heading for this subcommand in parent command's help.
	*
	* @param {string} [heading]
	* @return {Command | string}
	*/
	helpGroup(heading) {
		return heading === void 0 ? this._helpGroupHeading ?? "" : (this._helpGroupHeading = heading, this);
	}
	/**
	* Set/get the default help group heading for subcommands added to this command.
	* (This does not override a group set directly on the subcommand using .helpGroup().)
	*
	* @example
	* program.commandsGroup('Development Commands:');
	* program.command('watch')...
	* program.command('lint')...
	* ...
	*
	* @param {string} [heading]
	* @returns {Command | string}
	*/
	commandsGroup(heading) {
		return heading === void 0 ? this._defaultCommandGroup ?? "" : (this._defaultCommandGroup = heading, this);
	}
	/**
	* Set/get the default help group heading for options added to this command.
	* (This does not override a group set directly on the option using .helpGroup().)
	*
	* @example
	* program
	*   .optionsGroup('Development Options:')
	*   .option('-d, --debug', 'output extra debugging')
	*   .option('-p, --profile', 'output profiling information')
	*
	* @param {string} [heading]
	* @returns {Command | string}
	*/
	optionsGroup(heading) {
		return heading === void 0 ? this._defaultOptionGroup ?? "" : (this._defaultOptionGroup = heading, this);
	}
	/**
	* @param {Option} option
	* @private
	*/
	_initOptionGroup(option) {
		this._defaultOptionGroup && !option.helpGroupHeading && option.helpGroup(this._defaultOptionGroup);
	}
	/**
	* @param {Command} cmd
	* @private
	*/
	_initCommandGroup(cmd) {
		this._defaultCommandGroup && !cmd.helpGroup() && cmd.helpGroup(this._defaultCommandGroup);
	}
	/**
	* Set the name of the command from script filename, such as process.argv[1],
	* or import.meta.filename.
	*
	* (Used internally and public although not documented in README.)
	*
	* @example
	* program.nameFromFilename(import.meta.filename);
	*
	* @param {string} filename
	* @return {Command}
	*/
	nameFromFilename(filename) {
		return this._name = path.basename(filename, path.extname(filename)), this;
	}
	/**
	* Get or set the directory for searching for executable subcommands of this command.
	*
	* @example
	* program.executableDir(import.meta.dirname);
	* // or
	* program.executableDir('subcommands');
	*
	* @param {string} [path]
	* @return {(string|null|Command)}
	*/
	executableDir(path) {
		return path === void 0 ? this._executableDir : (this._executableDir = path, this);
	}
	/**
	* Return program help documentation.
	*
	* @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
	* @return {string}
	*/
	helpInformation(contextOptions) {
		let helper = this.createHelp(), context = this._getOutputContext(contextOptions);
		helper.prepareContext({
			error: context.error,
			helpWidth: context.helpWidth,
			outputHasColors: context.hasColors
		});
		let text = helper.formatHelp(this, helper);
		return context.hasColors ? text : this._outputConfiguration.stripColor(text);
	}
	/**
	* @typedef HelpContext
	* @type {object}
	* @property {boolean} error
	* @property {number} helpWidth
	* @property {boolean} hasColors
	* @property {function} write - includes stripColor if needed
	*
	* @returns {HelpContext}
	* @private
	*/
	_getOutputContext(contextOptions) {
		contextOptions ||= {};
		let error = !!contextOptions.error, baseWrite, hasColors, helpWidth;
		return error ? (baseWrite = (str) => this._outputConfiguration.writeErr(str), hasColors = this._outputConfiguration.getErrHasColors(), helpWidth = this._outputConfiguration.getErrHelpWidth()) : (baseWrite = (str) => this._outputConfiguration.writeOut(str), hasColors = this._outputConfiguration.getOutHasColors(), helpWidth = this._outputConfiguration.getOutHelpWidth()), {
			error,
			write: (str) => (hasColors || (str = this._outputConfiguration.stripColor(str)), baseWrite(str)),
			hasColors,
			helpWidth
		};
	}
	/**
	* Output help information for this command.
	*
	* Outputs built-in help, and custom text added using `.addHelpText()`.
	*
	* @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
	*/
	outputHelp(contextOptions) {
		let deprecatedCallback;
		typeof contextOptions == "function" && (deprecatedCallback = contextOptions, contextOptions = void 0);
		let outputContext = this._getOutputContext(contextOptions), eventContext = {
			error: outputContext.error,
			write: outputContext.write,
			command: this
		};
		this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext)), this.emit("beforeHelp", eventContext);
		let helpInformation = this.helpInformation({ error: outputContext.error });
		if (deprecatedCallback && (helpInformation = deprecatedCallback(helpInformation), typeof helpInformation != "string" && !Buffer.isBuffer(helpInformation))) throw Error("outputHelp callback must return a string or a Buffer");
		outputContext.write(helpInformation), this._getHelpOption()?.long && this.emit(this._getHelpOption().long), this.emit("afterHelp", eventContext), this._getCommandAndAncestors().forEach((command) => command.emit("afterAllHelp", eventContext));
	}
	/**
	* You can pass in flags and a description to customise the built-in help option.
	* Pass in false to disable the built-in help option.
	*
	* @example
	* program.helpOption('-?, --help', 'show help'); // customise
	* program.helpOption(false); // disable
	*
	* @param {(string | boolean)} flags
	* @param {string} [description]
	* @return {Command} `this` command for chaining
	*/
	helpOption(flags, description) {
		return typeof flags == "boolean" ? (flags ? (this._helpOption === null && (this._helpOption = void 0), this._defaultOptionGroup && this._initOptionGroup(this._getHelpOption())) : this._helpOption = null, this) : (this._helpOption = this.createOption(flags ?? "-h, --help", description ?? "display help for command"), (flags || description) && this._initOptionGroup(this._helpOption), this);
	}
	/**
	* Lazy create help option.
	* Returns null if has been disabled with .helpOption(false).
	*
	* @returns {(Option | null)} the help option
	* @package
	*/
	_getHelpOption() {
		return this._helpOption === void 0 && this.helpOption(void 0, void 0), this._helpOption;
	}
	/**
	* Supply your own option to use for the built-in help option.
	* This is an alternative to using helpOption() to customise the flags and description etc.
	*
	* @param {Option} option
	* @return {Command} `this` command for chaining
	*/
	addHelpOption(option) {
		return this._helpOption = option, this._initOptionGroup(option), this;
	}
	/**
	* Output help information and exit.
	*
	* Outputs built-in help, and custom text added using `.addHelpText()`.
	*
	* @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
	*/
	help(contextOptions) {
		this.outputHelp(contextOptions);
		let exitCode = Number(process.exitCode ?? 0);
		exitCode === 0 && contextOptions && typeof contextOptions != "function" && contextOptions.error && (exitCode = 1), this._exit(exitCode, "commander.help", "(outputHelp)");
	}
	/**
	* // Do a little typing to coordinate emit and listener for the help text events.
	* @typedef HelpTextEventContext
	* @type {object}
	* @property {boolean} error
	* @property {Command} command
	* @property {function} write
	*/
	/**
	* Add additional text to be displayed with the built-in help.
	*
	* Position is 'before' or 'after' to affect just this command,
	* and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
	*
	* @param {string} position - before or after built-in help
	* @param {(string | Function)} text - string to add, or a function returning a string
	* @return {Command} `this` command for chaining
	*/
	addHelpText(position, text) {
		let allowedValues = [
			"beforeAll",
			"before",
			"after",
			"afterAll"
		];
		if (!allowedValues.includes(position)) throw Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
		let helpEvent = `${position}Help`;
		return this.on(helpEvent, (context) => {
			let helpStr;
			helpStr = typeof text == "function" ? text({
				error: context.error,
				command: context.command
			}) : text, helpStr && context.write(`${helpStr}\n`);
		}), this;
	}
	/**
	* Output help information if help flags specified
	*
	* @param {Array} args - array of options to search for help flags
	* @private
	*/
	_outputHelpIfRequested(args) {
		let helpOption = this._getHelpOption();
		helpOption && args.find((arg) => helpOption.is(arg)) && (this.outputHelp(), this._exit(0, "commander.helpDisplayed", "(outputHelp)"));
	}
};
/**
* Scan arguments and increment port number for inspect calls (to avoid conflicts when spawning new command).
*
* @param {string[]} args - array of arguments from node.execArgv
* @returns {string[]}
* @private
*/
function incrementNodeInspectorPort(args) {
	return args.map((arg) => {
		if (!arg.startsWith("--inspect")) return arg;
		let debugOption, debugHost = "127.0.0.1", debugPort = "9229", match;
		return (match = arg.match(/^(--inspect(-brk|-wait)?)$/)) === null ? (match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+)$/)) === null ? (match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+):(\d+)$/)) !== null && (debugOption = match[1], debugHost = match[3], debugPort = match[4]) : (debugOption = match[1], /^\d+$/.test(match[3]) ? debugPort = match[3] : debugHost = match[3]) : debugOption = match[1], debugOption && debugPort !== "0" ? `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}` : arg;
	});
}
/**
* Exported for using from tests, not otherwise used outside this file.
*
* @returns {boolean | undefined}
* @package
*/
function useColor() {
	if (process.env.NO_COLOR || process.env.FORCE_COLOR === "0" || process.env.FORCE_COLOR === "false") return !1;
	if (process.env.FORCE_COLOR || process.env.CLICOLOR_FORCE !== void 0) return !0;
}
new Command();
const configPlan = defineJob({
	name: "config plan",
	summary: "Show what importing a bundle would create, change and delete; exit 2 where there is something.",
	example: "identikit config plan config.bundle --out config.plan",
	options: object({
		file: positional(requiredText("FILE", "The bundle.")),
		prune: flag("Count the rows that the bundle lacks as deletions."),
		out: text("FILE", "Write the plan to FILE, for config import --plan."),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { formatPlan, planImport } = await import("./plan-GZ-gZjgI.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { writeFileAtomically } = await import("./atomic-file-Dazo7Uq8.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		let shown = [], plan = await planImport({
			database,
			file: resolve(context.cwd, options.file),
			prune: options.prune,
			onChange: (change) => shown.length < 200 && shown.push(change)
		}), out = options.out === void 0 ? void 0 : resolve(context.cwd, options.out);
		out !== void 0 && writeFileAtomically(out, formatPlan(plan));
		let { create, change, delete: remove } = plan.counts, changes = create + change + remove;
		return {
			outputs: {
				changes,
				counts: { ...plan.counts },
				base: plan.base,
				digest: plan.bundle,
				rows: changeOutputs(shown),
				out
			},
			details: changeDetails(shown, changes),
			account: [changeSummary(changes)],
			report: makeReport({
				check: "plan",
				verdict: changes === 0 ? "clean" : "drift",
				subject: `${options.file} against ${database.name}`,
				facts: [
					{
						label: "create",
						value: String(create)
					},
					{
						label: "change",
						value: String(change)
					},
					{
						label: "delete",
						value: String(remove)
					}
				],
				findings: []
			})
		};
	}
}), configShow = defineJob({
	name: "config show",
	summary: "Show one agent's resolved config, with the scope that each value came from and what it overrode.",
	example: "identikit config show concierge",
	options: object({
		agent: positional(requiredText("AGENT", "The agent's name.")),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { loadRows } = await import("./load-rows-CtKPaEJt.js"), { explainAgent } = await import("./explain-DmIqIv3N.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		let explanation = explainAgent(await loadRows(database, [options.agent]), options.agent);
		return {
			outputs: { ...explanation },
			account: accountOf(explanation)
		};
	}
}), groups = [
	"plugins",
	"marketplaces",
	"mcpServers",
	"systemPrompt",
	"skills"
];
function accountOf(explanation) {
	let { name, type, runtime, typeConfig } = explanation;
	return [
		`${name}: type ${type}, runtime ${runtime}`,
		...groups.flatMap((group) => explanation[group].map((entry) => `  ${group} ${entryLine(entry)}`)),
		...typeConfig.map(({ key }) => `  typeConfig ${key}`)
	];
}
function entryLine(entry) {
	let verb = entry.enabled ? "from" : "taken away by", lost = entry.overrides.length > 0 ? `, over ${entry.overrides.map(placeOf).join(", ")}` : "";
	return `${entry.key}  ${verb} ${placeOf(entry)}${lost}`;
}
function placeOf({ scope, of }) {
	return of === null ? scope : `${scope} ${of}`;
}
const { envRoot, accessor, events: events$1, reason, accessLog } = envOptions, containersRebuild = defineJob({
	name: "containers rebuild",
	summary: "Recreate agents' containers from the current image with freshly rendered env directories; roll back where one does not come up.",
	example: "identikit containers rebuild concierge --env-root /srv/agents",
	options: object({
		name: positional(text("NAME", "Only this agent's containers; those of every agent if left out.")),
		image: text("REF", "The image to go to, as the engine names it; each container's own reference if left out."),
		envRoot,
		accessor,
		events: events$1,
		reason,
		accessLog,
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { loadRows } = await import("./load-rows-CtKPaEJt.js"), { resolveAgent } = await import("./resolve-BEGSIOUS.js"), { rebuildContainers } = await import("./rebuild-containers-VYoh_T1N.js"), { connectEngine } = await import("./connection-JgNBzTq7.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { openEnvSession } = await import("./env-session-DctOZFUD.js"), project = await openProject(context.cwd, options.root), { name, image } = options;
		await using database = await openConfigDatabase(context, project, options.database);
		let rows = await loadRows(database, name === void 0 ? void 0 : [name]), names = name === void 0 ? rows.agents : [name];
		await using session = await openEnvSession(context, project, {
			secretsFrom: database,
			options,
			job: "render"
		});
		let progress = context.log.progress("rebuild containers"), outcomes = await rebuildContainers({
			...session.settings,
			reason: options.reason ?? "containers rebuild",
			agents: names.map((agent) => resolveAgent(rows, agent)),
			engine: await connectEngine(context.env),
			...name === void 0 ? {} : { named: name },
			...image === void 0 ? {} : { image },
			onOutcome: ({ container }) => progress.update(container)
		});
		return progress.done(`${count(outcomes.length, "container")} looked after`), {
			outputs: {
				containers: outcomes.map(outcomeOutput),
				accessLog: await session.writeAccessLog()
			},
			account: outcomes.length === 0 ? ["no container runs an agent of this fleet"] : outcomes.map(outcomeLine),
			changed: outcomes.some(({ result }) => result === "rebuilt"),
			faults: outcomes.flatMap((outcome) => "error" in outcome ? [outcome.error] : [])
		};
	}
});
function outcomeOutput(outcome) {
	let { agent, container, result } = outcome;
	return "error" in outcome ? {
		agent,
		container,
		result,
		error: errorOf(outcome.error)
	} : {
		agent,
		container,
		result,
		image: outcome.image
	};
}
function outcomeLine(outcome) {
	let { agent, container, result } = outcome;
	return `${container} (${agent}) ${result}: ${"error" in outcome ? outcome.error.code : shortDigest(outcome.image)}`;
}
const marks = {
	ok: "✓",
	absent: "–",
	wrong: "✗"
}, doctor = defineJob({
	name: "doctor",
	summary: "Say what this machine and this repository have, what is missing, and how to get it.",
	example: "identikit doctor",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { machineProbes } = await import("./doctor-machine-8FynWFlq.js"), { repositoryProbes } = await import("./doctor-repository-N9sf9Q7e.js"), probes = [...machineProbes(context), ...repositoryProbes(context, options)], results = await Promise.all(probes.map((probe) => examine(probe, context))), needed = results.flatMap((result) => result.fault && result.needed ? [result.fault] : []), faults = [...new Map(needed.map((fault) => [fault.message, fault])).values()], width = Math.max(...results.map(({ name }) => name.length));
		return {
			outputs: { checks: results.map(({ name, state, detail, fault }) => ({
				name,
				state,
				detail,
				...fault ? { error: errorOf(fault) } : {}
			})) },
			account: results.flatMap(({ name, state, detail, fault, needed }) => [`${marks[state]} ${name.padEnd(width)}  ${detail}`, ...fault && !needed ? [`  ${" ".repeat(width)}  ${fault.remedy}`] : []]),
			faults
		};
	}
});
async function examine(probe, context) {
	let { name, needed } = probe;
	try {
		return {
			name,
			needed,
			state: "ok",
			detail: await probe.look(context.signal)
		};
	} catch (caught) {
		let fault = asFault(caught);
		return {
			name,
			needed,
			state: needed ? "wrong" : "absent",
			detail: fault.message,
			fault
		};
	}
}
const events = defineJob({
	name: "events",
	summary: "Serve the events of renders and reconciles as server-sent events, until it is stopped.",
	example: "identikit events --listen 127.0.0.1:8787",
	options: object({
		listen: requiredText("ADDR", "HOST:PORT; without a host, this machine only; port 0 takes a free one."),
		events: text("FILE", "The file that runs append their events to; .identikit/events.jsonl if left out."),
		...rootOption
	}),
	async run(context, options) {
		let { EventServer } = await import("./event-server-DKB5sBBB.js"), { eventFile } = await import("./event-sinks-CLN0pa28.js"), project = await openProject(context.cwd, options.root), { log, signal } = context, file = eventFile(context, project, options.events);
		await using server = await EventServer.start({
			file,
			listen: options.listen,
			signal
		});
		log.info(`events of ${file} at ${server.url}`);
		let { promise: stopped, resolve: stop } = Promise.withResolvers();
		return signal.addEventListener("abort", () => stop(), { once: !0 }), await stopped, {
			outputs: { url: server.url },
			account: ["stopped"]
		};
	}
});
/** Collects what the steps of a chain came to, and tells it as one story. */
var PipelineAccount = class {
	#context;
	root;
	#results = /* @__PURE__ */ new Map();
	constructor(context, root) {
		this.#context = context, this.root = root;
	}
	/** Runs one job as the next step; a part of it that failed ends the chain. */
	async step(name, job, raw) {
		return this.#context.signal.throwIfAborted(), this.add(name, await job.run(this.#context, job.options.parse(raw)));
	}
	/** Takes the result of a step that was run otherwise. */
	add(name, result) {
		let [fault] = result.faults ?? [];
		if (fault) throw fault;
		return this.#results.set(name, result), result;
	}
	/** Every step's outputs by its name. */
	get outputs() {
		let entries = [...this.#results].map(([name, result]) => [name, jsonOf(result)]);
		return Object.fromEntries(entries);
	}
	/** Every step's account, its first line behind the step's name; paths in the repository relative to it. */
	get lines() {
		let width = Math.max(...[...this.#results.keys()].map((name) => name.length));
		return [...this.#results].flatMap(([name, { account, report }]) => [...report ? [verdictLine(report)] : [], ...account].map((line, index) => `${(index === 0 ? name : "").padEnd(width)}  ${this.shorten(line)}`));
	}
	/** Whether any step changed anything. */
	get changed() {
		return [...this.#results.values()].some(({ changed }) => changed === !0);
	}
	/** A line with the repository's own paths relative to it, however they were written. */
	shorten(line) {
		let typed = relative(this.#context.cwd, this.root), short = line.replaceAll(`${this.root}/`, "");
		return typed === "" ? short : short.replaceAll(` ${typed}/`, " ");
	}
};
/** What a check came to; what it found follows at the end of the whole account. */
function verdictLine({ verdict, findings }) {
	return verdict === "clean" ? "clean: every file is byte for byte the template's" : `${verdict}: ${count(findings.length, "finding")}`;
}
/**
* Seals a made-up value for each stand-in secret of the settings that neither the database nor the environment has, so that
* an example runs without a real one. The value says what it is, and is the same each time.
* @returns the names that stand in; never any on a server, which is nobody's example
*/
async function sealStandIns(context, project, database) {
	let { standInSecrets } = project.settings;
	if (standInSecrets.length === 0 || database.kind !== "sqlite") return [];
	let { listSecrets, setSecret } = await import("./secret-store-DF2TwvmE.js"), { secretVariablePrefix } = await import("./secret-name-DCGtwH_T.js"), { findOrMakeKeyring } = await import("./keys-kUFPdPgY.js"), sealed = new Set((await listSecrets(database)).map(({ name }) => name)), missing = standInSecrets.filter((name) => !sealed.has(name) && !context.env[secretVariablePrefix + name]);
	if (missing.length === 0) return [];
	let keyring = findOrMakeKeyring(context, project);
	for (let name of missing) await setSecret(database, keyring, name, `made-up-value-of-${name}`);
	return missing;
}
const options = object({
	base: option(string().min(1).default("scratch"), {
		kind: "text",
		value: "REF",
		description: "The image that the identity is put on."
	}),
	to: text("REPO", "Where the image is published; an OCI layout under .identikit if left out."),
	envRoot: text("DIR", "Where the env directories go; .identikit/env if left out."),
	onMissingSecret: choice(["fail", "skip"], "fail", "Fail, or leave the agent out and go on."),
	...rootOption,
	...databaseOption
}), pipeline = defineJob({
	name: "pipeline",
	summary: "Run the whole chain on the embedded defaults: fetch, sync, bake, gate, export, import, render, publish.",
	example: "identikit pipeline --root examples/fleet",
	options,
	async run(context, given) {
		let project = await openProject(context.cwd, given.root), places = placesOf(context, project, given), account = new PipelineAccount(context, project.root), root = { root: project.root }, database = given.database === void 0 ? {} : { database: given.database }, image = {
			...root,
			template: places.template
		};
		await account.step("fetch", fetch, {
			...root,
			all: !0,
			into: places.templates
		}), await account.step("sync", configSync, {
			...root,
			...database,
			templates: places.templates
		});
		let baked = await account.step("bake", bake, {
			...image,
			base: given.base,
			to: places.baked
		}), { report } = await account.step("gate", gate, {
			...image,
			image: places.baked
		}), bundle = await account.step("export", configExport, {
			...root,
			...database,
			to: places.bundle
		}), carried = {
			...root,
			file: places.bundle,
			database: places.carried,
			prune: !0
		};
		await account.step("import", configImport, carried), account.add("render", await renderCarried(context, project, given, places));
		let tags = baked.outputs.commit === null ? { tag: ["staging-local"] } : {}, { image: name, digest, tags: names } = (await account.step("publish", publish, {
			...image,
			from: places.baked,
			to: places.published,
			...tags
		})).outputs;
		return {
			outputs: {
				result: report?.verdict,
				findings: [],
				changed: account.changed,
				image: name,
				digest,
				tags: names,
				treeDigest: baked.outputs.treeDigest,
				bundle: places.bundle,
				bundleDigest: bundle.outputs.digest,
				envRoot: places.environments,
				steps: account.outputs
			},
			account: account.lines,
			...report && report.verdict !== "clean" ? { report: {
				...report,
				check: "pipeline"
			} } : {},
			closing: closing(account, places)
		};
	}
});
/**
* Renders every agent from the database on the far side of the bundle. Secrets do not travel with it: they are read,
* and their reads logged, where they are kept.
*/
async function renderCarried(context, project, given, places) {
	let { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { loadRows } = await import("./load-rows-CtKPaEJt.js"), { resolveAgent } = await import("./resolve-BEGSIOUS.js");
	await using carried = await openConfigDatabase(context, project, places.carried), source = await openConfigDatabase(context, project, given.database);
	let standIns = await sealStandIns(context, project, source), rows = await loadRows(carried), run = await renderRun(context, project, {
		agents: rows.agents.map((name) => resolveAgent(rows, name)),
		secretsFrom: source,
		options: {
			envRoot: places.environments,
			onMissingSecret: given.onMissingSecret,
			reason: "pipeline"
		}
	}), result = renderResult(run), made = standIns.map((name) => `secret ${name} is a made-up value (identikit.yaml, standInSecrets)`);
	return {
		...result,
		account: [...result.account, ...made]
	};
}
function closing(account, places) {
	return [
		"",
		account.changed ? "Done: every copy was made from its source, and compared with it." : "Nothing changed: every copy was compared with its source, and equals it.",
		"",
		`Look at, in ${account.root}:`,
		`  the image         ${account.shorten(places.published)}`,
		`  the config bundle ${account.shorten(places.bundle)}`,
		`  the environments  ${account.shorten(places.environments)}/<agent>/`
	];
}
function placesOf(context, project, given) {
	let templates = project.path(project.settings.templates);
	return {
		templates,
		template: resolve(templates, project.settings.identity.template),
		baked: `oci:${workPath(project, "images")}:baked`,
		bundle: workPath(project, "config.bundle"),
		carried: workPath(project, "carried.db"),
		environments: given.envRoot === void 0 ? workPath(project, "env") : resolve(context.cwd, given.envRoot),
		published: given.to ?? `oci:${workPath(project, "published")}`
	};
}
const secretList = defineJob({
	name: "secret list",
	summary: "List the secrets with version and key, never with a value.",
	example: "identikit secret list",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { listSecrets } = await import("./secret-store-DF2TwvmE.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		let secrets = await listSecrets(database), account = secrets.map(({ name, version, keyId }) => `${name}  version ${version}, key ${keyId}`);
		return {
			outputs: { secrets },
			account: account.length > 0 ? account : ["no secrets"]
		};
	}
}), secretLog = defineJob({
	name: "secret log",
	summary: "Show who read which secret for which agent, when and why.",
	example: "identikit secret log FORGE_TOKEN --limit 20",
	options: object({
		name: positional(text("NAME", "Only reads of this secret.")),
		agent: text("AGENT", "Only reads for this agent."),
		limit: option(number().int().min(1).max(1e6).default(1e3), {
			kind: "text",
			value: "N",
			description: "The newest N reads."
		}),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { listAccesses } = await import("./secret-store-DF2TwvmE.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js");
		await using database = await openConfigDatabase(context, await openProject(context.cwd, options.root), options.database);
		let accesses = await listAccesses(database, {
			...options.name === void 0 ? {} : { secret: options.name },
			...options.agent === void 0 ? {} : { agent: options.agent },
			limit: options.limit
		});
		return {
			outputs: { accesses: accesses.map((access) => ({ ...access })) },
			account: accesses.map(({ time, secret, agent, accessor, reason }) => `${time}  ${secret} for ${agent}, by ${accessor} (${reason})`)
		};
	}
}), secretRotate = defineJob({
	name: "secret rotate",
	summary: "Seal every secret again under the first key of the keyring, all or none.",
	example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
	options: object({
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { rotateSecrets } = await import("./secret-store-DF2TwvmE.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { findKeyring } = await import("./keys-kUFPdPgY.js"), project = await openProject(context.cwd, options.root), keyring = findKeyring(context, project);
		if (!keyring) throw noKeys();
		await using database = await openConfigDatabase(context, project, options.database);
		let { rotated, current } = await rotateSecrets(database, keyring);
		return {
			outputs: {
				rotated: [...rotated],
				current,
				keyId: keyring.sealingKeyId
			},
			account: [`${count(rotated.length, "secret")} sealed again under ${keyring.sealingKeyId}, ${current} already were`]
		};
	}
});
function noKeys() {
	return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", { remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals." });
}
const secretSet = defineJob({
	name: "secret set",
	summary: "Seal a value, read from standard input, as a secret of the config database.",
	example: "printf %s \"$TOKEN\" | identikit secret set FORGE_TOKEN",
	options: object({
		name: positional(requiredText("NAME", "The secret's name, as placeholders write it.")),
		...rootOption,
		...databaseOption
	}),
	async run(context, options) {
		let { setSecret } = await import("./secret-store-DF2TwvmE.js"), { openConfigDatabase } = await import("./database-place-DtbZG17X.js"), { findOrMakeKeyring } = await import("./keys-kUFPdPgY.js"), project = await openProject(context.cwd, options.root), value = secretText(await context.readInput());
		context.log.mask(value);
		let keyring = findOrMakeKeyring(context, project);
		await using database = await openConfigDatabase(context, project, options.database);
		let { version, changed } = await setSecret(database, keyring, options.name, value);
		return {
			outputs: {
				name: options.name,
				version,
				changed
			},
			account: [changed ? `sealed ${options.name} under key ${keyring.sealingKeyId}` : `${options.name} has this value already`]
		};
	}
});
/** The bytes as text, without the one line end that `echo` and editors put behind a value. */
function secretText(bytes) {
	try {
		return new TextDecoder("utf-8", {
			fatal: !0,
			ignoreBOM: !0
		}).decode(bytes).replace(/\r?\n$/, "");
	} catch (cause) {
		throw new IdentikitError("SECRET_INVALID", "the value on standard input is not UTF-8 text", {
			remedy: "Encode binary values, for instance with base64.",
			cause
		});
	}
}
/** Every job, in the order in which `--help` lists them. */
const allJobs = [
	fetch,
	materialize,
	bake,
	gate,
	publish,
	promote,
	configSync,
	configExport,
	configPlan,
	configImport,
	configShow,
	secretSet,
	secretList,
	secretRotate,
	secretLog,
	render,
	reconcile,
	containersRebuild,
	events,
	pipeline,
	doctor
];
/** A failure as one line; with `verbose`, the chain of causes and their stacks below it. */
function faultLines(fault, verbose) {
	let line = logLine(`error ${fault.code}: ${sentence(fault.message)} ${fault.remedy}`);
	return verbose ? [line, ...causes(fault)].join("\n") : line;
}
function sentence(text) {
	return /[.?!]$/.test(text) ? text : `${text}.`;
}
function causes(fault) {
	let lines = [fault.stack ?? ""];
	for (let cause = fault.cause, depth = 0; cause !== void 0 && depth < 10; depth++) lines.push(`caused by: ${cause instanceof Error ? cause.stack ?? cause.message : String(cause)}`), cause = cause instanceof Error ? cause.cause : void 0;
	return lines;
}
/** A program whose commands are the jobs; the chosen one is given to `run`. */
function programOf(jobs, version, run) {
	let program = new Command("identikit").description("Carries an AI agent's identity from its source of truth to every copy, and proves that they are equal.").version(version).showSuggestionAfterError().configureHelp({ sortSubcommands: !1 }).addHelpText("after", "\nStart here: identikit doctor"), groups = /* @__PURE__ */ new Map();
	for (let job of jobs) {
		let words = job.name.split(" "), name = words.pop();
		addCommand(words.reduce((above, word) => groupOf(groups, above, word, jobs), program), name, job, run);
	}
	return program;
}
function groupOf(groups, above, word, jobs) {
	let known = groups.get(word);
	if (known) return known;
	let names = jobs.filter((job) => job.name.startsWith(`${word} `)).map((job) => job.name.slice(word.length + 1)), group = above.command(word).description(`${names.join(", ")}`).showSuggestionAfterError();
	return groups.set(word, group), group;
}
function addCommand(parent, name, job, run) {
	let command = parent.command(name).description(job.summary).showSuggestionAfterError().allowExcessArguments(!1), positionals = [], options = Object.entries(job.options.shape), hasPositionals = options.some(([, schema]) => optionMeta.get(schema)?.positional);
	for (let [key, schema] of options) {
		let meta = optionMeta.get(schema);
		if (!meta) throw TypeError(`option ${key} of ${job.name} has no description`);
		meta.positional ? (positionals.push(key), command.argument(argumentSyntax(meta, schema), meta.description)) : command.addOption(flagOf(key, meta, !hasPositionals));
	}
	command.option("--json", "print one JSON document on standard output, and nothing else").option("-q, --quiet", "say nothing while working").option("-v, --verbose", "say more, and give the causes of an error").addHelpText("after", `\nExample:\n  ${job.example}`).action(async () => {
		let { json = !1, quiet = !1, verbose = !1, ...flags } = command.opts(), given = Object.fromEntries(positionals.map((key, index) => [key, command.processedArgs[index]]));
		await run({
			job,
			raw: {
				...flags,
				...given
			},
			common: {
				json,
				quiet,
				verbose
			}
		});
	});
}
function argumentSyntax(meta, schema) {
	let value = meta.kind === "list" ? `${meta.value}...` : meta.value;
	return schema.safeParse(void 0).success ? `[${value}]` : `<${value}>`;
}
/** @param takesSeveral whether a list may take several values at once; it would swallow positional arguments */
function flagOf(key, meta, takesSeveral) {
	let name = `--${kebab(key)}`;
	return meta.kind === "flag" ? new Option(name, meta.description) : meta.kind === "text" ? new Option(`${name} <${meta.value}>`, meta.description).argParser(notAFlag) : new Option(`${name} ${takesSeveral ? `<${meta.value}...>` : `<${meta.value}>`}`, `${meta.description} Repeatable.`).argParser((value, before) => [...before ?? [], notAFlag(value)]);
}
/** A forgotten value would otherwise swallow the flag behind it. */
function notAFlag(value) {
	if (value.startsWith("--")) throw new InvalidArgumentError("A value is missing.");
	return value;
}
/** A result for a person: the account, then what was found, in the form that was asked for. */
async function resultText(result) {
	let { report, format = "text" } = result;
	if (report && format !== "text") return documentOf(report, format);
	let lines = [...result.details ?? [], ...result.account];
	if (report) {
		let { reportText } = await import("./text-k97ouMVE.js");
		lines.push(...reportText(report));
	}
	return lines.push(...result.closing ?? []), lines.map((line) => `${logLine(line)}\n`).join("");
}
async function documentOf(report, format) {
	switch (format) {
		case "json": return (await import("./json-BtCe-SuD.js")).reportJson(report);
		case "markdown": return (await import("./markdown-D3Wthq6J.js")).reportMarkdown(report);
		case "sarif": return (await import("./sarif-B1EKXLfU.js")).reportSarif(report);
	}
}
/**
* What was wrong with the words that were typed. Values are not repeated: a secret may stand where none belongs, and
* the line may go to a job's log.
*/
function usageFault({ code, message }) {
	let line = message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
	switch (code) {
		case "commander.help": return new IdentikitError("USAGE", "no command was given", { remedy: "See identikit --help." });
		case "commander.excessArguments": return new IdentikitError("USAGE", line.replace(/\. Expected (\d+).*? got (\d+): .*$/, ": $2 where $1 may be"), { remedy: "Quote what belongs together; a secret's value goes through standard input." });
		case "commander.unknownOption": return new IdentikitError("USAGE", unknownOption(line), { remedy: "See --help of the command." });
		case "commander.unknownCommand": return new IdentikitError("USAGE", line.replace(/ \(Did you mean (.+)\?\)$/, "; did you mean $1?"), { remedy: "See identikit --help." });
		default: return new IdentikitError("USAGE", line, { remedy: "See identikit --help." });
	}
}
/** Commander repeats the whole word, a value behind `=` or behind a letter included. */
function unknownOption(line) {
	let [, name, value = "", meant] = /^unknown option '(--[^=]*|-[^-])(.*?)'(?: \(Did you mean (--\S+)\?\))?$/.exec(line) ?? [];
	return name === void 0 ? "unknown option" : value.startsWith("=") && meant === name ? `option '${name}' takes no value` : `unknown option '${name}'${meant === void 0 ? "" : `; did you mean ${meant}?`}`;
}
/**
* Runs the command line: 0 it holds or is done, 1 an error, 2 drift or pending changes, 64 wrong usage.
* @param argv what was typed after the program's name
*/
async function main(argv, version) {
	let level = argv.includes("--quiet") || argv.includes("-q") ? "quiet" : verboseIn(argv) ? "verbose" : "normal";
	using own = openOwnProcess(level);
	let json = argv.includes("--json");
	try {
		let program = programOf(allJobs, version, (invocation) => carryOut(own, invocation));
		quieten(program, own), await program.parseAsync([...argv], { from: "user" });
	} catch (caught) {
		if (caught instanceof CommanderError && caught.exitCode === 0) return;
		await fail(own, faultOf(caught), {
			json,
			verbose: verboseIn(argv)
		});
	}
}
async function carryOut(own, { job, raw, common }) {
	let result = await job.run(own.context, parseOptions(job.options, raw, (key) => {
		let meta = optionMeta.get(job.options.shape[key]);
		return meta?.positional ? meta.value ?? key : `--${kebab(key)}`;
	}));
	if (setExitCode(exitCodeOf(result)), await own.print(common.json ? `${JSON.stringify(jsonOf(result), void 0, 2)}\n` : await resultText(result)), !common.json) for (let fault of result.faults ?? []) own.complain(faultLines(fault, common.verbose));
}
async function fail(own, fault, how) {
	how.json ? await own.print(`${JSON.stringify({ error: errorOf(fault) }, void 0, 2)}\n`) : own.complain(faultLines(fault, how.verbose)), setExitCode(fault.code === "USAGE" ? 64 : 1);
	let signal = own.stop.received();
	signal && dieOf(signal);
}
function faultOf(caught) {
	return caught instanceof CommanderError ? usageFault(caught) : asFault(caught);
}
/** Errors are thrown, not printed: they are shown once, in one form. */
function quieten(command, own) {
	command.exitOverride().configureOutput({
		writeOut: (text) => void own.print(text),
		writeErr: () => void 0
	});
	for (let sub of command.commands) quieten(sub, own);
}
function verboseIn(argv) {
	return argv.includes("--verbose") || argv.includes("-v");
}
export { main };
