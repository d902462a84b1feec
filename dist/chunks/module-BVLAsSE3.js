import { o as __toESM, t as __commonJSMin } from "./rolldown-runtime-DqgWs3Hx.js";
import { t as require_src } from "./src-CMb4u3_r.js";
import perf_hooks from "node:perf_hooks";
var require_lib = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: !0 }), exports.binarySearch = exports.upperBound = exports.lowerBound = exports.compare = void 0;
	function compare(v1, v2) {
		return v1 < v2;
	}
	exports.compare = compare;
	function upperBound(array, value, comp = compare) {
		let len = array.length, i = 0;
		for (; len;) {
			let diff = len >>> 1, cursor = i + diff;
			comp(value, array[cursor]) ? len = diff : (i = cursor + 1, len -= diff + 1);
		}
		return i;
	}
	exports.upperBound = upperBound;
	function lowerBound(array, value, comp = compare) {
		let len = array.length, i = 0;
		for (; len;) {
			let diff = len >>> 1, cursor = i + diff;
			comp(array[cursor], value) ? (i = cursor + 1, len -= diff + 1) : len = diff;
		}
		return i;
	}
	exports.lowerBound = lowerBound;
	function binarySearch(array, value, comp = compare) {
		let cursor = lowerBound(array, value, comp);
		return cursor !== array.length && !comp(value, array[cursor]);
	}
	exports.binarySearch = binarySearch;
})), import_structured_source = (/* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: !0 }), exports.StructuredSource = void 0;
	let boundary_1 = require_lib();
	exports.StructuredSource = class {
		/**
		* @constructs StructuredSource
		* @param {string} source - source code text.
		*/
		constructor(source) {
			this.indice = [0];
			let regexp = /[\r\n\u2028\u2029]/g, length = source.length;
			for (regexp.lastIndex = 0;;) {
				let result = regexp.exec(source);
				if (!result) break;
				let index = result.index;
				source.charCodeAt(index) === 13 && source.charCodeAt(index + 1) === 10 && (index += 1);
				let nextIndex = index + 1;
				if (length < nextIndex) break;
				this.indice.push(nextIndex), regexp.lastIndex = nextIndex;
			}
		}
		get line() {
			return this.indice.length;
		}
		/**
		* @param {SourceLocation} loc - location indicator.
		* @return {[ number, number ]} range.
		*/
		locationToRange(loc) {
			return [this.positionToIndex(loc.start), this.positionToIndex(loc.end)];
		}
		/**
		* @param {[ number, number ]} range - pair of indice.
		* @return {SourceLocation} location.
		*/
		rangeToLocation(range) {
			return {
				start: this.indexToPosition(range[0]),
				end: this.indexToPosition(range[1])
			};
		}
		/**
		* @param {SourcePosition} pos - position indicator.
		* @return {number} index.
		*/
		positionToIndex(pos) {
			return this.indice[pos.line - 1] + pos.column;
		}
		/**
		* @param {number} index - index to the source code.
		* @return {SourcePosition} position.
		*/
		indexToPosition(index) {
			let startLine = (0, boundary_1.upperBound)(this.indice, index);
			return {
				line: startLine,
				column: index - this.indice[startLine - 1]
			};
		}
	};
})))();
/**
* Test if condition is truthy.
* @param {any} expression to be evaluated
* @param {string} error message to be shown
* @returns {void}
* @throws
*/
function invariant(condition, message) {
	if (!condition) throw Error(message);
}
/**
* This class represent of source code.
*/
var SecretLintSourceCodeImpl = class {
	hasBOM;
	content;
	filePath;
	physicalFilePath;
	contentType;
	ext;
	structuredSource;
	constructor({ content = "", ext, filePath, physicalFilePath, contentType }) {
		invariant(ext || filePath, "should be set either of fileExt or filePath."), this.hasBOM = content.charCodeAt(0) === 65279, this.content = this.hasBOM ? content.slice(1) : content, this.structuredSource = new import_structured_source.StructuredSource(this.content), this.filePath = filePath, this.physicalFilePath = physicalFilePath, this.contentType = contentType, this.ext = ext;
	}
	/**
	* get file path
	* This return `undefined` if the source code is created without file path.
	* For example, use core API to create a source code directly.
	*
	* You can use this path to detect file type.
	* However, if you want to read the file content, use `getPhysicalFilePath` instead.
	* @returns {string|undefined}
	*/
	getFilePath() {
		return this.filePath;
	}
	/**
	* get physical file path
	* This return `undefined` if the source code is not related to file.
	* For example, the source code is given from the stdin.
	*
	* You can use this path to read the file content.
	*/
	getPhysicalFilePath() {
		return this.physicalFilePath;
	}
	/**
	* @param {SecretLintSourceNodeLocation} loc - location indicator.
	* @return {[ number, number ]} range.
	*/
	locationToRange(loc) {
		return this.structuredSource.locationToRange(loc);
	}
	/**
	* @param {[ number, number ]} range - pair of indice.
	* @return {SecretLintSourceNodeLocation} location.
	*/
	rangeToLocation(range) {
		let location = this.structuredSource.rangeToLocation(range);
		return {
			start: {
				line: location.start.line,
				column: location.start.column
			},
			end: {
				line: location.end.line,
				column: location.end.column
			}
		};
	}
	/**
	* @param {Position} pos - position indicator.
	* @return {number} index.
	*/
	positionToIndex(pos) {
		return this.structuredSource.positionToIndex(pos);
	}
	/**
	* @param {number} index - index to the source code.
	* @return {Position} position.
	*/
	indexToPosition(index) {
		let position = this.structuredSource.indexToPosition(index);
		return {
			line: position.line,
			column: position.column
		};
	}
}, EventEmitter = class {
	#listeners = /* @__PURE__ */ new Map();
	on(type, listener) {
		let listenerSet = this.#listeners.get(type) ?? /* @__PURE__ */ new Set();
		listenerSet?.add(listener), this.#listeners.set(type, listenerSet);
	}
	emit(type, ...args) {
		let listenerSet = this.#listeners.get(type);
		if (listenerSet) for (let listenerSetElement of listenerSet) listenerSetElement(...args);
	}
	off(type, listener) {
		let listenerSet = this.#listeners.get(type);
		if (listenerSet) for (let listenerSetElement of listenerSet) listenerSetElement === listener && listenerSet.delete(listener);
	}
	removeAllListeners() {
		this.#listeners.clear();
	}
	listenerCount(type) {
		return this.#listeners.get(type)?.size ?? 0;
	}
	listeners(type) {
		return Array.from(this.#listeners.get(type) ?? []);
	}
}, PromiseEventEmitter = class {
	events;
	constructor() {
		this.events = new EventEmitter();
	}
	listenerCount(type) {
		return this.events.listenerCount(type);
	}
	on(event, listener) {
		return this.events.on(event, listener);
	}
	emit(event, ...args) {
		let promises = [];
		return this.events.listeners(event).forEach((listener) => {
			promises.push(listener(...args));
		}), Promise.all(promises);
	}
};
/**
* Default locale that is also fallback locale.
*/
const formatMessage = (messageHandler, props) => typeof props != "object" || !props ? messageHandler() : messageHandler(props), getMatchedLocaleMessage = (locale, locales) => {
	let localKeys = Object.keys(locales), matchLocale = localKeys.find((key) => key === locale);
	if (matchLocale) return matchLocale;
	let [lang] = locale.split("-");
	return lang && localKeys.find((key) => key === lang) || "en";
}, createTranslator = (messages, options) => (messageId, props) => {
	let messageHandler = messages[messageId];
	if (!messageHandler) throw Error(`messages:${String(messageId)} is missing in messages.`);
	if (typeof messageHandler == "function") {
		if (typeof messageId != "string") throw Error(`message's key:${String(messageId)} should be string`);
		return {
			message: formatMessage(messageHandler, props),
			messageId,
			data: props
		};
	}
	let defaultLocal = options && options.defaultLocale ? options.defaultLocale : "en", locale = getMatchedLocaleMessage(defaultLocal, messageHandler), localizedMessage = messageHandler[locale];
	if (!localizedMessage) throw messageHandler.en ? Error(`messages${String(messageId)}.${locale} is missing in messages.`) : Error(`message's key:${String(messageId)}.en should be defined in messages.`);
	if (typeof messageId != "string") throw Error(`message's key:${String(messageId)}.en should be string`);
	return {
		message: formatMessage(localizedMessage, props),
		messageId,
		data: props
	};
}, createContextEvents = () => {
	let contextEvents = new EventEmitter(), REPORT_SYMBOL = Symbol("report"), IGNORE_SYMBOL = Symbol("ignore");
	return {
		report(descriptor) {
			contextEvents.emit(REPORT_SYMBOL, descriptor);
		},
		onReport(handler) {
			let listener = (descriptor) => {
				handler(descriptor);
			};
			return contextEvents.on(REPORT_SYMBOL, listener), () => {
				contextEvents.off(REPORT_SYMBOL, listener);
			};
		},
		ignore(descriptor) {
			contextEvents.emit(IGNORE_SYMBOL, descriptor);
		},
		onIgnore(handler) {
			let listener = (descriptor) => {
				handler(descriptor);
			};
			return contextEvents.on(IGNORE_SYMBOL, listener), () => {
				contextEvents.off(IGNORE_SYMBOL, listener);
			};
		}
	};
}, createRuleContext = ({ ruleId, ruleParentId, meta, severity, sourceCode, contextEvents, sharedOptions, locale }) => ({
	sharedOptions,
	createTranslator: (messages) => createTranslator(messages, { defaultLocale: locale }),
	ignore(descriptor) {
		let { message } = descriptor.message;
		contextEvents.ignore({
			type: "ignore",
			ruleId,
			ruleParentId,
			range: descriptor.range,
			targetRuleId: descriptor.targetRuleId,
			loc: sourceCode.rangeToLocation(descriptor.range),
			message
		});
	},
	report(descriptor) {
		let { message, messageId, data } = descriptor.message, severityLevel = severity ?? "error";
		ruleParentId ? contextEvents.report({
			...descriptor,
			type: "message",
			ruleId,
			ruleParentId,
			loc: sourceCode.rangeToLocation(descriptor.range),
			severity: severityLevel,
			message,
			messageId,
			docsUrl: meta.docs?.url ? `${meta.docs.url}#${messageId}` : void 0,
			data
		}) : contextEvents.report({
			...descriptor,
			type: "message",
			ruleId,
			loc: sourceCode.rangeToLocation(descriptor.range),
			severity: severityLevel,
			message,
			messageId,
			docsUrl: meta.docs?.url ? `${meta.docs.url}#${messageId}` : void 0,
			data
		});
	}
});
var SecretLintRule = class {
	ruleReportHandle;
	ruleCreator;
	descriptorRule;
	constructor({ descriptorRule, context }) {
		this.descriptorRule = descriptorRule, this.ruleCreator = descriptorRule.rule;
		let ruleCreatorOptions = descriptorRule.options || {};
		this.ruleReportHandle = this.ruleCreator.create(context, ruleCreatorOptions);
	}
	allowMessageIds() {
		if (!this.descriptorRule.allowMessageIds) return [];
		let ruleId = this.ruleCreator.meta.id;
		return this.descriptorRule.allowMessageIds.map((allowMessageId) => ({
			messageId: allowMessageId,
			ruleId
		}));
	}
	supportSourceCode(sourceCode) {
		let contentType = sourceCode.contentType;
		return contentType === "unknown" || this.ruleCreator.meta.supportedContentTypes.includes("all") ? !0 : this.ruleCreator.meta.supportedContentTypes.includes(contentType);
	}
	async file(source) {
		let file = this.ruleReportHandle.file;
		if (file) return file(source);
	}
}, SecretLintProfiler = class {
	perf;
	PerformanceObserver;
	observer;
	/**
	* Profiling costs performance.
	* `performance.mark()` and `PerformanceObserver` callback are called for each rule and each file.
	* So, the profiler should be disabled if the user does not need the profiling result.
	* https://github.com/secretlint/secretlint/issues/1633
	*/
	enabled;
	entries = [];
	measures = [];
	/**
	* Set of mark names that have already been marked as `{mark}::start`
	*/
	startMarkNames = /* @__PURE__ */ new Set();
	executionPromises = [];
	constructor(options) {
		this.perf = options.perf, this.PerformanceObserver = options.PerformanceObserver, this.enabled = options.enabled ?? !0;
	}
	get isEnabled() {
		return this.enabled;
	}
	/**
	* Enable or Disable the profiler.
	* If the profiler is disabled, `mark()` does nothing and collected entries are cleared.
	* @param enabled
	*/
	setEnabled(enabled) {
		this.enabled !== enabled && (this.enabled = enabled, enabled || this.stopObserving());
	}
	startObserving() {
		let pattern = /(.*?)::end(\|\|.*)?/, observer = new this.PerformanceObserver((items) => {
			this.enabled && items.getEntries().forEach((entry) => {
				if (entry.entryType === "mark") {
					let match = entry.name.match(pattern), endIdentifier = match ? match[1] : void 0, suffix = match && match[2] ? match[2] : "";
					if (endIdentifier) {
						let startMarkName = `${endIdentifier}::start${suffix}`;
						this.startMarkNames.has(startMarkName) && this.executionPromises.push(Promise.resolve().then(() => {
							this.perf.measure(endIdentifier + suffix, startMarkName, entry.name);
						}));
					} else this.startMarkNames.add(entry.name);
					this.entries.push(entry);
				} else entry.entryType === "measure" && this.measures.push(entry);
			});
		});
		observer.observe({ entryTypes: ["mark", "measure"] }), this.observer = observer;
	}
	stopObserving() {
		this.observer?.disconnect(), this.observer = void 0, this.entries.length = 0, this.measures.length = 0, this.executionPromises.length = 0, this.startMarkNames.clear();
	}
	mark(marker) {
		this.enabled && (this.observer || this.startObserving(), "id" in marker ? this.perf.mark(`${marker.type}||${marker.id}`) : this.perf.mark(marker.type));
	}
	waifForExecutionPromises = () => Promise.all(this.executionPromises).finally(() => {
		this.executionPromises.length = 0;
	});
	async getEntries() {
		return await this.waifForExecutionPromises(), this.entries;
	}
	async getMeasures() {
		return await this.waifForExecutionPromises(), this.measures;
	}
}, NullPerformanceObserver = class {
	disconnect() {}
	observe(_options) {}
};
const secretLintProfiler = new SecretLintProfiler({
	perf: perf_hooks.performance,
	PerformanceObserver: perf_hooks.PerformanceObserver ? perf_hooks.PerformanceObserver : NullPerformanceObserver
}), createRunningEvents = () => {
	let contextEvents = new PromiseEventEmitter(), registerSet = /* @__PURE__ */ new Set(), LINT_HANDLE = Symbol("lint:start"), rules = [];
	return {
		collectAllowMessageIds() {
			let allowMessageIds = [];
			return rules.forEach((rule) => {
				allowMessageIds.push(...rule.allowMessageIds());
			}), allowMessageIds;
		},
		/**
		* Start to run linting
		* @param options
		*/
		runLint(options) {
			return contextEvents.emit(LINT_HANDLE, options);
		},
		registerRule({ descriptorRule, context }) {
			if (registerSet.has(descriptorRule.id)) throw Error(`rule.id:${descriptorRule.id} is already registered.
                
Duplicated rule.id is something wrong in .secretlintrc.                
`);
			registerSet.add(descriptorRule.id);
			let rule = new SecretLintRule({
				descriptorRule,
				context
			});
			rules.push(rule), contextEvents.on(LINT_HANDLE, async ({ sourceCode }) => {
				secretLintProfiler.mark({
					type: "@core>rule-handler::start",
					id: descriptorRule.rule.meta.id
				}), rule.supportSourceCode(sourceCode) && await rule.file(sourceCode), secretLintProfiler.mark({
					type: "@core>rule-handler::end",
					id: descriptorRule.rule.meta.id
				});
			});
		},
		registerRulePreset({ descriptorRulePreset, context }) {
			let rulePresetCreatorOptions = descriptorRulePreset.options || [];
			descriptorRulePreset.rule.create(context, rulePresetCreatorOptions);
		},
		isRegistered(ruleId) {
			return registerSet.has(ruleId);
		}
	};
}, createRulePresetContext = ({ configRulePreset, sourceCode, runningEvents, contextEvents, sharedOptions, locale }) => {
	let presetRules = configRulePreset.rules || [];
	if (!Array.isArray(presetRules)) throw console.error(`${configRulePreset.id}:PresetRules is invalid format`, presetRules), Error("preset's rules should be an array of rule definitions");
	return {
		sharedOptions,
		registerRule(rule, defaultValue) {
			let descriptorRule = presetRules.find((descriptorRule) => descriptorRule.id === rule.meta.id), descriptorRuleOptions = descriptorRule ? descriptorRule.options : void 0, descriptorRuleDisabled = descriptorRule ? descriptorRule.disabled : void 0, descriptorRuleSeverity = descriptorRule ? descriptorRule.severity : void 0, descriptorAllowMessageIds = descriptorRule ? descriptorRule.allowMessageIds : void 0, context = createRuleContext({
				ruleId: rule.meta.id,
				ruleParentId: configRulePreset.id,
				meta: rule.meta,
				severity: descriptorRuleSeverity,
				sourceCode,
				contextEvents,
				sharedOptions,
				locale
			}), defaultValueOfPreset = defaultValue || {};
			runningEvents.registerRule({
				descriptorRule: {
					...defaultValueOfPreset,
					...descriptorRule,
					id: rule.meta.id,
					options: descriptorRuleOptions,
					rule,
					disabled: descriptorRuleDisabled,
					allowMessageIds: descriptorAllowMessageIds,
					severity: descriptorRuleSeverity
				},
				context
			});
		}
	};
}, isContainedRange = (index, range) => {
	let [start, end] = range;
	return start <= index && index <= end;
};
/**
* filter messages by ignore messages
*/
function filterIgnoredMessages(options) {
	let reportedMessages = options.reportedMessages, ignoreMessages = options.ignoredMessages;
	return reportedMessages.filter((message) => !ignoreMessages.some((ignoreMessage) => {
		let isInIgnoringRange = isContainedRange(message.range[0], ignoreMessage.range) && isContainedRange(message.range[1], ignoreMessage.range);
		return isInIgnoringRange && ignoreMessage.targetRuleId ? ignoreMessage.targetRuleId === "*" || message.ruleId === ignoreMessage.targetRuleId : isInIgnoringRange;
	}));
}
const createMessageProcessor = (processors) => ({ 
/**
* process `messages` with registered processes
*/
process(messages) {
	let originalMessages = messages;
	if (processors.length === 0) throw Error("processors should be > 0");
	return processors.reduce((messages, filter) => filter(messages), originalMessages);
} }), isEqualMessage = (aMessage, bMessage) => aMessage.range[0] === bMessage.range[0] && aMessage.range[1] === bMessage.range[1] && "severity" in aMessage && "severity" in bMessage && aMessage.severity === bMessage.severity && aMessage.message === bMessage.message;
/**
* filter duplicated messages
*/
function filterDuplicatedMessages(messages = []) {
	return messages.filter((message, index) => !messages.slice(index + 1).some((restMessage) => isEqualMessage(message, restMessage)));
}
/**
* sort messages by line and column
*/
function sortMessagesByLocation(messages) {
	return messages.sort(function(a, b) {
		let startIndexDiff = a.range[0] - b.range[0];
		return startIndexDiff === 0 ? a.range[1] - b.range[1] : startIndexDiff;
	});
}
const filterByAllowMessageIds = (messages, allowMessageIds) => {
	let disabledSet = new Set(allowMessageIds.map((allowMessage) => `${allowMessage.ruleId}--${allowMessage.messageId}`));
	return messages.filter((message) => !disabledSet.has(`${message.ruleId}--${message.messageId}`));
}, deepMask = (object, handler) => {
	for (let key of Object.keys(object)) typeof object[key] == "object" ? object[key] = deepMask(object[key], handler) : Array.isArray(object[key]) ? object[key] = object[key].map((item) => deepMask(item, handler)) : typeof object[key] == "string" && (object[key] = handler(object[key]));
	return object;
}, createMaskValue = (value) => "*".repeat(value.length), maskWithValues = (str, maskedValues) => {
	let result = str;
	for (let maskValue of maskedValues) result = result.replaceAll(maskValue, "*".repeat(maskValue.length));
	return result;
}, filterMaskSecretsData = (messages = []) => messages.map((message) => {
	if (message.type !== "message") return message;
	let maskedValues = [], maskedData = message.data ? deepMask(message.data, (value) => (maskedValues.push(value), createMaskValue(value))) : void 0;
	if (!maskedData) return message;
	let maskedMessage = maskWithValues(message.message, maskedValues);
	return {
		...message,
		message: maskedMessage,
		data: maskedData
	};
}), cleanupMessages = (options) => {
	let reportedMessages = filterIgnoredMessages(options), reportedMessagesWithoutAllowMessageIds = filterByAllowMessageIds(reportedMessages, options.allowMessageIds), filters = options.maskSecrets ? [filterDuplicatedMessages, filterMaskSecretsData] : [filterDuplicatedMessages];
	return sortMessagesByLocation(createMessageProcessor(filters).process(reportedMessagesWithoutAllowMessageIds));
}, debug = (0, (/* @__PURE__ */ __toESM(require_src(), 1)).default)("@secretlint/core"), lintSource = ({ source, options }) => {
	secretLintProfiler.mark({
		type: "@core>lint::start",
		id: source.filePath
	}), debug("source filePath: %O", source.filePath), debug("options: %O", options);
	let rules = options.config.rules, locale = options.locale ?? "en", maskSecrets = options.maskSecrets ?? !1, contextEvents = createContextEvents(), runningEvents = createRunningEvents(), reportedMessages = [], ignoredMessages = [];
	contextEvents.onReport((message) => {
		reportedMessages.push(message);
	}), contextEvents.onIgnore((message) => {
		ignoredMessages.push(message);
	});
	let sourceCode = new SecretLintSourceCodeImpl({
		content: source.content,
		filePath: source.filePath,
		physicalFilePath: options.noPhysicFilePath ? void 0 : source.filePath,
		ext: source.ext || "",
		contentType: source.contentType
	});
	return secretLintProfiler.mark({ type: "@core>setup-rules::start" }), rules.forEach((rule) => {
		secretLintProfiler.mark({
			type: "@core>setup-rule::start",
			id: rule.rule.meta.id
		}), registerRule({
			sourceCode,
			config: options.config,
			descriptorRule: rule,
			contextEvents,
			runningEvents,
			locale
		}), secretLintProfiler.mark({
			type: "@core>setup-rule::end",
			id: rule.rule.meta.id
		});
	}), secretLintProfiler.mark({ type: "@core>setup-rules::end" }), runningEvents.runLint({ sourceCode }).then(() => ({
		filePath: source.filePath,
		sourceContent: source.contentType === "text" ? source.content : void 0,
		sourceContentType: source.contentType,
		messages: cleanupMessages({
			reportedMessages,
			ignoredMessages,
			allowMessageIds: runningEvents.collectAllowMessageIds(),
			maskSecrets
		})
	})).finally(() => {
		secretLintProfiler.mark({
			type: "@core>lint::end",
			id: source.filePath
		});
	});
}, isRulePreset = (ruleDescriptor) => ruleDescriptor.rule.meta.type === "preset", isRule = (ruleDescriptor) => ruleDescriptor.rule.meta.type === "scanner", registerRule = ({ sourceCode, config, descriptorRule, contextEvents, runningEvents, locale }) => {
	let ruleId = descriptorRule.id;
	if (descriptorRule.disabled) {
		debug("Skip registerRule %s, because it is disabled", ruleId);
		return;
	}
	debug("registerRule %s", ruleId);
	let sharedOptionsWithDefault = config.sharedOptions ?? {};
	if (isRulePreset(descriptorRule)) {
		let context = createRulePresetContext({
			configRulePreset: descriptorRule,
			sourceCode,
			contextEvents,
			runningEvents,
			sharedOptions: sharedOptionsWithDefault,
			locale
		});
		runningEvents.registerRulePreset({
			descriptorRulePreset: descriptorRule,
			context
		});
	} else if (isRule(descriptorRule)) {
		let context = createRuleContext({
			ruleId,
			severity: descriptorRule.severity,
			meta: descriptorRule.rule.meta,
			sourceCode,
			contextEvents,
			sharedOptions: sharedOptionsWithDefault,
			locale
		});
		runningEvents.registerRule({
			descriptorRule,
			context
		});
	} else throw Error(`Unknown descriptor type: ${descriptorRule}`);
};
export { lintSource };
