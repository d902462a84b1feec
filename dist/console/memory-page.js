import { I as PageHead, g as SectionPanel, i as MemoryPlaceBar, rt as addressOf } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
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
