import { c as Q, i as d, n as A, r as T, t as a } from "./vendor/preact.js";
import { it as withQuery, rt as addressOf } from "./page.js";
import { t as PaletteEntries } from "./palette.js";
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
	const [entries, setEntries] = d([]);
	const list = T(null);
	A(() => {
		const stop = new AbortController();
		const timer = setTimeout(() => {
			read(organization, text, stop.signal).then(setEntries, () => void 0);
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
		if (event.key === "Enter" && at === -1) links[0]?.click();
		else if (event.key === "ArrowDown") links[Math.min(at + 1, links.length - 1)]?.focus();
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
				children: a(PaletteEntries, { entries })
			})
		]
	});
}
async function read(organization, text, signal) {
	const address = withQuery(addressOf(organization, "agents", "palette"), { q: text });
	const { model } = await (await fetch(address, {
		headers: { accept: "application/json" },
		credentials: "same-origin",
		signal
	})).json();
	return model.entries;
}
export { openPalette };
