import { I as PageHead } from "./page.js";
import { t as PaletteEntries } from "./palette.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/palette-page.tsx
function PalettePage({ model: { text, entries, isPartial }, frame }) {
	return a($, { children: [
		a(PageHead, { title: frame.title }),
		a("search", { children: a("form", {
			class: "row",
			method: "get",
			children: [
				a("label", {
					for: "palette-words",
					children: "Go to, or do"
				}),
				a("input", {
					id: "palette-words",
					name: "q",
					type: "search",
					value: text
				}),
				a("button", {
					class: "action",
					type: "submit",
					children: "Find"
				})
			]
		}) }),
		a(PaletteEntries, { entries }),
		isPartial && a("p", { children: "There may be more: use more words." })
	] });
}
export { PalettePage };
