import { c as Q, i as d, l as R, n as A, r as T, t as a } from "./vendor/preact.js";
import { G as App, it as withQuery, rt as addressOf } from "./page.js";
import { t as PaletteEntries } from "./palette.js";
// src/console/ui/client/copy-buttons.ts
const saidMs = 4e3;
function listenForCopies() {
	document.documentElement.classList.add("scripted");
	const said = document.createElement("p");
	said.className = "said";
	said.setAttribute("role", "status");
	document.body.append(said);
	let silence;
	document.addEventListener("click", ({ target }) => {
		const button = target instanceof Element ? target.closest("button[data-copy]") : null;
		if (!button) return;
		copied(button.dataset.copy ?? "").then((isDone) => {
			said.textContent = isDone ? "Copied." : "The browser does not let pages copy: select the text instead.";
			clearTimeout(silence);
			silence = setTimeout(() => said.replaceChildren(), saidMs);
		});
	});
}
async function copied(text) {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		const area = document.createElement("textarea");
		area.value = text;
		area.className = "visually-hidden";
		const before = document.activeElement;
		document.body.append(area);
		area.select();
		const isDone = document.execCommand("copy");
		area.remove();
		if (before instanceof HTMLElement) before.focus();
		return isDone;
	}
}
// src/console/ui/client/live-changes.ts
const readEveryMs = 250;
const staleAfterMs = 2e4;
const retryMs = {
	first: 500,
	most: 3e4
};
var LiveChanges = class {
	#frame;
	#listener;
	#version;
	#source;
	#silence;
	#reading = false;
	#isDirty = false;
	#failures = 0;
	#state = "still";
	#heardAt = new Date();
	#isStopped = false;
	#look = () => document.hidden ? this.#close() : this.#open();
	constructor(frame, listener) {
		this.#frame = frame;
		this.#listener = listener;
		this.#version = frame.live.version;
	}
	start() {
		if (this.#frame.live.kinds.length === 0) return;
		document.addEventListener("visibilitychange", this.#look);
		this.#open();
	}
	stop() {
		this.#isStopped = true;
		document.removeEventListener("visibilitychange", this.#look);
		this.#close();
	}
	follow(frame) {
		const before = this.#frame.live;
		this.#frame = frame;
		const { kinds, attempt } = frame.live;
		if (attempt === before.attempt && kinds.join() === before.kinds.join()) return;
		this.#close();
		this.#open();
	}
	#open() {
		if (this.#source || this.#isStopped || document.hidden) return;
		const { organization, live } = this.#frame;
		const query = new URLSearchParams({
			kinds: live.kinds.join(","),
			after: this.#version,
			...live.attempt === void 0 ? {} : { attempt: live.attempt }
		});
		const source = new EventSource(`/api/watch/orgs/${encodeURIComponent(organization)}?${query}`);
		this.#source = source;
		source.onopen = () => {
			this.#failures = 0;
			this.#heard();
		};
		source.onerror = () => this.#again();
		for (const type of [
			"ADDED",
			"MODIFIED",
			"DELETED"
		]) source.addEventListener(type, (event) => {
			this.#version = event.lastEventId;
			this.#heard();
			this.#read();
		});
		source.addEventListener("BOOKMARK", (event) => {
			this.#version = event.lastEventId;
			this.#heard();
		});
		source.addEventListener("HEARTBEAT", () => this.#heard());
		source.addEventListener("GONE", () => location.reload());
	}
	#close() {
		this.#source?.close();
		this.#source = void 0;
		clearTimeout(this.#silence);
	}
	#again() {
		this.#close();
		this.#tell("StreamReconnecting");
		const wait = Math.min(retryMs.most, retryMs.first * 2 ** this.#failures++);
		setTimeout(() => this.#open(), wait * (.5 + Math.random()));
	}
	#heard() {
		this.#heardAt = new Date();
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#tell("StreamDisconnected"), staleAfterMs);
		this.#tell("live");
	}
	async #read() {
		this.#isDirty = true;
		if (this.#reading) return;
		this.#reading = true;
		while (this.#isDirty) {
			this.#isDirty = false;
			await this.#listener.refresh().catch(() => this.#tell("StreamReconnecting"));
			await new Promise((done) => setTimeout(done, readEveryMs));
		}
		this.#reading = false;
	}
	#tell(state) {
		if (this.#state === state) return;
		this.#state = state;
		const since = this.#heardAt.toISOString();
		this.#listener.tell(state === "live" ? { state } : {
			state,
			since
		});
	}
};
// src/console/ui/client/palette.tsx
const restMs = 120;
function openPalette(organization) {
	const there = document.querySelector("dialog.palette");
	if (there?.open) {
		there.close();
		return;
	}
	const before = document.activeElement;
	const dialog = document.createElement("dialog");
	dialog.className = "palette";
	dialog.setAttribute("aria-label", "Go to, or do");
	document.body.append(dialog);
	dialog.addEventListener("close", () => {
		Q(null, dialog);
		dialog.remove();
		if (before instanceof HTMLElement) before.focus();
	});
	Q(a(Palette, { organization }), dialog);
	dialog.showModal();
	dialog.querySelector("input")?.focus();
}
function Palette({ organization }) {
	const [text, setText] = d("");
	const [found, setFound] = d({
		text: void 0,
		entries: []
	});
	const list = T(null);
	A(() => {
		const stop = new AbortController();
		const timer = setTimeout(() => {
			read(organization, text, stop.signal).then((entries) => setFound({
				text,
				entries
			}), () => void 0);
		}, restMs);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [organization, text]);
	const move = (event) => {
		const links = [...list.current?.querySelectorAll("a") ?? []];
		const here = document.activeElement;
		const at = here instanceof HTMLAnchorElement ? links.indexOf(here) : -1;
		if (event.key === "Enter" && at === -1) {
			if (found.text === text) links[0]?.click();
			else location.assign(pageOf(organization, text));
		} else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
		else if (event.key === "ArrowUp" && at > 0) links[at - 1]?.focus();
		else if (event.key === "ArrowUp") list.current?.parentElement?.querySelector("input")?.focus();
		else return;
		if (event.key !== "Enter" || at === -1) event.preventDefault();
	};
	return a("div", {
		onKeyDown: move,
		children: [
			a("label", {
				for: "palette-text",
				children: "Go to, or do"
			}),
			a("input", {
				id: "palette-text",
				type: "search",
				autocomplete: "off",
				value: text,
				onInput: (event) => setText(event.currentTarget.value)
			}),
			a("div", {
				ref: list,
				"aria-live": "polite",
				children: a(PaletteEntries, { entries: found.entries })
			})
		]
	});
}
function pageOf(organization, text) {
	return withQuery(addressOf(organization, "agents", "palette"), { q: text });
}
async function read(organization, text, signal) {
	const { model } = await (await fetch(pageOf(organization, text), {
		headers: { accept: "application/json" },
		credentials: "same-origin",
		signal
	})).json();
	return model.entries;
}
// src/console/ui/client/palette-key.ts
function listenForPalette(organization) {
	addEventListener("keydown", (event) => {
		if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
		event.preventDefault();
		openPalette(organization);
	});
}
// src/console/ui/client/read-page.ts
async function readPage(view) {
	const response = await fetch(location.href, {
		headers: { accept: "application/json" },
		credentials: "same-origin"
	});
	if (!response.headers.get("content-type")?.startsWith("application/json")) return void 0;
	const data = await response.json();
	return data.view === view ? data : void 0;
}
// src/console/ui/client/say-not-live.ts
function sayNotLive() {
	const said = document.createElement("p");
	said.className = "notice tone-warn";
	said.setAttribute("role", "status");
	const again = document.createElement("a");
	again.href = `${location.pathname}${location.search}`;
	again.textContent = "Load it again";
	said.append("This page does not follow changes: a part of its script did not arrive. ", again);
	document.getElementById("main")?.prepend(said);
}
// src/console/ui/client/view-loaders.ts
const viewLoaders = {
	overview: async () => (await import("./overview-page.js")).OverviewPage,
	"run-list": async () => (await import("./run-list-page.js")).RunListPage,
	run: async () => (await import("./live-run-page.js")).LiveRunPage,
	"run-events": async () => (await import("./run-events-page.js")).RunEventsPage,
	"approval-list": async () => (await import("./approval-list-page.js")).ApprovalListPage,
	approval: async () => (await import("./approval-page.js")).ApprovalPage,
	"workspace-list": async () => (await import("./workspace-list-page.js")).WorkspaceListPage,
	workspace: async () => (await import("./workspace-page.js")).WorkspacePage,
	"workspace-new": async () => (await import("./workspace-new-page.js")).WorkspaceNewPage,
	"rule-list": async () => (await import("./rule-list-page.js")).RuleListPage,
	rule: async () => (await import("./rule-page.js")).RulePage,
	"stack-list": async () => (await import("./stack-list-page.js")).StackListPage,
	stack: async () => (await import("./stack-page.js")).StackPage,
	"session-list": async () => (await import("./session-list-page.js")).SessionListPage,
	session: async () => (await import("./session-page.js")).SessionPage,
	memory: async () => (await import("./memory-page.js")).MemoryPage,
	"memory-graph": async () => (await import("./memory-graph-page.js")).MemoryGraphPage,
	"memory-search": async () => (await import("./memory-search-page.js")).MemorySearchPage,
	"memory-updates": async () => (await import("./memory-updates-page.js")).MemoryUpdatesPage,
	"object-list": async () => (await import("./object-list-page.js")).ObjectListPage,
	grants: async () => (await import("./grants-page.js")).GrantsPage,
	permissions: async () => (await import("./permissions-page.js")).PermissionsPage,
	settings: async () => (await import("./settings-page.js")).SettingsPage,
	repositories: async () => (await import("./repositories-page.js")).RepositoriesPage,
	repository: async () => (await import("./repository-page.js")).RepositoryPage,
	templates: async () => (await import("./templates-page.js")).TemplatesPage,
	template: async () => (await import("./templates-page.js")).TemplatePage,
	images: async () => (await import("./images-page.js")).ImagesPage,
	environments: async () => (await import("./environments-page.js")).EnvironmentsPage,
	environment: async () => (await import("./environments-page.js")).EnvironmentPage,
	bundle: async () => (await import("./bundle-page.js")).BundlePage,
	"bundle-review": async () => (await import("./bundle-page.js")).BundleReviewPage,
	config: async () => (await import("./config-page.js")).ConfigPage,
	"sealed-secrets": async () => (await import("./config-page.js")).SealedSecretsPage,
	audit: async () => (await import("./audit-page.js")).AuditPage,
	accesses: async () => (await import("./audit-page.js")).AccessesPage,
	trace: async () => (await import("./trace-page.js")).TracePage,
	review: async () => (await import("./review-page.js")).ReviewPage,
	"object-kinds": async () => (await import("./object-kinds-page.js")).ObjectKindsPage,
	object: async () => (await import("./object-page.js")).ObjectPage,
	"object-form": async () => (await import("./object-form-page.js")).ObjectFormPage,
	"apply-review": async () => (await import("./apply-review-page.js")).ApplyReviewPage,
	"draft-list": async () => (await import("./draft-list-page.js")).DraftListPage,
	search: async () => (await import("./search-page.js")).SearchPage,
	palette: async () => (await import("./palette-page.js")).PalettePage,
	composer: async () => (await import("./composer-page.js")).ComposerPage,
	refused: async () => (await import("./refused-page.js")).RefusedPage
};
// src/console/ui/client/main.tsx
async function start(first) {
	const root = document.getElementById("app");
	if (root === null) return;
	listenForPalette(first.frame.organization);
	listenForCopies();
	const taken = Promise.withResolvers();
	let data = first;
	let live = { state: "still" };
	let draw = () => {};
	const changes = new LiveChanges(first.frame, {
		refresh: async () => {
			const next = await readPage(first.view);
			if (!next) return location.reload();
			await taken.promise;
			data = next;
			draw();
			changes.follow(next.frame);
		},
		tell: (state) => {
			live = state;
			draw();
		}
	});
	changes.start();
	const view = await viewLoaders[first.view]().catch(() => void 0);
	if (view === void 0) {
		changes.stop();
		return sayNotLive();
	}
	R(a(App, {
		data: first,
		view,
		live: { state: "still" }
	}), root);
	draw = () => Q(a(App, {
		data,
		view,
		live
	}), root);
	draw();
	taken.resolve();
}
const embedded = document.getElementById("page")?.textContent;
if (embedded) start(JSON.parse(embedded));
