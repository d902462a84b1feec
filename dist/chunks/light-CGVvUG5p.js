import { t as __commonJSMin } from "./rolldown-runtime-DqgWs3Hx.js";
var require_light = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	/**
	* This file contains the Bottleneck library (MIT), compiled to ES2017, and without Clustering support.
	* https://github.com/SGrondin/bottleneck
	*/
	(function(global, factory) {
		typeof exports == "object" && module !== void 0 ? module.exports = factory() : typeof define == "function" && define.amd ? define(factory) : global.Bottleneck = factory();
	})(this$1, (function() {
		var commonjsGlobal = typeof globalThis < "u" ? globalThis : typeof window < "u" ? window : typeof global < "u" ? global : typeof self < "u" ? self : {};
		function getCjsExportFromNamespace(n) {
			return n && n.default || n;
		}
		var parser = {
			load: function(received, defaults, onto = {}) {
				var k, v;
				for (k in defaults) v = defaults[k], onto[k] = received[k] ?? v;
				return onto;
			},
			overwrite: function(received, defaults, onto = {}) {
				var k, v;
				for (k in received) v = received[k], defaults[k] !== void 0 && (onto[k] = v);
				return onto;
			}
		}, DLList_1 = class {
			constructor(incr, decr) {
				this.incr = incr, this.decr = decr, this._first = null, this._last = null, this.length = 0;
			}
			push(value) {
				var node;
				this.length++, typeof this.incr == "function" && this.incr(), node = {
					value,
					prev: this._last,
					next: null
				}, this._last == null ? this._first = this._last = node : (this._last.next = node, this._last = node);
			}
			shift() {
				var value;
				if (this._first != null) return this.length--, typeof this.decr == "function" && this.decr(), value = this._first.value, (this._first = this._first.next) == null ? this._last = null : this._first.prev = null, value;
			}
			first() {
				if (this._first != null) return this._first.value;
			}
			getArray() {
				for (var node = this._first, ref, results = []; node != null;) results.push((ref = node, node = node.next, ref.value));
				return results;
			}
			forEachShift(cb) {
				for (var node = this.shift(); node != null;) cb(node), node = this.shift();
			}
			debug() {
				for (var node = this._first, ref, results = []; node != null;) results.push((ref = node, node = node.next, {
					value: ref.value,
					prev: ref.prev?.value,
					next: ref.next?.value
				}));
				return results;
			}
		}, Events_1 = class {
			constructor(instance) {
				if (this.instance = instance, this._events = {}, this.instance.on != null || this.instance.once != null || this.instance.removeAllListeners != null) throw Error("An Emitter already exists for this object");
				this.instance.on = (name, cb) => this._addListener(name, "many", cb), this.instance.once = (name, cb) => this._addListener(name, "once", cb), this.instance.removeAllListeners = (name = null) => name == null ? this._events = {} : delete this._events[name];
			}
			_addListener(name, status, cb) {
				var base;
				return (base = this._events)[name] ?? (base[name] = []), this._events[name].push({
					cb,
					status
				}), this.instance;
			}
			listenerCount(name) {
				return this._events[name] == null ? 0 : this._events[name].length;
			}
			async trigger(name, ...args) {
				var e, promises;
				try {
					return name !== "debug" && this.trigger("debug", `Event triggered: ${name}`, args), this._events[name] == null ? void 0 : (this._events[name] = this._events[name].filter(function(listener) {
						return listener.status !== "none";
					}), promises = this._events[name].map(async (listener) => {
						var e, returned;
						if (listener.status !== "none") {
							listener.status === "once" && (listener.status = "none");
							try {
								return returned = typeof listener.cb == "function" ? listener.cb(...args) : void 0, typeof returned?.then == "function" ? await returned : returned;
							} catch (error) {
								return e = error, this.trigger("error", e), null;
							}
						}
					}), (await Promise.all(promises)).find(function(x) {
						return x != null;
					}));
				} catch (error) {
					return e = error, this.trigger("error", e), null;
				}
			}
		}, DLList$1 = DLList_1, Events$1 = Events_1, Queues_1 = class {
			constructor(num_priorities) {
				this.Events = new Events$1(this), this._length = 0, this._lists = (function() {
					var j, ref, results = [];
					for (j = 1, ref = num_priorities; 1 <= ref ? j <= ref : j >= ref; 1 <= ref ? ++j : --j) results.push(new DLList$1((() => this.incr()), (() => this.decr())));
					return results;
				}).call(this);
			}
			incr() {
				if (this._length++ === 0) return this.Events.trigger("leftzero");
			}
			decr() {
				if (--this._length === 0) return this.Events.trigger("zero");
			}
			push(job) {
				return this._lists[job.options.priority].push(job);
			}
			queued(priority) {
				return priority == null ? this._length : this._lists[priority].length;
			}
			shiftAll(fn) {
				return this._lists.forEach(function(list) {
					return list.forEachShift(fn);
				});
			}
			getFirst(arr = this._lists) {
				for (var j = 0, len = arr.length, list; j < len; j++) if (list = arr[j], list.length > 0) return list;
				return [];
			}
			shiftLastFrom(priority) {
				return this.getFirst(this._lists.slice(priority).reverse()).shift();
			}
		}, BottleneckError_1 = class extends Error {}, BottleneckError$1, DEFAULT_PRIORITY, Job, NUM_PRIORITIES = 10, parser$1;
		DEFAULT_PRIORITY = 5, parser$1 = parser, BottleneckError$1 = BottleneckError_1, Job = class {
			constructor(task, args, options, jobDefaults, rejectOnDrop, Events, _states, Promise) {
				this.task = task, this.args = args, this.rejectOnDrop = rejectOnDrop, this.Events = Events, this._states = _states, this.Promise = Promise, this.options = parser$1.load(options, jobDefaults), this.options.priority = this._sanitizePriority(this.options.priority), this.options.id === jobDefaults.id && (this.options.id = `${this.options.id}-${this._randomIndex()}`), this.promise = new this.Promise((_resolve, _reject) => {
					this._resolve = _resolve, this._reject = _reject;
				}), this.retryCount = 0;
			}
			_sanitizePriority(priority) {
				var sProperty = ~~priority === priority ? priority : DEFAULT_PRIORITY;
				return sProperty < 0 ? 0 : sProperty > NUM_PRIORITIES - 1 ? NUM_PRIORITIES - 1 : sProperty;
			}
			_randomIndex() {
				return Math.random().toString(36).slice(2);
			}
			doDrop({ error, message = "This job has been dropped by Bottleneck" } = {}) {
				return this._states.remove(this.options.id) ? (this.rejectOnDrop && this._reject(error ?? new BottleneckError$1(message)), this.Events.trigger("dropped", {
					args: this.args,
					options: this.options,
					task: this.task,
					promise: this.promise
				}), !0) : !1;
			}
			_assertStatus(expected) {
				var status = this._states.jobStatus(this.options.id);
				if (!(status === expected || expected === "DONE" && status === null)) throw new BottleneckError$1(`Invalid job status ${status}, expected ${expected}. Please open an issue at https://github.com/SGrondin/bottleneck/issues`);
			}
			doReceive() {
				return this._states.start(this.options.id), this.Events.trigger("received", {
					args: this.args,
					options: this.options
				});
			}
			doQueue(reachedHWM, blocked) {
				return this._assertStatus("RECEIVED"), this._states.next(this.options.id), this.Events.trigger("queued", {
					args: this.args,
					options: this.options,
					reachedHWM,
					blocked
				});
			}
			doRun() {
				return this.retryCount === 0 ? (this._assertStatus("QUEUED"), this._states.next(this.options.id)) : this._assertStatus("EXECUTING"), this.Events.trigger("scheduled", {
					args: this.args,
					options: this.options
				});
			}
			async doExecute(chained, clearGlobalState, run, free) {
				var error, eventInfo, passed;
				this.retryCount === 0 ? (this._assertStatus("RUNNING"), this._states.next(this.options.id)) : this._assertStatus("EXECUTING"), eventInfo = {
					args: this.args,
					options: this.options,
					retryCount: this.retryCount
				}, this.Events.trigger("executing", eventInfo);
				try {
					if (passed = await (chained == null ? this.task(...this.args) : chained.schedule(this.options, this.task, ...this.args)), clearGlobalState()) return this.doDone(eventInfo), await free(this.options, eventInfo), this._assertStatus("DONE"), this._resolve(passed);
				} catch (error1) {
					return error = error1, this._onFailure(error, eventInfo, clearGlobalState, run, free);
				}
			}
			doExpire(clearGlobalState, run, free) {
				var error, eventInfo;
				return this._states.jobStatus(this.options.id === "RUNNING") && this._states.next(this.options.id), this._assertStatus("EXECUTING"), eventInfo = {
					args: this.args,
					options: this.options,
					retryCount: this.retryCount
				}, error = new BottleneckError$1(`This job timed out after ${this.options.expiration} ms.`), this._onFailure(error, eventInfo, clearGlobalState, run, free);
			}
			async _onFailure(error, eventInfo, clearGlobalState, run, free) {
				var retry, retryAfter;
				if (clearGlobalState()) return retry = await this.Events.trigger("failed", error, eventInfo), retry == null ? (this.doDone(eventInfo), await free(this.options, eventInfo), this._assertStatus("DONE"), this._reject(error)) : (retryAfter = ~~retry, this.Events.trigger("retry", `Retrying ${this.options.id} after ${retryAfter} ms`, eventInfo), this.retryCount++, run(retryAfter));
			}
			doDone(eventInfo) {
				return this._assertStatus("EXECUTING"), this._states.next(this.options.id), this.Events.trigger("done", eventInfo);
			}
		};
		var Job_1 = Job, BottleneckError$2, LocalDatastore, parser$2 = parser;
		BottleneckError$2 = BottleneckError_1, LocalDatastore = class {
			constructor(instance, storeOptions, storeInstanceOptions) {
				this.instance = instance, this.storeOptions = storeOptions, this.clientId = this.instance._randomIndex(), parser$2.load(storeInstanceOptions, storeInstanceOptions, this), this._nextRequest = this._lastReservoirRefresh = this._lastReservoirIncrease = Date.now(), this._running = 0, this._done = 0, this._unblockTime = 0, this.ready = this.Promise.resolve(), this.clients = {}, this._startHeartbeat();
			}
			_startHeartbeat() {
				var base;
				return this.heartbeat == null && (this.storeOptions.reservoirRefreshInterval != null && this.storeOptions.reservoirRefreshAmount != null || this.storeOptions.reservoirIncreaseInterval != null && this.storeOptions.reservoirIncreaseAmount != null) ? typeof (base = this.heartbeat = setInterval(() => {
					var amount, incr, maximum, now = Date.now(), reservoir;
					if (this.storeOptions.reservoirRefreshInterval != null && now >= this._lastReservoirRefresh + this.storeOptions.reservoirRefreshInterval && (this._lastReservoirRefresh = now, this.storeOptions.reservoir = this.storeOptions.reservoirRefreshAmount, this.instance._drainAll(this.computeCapacity())), this.storeOptions.reservoirIncreaseInterval != null && now >= this._lastReservoirIncrease + this.storeOptions.reservoirIncreaseInterval && ({reservoirIncreaseAmount: amount, reservoirIncreaseMaximum: maximum, reservoir} = this.storeOptions, this._lastReservoirIncrease = now, incr = maximum == null ? amount : Math.min(amount, maximum - reservoir), incr > 0)) return this.storeOptions.reservoir += incr, this.instance._drainAll(this.computeCapacity());
				}, this.heartbeatInterval)).unref == "function" ? base.unref() : void 0 : clearInterval(this.heartbeat);
			}
			async __publish__(message) {
				return await this.yieldLoop(), this.instance.Events.trigger("message", message.toString());
			}
			async __disconnect__(flush) {
				return await this.yieldLoop(), clearInterval(this.heartbeat), this.Promise.resolve();
			}
			yieldLoop(t = 0) {
				return new this.Promise(function(resolve, reject) {
					return setTimeout(resolve, t);
				});
			}
			computePenalty() {
				return this.storeOptions.penalty ?? (15 * this.storeOptions.minTime || 5e3);
			}
			async __updateSettings__(options) {
				return await this.yieldLoop(), parser$2.overwrite(options, options, this.storeOptions), this._startHeartbeat(), this.instance._drainAll(this.computeCapacity()), !0;
			}
			async __running__() {
				return await this.yieldLoop(), this._running;
			}
			async __queued__() {
				return await this.yieldLoop(), this.instance.queued();
			}
			async __done__() {
				return await this.yieldLoop(), this._done;
			}
			async __groupCheck__(time) {
				return await this.yieldLoop(), this._nextRequest + this.timeout < time;
			}
			computeCapacity() {
				var maxConcurrent, reservoir;
				return {maxConcurrent, reservoir} = this.storeOptions, maxConcurrent != null && reservoir != null ? Math.min(maxConcurrent - this._running, reservoir) : maxConcurrent == null ? reservoir ?? null : maxConcurrent - this._running;
			}
			conditionsCheck(weight) {
				var capacity = this.computeCapacity();
				return capacity == null || weight <= capacity;
			}
			async __incrementReservoir__(incr) {
				var reservoir;
				return await this.yieldLoop(), reservoir = this.storeOptions.reservoir += incr, this.instance._drainAll(this.computeCapacity()), reservoir;
			}
			async __currentReservoir__() {
				return await this.yieldLoop(), this.storeOptions.reservoir;
			}
			isBlocked(now) {
				return this._unblockTime >= now;
			}
			check(weight, now) {
				return this.conditionsCheck(weight) && this._nextRequest - now <= 0;
			}
			async __check__(weight) {
				var now;
				return await this.yieldLoop(), now = Date.now(), this.check(weight, now);
			}
			async __register__(index, weight, expiration) {
				var now, wait;
				return await this.yieldLoop(), now = Date.now(), this.conditionsCheck(weight) ? (this._running += weight, this.storeOptions.reservoir != null && (this.storeOptions.reservoir -= weight), wait = Math.max(this._nextRequest - now, 0), this._nextRequest = now + wait + this.storeOptions.minTime, {
					success: !0,
					wait,
					reservoir: this.storeOptions.reservoir
				}) : { success: !1 };
			}
			strategyIsBlock() {
				return this.storeOptions.strategy === 3;
			}
			async __submit__(queueLength, weight) {
				var blocked, now, reachedHWM;
				if (await this.yieldLoop(), this.storeOptions.maxConcurrent != null && weight > this.storeOptions.maxConcurrent) throw new BottleneckError$2(`Impossible to add a job having a weight of ${weight} to a limiter having a maxConcurrent setting of ${this.storeOptions.maxConcurrent}`);
				return now = Date.now(), reachedHWM = this.storeOptions.highWater != null && queueLength === this.storeOptions.highWater && !this.check(weight, now), blocked = this.strategyIsBlock() && (reachedHWM || this.isBlocked(now)), blocked && (this._unblockTime = now + this.computePenalty(), this._nextRequest = this._unblockTime + this.storeOptions.minTime, this.instance._dropAllQueued()), {
					reachedHWM,
					blocked,
					strategy: this.storeOptions.strategy
				};
			}
			async __free__(index, weight) {
				return await this.yieldLoop(), this._running -= weight, this._done += weight, this.instance._drainAll(this.computeCapacity()), { running: this._running };
			}
		};
		var LocalDatastore_1 = LocalDatastore, BottleneckError$3 = BottleneckError_1, States_1 = class {
			constructor(status1) {
				this.status = status1, this._jobs = {}, this.counts = this.status.map(function() {
					return 0;
				});
			}
			next(id) {
				var current = this._jobs[id], next = current + 1;
				if (current != null && next < this.status.length) return this.counts[current]--, this.counts[next]++, this._jobs[id]++;
				if (current != null) return this.counts[current]--, delete this._jobs[id];
			}
			start(id) {
				var initial = 0;
				return this._jobs[id] = initial, this.counts[initial]++;
			}
			remove(id) {
				var current = this._jobs[id];
				return current != null && (this.counts[current]--, delete this._jobs[id]), current != null;
			}
			jobStatus(id) {
				return this.status[this._jobs[id]] ?? null;
			}
			statusJobs(status) {
				var k, pos, ref, results, v;
				if (status != null) {
					if (pos = this.status.indexOf(status), pos < 0) throw new BottleneckError$3(`status must be one of ${this.status.join(", ")}`);
					for (k in ref = this._jobs, results = [], ref) v = ref[k], v === pos && results.push(k);
					return results;
				}
				return Object.keys(this._jobs);
			}
			statusCounts() {
				return this.counts.reduce(((acc, v, i) => (acc[this.status[i]] = v, acc)), {});
			}
		}, DLList$2 = DLList_1, Sync_1 = class {
			constructor(name, Promise) {
				this.schedule = this.schedule.bind(this), this.name = name, this.Promise = Promise, this._running = 0, this._queue = new DLList$2();
			}
			isEmpty() {
				return this._queue.length === 0;
			}
			async _tryToRun() {
				var args, cb, error, reject, resolve, returned, task;
				if (this._running < 1 && this._queue.length > 0) return this._running++, {task, args, resolve, reject} = this._queue.shift(), cb = await (async function() {
					try {
						return returned = await task(...args), function() {
							return resolve(returned);
						};
					} catch (error1) {
						return error = error1, function() {
							return reject(error);
						};
					}
				})(), this._running--, this._tryToRun(), cb();
			}
			schedule(task, ...args) {
				var promise, reject, resolve = reject = null;
				return promise = new this.Promise(function(_resolve, _reject) {
					return resolve = _resolve, reject = _reject;
				}), this._queue.push({
					task,
					args,
					resolve,
					reject
				}), this._tryToRun(), promise;
			}
		}, version = "2.19.5", version$2 = /*#__PURE__*/ Object.freeze({
			version,
			default: { version }
		}), require$$2 = () => console.log("You must import the full version of Bottleneck in order to use this feature."), require$$3 = () => console.log("You must import the full version of Bottleneck in order to use this feature."), require$$4 = () => console.log("You must import the full version of Bottleneck in order to use this feature."), Events$2, Group, IORedisConnection$1, RedisConnection$1, Scripts$1, parser$3 = parser;
		Events$2 = Events_1, RedisConnection$1 = require$$2, IORedisConnection$1 = require$$3, Scripts$1 = require$$4, Group = (function() {
			class Group {
				constructor(limiterOptions = {}) {
					this.deleteKey = this.deleteKey.bind(this), this.limiterOptions = limiterOptions, parser$3.load(this.limiterOptions, this.defaults, this), this.Events = new Events$2(this), this.instances = {}, this.Bottleneck = Bottleneck_1, this._startAutoCleanup(), this.sharedConnection = this.connection != null, this.connection ?? (this.limiterOptions.datastore === "redis" ? this.connection = new RedisConnection$1(Object.assign({}, this.limiterOptions, { Events: this.Events })) : this.limiterOptions.datastore === "ioredis" && (this.connection = new IORedisConnection$1(Object.assign({}, this.limiterOptions, { Events: this.Events }))));
				}
				key(key = "") {
					return this.instances[key] ?? (() => {
						var limiter = this.instances[key] = new this.Bottleneck(Object.assign(this.limiterOptions, {
							id: `${this.id}-${key}`,
							timeout: this.timeout,
							connection: this.connection
						}));
						return this.Events.trigger("created", limiter, key), limiter;
					})();
				}
				async deleteKey(key = "") {
					var deleted, instance = this.instances[key];
					return this.connection && (deleted = await this.connection.__runCommand__(["del", ...Scripts$1.allKeys(`${this.id}-${key}`)])), instance != null && (delete this.instances[key], await instance.disconnect()), instance != null || deleted > 0;
				}
				limiters() {
					var k, ref = this.instances, results = [], v;
					for (k in ref) v = ref[k], results.push({
						key: k,
						limiter: v
					});
					return results;
				}
				keys() {
					return Object.keys(this.instances);
				}
				async clusterKeys() {
					var cursor, end, found, i, k, keys, len, next, start;
					if (this.connection == null) return this.Promise.resolve(this.keys());
					for (keys = [], cursor = null, start = `b_${this.id}-`.length, end = 9; cursor !== 0;) for ([next, found] = await this.connection.__runCommand__([
						"scan",
						cursor ?? 0,
						"match",
						`b_${this.id}-*_settings`,
						"count",
						1e4
					]), cursor = ~~next, i = 0, len = found.length; i < len; i++) k = found[i], keys.push(k.slice(start, -end));
					return keys;
				}
				_startAutoCleanup() {
					var base;
					return clearInterval(this.interval), typeof (base = this.interval = setInterval(async () => {
						var e, k, ref, results, time = Date.now(), v;
						for (k in ref = this.instances, results = [], ref) {
							v = ref[k];
							try {
								await v._store.__groupCheck__(time) ? results.push(this.deleteKey(k)) : results.push(void 0);
							} catch (error) {
								e = error, results.push(v.Events.trigger("error", e));
							}
						}
						return results;
					}, this.timeout / 2)).unref == "function" ? base.unref() : void 0;
				}
				updateSettings(options = {}) {
					if (parser$3.overwrite(options, this.defaults, this), parser$3.overwrite(options, options, this.limiterOptions), options.timeout != null) return this._startAutoCleanup();
				}
				disconnect(flush = !0) {
					if (!this.sharedConnection) return this.connection?.disconnect(flush);
				}
			}
			return Group.prototype.defaults = {
				timeout: 3e5,
				connection: null,
				Promise,
				id: "group-key"
			}, Group;
		}).call(commonjsGlobal);
		var Group_1 = Group, Batcher, Events$3, parser$4 = parser;
		Events$3 = Events_1, Batcher = (function() {
			class Batcher {
				constructor(options = {}) {
					this.options = options, parser$4.load(this.options, this.defaults, this), this.Events = new Events$3(this), this._arr = [], this._resetPromise(), this._lastFlush = Date.now();
				}
				_resetPromise() {
					return this._promise = new this.Promise((res, rej) => this._resolve = res);
				}
				_flush() {
					return clearTimeout(this._timeout), this._lastFlush = Date.now(), this._resolve(), this.Events.trigger("batch", this._arr), this._arr = [], this._resetPromise();
				}
				add(data) {
					var ret;
					return this._arr.push(data), ret = this._promise, this._arr.length === this.maxSize ? this._flush() : this.maxTime != null && this._arr.length === 1 && (this._timeout = setTimeout(() => this._flush(), this.maxTime)), ret;
				}
			}
			return Batcher.prototype.defaults = {
				maxTime: null,
				maxSize: null,
				Promise
			}, Batcher;
		}).call(commonjsGlobal);
		var Batcher_1 = Batcher, require$$4$1 = () => console.log("You must import the full version of Bottleneck in order to use this feature."), require$$8 = getCjsExportFromNamespace(version$2), Bottleneck, DEFAULT_PRIORITY$1, Events$4, Job$1, LocalDatastore$1, NUM_PRIORITIES$1, Queues$1, RedisDatastore$1, States$1, Sync$1, parser$5, splice = [].splice;
		NUM_PRIORITIES$1 = 10, DEFAULT_PRIORITY$1 = 5, parser$5 = parser, Queues$1 = Queues_1, Job$1 = Job_1, LocalDatastore$1 = LocalDatastore_1, RedisDatastore$1 = require$$4$1, Events$4 = Events_1, States$1 = States_1, Sync$1 = Sync_1, Bottleneck = (function() {
			class Bottleneck {
				constructor(options = {}, ...invalid) {
					var storeInstanceOptions, storeOptions;
					this._addToQueue = this._addToQueue.bind(this), this._validateOptions(options, invalid), parser$5.load(options, this.instanceDefaults, this), this._queues = new Queues$1(NUM_PRIORITIES$1), this._scheduled = {}, this._states = new States$1([
						"RECEIVED",
						"QUEUED",
						"RUNNING",
						"EXECUTING"
					].concat(this.trackDoneStatus ? ["DONE"] : [])), this._limiter = null, this.Events = new Events$4(this), this._submitLock = new Sync$1("submit", this.Promise), this._registerLock = new Sync$1("register", this.Promise), storeOptions = parser$5.load(options, this.storeDefaults, {}), this._store = (function() {
						if (this.datastore === "redis" || this.datastore === "ioredis" || this.connection != null) return storeInstanceOptions = parser$5.load(options, this.redisStoreDefaults, {}), new RedisDatastore$1(this, storeOptions, storeInstanceOptions);
						if (this.datastore === "local") return storeInstanceOptions = parser$5.load(options, this.localStoreDefaults, {}), new LocalDatastore$1(this, storeOptions, storeInstanceOptions);
						throw new Bottleneck.prototype.BottleneckError(`Invalid datastore type: ${this.datastore}`);
					}).call(this), this._queues.on("leftzero", () => {
						var ref;
						return (ref = this._store.heartbeat) == null ? void 0 : typeof ref.ref == "function" ? ref.ref() : void 0;
					}), this._queues.on("zero", () => {
						var ref;
						return (ref = this._store.heartbeat) == null ? void 0 : typeof ref.unref == "function" ? ref.unref() : void 0;
					});
				}
				_validateOptions(options, invalid) {
					if (!(typeof options == "object" && options && invalid.length === 0)) throw new Bottleneck.prototype.BottleneckError("Bottleneck v2 takes a single object argument. Refer to https://github.com/SGrondin/bottleneck#upgrading-to-v2 if you're upgrading from Bottleneck v1.");
				}
				ready() {
					return this._store.ready;
				}
				clients() {
					return this._store.clients;
				}
				channel() {
					return `b_${this.id}`;
				}
				channel_client() {
					return `b_${this.id}_${this._store.clientId}`;
				}
				publish(message) {
					return this._store.__publish__(message);
				}
				disconnect(flush = !0) {
					return this._store.__disconnect__(flush);
				}
				chain(_limiter) {
					return this._limiter = _limiter, this;
				}
				queued(priority) {
					return this._queues.queued(priority);
				}
				clusterQueued() {
					return this._store.__queued__();
				}
				empty() {
					return this.queued() === 0 && this._submitLock.isEmpty();
				}
				running() {
					return this._store.__running__();
				}
				done() {
					return this._store.__done__();
				}
				jobStatus(id) {
					return this._states.jobStatus(id);
				}
				jobs(status) {
					return this._states.statusJobs(status);
				}
				counts() {
					return this._states.statusCounts();
				}
				_randomIndex() {
					return Math.random().toString(36).slice(2);
				}
				check(weight = 1) {
					return this._store.__check__(weight);
				}
				_clearGlobalState(index) {
					return this._scheduled[index] != null && (clearTimeout(this._scheduled[index].expiration), delete this._scheduled[index], !0);
				}
				async _free(index, job, options, eventInfo) {
					var e, running;
					try {
						if ({running} = await this._store.__free__(index, options.weight), this.Events.trigger("debug", `Freed ${options.id}`, eventInfo), running === 0 && this.empty()) return this.Events.trigger("idle");
					} catch (error1) {
						return e = error1, this.Events.trigger("error", e);
					}
				}
				_run(index, job, wait) {
					var clearGlobalState, free, run;
					return job.doRun(), clearGlobalState = this._clearGlobalState.bind(this, index), run = this._run.bind(this, index, job), free = this._free.bind(this, index, job), this._scheduled[index] = {
						timeout: setTimeout(() => job.doExecute(this._limiter, clearGlobalState, run, free), wait),
						expiration: job.options.expiration == null ? void 0 : setTimeout(function() {
							return job.doExpire(clearGlobalState, run, free);
						}, wait + job.options.expiration),
						job
					};
				}
				_drainOne(capacity) {
					return this._registerLock.schedule(() => {
						var args, index, next, options, queue;
						return this.queued() === 0 || (queue = this._queues.getFirst(), {options, args} = next = queue.first(), capacity != null && options.weight > capacity) ? this.Promise.resolve(null) : (this.Events.trigger("debug", `Draining ${options.id}`, {
							args,
							options
						}), index = this._randomIndex(), this._store.__register__(index, options.weight, options.expiration).then(({ success, wait, reservoir }) => {
							var empty;
							return this.Events.trigger("debug", `Drained ${options.id}`, {
								success,
								args,
								options
							}), success ? (queue.shift(), empty = this.empty(), empty && this.Events.trigger("empty"), reservoir === 0 && this.Events.trigger("depleted", empty), this._run(index, next, wait), this.Promise.resolve(options.weight)) : this.Promise.resolve(null);
						}));
					});
				}
				_drainAll(capacity, total = 0) {
					return this._drainOne(capacity).then((drained) => {
						var newCapacity;
						return drained == null ? this.Promise.resolve(total) : (newCapacity = capacity == null ? capacity : capacity - drained, this._drainAll(newCapacity, total + drained));
					}).catch((e) => this.Events.trigger("error", e));
				}
				_dropAllQueued(message) {
					return this._queues.shiftAll(function(job) {
						return job.doDrop({ message });
					});
				}
				stop(options = {}) {
					var done, waitForExecuting;
					return options = parser$5.load(options, this.stopDefaults), waitForExecuting = (at) => {
						var finished = () => {
							var counts = this._states.counts;
							return counts[0] + counts[1] + counts[2] + counts[3] === at;
						};
						return new this.Promise((resolve, reject) => finished() ? resolve() : this.on("done", () => {
							if (finished()) return this.removeAllListeners("done"), resolve();
						}));
					}, done = options.dropWaitingJobs ? (this._run = function(index, next) {
						return next.doDrop({ message: options.dropErrorMessage });
					}, this._drainOne = () => this.Promise.resolve(null), this._registerLock.schedule(() => this._submitLock.schedule(() => {
						var k, ref = this._scheduled, v;
						for (k in ref) v = ref[k], this.jobStatus(v.job.options.id) === "RUNNING" && (clearTimeout(v.timeout), clearTimeout(v.expiration), v.job.doDrop({ message: options.dropErrorMessage }));
						return this._dropAllQueued(options.dropErrorMessage), waitForExecuting(0);
					}))) : this.schedule({
						priority: NUM_PRIORITIES$1 - 1,
						weight: 0
					}, () => waitForExecuting(1)), this._receive = function(job) {
						return job._reject(new Bottleneck.prototype.BottleneckError(options.enqueueErrorMessage));
					}, this.stop = () => this.Promise.reject(new Bottleneck.prototype.BottleneckError("stop() has already been called")), done;
				}
				async _addToQueue(job) {
					var args, blocked, error, options, reachedHWM, shifted, strategy;
					({args, options} = job);
					try {
						({reachedHWM, blocked, strategy} = await this._store.__submit__(this.queued(), options.weight));
					} catch (error1) {
						return error = error1, this.Events.trigger("debug", `Could not queue ${options.id}`, {
							args,
							options,
							error
						}), job.doDrop({ error }), !1;
					}
					return blocked ? (job.doDrop(), !0) : reachedHWM && (shifted = strategy === Bottleneck.prototype.strategy.LEAK ? this._queues.shiftLastFrom(options.priority) : strategy === Bottleneck.prototype.strategy.OVERFLOW_PRIORITY ? this._queues.shiftLastFrom(options.priority + 1) : strategy === Bottleneck.prototype.strategy.OVERFLOW ? job : void 0, shifted?.doDrop(), shifted == null || strategy === Bottleneck.prototype.strategy.OVERFLOW) ? (shifted ?? job.doDrop(), reachedHWM) : (job.doQueue(reachedHWM, blocked), this._queues.push(job), await this._drainAll(), reachedHWM);
				}
				_receive(job) {
					return this._states.jobStatus(job.options.id) == null ? (job.doReceive(), this._submitLock.schedule(this._addToQueue, job)) : (job._reject(new Bottleneck.prototype.BottleneckError(`A job with the same id already exists (id=${job.options.id})`)), !1);
				}
				submit(...args) {
					var cb, fn, job, options, ref, ref1, task;
					return typeof args[0] == "function" ? (ref = args, [fn, ...args] = ref, [cb] = splice.call(args, -1), options = parser$5.load({}, this.jobDefaults)) : (ref1 = args, [options, fn, ...args] = ref1, [cb] = splice.call(args, -1), options = parser$5.load(options, this.jobDefaults)), task = (...args) => new this.Promise(function(resolve, reject) {
						return fn(...args, function(...args) {
							return (args[0] == null ? resolve : reject)(args);
						});
					}), job = new Job$1(task, args, options, this.jobDefaults, this.rejectOnDrop, this.Events, this._states, this.Promise), job.promise.then(function(args) {
						return typeof cb == "function" ? cb(...args) : void 0;
					}).catch(function(args) {
						return Array.isArray(args) ? typeof cb == "function" ? cb(...args) : void 0 : typeof cb == "function" ? cb(args) : void 0;
					}), this._receive(job);
				}
				schedule(...args) {
					var job, options, task;
					return typeof args[0] == "function" ? ([task, ...args] = args, options = {}) : [options, task, ...args] = args, job = new Job$1(task, args, options, this.jobDefaults, this.rejectOnDrop, this.Events, this._states, this.Promise), this._receive(job), job.promise;
				}
				wrap(fn) {
					var schedule = this.schedule.bind(this), wrapped = function(...args) {
						return schedule(fn.bind(this), ...args);
					};
					return wrapped.withOptions = function(options, ...args) {
						return schedule(options, fn, ...args);
					}, wrapped;
				}
				async updateSettings(options = {}) {
					return await this._store.__updateSettings__(parser$5.overwrite(options, this.storeDefaults)), parser$5.overwrite(options, this.instanceDefaults, this), this;
				}
				currentReservoir() {
					return this._store.__currentReservoir__();
				}
				incrementReservoir(incr = 0) {
					return this._store.__incrementReservoir__(incr);
				}
			}
			return Bottleneck.default = Bottleneck, Bottleneck.Events = Events$4, Bottleneck.version = Bottleneck.prototype.version = require$$8.version, Bottleneck.strategy = Bottleneck.prototype.strategy = {
				LEAK: 1,
				OVERFLOW: 2,
				OVERFLOW_PRIORITY: 4,
				BLOCK: 3
			}, Bottleneck.BottleneckError = Bottleneck.prototype.BottleneckError = BottleneckError_1, Bottleneck.Group = Bottleneck.prototype.Group = Group_1, Bottleneck.RedisConnection = Bottleneck.prototype.RedisConnection = require$$2, Bottleneck.IORedisConnection = Bottleneck.prototype.IORedisConnection = require$$3, Bottleneck.Batcher = Bottleneck.prototype.Batcher = Batcher_1, Bottleneck.prototype.jobDefaults = {
				priority: DEFAULT_PRIORITY$1,
				weight: 1,
				expiration: null,
				id: "<no-id>"
			}, Bottleneck.prototype.storeDefaults = {
				maxConcurrent: null,
				minTime: 0,
				highWater: null,
				strategy: Bottleneck.prototype.strategy.LEAK,
				penalty: null,
				reservoir: null,
				reservoirRefreshInterval: null,
				reservoirRefreshAmount: null,
				reservoirIncreaseInterval: null,
				reservoirIncreaseAmount: null,
				reservoirIncreaseMaximum: null
			}, Bottleneck.prototype.localStoreDefaults = {
				Promise,
				timeout: null,
				heartbeatInterval: 250
			}, Bottleneck.prototype.redisStoreDefaults = {
				Promise,
				timeout: null,
				heartbeatInterval: 5e3,
				clientTimeout: 1e4,
				Redis: null,
				clientOptions: {},
				clusterNodes: null,
				clearDatastore: !1,
				connection: null
			}, Bottleneck.prototype.instanceDefaults = {
				datastore: "local",
				connection: null,
				id: "<no-id>",
				rejectOnDrop: !0,
				trackDoneStatus: !1,
				Promise
			}, Bottleneck.prototype.stopDefaults = {
				enqueueErrorMessage: "This limiter has been stopped and cannot accept new jobs.",
				dropWaitingJobs: !0,
				dropErrorMessage: "This limiter has been stopped."
			}, Bottleneck;
		}).call(commonjsGlobal);
		var Bottleneck_1 = Bottleneck;
		return Bottleneck_1;
	}));
}));
export { require_light as t };
