import { I as PageHead, K as StatusWord, M as DigestText, R as Time, V as Panel, b as DataTable, et as HiddenCharacters, u as EmptyState } from "./page.js";
import { s as $, t as a } from "./vendor/preact.js";
// src/console/ui/pages/images-page.tsx
function ImagesPage({ frame, model: { images, tags, without } }) {
	return a($, { children: [
		a(PageHead, {
			title: frame.title,
			lead: "Which image, by digest, which stack and which run uses, and what the gate said of it."
		}),
		a(DataTable, {
			label: "Images",
			rows: images,
			keyOf: ({ image }) => image,
			empty: a(EmptyState, {
				title: "No stack names an image",
				children: "A stack's image is given by digest: spec.image."
			}),
			columns: [
				{
					title: "Image",
					long: true,
					names: true,
					cell: ({ image }) => a(HiddenCharacters, {
						text: image,
						most: 300
					})
				},
				{
					title: "Gate",
					cell: ({ verdict, message }) => a(StatusWord, {
						phase: verdict,
						title: message
					})
				},
				{
					title: "Identity",
					cell: ({ treeDigest }) => treeDigest === void 0 ? "–" : a(DigestText, {
						digest: treeDigest,
						copies: true
					})
				},
				{
					title: "Seen",
					cell: ({ seenAt }) => seenAt === void 0 ? "never" : a(Time, {
						at: seenAt,
						now: frame.now
					})
				},
				{
					title: "Stacks",
					cell: ({ stacks }) => stacks.length === 0 ? a("span", {
						class: "muted",
						children: "none any more"
					}) : stacks.map(({ name, href }) => a("a", {
						href,
						children: [name, " "]
					}, name))
				},
				{
					title: "Newest runs in it",
					cell: ({ runs }) => runs.length === 0 ? "–" : a("ul", { children: runs.map(({ name, href, at }) => a("li", { children: [
						a("a", {
							href,
							children: name
						}),
						" ",
						a(Time, {
							at,
							now: frame.now
						})
					] }, name)) })
				}
			]
		}),
		tags.length > 0 && a(Panel, {
			title: "History of tags",
			id: "tags",
			icon: "tag",
			count: tags.length,
			flush: true,
			children: [a(DataTable, {
				label: "Which digests each name has stood for, the newest first",
				rows: tags,
				keyOf: ({ name, digest, verdict }) => JSON.stringify([
					name,
					digest,
					verdict
				]),
				columns: [
					{
						title: "Name",
						names: true,
						long: true,
						cell: ({ name }) => a(HiddenCharacters, {
							text: name,
							most: 300
						})
					},
					{
						title: "Digest",
						cell: ({ digest }) => a(DigestText, {
							digest,
							copies: true
						})
					},
					{
						title: "Before",
						cell: ({ previous }) => previous === void 0 ? "–" : previous === null ? "a new tag" : a(DigestText, { digest: previous })
					},
					{
						title: "Gate",
						cell: ({ verdict }) => a(StatusWord, {
							phase: verdict ?? "unknown",
							word: verdict ? void 0 : "Not asked"
						})
					},
					{
						title: "Since",
						cell: ({ since }) => a(Time, {
							at: since,
							now: frame.now
						})
					},
					{
						title: "Known from",
						cell: ({ by: { name, href } }) => a("a", {
							href,
							children: name
						})
					}
				]
			}), a("p", {
				class: "muted",
				children: "As stacks named them (status.identityHistory of each stack), as runs worked in them, and as identikit publish and promote wrote down, where they were given a database. No registry is asked."
			})]
		}),
		without.length > 0 && a(Panel, {
			title: "Stacks without an image",
			id: "without",
			icon: "layers",
			count: without.length,
			children: a("ul", {
				class: "row",
				children: without.map(({ name, href }) => a("li", { children: a("a", {
					href,
					children: name
				}) }, name))
			})
		})
	] });
}
export { ImagesPage };
