import { J as addressOf, S as PageHead } from "./page.js";
import { c as SectionPanel, n as MemoryPlaceBar } from "./parts.js";
import { a, o as $ } from "./vendor/preact.js";
// src/console/ui/pages/memory-page.tsx
function MemoryPage({ model: { place, sections }, frame }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "What the organisation knows, as its runs are told."
		}),
		a(MemoryPlaceBar, {
			place,
			path: "Health",
			action: addressOf(frame.organization, "agents", "memory")
		}),
		sections.map((section) => a(SectionPanel, {
			section,
			now: frame.now
		}, section.id))
	] });
}
export { MemoryPage };
