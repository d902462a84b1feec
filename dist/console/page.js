import { a as j, d as k, o as w, s as $, t as a, u as U } from "./vendor/preact.js";
// src/console/page/address.ts
function addressOf(organization, ...parts) {
	return `/orgs/${[organization, ...parts].map(encodeURIComponent).join("/")}`;
}
function withQuery(address, query) {
	const search = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => value === void 0 ? [] : [[name, value]])).toString();
	return search === "" ? address : `${address}?${search}`;
}
// src/console/ui/components/status/tone.ts
function classes(...names) {
	return names.filter((name) => name !== false && name !== void 0 && name !== "").join(" ");
}
// src/console/ui/components/icon/icon-shapes.ts
const iconShapes = {
	activity: [["path", { d: "M22 12h-2.48a2 2 0 0 0-1.93 1.46l-2.35 8.36a.25.25 0 0 1-.48 0L9.24 2.18a.25.25 0 0 0-.48 0l-2.35 8.36A2 2 0 0 1 4.49 12H2" }]],
	archive: [
		["rect", {
			width: "20",
			height: "5",
			x: "2",
			y: "3",
			rx: "1"
		}],
		["path", { d: "M4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8" }],
		["path", { d: "M10 12h4" }]
	],
	"arrow-down": [["path", { d: "M12 5v14" }], ["path", { d: "m19 12-7 7-7-7" }]],
	"arrow-right": [["path", { d: "M5 12h14" }], ["path", { d: "m12 5 7 7-7 7" }]],
	"arrow-up": [["path", { d: "m5 12 7-7 7 7" }], ["path", { d: "M12 19V5" }]],
	"arrow-up-down": [
		["path", { d: "m21 16-4 4-4-4" }],
		["path", { d: "M17 20V4" }],
		["path", { d: "m3 8 4-4 4 4" }],
		["path", { d: "M7 4v16" }]
	],
	ban: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "M4.929 4.929 19.07 19.071" }]],
	"book-open": [["path", { d: "M12 5v16" }], ["path", { d: "M20.001 19A2 2 0 0022 17V5a2 2 0 00-1.999-2L16 3.002A5 5 0 0012 5a5 5 0 00-4-2H4a2 2 0 00-2 2v12a2 2 0 001.999 2H8a5 5 0 014 2 5 5 0 014-2z" }]],
	bot: [
		["path", { d: "M12 8V4H8" }],
		["rect", {
			width: "16",
			height: "12",
			x: "4",
			y: "8",
			rx: "2"
		}],
		["path", { d: "M2 14h2" }],
		["path", { d: "M20 14h2" }],
		["path", { d: "M15 13v2" }],
		["path", { d: "M9 13v2" }]
	],
	box: [
		["path", { d: "M21 8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73l7 4a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16Z" }],
		["path", { d: "m3.3 7 8.7 5 8.7-5" }],
		["path", { d: "M12 22V12" }]
	],
	brain: [
		["path", { d: "M12 18V5" }],
		["path", { d: "M15 13a4.17 4.17 0 01-3-4 4.17 4.17 0 01-3 4" }],
		["path", { d: "M17.707 6.294A3 3 0 1012 5a3 3 0 10-5.707 1.294" }],
		["path", { d: "M17.996 5.125a4 4 0 012.526 5.77" }],
		["path", { d: "M18 18a4 4 0 002-7.465" }],
		["path", { d: "M19.967 17.482a4 4 0 11-7.967.517 4 4 0 11-7.967-.517" }],
		["path", { d: "M6 18a4 4 0 01-2-7.465" }],
		["path", { d: "M6.004 5.125a4 4 0 00-2.526 5.77" }]
	],
	"calendar-clock": [
		["path", { d: "M16 14v2.2l1.6 1" }],
		["path", { d: "M16 2v3" }],
		["path", { d: "M21 7.338V5a2 2 0 00-2-2H5a2 2 0 00-2 2v14a2 2 0 002 2h2.338" }],
		["path", { d: "M3 9h5.859" }],
		["path", { d: "M8 2v3" }],
		["circle", {
			cx: "16",
			cy: "16",
			r: "6"
		}]
	],
	check: [["path", { d: "M20 6 9 17l-5-5" }]],
	"chevron-down": [["path", { d: "m6 9 6 6 6-6" }]],
	"chevron-right": [["path", { d: "m9 18 6-6-6-6" }]],
	circle: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}]],
	"circle-check": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "m16 9-5.5 5.5L8 12" }]],
	"circle-dashed": [
		["path", { d: "M10.1 2.182a10 10 0 0 1 3.8 0" }],
		["path", { d: "M13.9 21.818a10 10 0 0 1-3.8 0" }],
		["path", { d: "M17.609 3.721a10 10 0 0 1 2.69 2.7" }],
		["path", { d: "M2.182 13.9a10 10 0 0 1 0-3.8" }],
		["path", { d: "M20.279 17.609a10 10 0 0 1-2.7 2.69" }],
		["path", { d: "M21.818 10.1a10 10 0 0 1 0 3.8" }],
		["path", { d: "M3.721 6.391a10 10 0 0 1 2.7-2.69" }],
		["path", { d: "M6.391 20.279a10 10 0 0 1-2.69-2.7" }]
	],
	"circle-dot": [["circle", {
		cx: "12",
		cy: "12",
		r: "1"
	}], ["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}]],
	"circle-pause": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["line", {
			x1: "10",
			x2: "10",
			y1: "15",
			y2: "9"
		}],
		["line", {
			x1: "14",
			x2: "14",
			y1: "15",
			y2: "9"
		}]
	],
	"circle-slash": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["line", {
		x1: "9",
		x2: "15",
		y1: "15",
		y2: "9"
	}]],
	"circle-stop": [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["rect", {
		x: "9",
		y: "9",
		width: "6",
		height: "6",
		rx: "1"
	}]],
	"circle-x": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "m15 9-6 6" }],
		["path", { d: "m9 9 6 6" }]
	],
	clock: [["circle", {
		cx: "12",
		cy: "12",
		r: "10"
	}], ["path", { d: "M12 6v6l4 2" }]],
	"columns-3": [
		["rect", {
			width: "18",
			height: "18",
			x: "3",
			y: "3",
			rx: "2"
		}],
		["path", { d: "M9 3v18" }],
		["path", { d: "M15 3v18" }]
	],
	copy: [["rect", {
		width: "14",
		height: "14",
		x: "8",
		y: "8",
		rx: "2",
		ry: "2"
	}], ["path", { d: "M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2" }]],
	database: [
		["ellipse", {
			cx: "12",
			cy: "5",
			rx: "9",
			ry: "3"
		}],
		["path", { d: "M3 5V19A9 3 0 0 0 21 19V5" }],
		["path", { d: "M3 12A9 3 0 0 0 21 12" }]
	],
	"dollar-sign": [["line", {
		x1: "12",
		x2: "12",
		y1: "2",
		y2: "22"
	}], ["path", { d: "M17 5H9.5a3.5 3.5 0 0 0 0 7h5a3.5 3.5 0 0 1 0 7H6" }]],
	download: [
		["path", { d: "M12 15V3" }],
		["path", { d: "M21 15v4a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-4" }],
		["path", { d: "m7 10 5 5 5-5" }]
	],
	"external-link": [
		["path", { d: "M15 3h6v6" }],
		["path", { d: "M10 14 21 3" }],
		["path", { d: "M18 13v6a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h6" }]
	],
	"eye-off": [
		["path", { d: "M10.733 5.076a10.744 10.744 0 0 1 11.205 6.575 1 1 0 0 1 0 .696 10.747 10.747 0 0 1-1.444 2.49" }],
		["path", { d: "M14.084 14.158a3 3 0 0 1-4.242-4.242" }],
		["path", { d: "M17.479 17.499a10.75 10.75 0 0 1-15.417-5.151 1 1 0 0 1 0-.696 10.75 10.75 0 0 1 4.446-5.143" }],
		["path", { d: "m2 2 20 20" }]
	],
	file: [["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }], ["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }]],
	"file-diff": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M9 10h6" }],
		["path", { d: "M12 13V7" }],
		["path", { d: "M9 17h6" }]
	],
	"file-minus": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M9 15h6" }]
	],
	"file-pen": [
		["path", { d: "M12.659 22H18a2 2 0 0 0 2-2V8a2.4 2.4 0 0 0-.706-1.706l-3.588-3.588A2.4 2.4 0 0 0 14 2H6a2 2 0 0 0-2 2v9.34" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M10.378 12.622a1 1 0 0 1 3 3.003L8.36 20.637a2 2 0 0 1-.854.506l-2.867.837a.5.5 0 0 1-.62-.62l.836-2.869a2 2 0 0 1 .506-.853z" }]
	],
	"file-plus": [
		["path", { d: "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z" }],
		["path", { d: "M14 2v5a1 1 0 0 0 1 1h5" }],
		["path", { d: "M9 15h6" }],
		["path", { d: "M12 18v-6" }]
	],
	folder: [["path", { d: "M20 20a2 2 0 0 0 2-2V8a2 2 0 0 0-2-2h-7.9a2 2 0 0 1-1.69-.9L9.6 3.9A2 2 0 0 0 7.93 3H4a2 2 0 0 0-2 2v13a2 2 0 0 0 2 2Z" }]],
	"folder-git-2": [
		["path", { d: "M18 19a5 5 0 0 1-5-5v8" }],
		["path", { d: "M9 20H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.69.9l.81 1.2a2 2 0 0 0 1.67.9H20a2 2 0 0 1 2 2v5" }],
		["circle", {
			cx: "13",
			cy: "12",
			r: "2"
		}],
		["circle", {
			cx: "20",
			cy: "19",
			r: "2"
		}]
	],
	gauge: [["path", { d: "m12 14 4-4" }], ["path", { d: "M3.34 19a10 10 0 1 1 17.32 0" }]],
	"git-branch": [
		["path", { d: "M15 6a9 9 0 0 0-9 9V3" }],
		["circle", {
			cx: "18",
			cy: "6",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "18",
			r: "3"
		}]
	],
	"git-commit-horizontal": [
		["circle", {
			cx: "12",
			cy: "12",
			r: "3"
		}],
		["line", {
			x1: "3",
			x2: "9",
			y1: "12",
			y2: "12"
		}],
		["line", {
			x1: "15",
			x2: "21",
			y1: "12",
			y2: "12"
		}]
	],
	"git-fork": [
		["circle", {
			cx: "12",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["circle", {
			cx: "18",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M18 9v2c0 .6-.4 1-1 1H7c-.6 0-1-.4-1-1V9" }],
		["path", { d: "M12 12v3" }]
	],
	"git-merge": [
		["circle", {
			cx: "18",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M6 21V9a9 9 0 0 0 9 9" }]
	],
	"git-pull-request": [
		["circle", {
			cx: "18",
			cy: "18",
			r: "3"
		}],
		["circle", {
			cx: "6",
			cy: "6",
			r: "3"
		}],
		["path", { d: "M13 6h3a2 2 0 0 1 2 2v7" }],
		["line", {
			x1: "6",
			x2: "6",
			y1: "9",
			y2: "21"
		}]
	],
	globe: [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "M12 2a14.5 14.5 0 0 0 0 20 14.5 14.5 0 0 0 0-20" }],
		["path", { d: "M2 12h20" }]
	],
	"heart-pulse": [["path", { d: "M2 9.5a5.5 5.5 0 0 1 9.591-3.676.56.56 0 0 0 .818 0A5.49 5.49 0 0 1 22 9.5c0 2.29-1.5 4-3 5.5l-5.492 5.313a2 2 0 0 1-3 .019L5 15c-1.5-1.5-3-3.2-3-5.5" }], ["path", { d: "M3.22 13H9.5l.5-1 2 4.5 2-7 1.5 3.5h5.27" }]],
	image: [
		["rect", {
			width: "18",
			height: "18",
			x: "3",
			y: "3",
			rx: "2",
			ry: "2"
		}],
		["circle", {
			cx: "9",
			cy: "9",
			r: "2"
		}],
		["path", { d: "m21 15-3.086-3.086a2 2 0 0 0-2.828 0L6 21" }]
	],
	inbox: [["polyline", { points: "22 12 16 12 14 15 10 15 8 12 2 12" }], ["path", { d: "M5.45 5.11 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.45-6.89A2 2 0 0 0 16.76 4H7.24a2 2 0 0 0-1.79 1.11z" }]],
	info: [
		["circle", {
			cx: "12",
			cy: "12",
			r: "10"
		}],
		["path", { d: "M12 16v-4" }],
		["path", { d: "M12 8h.01" }]
	],
	"key-round": [["path", { d: "M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z" }], ["circle", {
		cx: "16.5",
		cy: "7.5",
		r: ".5",
		fill: "currentColor"
	}]],
	layers: [
		["path", { d: "M12.83 2.18a2 2 0 0 0-1.66 0L2.6 6.08a1 1 0 0 0 0 1.83l8.58 3.91a2 2 0 0 0 1.66 0l8.58-3.9a1 1 0 0 0 0-1.83z" }],
		["path", { d: "M2 12a1 1 0 0 0 .58.91l8.6 3.91a2 2 0 0 0 1.65 0l8.58-3.9A1 1 0 0 0 22 12" }],
		["path", { d: "M2 17a1 1 0 0 0 .58.91l8.6 3.91a2 2 0 0 0 1.65 0l8.58-3.9A1 1 0 0 0 22 17" }]
	],
	link: [["path", { d: "M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71" }], ["path", { d: "M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71" }]],
	"list-checks": [
		["path", { d: "M13 5h8" }],
		["path", { d: "M13 12h8" }],
		["path", { d: "M13 19h8" }],
		["path", { d: "m3 17 2 2 4-4" }],
		["path", { d: "m3 7 2 2 4-4" }]
	],
	loader: [
		["path", { d: "M12 2v4" }],
		["path", { d: "m16.2 7.8 2.9-2.9" }],
		["path", { d: "M18 12h4" }],
		["path", { d: "m16.2 16.2 2.9 2.9" }],
		["path", { d: "M12 18v4" }],
		["path", { d: "m4.9 19.1 2.9-2.9" }],
		["path", { d: "M2 12h4" }],
		["path", { d: "m4.9 4.9 2.9 2.9" }]
	],
	lock: [["rect", {
		width: "18",
		height: "11",
		x: "3",
		y: "11",
		rx: "2",
		ry: "2"
	}], ["path", { d: "M7 11V7a5 5 0 0 1 10 0v4" }]],
	menu: [
		["path", { d: "M4 5h16" }],
		["path", { d: "M4 12h16" }],
		["path", { d: "M4 19h16" }]
	],
	"message-square": [["path", { d: "M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z" }]],
	network: [
		["rect", {
			x: "16",
			y: "16",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["rect", {
			x: "2",
			y: "16",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["rect", {
			x: "9",
			y: "2",
			width: "6",
			height: "6",
			rx: "1"
		}],
		["path", { d: "M5 16v-3a1 1 0 0 1 1-1h12a1 1 0 0 1 1 1v3" }],
		["path", { d: "M12 12V8" }]
	],
	package: [
		["path", { d: "M11 21.73a2 2 0 0 0 2 0l7-4A2 2 0 0 0 21 16V8a2 2 0 0 0-1-1.73l-7-4a2 2 0 0 0-2 0l-7 4A2 2 0 0 0 3 8v8a2 2 0 0 0 1 1.73z" }],
		["path", { d: "M12 22V12" }],
		["polyline", { points: "3.29 7 12 12 20.71 7" }],
		["path", { d: "m7.5 4.27 9 5.15" }]
	],
	pin: [["path", { d: "M12 17v5" }], ["path", { d: "M9 10.76a2 2 0 0 1-1.11 1.79l-1.78.9A2 2 0 0 0 5 15.24V16a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-.76a2 2 0 0 0-1.11-1.79l-1.78-.9A2 2 0 0 1 15 10.76V7a1 1 0 0 1 1-1 2 2 0 0 0 0-4H8a2 2 0 0 0 0 4 1 1 0 0 1 1 1z" }]],
	play: [["path", { d: "M5 5a2 2 0 0 1 3.008-1.728l11.997 6.998a2 2 0 0 1 .003 3.458l-12 7A2 2 0 0 1 5 19z" }]],
	plug: [
		["path", { d: "M12 22v-5" }],
		["path", { d: "M15 8V2" }],
		["path", { d: "M17 8a1 1 0 0 1 1 1v4a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4V9a1 1 0 0 1 1-1z" }],
		["path", { d: "M9 8V2" }]
	],
	plus: [["path", { d: "M5 12h14" }], ["path", { d: "M12 5v14" }]],
	"rotate-ccw": [["path", { d: "M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8" }], ["path", { d: "M3 3v5h5" }]],
	"scroll-text": [
		["path", { d: "M15 12h-5" }],
		["path", { d: "M15 8h-5" }],
		["path", { d: "M19 17V5a2 2 0 0 0-2-2H4" }],
		["path", { d: "M8 21h12a2 2 0 0 0 2-2v-1a1 1 0 0 0-1-1H11a1 1 0 0 0-1 1v1a2 2 0 1 1-4 0V5a2 2 0 1 0-4 0v2a1 1 0 0 0 1 1h3" }]
	],
	search: [["path", { d: "m21 21-4.34-4.34" }], ["circle", {
		cx: "11",
		cy: "11",
		r: "8"
	}]],
	server: [
		["rect", {
			width: "20",
			height: "8",
			x: "2",
			y: "2",
			rx: "2",
			ry: "2"
		}],
		["rect", {
			width: "20",
			height: "8",
			x: "2",
			y: "14",
			rx: "2",
			ry: "2"
		}],
		["line", {
			x1: "6",
			x2: "6.01",
			y1: "6",
			y2: "6"
		}],
		["line", {
			x1: "6",
			x2: "6.01",
			y1: "18",
			y2: "18"
		}]
	],
	settings: [["path", { d: "M9.671 4.136a2.34 2.34 0 0 1 4.659 0 2.34 2.34 0 0 0 3.319 1.915 2.34 2.34 0 0 1 2.33 4.033 2.34 2.34 0 0 0 0 3.831 2.34 2.34 0 0 1-2.33 4.033 2.34 2.34 0 0 0-3.319 1.915 2.34 2.34 0 0 1-4.659 0 2.34 2.34 0 0 0-3.32-1.915 2.34 2.34 0 0 1-2.33-4.033 2.34 2.34 0 0 0 0-3.831A2.34 2.34 0 0 1 6.35 6.051a2.34 2.34 0 0 0 3.319-1.915" }], ["circle", {
		cx: "12",
		cy: "12",
		r: "3"
	}]],
	shield: [["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }]],
	"shield-alert": [
		["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }],
		["path", { d: "M12 8v4" }],
		["path", { d: "M12 16h.01" }]
	],
	"shield-check": [["path", { d: "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z" }], ["path", { d: "m9 12 2 2 4-4" }]],
	tag: [["path", { d: "M12.586 2.586A2 2 0 0 0 11.172 2H4a2 2 0 0 0-2 2v7.172a2 2 0 0 0 .586 1.414l8.704 8.704a2.426 2.426 0 0 0 3.42 0l6.58-6.58a2.426 2.426 0 0 0 0-3.42z" }], ["circle", {
		cx: "7.5",
		cy: "7.5",
		r: ".5",
		fill: "currentColor"
	}]],
	terminal: [["path", { d: "M12 19h8" }], ["path", { d: "m4 17 6-6-6-6" }]],
	timer: [
		["line", {
			x1: "10",
			x2: "14",
			y1: "2",
			y2: "2"
		}],
		["line", {
			x1: "12",
			x2: "15",
			y1: "14",
			y2: "11"
		}],
		["circle", {
			cx: "12",
			cy: "14",
			r: "8"
		}]
	],
	"triangle-alert": [
		["path", { d: "m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3" }],
		["path", { d: "M12 9v4" }],
		["path", { d: "M12 17h.01" }]
	],
	unplug: [
		["path", { d: "m19 5 3-3" }],
		["path", { d: "m2 22 3-3" }],
		["path", { d: "M6.3 20.3a2.4 2.4 0 0 0 3.4 0L12 18l-6-6-2.3 2.3a2.4 2.4 0 0 0 0 3.4Z" }],
		["path", { d: "M7.5 13.5 10 11" }],
		["path", { d: "M10.5 16.5 13 14" }],
		["path", { d: "m12 6 6 6 2.3-2.3a2.4 2.4 0 0 0 0-3.4l-2.6-2.6a2.4 2.4 0 0 0-3.4 0Z" }]
	],
	user: [["path", { d: "M19 21v-2a4 4 0 0 0-4-4H9a4 4 0 0 0-4 4v2" }], ["circle", {
		cx: "12",
		cy: "7",
		r: "4"
	}]],
	users: [
		["path", { d: "M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2" }],
		["path", { d: "M16 3.128a4 4 0 0 1 0 7.744" }],
		["path", { d: "M22 21v-2a4 4 0 0 0-3-3.87" }],
		["circle", {
			cx: "9",
			cy: "7",
			r: "4"
		}]
	],
	webhook: [
		["path", { d: "M18 16.98h-5.99c-1.1 0-1.95.94-2.48 1.9A4 4 0 0 1 2 17c.01-.7.2-1.4.57-2" }],
		["path", { d: "m6 17 3.13-5.78c.53-.97.1-2.18-.5-3.1a4 4 0 1 1 6.89-4.06" }],
		["path", { d: "m12 6 3.13 5.73C15.66 12.7 16.9 13 18 13a4 4 0 0 1 0 8" }]
	],
	"wifi-off": [
		["path", { d: "M12 20h.01" }],
		["path", { d: "M8.5 16.429a5 5 0 0 1 7 0" }],
		["path", { d: "M5 12.859a10 10 0 0 1 5.17-2.69" }],
		["path", { d: "M19 12.859a10 10 0 0 0-2.007-1.523" }],
		["path", { d: "M2 8.82a15 15 0 0 1 4.177-2.643" }],
		["path", { d: "M22 8.82a15 15 0 0 0-11.288-3.764" }],
		["path", { d: "m2 2 20 20" }]
	],
	wrench: [["path", { d: "M14.7 6.3a1 1 0 0 0 0 1.4l1.6 1.6a1 1 0 0 0 1.4 0l3.106-3.105c.32-.322.863-.22.983.218a6 6 0 0 1-8.259 7.057l-7.91 7.91a1 1 0 0 1-2.999-3l7.91-7.91a6 6 0 0 1 7.057-8.259c.438.12.54.662.219.984z" }]],
	x: [["path", { d: "M18 6 6 18" }], ["path", { d: "m6 6 12 12" }]]
};
// src/console/ui/components/icon/icon.tsx
function Icon({ name, class: more }) {
	const shapes = iconShapes[name];
	const lines = shapes.flatMap(([element, { d }]) => element === "path" && d !== void 0 ? [d] : []);
	return a("svg", {
		class: more === void 0 ? "icon" : `icon ${more}`,
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: [lines.length > 0 && a("path", { d: lines.map(fromOrigin).join("") }), shapes.map(([element, attributes]) => element !== "path" && k(element, attributes))]
	});
}
function fromOrigin(line) {
	return line.startsWith("m") ? `M0 0${line}` : line;
}
const hiddenRun = new RegExp(`((?![\\n\\t])[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u2800\\u3164\\uffa0\\u{e0100}-\\u{e01ef}\\ufe00-\\ufe0e])\\1*`, "gu");
function characterNumber(character) {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
function shownText(text) {
	return text.replace(hiddenRun, (run, character) => `⟨${characterNumber(character)}⟩`.repeat(run.length / character.length));
}
// src/console/ui/components/text/character-pieces.ts
const mostMarks = 300;
const controls = "NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US".split(" ");
const names = {
	173: "soft hyphen",
	8203: "zero-width space",
	8204: "zero-width non-joiner",
	8205: "zero-width joiner",
	8206: "left-to-right mark",
	8207: "right-to-left mark",
	8232: "line separator",
	8233: "paragraph separator",
	8234: "left-to-right embedding",
	8235: "right-to-left embedding",
	8236: "pop directional formatting",
	8237: "left-to-right override",
	8238: "right-to-left override",
	8288: "word joiner",
	8294: "left-to-right isolate",
	8295: "right-to-left isolate",
	8296: "first strong isolate",
	8297: "pop directional isolate",
	65279: "byte order mark"
};
function pieces(text, most) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	const shown = [];
	let from = 0;
	let marks = 0;
	for (const { 0: run, 1: character = "", index } of cut.matchAll(hiddenRun)) {
		if (marks++ === mostMarks) return {
			shown,
			left: text.length - from
		};
		if (index > from) shown.push(cut.slice(from, index));
		shown.push(markOf(character, run.length / character.length));
		from = index + run.length;
	}
	if (from < cut.length) shown.push(cut.slice(from));
	return {
		shown,
		left: text.length - cut.length
	};
}
function wholeCharacters(text, most) {
	const last = text.charCodeAt(most - 1);
	return last >= 55296 && last <= 56319 ? most - 1 : most;
}
function markOf(character, times) {
	const code = character.codePointAt(0) ?? 0;
	const number = characterNumber(character);
	const picture = controls[code] ?? number;
	const name = names[code] ?? (code < 160 ? "control character" : "character that cannot be seen");
	return {
		mark: times === 1 ? picture : `${picture}×${times}`,
		title: `${number}, ${name}${times === 1 ? "" : `, ${times} times`}`
	};
}
// src/console/ui/components/text/hidden-characters.tsx
function HiddenCharacters({ text, most = 2e4 }) {
	const { shown, left } = pieces(text, most);
	return a($, { children: [shown.map((piece) => typeof piece === "string" ? piece : a("span", {
		class: "hidden-character",
		title: piece.title,
		children: piece.mark
	})), left > 0 && a("span", {
		class: "muted",
		children: [
			" … and ",
			left,
			" more characters"
		]
	})] });
}
// src/console/ui/components/shell/breadcrumbs.tsx
function Breadcrumbs({ crumbs }) {
	return a("nav", {
		class: "breadcrumbs",
		"aria-label": "Breadcrumbs",
		children: a("ol", { children: crumbs.map(({ word, href }, at) => a("li", { children: [at > 0 && a(Icon, { name: "chevron-right" }), href === void 0 ? a("span", {
			class: "any-text",
			"aria-current": at === crumbs.length - 1 ? "page" : void 0,
			children: a(HiddenCharacters, {
				text: word,
				most: 200
			})
		}) : a("a", {
			class: "any-text",
			href,
			children: a(HiddenCharacters, {
				text: word,
				most: 200
			})
		})] }, `${at} ${word}`)) })
	});
}
// src/console/ui/components/data/figure-words.ts
function byteWords(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB"
	];
	let value = bytes;
	let unit = 0;
	while (value >= 1e3 && unit < units.length - 1) {
		value /= 1e3;
		unit++;
	}
	return `${unit === 0 || value >= 100 ? Math.round(value) : Math.round(value * 10) / 10} ${units[unit]}`;
}
function countWords(value) {
	return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, " ");
}
function moneyWords(amount) {
	if (amount === void 0) return "–";
	const dollars = Number(amount);
	return dollars > 0 && dollars < .01 ? "under $0.01" : `$${dollars.toFixed(2)}`;
}
function counted(value, one, many = `${one}s`) {
	return `${countWords(value)} ${value === 1 ? one : many}`;
}
// src/console/ui/components/shell/side-navigation.tsx
function SideNavigation({ groups, current }) {
	return a("nav", {
		class: "side",
		"aria-label": "Pages",
		children: a("div", { children: groups.map(({ title, links }) => a("div", { children: [title && a("h2", { children: title }), a("ul", { children: links.map(({ word, href, icon, count = 0 }) => a("li", { children: a("a", {
			href,
			"aria-current": href === current ? "page" : void 0,
			children: [
				a(Icon, { name: icon }),
				word,
				count > 0 && a("span", {
					class: "count",
					children: countWords(count)
				})
			]
		}) }, href)) })] }, title)) })
	});
}
// src/console/ui/components/status/status-marks.ts
const good = {
	tone: "ok",
	icon: "circle-check"
};
const wrong = {
	tone: "bad",
	icon: "circle-x"
};
const careful = {
	tone: "warn",
	icon: "triangle-alert"
};
const atWork = {
	tone: "busy",
	icon: "loader"
};
const asked = {
	tone: "wait",
	icon: "circle-pause"
};
const queued = {
	tone: "idle",
	icon: "circle-dashed"
};
const over = {
	tone: "idle",
	icon: "circle-slash"
};
const unknown = {
	tone: "idle",
	icon: "circle-dot"
};
const ofRuns = {
	Queued: queued,
	Running: atWork,
	Waiting: asked,
	Succeeded: good,
	Failed: wrong,
	Cancelled: over
};
const ofKinds = {
	AgentMcpServer: {
		Unknown: unknown,
		Healthy: good,
		Unhealthy: wrong
	},
	AgentStack: {
		Ready: good,
		Warning: careful,
		Blocked: wrong,
		Pending: queued,
		Error: wrong
	},
	AgentTriggerRule: {
		Draft: queued,
		Active: good,
		Paused: asked,
		Disabled: over,
		Archived: {
			tone: "idle",
			icon: "archive"
		},
		Invalid: wrong
	},
	AgentAction: {
		Admitted: queued,
		Denied: {
			tone: "bad",
			icon: "ban"
		},
		Done: good,
		Failed: wrong
	},
	AgentApproval: {
		Pending: asked,
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		},
		Expired: {
			tone: "idle",
			icon: "timer"
		},
		Superseded: over,
		Applied: good,
		ApplyFailed: wrong
	},
	AgentArtifact: {
		Pending: queued,
		Ready: {
			tone: "ok",
			icon: "check"
		},
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Applied: good
	},
	AgentCapabilityRequirement: {
		Met: good,
		Missing: careful,
		Denied: {
			tone: "bad",
			icon: "ban"
		},
		Expired: {
			tone: "warn",
			icon: "timer"
		}
	},
	AgentDispatchAttempt: ofRuns,
	AgentDispatchRun: ofRuns,
	AgentMemoryQuery: {
		Answered: good,
		Denied: {
			tone: "bad",
			icon: "ban"
		}
	},
	AgentMemoryUpdate: {
		Proposed: asked,
		Approved: {
			tone: "ok",
			icon: "check"
		},
		Merged: {
			tone: "ok",
			icon: "git-merge"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		}
	},
	AgentPause: {
		Active: {
			tone: "warn",
			icon: "circle-pause"
		},
		Ended: over
	},
	AgentReviewArtifact: {
		Open: asked,
		ChangesRequested: careful,
		Resolved: good
	},
	AgentSession: {
		Pending: queued,
		Live: {
			tone: "busy",
			icon: "activity"
		},
		Stale: careful,
		Ended: over
	},
	AgentTriggerExecution: {
		Created: good,
		Coalesced: {
			tone: "idle",
			icon: "git-merge"
		},
		Rejected: {
			tone: "bad",
			icon: "ban"
		},
		WaitingForApproval: asked
	},
	AgentWorkspace: {
		Provisioning: atWork,
		Active: {
			tone: "busy",
			icon: "activity"
		},
		Idle: {
			tone: "idle",
			icon: "circle"
		},
		Archived: {
			tone: "idle",
			icon: "archive"
		},
		Missing: wrong
	},
	WebhookDelivery: {
		Received: queued,
		Matched: good,
		Ignored: over,
		Refused: {
			tone: "bad",
			icon: "ban"
		}
	},
	WorkItem: {
		Open: {
			tone: "idle",
			icon: "circle-dot"
		},
		InProgress: atWork,
		Done: good
	}
};
const ofWords = {
	clean: good,
	drift: wrong,
	drifted: wrong,
	holds: good,
	broken: wrong,
	rendered: good,
	unverified: careful,
	skipped: over,
	unchanged: {
		tone: "idle",
		icon: "check"
	},
	changed: {
		tone: "ok",
		icon: "check"
	},
	done: good,
	failed: wrong,
	failing: wrong,
	True: good,
	False: wrong,
	Unknown: unknown,
	allowed: good,
	requiresApproval: asked,
	denied: {
		tone: "bad",
		icon: "ban"
	},
	live: {
		tone: "ok",
		icon: "activity"
	},
	stale: {
		tone: "warn",
		icon: "wifi-off"
	},
	reconnecting: atWork,
	ready: good,
	unavailable: wrong,
	unknown,
	started: atWork,
	completed: good,
	approve: good,
	comment: {
		tone: "idle",
		icon: "message-square"
	},
	request_changes: careful
};
function statusMark(word, kind) {
	const known = kind === void 0 ? void 0 : ofKinds[kind];
	return (known !== void 0 && Object.hasOwn(known, word) ? known[word] : void 0) ?? (Object.hasOwn(ofWords, word) ? ofWords[word] : void 0) ?? unknown;
}
// src/console/ui/components/status/status-word.tsx
function StatusWord({ phase, kind, word, title, boxed }) {
	const { tone, icon } = statusMark(phase, kind);
	return a(ToneWord, {
		tone,
		icon,
		word: word ?? spacedWords(phase),
		title,
		boxed
	});
}
function ToneWord({ tone, icon, word, title, boxed }) {
	return a("span", {
		class: classes("status", `tone-${tone}`, boxed && "boxed"),
		title,
		children: [a(Icon, {
			name: icon,
			class: icon === "loader" ? "turning" : ""
		}), word]
	});
}
function spacedWords(name) {
	const spaced = name.replace(/[_-]/g, " ").replace(/(?<=[a-z])(?=[A-Z])/g, " ");
	return spaced.charAt(0).toUpperCase() + spaced.slice(1).replace(/ [A-Z](?=[a-z])/g, (at) => at.toLowerCase());
}
// src/console/ui/components/shell/top-bar.tsx
function TopBar(props) {
	const { home, organization, organizations, searchAction, query, pills = [], viewer } = props;
	return a("header", {
		class: "top-bar",
		children: [
			a("a", {
				class: "brand",
				href: home,
				children: [a(Icon, { name: "layers" }), "Identikit"]
			}),
			organization !== void 0 && a(LinkMenu, {
				label: "Organisation",
				word: organization,
				links: organizations
			}),
			searchAction !== void 0 && a("form", {
				action: searchAction,
				method: "get",
				children: a("input", {
					type: "search",
					name: "q",
					value: query,
					placeholder: "Search",
					"aria-label": "Search"
				})
			}),
			a("div", {
				class: "pills",
				children: [pills.map((pill) => a(PillWord, { ...pill }, pill.isTold ? "told" : pill.word)), viewer && a(LinkMenu, {
					label: "Account",
					word: viewer.name,
					links: viewer.links,
					atEnd: true,
					children: viewer.csrf !== void 0 && a(SignOut, { csrf: viewer.csrf })
				})]
			})
		]
	});
}
function PillWord({ href, isTold, state, ...word }) {
	const shown = a(ToneWord, {
		...word,
		boxed: true
	});
	if (isTold) return a("span", {
		role: "status",
		"data-state": state,
		children: shown
	});
	return href === void 0 ? shown : a("a", {
		href,
		children: shown
	});
}
function SignOut({ csrf }) {
	return a("li", { children: a("form", {
		method: "post",
		action: "/logout",
		children: [a("input", {
			type: "hidden",
			name: "csrf",
			value: csrf
		}), a("button", {
			type: "submit",
			children: "Sign out"
		})]
	}) });
}
function LinkMenu({ label, word, links, atEnd = false, children }) {
	return a("details", {
		class: "menu",
		children: [a("summary", { children: [
			a("span", {
				class: "visually-hidden",
				children: [label, ": "]
			}),
			word,
			a(Icon, { name: "chevron-down" })
		] }), a("ul", {
			class: atEnd ? "end" : void 0,
			children: [links.map((link) => a("li", { children: a("a", {
				href: link.href,
				"aria-current": link.word === word ? "true" : void 0,
				children: [link.word, link.word === word && a(Icon, { name: "check" })]
			}) }, link.href)), children]
		})]
	});
}
// src/console/ui/components/shell/page-shell.tsx
function PageShell({ top, side, crumbs = [], stale, children }) {
	return a("div", {
		class: "shell",
		children: [
			a("a", {
				class: "skip-link",
				href: "#main",
				children: "Skip to the content"
			}),
			a(TopBar, { ...top }),
			side && a(SideNavigation, { ...side }),
			a("main", {
				class: classes("main", stale && "stale"),
				id: "main",
				tabIndex: -1,
				children: [crumbs.length > 0 && a(Breadcrumbs, { crumbs }), children]
			})
		]
	});
}
// src/console/ui/navigation.ts
function navigation({ organization, address, counters }) {
	const link = (word, icon, ...parts) => ({
		word,
		icon,
		href: addressOf(organization, ...parts)
	});
	const groups = [
		{
			title: "Work",
			links: [
				link("Overview", "gauge", "agents"),
				link("Runs", "activity", "agents", "runs"),
				{
					...link("Approvals", "inbox", "agents", "approvals"),
					count: counters.approvals
				},
				link("Workspaces", "folder", "agents", "workspaces"),
				link("Sessions", "message-square", "agents", "sessions"),
				link("Rules", "webhook", "agents", "rules"),
				link("Repositories", "git-branch", "repositories")
			]
		},
		{
			title: "Agents",
			links: [
				link("Stacks", "layers", "agents", "stacks"),
				link("Tools", "wrench", "agents", "tools"),
				link("MCP servers", "plug", "agents", "mcp"),
				link("Skills", "book-open", "agents", "skills"),
				link("Memory", "brain", "agents", "memory"),
				link("Runners", "server", "agents", "runners")
			]
		},
		{
			title: "Access",
			links: [
				link("Identities", "users", "agents", "identities"),
				link("Permissions", "shield", "agents", "permissions"),
				link("Secrets and configs", "key-round", "agents", "secrets"),
				link("Settings", "settings", "agents", "settings")
			]
		},
		{
			title: "Identity",
			links: [
				link("Templates", "package", "templates"),
				link("Images", "image", "images"),
				link("Environments", "box", "environments"),
				link("Config", "database", "config"),
				link("Trace", "network", "trace"),
				link("Audit", "scroll-text", "audit"),
				link("All objects", "list-checks", "objects")
			]
		}
	];
	return {
		groups,
		current: currentOf(groups, address.split("?")[0] ?? "")
	};
}
function currentOf(groups, path) {
	return groups.flatMap(({ links }) => links.map(({ href }) => href)).filter((href) => path === href || path.startsWith(`${href}/`)).sort((a, b) => b.length - a.length)[0] ?? "";
}
// src/console/ui/shell.tsx
function Shell({ frame, live, children }) {
	const { organization, organizations, crumbs, title, viewer } = frame;
	const to = (...parts) => addressOf(organization, ...parts);
	return a(PageShell, {
		top: {
			home: to("agents"),
			organization,
			organizations: organizations.map((word) => ({
				word,
				href: addressOf(word, "agents")
			})),
			searchAction: to("agents", "search"),
			pills: [...counterPills(frame), ...livePills(live)],
			viewer: {
				name: viewer,
				links: [{
					word: "Go to… (Ctrl K)",
					href: to("agents", "palette")
				}, {
					word: "Drafts",
					href: to("agents", "drafts")
				}],
				csrf: frame.csrf
			}
		},
		side: navigation(frame),
		stale: "since" in live,
		crumbs: [...crumbs, { word: title }],
		children: [frame.notice !== void 0 && a("p", {
			class: "notice tone-ok",
			role: "status",
			children: [
				frame.notice,
				" ",
				frame.noticeHref !== void 0 && a("a", {
					href: frame.noticeHref,
					children: frame.noticeHref
				})
			]
		}), children]
	});
}
function counterPills({ organization, counters: { running, queued, approvals } }) {
	const runs = addressOf(organization, "agents", "runs");
	return [
		...running === void 0 ? [] : [{
			word: `${running} running`,
			icon: "activity",
			tone: "busy",
			href: `${runs}?phase=Running`
		}],
		...queued === void 0 ? [] : [{
			word: `${queued} queued`,
			icon: "clock",
			tone: "idle",
			href: `${runs}?phase=Queued`
		}],
		...approvals === void 0 || approvals === 0 ? [] : [{
			word: `${approvals} to decide`,
			icon: "inbox",
			tone: "wait",
			href: addressOf(organization, "agents", "approvals")
		}]
	];
}
function livePills(live) {
	if (live.state === "still") return [];
	if (!("since" in live)) return [{
		word: "Live",
		icon: "activity",
		tone: "ok",
		isTold: true
	}];
	const since = `Stale since ${live.since.slice(11, 19)} UTC`;
	return [{
		word: live.state === "StreamReconnecting" ? `${since}, reconnecting` : since,
		icon: "wifi-off",
		tone: "warn",
		isTold: true,
		state: live.state
	}];
}
// src/console/ui/app.tsx
function App({ data, view: Content, live }) {
	const content = w(() => a(Content, { ...data }), [Content, data]);
	return a(Shell, {
		frame: data.frame,
		live,
		children: content
	});
}
// src/console/ui/components/text/as-sentence.ts
function asSentence(text) {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
// src/console/ui/components/action/action-link.tsx
function ActionLink({ offer }) {
	return a("span", {
		class: "offer",
		children: [a(ActionWord, { offer }), isOff(offer) && a(Reason, { offer })]
	});
}
function ActionBar({ offers, label }) {
	const off = offers.filter(isOff);
	return a("fieldset", {
		class: "actions",
		"aria-label": label,
		children: [a("div", {
			class: "row",
			children: offers.map((offer) => a(ActionWord, { offer }, offer.id))
		}), off.length > 0 && a("ul", {
			class: "reasons",
			children: off.map((offer) => a("li", { children: [a(Icon, { name: "ban" }), a("span", { children: [
				a("span", {
					class: "strong",
					children: [offer.word, ":"]
				}),
				" ",
				a(Reason, { offer })
			] })] }, offer.id))
		})]
	});
}
function ActionWord({ offer }) {
	const { word, href, icon, weight } = offer;
	const content = a($, { children: [icon && a(Icon, { name: icon }), word] });
	if (href !== void 0 && !isOff(offer)) return a("a", {
		class: classes("action", weight),
		href,
		children: content
	});
	return a("button", {
		class: "action",
		type: "button",
		"aria-disabled": "true",
		"aria-describedby": reasonId(offer),
		children: content
	});
}
function Reason({ offer }) {
	return a("span", {
		class: "reason",
		id: reasonId(offer),
		children: [
			asSentence(offer.reason ?? "The server does not offer it"),
			" ",
			offer.remedy
		]
	});
}
function isOff({ href, reason }) {
	return href === void 0 || reason !== void 0;
}
function reasonId({ id }) {
	return `why-not-${id}`;
}
// src/console/ui/components/data/facts-list.tsx
function FactsList({ facts }) {
	const known = facts.filter(([, value]) => value !== void 0 && value !== null && value !== "" && value !== false);
	return a("dl", {
		class: "facts",
		children: known.map(([name, value]) => a("div", { children: [a("dt", { children: name }), a("dd", { children: value })] }, name))
	});
}
// src/console/ui/components/data/panel.tsx
function Panel({ title, id, icon, count, aside, flush, stale, level = 2, children }) {
	const Heading = level === 2 ? "h2" : "h3";
	return a("section", {
		class: classes("panel", stale && "stale"),
		id,
		"aria-labelledby": `${id}-title`,
		children: [a("header", { children: [a(Heading, {
			id: `${id}-title`,
			children: [
				icon && a(Icon, { name: icon }),
				title,
				count !== void 0 && a("span", {
					class: "count",
					children: count
				})
			]
		}), aside] }), a("div", {
			class: classes("body", flush && "flush"),
			children
		})]
	});
}
// src/console/ui/components/code/code-block.tsx
function CodeBlock({ text, numbered = false, most = 2e3 }) {
	const lines = text.replaceAll("\r\n", "\n").replace(/\n$/, "").split("\n");
	const shown = lines.slice(0, most);
	return a("pre", {
		class: numbered ? "code numbered" : "code",
		children: [numbered ? a("code", { children: shown.map((line) => a("span", {
			class: "line",
			children: a(HiddenCharacters, {
				text: line,
				most: 4e3
			})
		})) }) : a("code", { children: a(HiddenCharacters, { text: shown.join("\n") }) }), shown.length < lines.length && a("span", {
			class: "muted",
			children: `\n… and ${lines.length - shown.length} more lines`
		})]
	});
}
// src/console/ui/components/text/markdown-spans.ts
const mostCharacters = 2e4;
const mostDepth$1 = 4;
const marks = /(`{1,3})([^`\n]{1,2000})\1|!?\[([^[\]\n]{1,500})\]\(([^()\s<>]{1,2000})\)|\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__(?!\w)|~~([^~\n]{1,2000})~~|\*(?![\s*])([^*\n]{1,2000})\*|(?<!\w)_(?![\s_])([^_\n]{1,2000})_(?!\w)|\bhttps?:\/\/[^\s<>"'`)\]]{1,2000}|\\([!-/:-@[-`{-~])/g;
function markdownSpans(line, depth = 0) {
	if (depth >= mostDepth$1 || line.length > mostCharacters) return [{
		kind: "text",
		text: line
	}];
	const spans = [];
	let from = 0;
	for (const match of line.matchAll(marks)) {
		if (match.index > from) spans.push({
			kind: "text",
			text: line.slice(from, match.index)
		});
		spans.push(spanOf(match, depth));
		from = match.index + match[0].length;
	}
	if (from < line.length) spans.push({
		kind: "text",
		text: line.slice(from)
	});
	return spans;
}
function spanOf(match, depth) {
	const [whole, , code, words, target, bold, bold2, struck, slanted, slanted2, escaped] = match;
	const inner = (text) => markdownSpans(text, depth + 1);
	if (code !== void 0) return {
		kind: "code",
		text: code
	};
	if (words !== void 0) return linkTo(target ?? "", inner(words)) ?? {
		kind: "text",
		text: whole
	};
	const strong = bold ?? bold2;
	if (strong !== void 0) return {
		kind: "strong",
		spans: inner(strong)
	};
	if (struck !== void 0) return {
		kind: "struck",
		spans: inner(struck)
	};
	const emphasis = slanted ?? slanted2;
	if (emphasis !== void 0) return {
		kind: "emphasis",
		spans: inner(emphasis)
	};
	if (escaped !== void 0) return {
		kind: "text",
		text: escaped
	};
	return linkTo(whole.replace(/[.,;:!?]+$/, ""), [{
		kind: "text",
		text: whole
	}]) ?? {
		kind: "text",
		text: whole
	};
}
function linkTo(target, spans) {
	const address = safeWebAddress(target);
	return address && {
		kind: "link",
		href: address.href,
		host: address.host,
		spans
	};
}
function safeWebAddress(text) {
	if (!/^https?:\/\//i.test(text)) return void 0;
	const address = URL.parse(text);
	return address !== null && address.username === "" && address.password === "" && /^https?:$/.test(address.protocol) ? address : void 0;
}
// src/console/ui/components/text/markdown-blocks.ts
const mostDepth = 6;
function markdownBlocks(text, depth = 0) {
	const lines = text.replaceAll("\r\n", "\n").split("\n");
	const blocks = [];
	let at = 0;
	while (at < lines.length) {
		const read = (lines[at] ?? "").trim() === "" ? { lines: 1 } : blockAt(lines, at, depth) ?? paragraphAt(lines, at);
		if (read.block) blocks.push(read.block);
		at += read.lines;
	}
	return blocks;
}
const fence = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]{0,40})/;
const heading = /^ {0,3}#{1,6}[ \t]+/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const quote = /^ {0,3}> ?/;
const item = /^( {0,3})(?:([-*+])|(\d{1,9})[.)])(?:[ \t]+|$)/;
const delimiterRow = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
function blockAt(lines, at, depth) {
	const line = lines[at] ?? "";
	const opening = fence.exec(line);
	if (opening) return codeAt(lines, at, opening[1] ?? "", opening[2] ?? "");
	if (heading.test(line)) return {
		block: {
			kind: "heading",
			spans: markdownSpans(line.replace(heading, "").replace(/[ \t]+#+[ \t]*$/, ""))
		},
		lines: 1
	};
	if (rule.test(line)) return {
		block: { kind: "rule" },
		lines: 1
	};
	if (line.includes("|") && delimiterRow.test(lines[at + 1] ?? "") && (lines[at + 1] ?? "").includes("-")) return tableAt(lines, at);
	if (depth >= mostDepth) return void 0;
	if (quote.test(line)) {
		const inner = takenWhile(lines, at, (one) => quote.test(one)).map((one) => one.replace(quote, ""));
		return {
			block: {
				kind: "quote",
				blocks: markdownBlocks(inner.join("\n"), depth + 1)
			},
			lines: inner.length
		};
	}
	return item.test(line) ? listAt(lines, at, depth) : void 0;
}
function codeAt(lines, at, mark, language) {
	const isEnd = (line) => line.trim().startsWith(mark) && /^(`+|~+)$/.test(line.trim());
	const inner = takenWhile(lines, at + 1, (line) => !isEnd(line));
	const ended = at + 1 + inner.length < lines.length;
	return {
		block: {
			kind: "code",
			language,
			text: inner.join("\n")
		},
		lines: inner.length + (ended ? 2 : 1)
	};
}
function listAt(lines, at, depth) {
	const first = item.exec(lines[at] ?? "");
	const ordered = first?.[3] !== void 0;
	const items = [];
	let end = at;
	for (; end < lines.length; end++) {
		const line = lines[end] ?? "";
		const found = item.exec(line);
		const current = items.at(-1);
		if (found && found[3] !== void 0 === ordered && !/^ {2,}/.test(found[1] ?? "") && !rule.test(line)) items.push([line.slice(found[0].length)]);
		else if (current && (/^(?: {2,}|\t)/.test(line) || isLazy(lines, end))) current.push(unindented(line));
		else if (current && line.trim() === "" && /^(?: {2,}|\t)\S/.test(lines[end + 1] ?? "")) current.push("");
		else break;
	}
	return {
		block: {
			kind: "list",
			ordered,
			start: Number(first?.[3] ?? 1),
			items: items.map((one) => markdownBlocks(one.join("\n"), depth + 1))
		},
		lines: Math.max(1, end - at)
	};
}
function isLazy(lines, at) {
	const [before = "", line = ""] = [lines[at - 1], lines[at]];
	return before.trim() !== "" && line.trim() !== "" && !startsBlock(line);
}
function unindented(line) {
	return line.replace(/^(?: {1,4}|\t)/, "");
}
function tableAt(lines, at) {
	const rows = takenWhile(lines, at + 2, (line) => line.includes("|") && line.trim() !== "");
	const head = cellsOf(lines[at] ?? "");
	return {
		block: {
			kind: "table",
			head: head.map(markdownSpans),
			rows: rows.map((row) => cellsOf(row).slice(0, head.length).map(markdownSpans))
		},
		lines: rows.length + 2
	};
}
function cellsOf(line) {
	return line.trim().replace(/^\|/, "").replace(/\|$/, "").split(/(?<!\\)\|/, 50).map((cell) => cell.trim().replaceAll("\\|", "|"));
}
function paragraphAt(lines, at) {
	const more = takenWhile(lines, at + 1, (line) => line.trim() !== "" && !startsBlock(line));
	return {
		block: {
			kind: "paragraph",
			spans: markdownSpans([lines[at] ?? "", ...more].map((line) => line.trim()).join("\n"))
		},
		lines: more.length + 1
	};
}
function startsBlock(line) {
	return [
		fence,
		heading,
		rule,
		quote,
		item
	].some((pattern) => pattern.test(line));
}
function takenWhile(lines, at, goesOn) {
	let end = at;
	while (end < lines.length && goesOn(lines[end] ?? "")) end++;
	return lines.slice(at, end);
}
// src/console/ui/components/text/markdown.tsx
function Markdown({ text, most = 6e4 }) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	return a("div", {
		class: "prose",
		children: [a(Blocks, { blocks: markdownBlocks(cut) }), cut.length < text.length && a("p", {
			class: "muted",
			children: [
				"… and ",
				text.length - cut.length,
				" more characters"
			]
		})]
	});
}
function Blocks({ blocks }) {
	return a($, { children: blocks.map((block) => a(Block, { block })) });
}
function Block({ block }) {
	switch (block.kind) {
		case "paragraph": return a("p", { children: a(Spans, { spans: block.spans }) });
		case "heading": return a("p", {
			class: "heading",
			children: a(Spans, { spans: block.spans })
		});
		case "code": return a(CodeBlock, { text: block.text });
		case "quote": return a("blockquote", { children: a(Blocks, { blocks: block.blocks }) });
		case "list": {
			const items = block.items.map((item) => a("li", { children: a(Blocks, { blocks: item }) }));
			return block.ordered ? a("ol", {
				start: block.start,
				children: items
			}) : a("ul", { children: items });
		}
		case "table": return a(TableBlock, { block });
		case "rule": return a("hr", {});
	}
}
function TableBlock({ block: { head, rows } }) {
	return a("table", { children: [a("thead", { children: a("tr", { children: head.map((cell) => a("th", {
		scope: "col",
		children: a(Spans, { spans: cell })
	})) }) }), a("tbody", { children: rows.map((row) => a("tr", { children: row.map((cell) => a("td", { children: a(Spans, { spans: cell }) })) })) })] });
}
function Spans({ spans }) {
	return a($, { children: spans.map((span) => a(Span, { span })) });
}
function Span({ span }) {
	switch (span.kind) {
		case "text": return a(HiddenCharacters, { text: span.text });
		case "code": return a("code", { children: a(HiddenCharacters, { text: span.text }) });
		case "strong": return a("strong", { children: a(Spans, { spans: span.spans }) });
		case "emphasis": return a("em", { children: a(Spans, { spans: span.spans }) });
		case "struck": return a("s", { children: a(Spans, { spans: span.spans }) });
		case "link": return a($, { children: [
			a("a", {
				href: span.href,
				rel: "noopener noreferrer nofollow ugc",
				children: a(Spans, { spans: span.spans })
			}),
			" ",
			a("span", {
				class: "host",
				children: [
					"(",
					span.host,
					")"
				]
			})
		] });
	}
}
// src/console/ui/components/time/time-words.ts
const steps = [
	[60, "s"],
	[60, "min"],
	[24, "h"],
	[30, "d"]
];
function durationWords(seconds) {
	if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
	if (seconds < 10) return `${Math.round(seconds * 10) / 10} s`;
	const whole = Math.round(seconds);
	const days = Math.floor(whole / 86400);
	const hours = Math.floor(whole % 86400 / 3600);
	const minutes = Math.floor(whole % 3600 / 60);
	const parts = [
		[days, "d"],
		[hours, "h"],
		[minutes, "min"],
		[whole % 60, "s"]
	];
	const first = parts.findIndex(([value]) => value > 0);
	return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${unit}`).join(" ");
}
function distanceWords(at, now) {
	const seconds = (Date.parse(now) - Date.parse(at)) / 1e3;
	if (Number.isNaN(seconds)) return at;
	let value = Math.abs(seconds);
	if (value < 5) return "just now";
	for (const [size, unit] of steps) {
		if (value < size) return said(Math.floor(value), unit, seconds);
		value /= size;
	}
	return value < 12 ? said(Math.floor(value), "months", seconds) : momentWords(at).slice(0, 10);
}
function momentWords(at) {
	const time = new Date(at);
	return Number.isNaN(time.getTime()) ? at : `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
function secondsBetween(from, to) {
	if (from === void 0 || to === void 0) return void 0;
	const seconds = (Date.parse(to) - Date.parse(from)) / 1e3;
	return Number.isNaN(seconds) ? void 0 : Math.max(0, seconds);
}
function said(value, unit, seconds) {
	const words = `${value} ${value === 1 && unit === "months" ? "month" : unit}`;
	return seconds >= 0 ? `${words} ago` : `in ${words}`;
}
// src/console/ui/components/time/time.tsx
function Time({ at, now }) {
	const moment = momentWords(at);
	return now === void 0 ? a("time", {
		dateTime: at,
		children: moment
	}) : a("time", {
		dateTime: at,
		title: moment,
		children: distanceWords(at, now)
	});
}
function Duration({ from, to, seconds = secondsBetween(from, to) }) {
	return a("span", {
		class: "duration",
		children: seconds === void 0 ? "–" : durationWords(seconds)
	});
}
// src/console/ui/components/text/ansi-pieces.ts
const plain = {
	color: void 0,
	bold: false,
	faint: false,
	italic: false,
	underlined: false,
	struck: false,
	reversed: false
};
const selectGraphics = /\x1b\[([0-9;:]{0,64})m/g;
const mostPieces = 5e3;
function ansiPieces(text) {
	const found = [];
	const look = { ...plain };
	let from = 0;
	const add = (to) => {
		if (to > from) found.push({
			text: text.slice(from, to),
			classes: classesOf(look)
		});
	};
	for (const { 0: sequence, 1: parameters = "", index } of text.matchAll(selectGraphics)) {
		add(index);
		from = index + sequence.length;
		if (found.length >= mostPieces) break;
		change(look, parameters.split(/[;:]/).map(Number));
	}
	add(text.length);
	return found;
}
function withoutColors(text) {
	return text.replace(selectGraphics, "");
}
function change(look, parameters) {
	for (let at = 0; at < parameters.length; at++) {
		const code = parameters[at] ?? 0;
		if (code === 38 || code === 48) {
			const isIndexed = parameters[at + 1] === 5;
			if (code === 38) look.color = isIndexed ? firstSixteen(parameters[at + 2]) : void 0;
			at += isIndexed ? 2 : 4;
		} else if (code === 0) Object.assign(look, plain);
		else Object.assign(look, switches[code] ?? colorOf(code));
	}
}
function firstSixteen(color = 16) {
	return color < 16 ? color : void 0;
}
function colorOf(code) {
	if (code >= 30 && code <= 37) return { color: code - 30 };
	return code >= 90 && code <= 97 ? { color: code - 82 } : {};
}
const switches = {
	1: { bold: true },
	2: { faint: true },
	3: { italic: true },
	4: { underlined: true },
	7: { reversed: true },
	9: { struck: true },
	22: {
		bold: false,
		faint: false
	},
	23: { italic: false },
	24: { underlined: false },
	27: { reversed: false },
	29: { struck: false },
	39: { color: void 0 }
};
function classesOf({ color, ...flags }) {
	const set = Object.entries(flags).flatMap(([name, isSet]) => isSet ? [name] : []);
	return color === void 0 || flags.reversed ? set : [...set, `color-${color}`];
}
// src/console/ui/components/run/event-words.ts
const eventLooks = {
	message: {
		icon: "message-square",
		word: "Message"
	},
	tool: {
		icon: "wrench",
		word: "Tool"
	},
	subagent: {
		icon: "bot",
		word: "Subagent"
	},
	file: {
		icon: "file-pen",
		word: "File"
	},
	approval: {
		icon: "shield",
		word: "Approval"
	},
	cost: {
		icon: "dollar-sign",
		word: "Cost"
	},
	heartbeat: {
		icon: "heart-pulse",
		word: "Heartbeat"
	},
	status: {
		icon: "info",
		word: "Status"
	}
};
const tones$1 = {
	started: "busy",
	completed: "ok",
	failed: "bad",
	denied: "warn"
};
function eventTone({ status }) {
	return status === void 0 ? void 0 : tones$1[status];
}
function speakerOf({ data, lane }) {
	const from = data?.kind === "thinking" ? "thinking" : data?.role === "user" ? "person" : "agent";
	return {
		name: from === "person" ? "Person" : lane ?? "Agent",
		from
	};
}
function eventSentence({ type, tool, text = "", data = {} }) {
	const said = firstLine(text);
	switch (type) {
		case "tool":
		case "approval": return [tool, said || argumentsLine(data)].filter(Boolean).join("  ");
		case "file": return [typeof data.path === "string" ? firstLine(data.path) : tool, said].filter(Boolean).join("  ");
		case "cost": return costLine(data);
		case "heartbeat": return "The runner is there";
		default: return said || (tool ?? (typeof data.kind === "string" ? data.kind : ""));
	}
}
function hasMore(event) {
	const { text = "", data = {} } = event;
	if (event.type === "cost" || event.type === "heartbeat") return false;
	return text.trimEnd().includes("\n") || text.length > 120 || Object.keys(shownData(data)).length > 0;
}
function shownData(data) {
	const { call: _, kind: __, role: ___, path, ...rest } = data;
	return Object.keys(rest).length === 0 ? {} : {
		...path === void 0 ? {} : { path },
		...rest
	};
}
function argumentsLine(data) {
	const [first] = Object.values(shownData(data)).filter((value) => typeof value === "string");
	return typeof first === "string" ? firstLine(first) : "";
}
function costLine({ turns, tokens, cost }) {
	return [
		typeof cost === "string" ? moneyWords(cost) : void 0,
		typeof tokens === "number" ? `${countWords(tokens)} tokens` : void 0,
		typeof turns === "number" ? `${turns} turns` : void 0
	].filter((part) => part !== void 0).join(", ");
}
function firstLine(text) {
	return withoutColors(text.slice(0, 4e3)).trimStart().split("\n", 1)[0]?.slice(0, 300) ?? "";
}
// src/console/ui/components/run/transcript-panel.tsx
function TranscriptPanel({ events, now }) {
	return a("div", {
		class: "transcript",
		children: events.filter(({ type }) => type === "message").map((event) => a(ChatMessage, {
			event,
			now
		}, event.seq))
	});
}
function ChatMessage({ event, now }) {
	const { name, from } = speakerOf(event);
	const look = {
		agent: "",
		person: "from-person",
		thinking: "thinking"
	}[from];
	return a("article", {
		class: look,
		"aria-label": `Message ${event.seq} of ${name}`,
		children: [a("span", {
			class: "face",
			children: a(Icon, { name: from === "person" ? "user" : from === "thinking" ? "brain" : "bot" })
		}), a("div", {
			class: "stack tight",
			children: [a("p", {
				class: "row small muted",
				children: [
					a("span", {
						class: "strong",
						children: a(HiddenCharacters, {
							text: name,
							most: 80
						})
					}),
					from === "thinking" && "thinking",
					event.time !== void 0 && a(Time, {
						at: event.time,
						now
					}),
					event.truncated && "cut off"
				]
			}), a(Markdown, { text: event.text ?? "" })]
		})]
	});
}
// src/console/ui/components/shell/page-head.tsx
function PageHead({ title, beside, lead, actions }) {
	return a("div", {
		class: "page-head",
		children: [a("div", {
			class: "title",
			children: [
				a("h1", {
					class: "any-text",
					children: a(HiddenCharacters, {
						text: title,
						most: 300
					})
				}),
				beside,
				lead !== void 0 && a("div", {
					class: "lead row",
					children: lead
				})
			]
		}), actions]
	});
}
// src/console/ui/components/run/subagent-lanes.tsx
function SubagentLanes({ lanes, startedAt, until }) {
	const whole = Math.max(1, secondsBetween(startedAt, until) ?? 1);
	return a("ul", {
		class: "lanes",
		children: lanes.map((lane) => {
			const from = secondsBetween(startedAt, lane.startedAt) ?? 0;
			const to = Math.min(whole, secondsBetween(startedAt, lane.finishedAt ?? until) ?? whole);
			const name = lane.name ?? "Agent";
			return a("li", {
				class: `lane tone-${lane.tone}`,
				children: [
					a("span", {
						class: "row any-text",
						children: [a(Icon, { name: lane.name === void 0 ? "user" : "bot" }), a(HiddenCharacters, {
							text: name,
							most: 80
						})]
					}),
					a("svg", {
						viewBox: "0 0 1000 10",
						preserveAspectRatio: "none",
						"aria-hidden": "true",
						children: a("rect", {
							x: round(from / whole * 1e3),
							width: Math.max(4, round((to - from) / whole * 1e3)),
							height: "10"
						})
					}),
					a("span", {
						class: "small muted",
						children: [
							durationWords(Math.max(0, to - from)),
							", ",
							counted(lane.events, "event")
						]
					})
				]
			}, name);
		})
	});
}
function round(value) {
	return Math.round(value * 10) / 10;
}
// src/console/ui/parts/lane-panel.tsx
const tones = {
	running: "busy",
	completed: "ok",
	failed: "bad",
	denied: "warn"
};
function LanePanel({ lanes, startedAt, until }) {
	if (lanes.length === 0) return null;
	return a(Panel, {
		id: "lanes",
		title: "Subagents",
		icon: "bot",
		count: lanes.length,
		children: [a(SubagentLanes, {
			lanes: lanes.map(({ name, startedAt: from = startedAt, finishedAt, events, status }) => ({
				name,
				startedAt: from,
				finishedAt,
				events,
				tone: tones[status]
			})),
			startedAt,
			until
		}), a("ul", {
			class: "stack tight",
			children: lanes.map(({ name, role, status, text }) => a("li", {
				class: "row",
				children: [
					a("span", {
						class: "strong",
						children: a(HiddenCharacters, {
							text: name,
							most: 100
						})
					}),
					role !== void 0 && a("span", {
						class: "muted",
						children: a(HiddenCharacters, {
							text: role,
							most: 100
						})
					}),
					a(StatusWord, { phase: status }),
					a("span", {
						class: "any-text",
						children: a(HiddenCharacters, {
							text,
							most: 2e3
						})
					})
				]
			}, name))
		})]
	});
}
// src/console/ui/components/code/diff-lines.ts
const hunk = /^@@ -(\d{1,9})(?:,\d{1,9})? \+(\d{1,9})(?:,\d{1,9})? @@/;
function diffFiles(text) {
	const reader = new DiffReader();
	const lines = text.replace(/\n$/, "").split("\n");
	for (const [at, line] of lines.entries()) if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ")) reader.startFile(nameOf(line, lines[at + 1] ?? ""));
	else if (!(line.startsWith("+++ ") && lines[at - 1]?.startsWith("--- "))) reader.add(line);
	return reader.files;
}
const between = /^(?:diff |index |={10}|(?:new|deleted) file mode |similarity |rename )/;
var DiffReader = class {
	files = [];
	#old = 0;
	#new = 0;
	#inHunk = false;
	startFile(name) {
		this.files.push({
			name,
			lines: []
		});
		this.#inHunk = false;
	}
	add(line) {
		if (!this.#inHunk && between.test(line)) return;
		if (this.files.length === 0) this.startFile("");
		this.files.at(-1)?.lines.push(this.#read(line));
	}
	#read(line) {
		const start = hunk.exec(line);
		if (start) {
			this.#old = Number(start[1]);
			this.#new = Number(start[2]);
			this.#inHunk = true;
			return {
				kind: "hunk",
				text: line
			};
		}
		const text = line.slice(1);
		if (line.startsWith("+")) return {
			kind: "added",
			new: this.#new++,
			text
		};
		if (line.startsWith("-")) return {
			kind: "removed",
			old: this.#old++,
			text
		};
		if (this.#inHunk && line.startsWith(" ")) return {
			kind: "same",
			old: this.#old++,
			new: this.#new++,
			text
		};
		return {
			kind: "note",
			text: line
		};
	}
};
function nameOf(before, after) {
	const [from, to] = [before, after].map((line) => line.slice(4).split("	")[0]?.replace(/^[ab]\//, "") ?? "");
	return to === "/dev/null" || to === void 0 ? `${from} (removed)` : to;
}
// src/console/ui/components/code/text-diff.tsx
function TextDiff({ text, name, most = 1e3 }) {
	const files = diffFiles(text);
	let room = most;
	const shown = files.flatMap((file) => {
		const lines = file.lines.slice(0, Math.max(0, room));
		room -= file.lines.length;
		return lines.length === 0 && file.lines.length > 0 ? [] : [{
			...file,
			lines
		}];
	});
	return a("div", {
		class: "stack tight",
		children: [shown.map((file) => a("div", {
			class: "diff",
			children: [(file.name || name) && a("h4", { children: a(HiddenCharacters, {
				text: file.name || (name ?? ""),
				most: 1e3
			}) }), a("table", {
				"aria-label": `Difference of ${file.name || (name ?? "a text")}`,
				children: [a("thead", {
					class: "visually-hidden",
					children: a("tr", { children: [
						a("th", {
							scope: "col",
							children: "Old line"
						}),
						a("th", {
							scope: "col",
							children: "New line"
						}),
						a("th", {
							scope: "col",
							children: "Change"
						}),
						a("th", {
							scope: "col",
							children: "Text"
						})
					] })
				}), a("tbody", { children: file.lines.map((line) => a(DiffRow, { line })) })]
			})]
		})), room < 0 && a("p", {
			class: "more",
			children: [-room, " more lines are not shown."]
		})]
	});
}
const signs = {
	added: "+",
	removed: "−",
	same: "",
	hunk: "",
	note: ""
};
function DiffRow({ line }) {
	if (line.kind === "hunk" || line.kind === "note") return a("tr", {
		class: line.kind,
		children: a("td", {
			colSpan: 4,
			children: a(HiddenCharacters, {
				text: line.text,
				most: 1e3
			})
		})
	});
	return a("tr", {
		class: line.kind,
		children: [
			a("td", {
				class: "line-number",
				children: line.old
			}),
			a("td", {
				class: "line-number",
				children: line.new
			}),
			a("td", {
				class: "sign",
				children: signs[line.kind]
			}),
			a("td", { children: a(HiddenCharacters, {
				text: line.text,
				most: 4e3
			}) })
		]
	});
}
// src/console/ui/components/action/copy-button.tsx
function CopyButton({ text, what, word }) {
	return a("button", {
		type: "button",
		class: "copy",
		"data-copy": text,
		"aria-label": word === void 0 ? `Copy ${what}` : void 0,
		children: [a(Icon, { name: "copy" }), word]
	});
}
// src/console/ui/components/text/digest-text.tsx
function DigestText({ digest, whole = false, copies = false }) {
	const start = digest.indexOf(":") + 13;
	const text = whole || digest.length <= start + 1 ? a("code", {
		class: "digest whole",
		children: digest
	}) : a("code", {
		class: "digest",
		title: digest,
		children: [digest.slice(0, start), a("span", {
			class: "rest",
			children: digest.slice(start)
		})]
	});
	if (!copies) return text;
	return a("span", {
		class: "copies",
		children: [
			text,
			" ",
			a(CopyButton, {
				text: digest,
				what: digest.slice(0, start)
			})
		]
	});
}
// src/console/ui/parts/patch-panel.tsx
function PatchPanel({ patch }) {
	const { artifact, digest, base, files, more, problem } = patch;
	return a(Panel, {
		id: "patch",
		title: "Patch",
		icon: "file-pen",
		count: files.length,
		children: [
			a("p", {
				class: "row",
				children: [
					artifact,
					" ",
					a(DigestText, { digest }),
					base !== void 0 && a($, { children: ["on the commit ", a(DigestText, { digest: base })] })
				]
			}),
			problem !== void 0 && a("p", {
				class: "any-text",
				children: `Its content is not shown: ${problem}`
			}),
			files.map(({ path, change, before, after, bytes, lines, note, text }) => a("details", {
				open: files.length <= 5,
				children: [
					a("summary", {
						class: "row",
						children: [
							a(StatusWord, { phase: change }),
							a("code", {
								class: "any-text",
								children: a(HiddenCharacters, {
									text: path,
									most: 1e3
								})
							}),
							bytes !== void 0 && a("span", {
								class: "muted small",
								children: byteWords(bytes)
							})
						]
					}),
					a("p", {
						class: "row small",
						children: [before !== void 0 && a($, { children: ["was ", a(DigestText, { digest: before })] }), after !== void 0 && a($, { children: ["is ", a(DigestText, { digest: after })] })]
					}),
					note !== void 0 && a("p", {
						class: "muted any-text",
						children: note
					}),
					lines.length > 0 && a(TextDiff, {
						text: lines.join("\n"),
						name: path
					}),
					text !== void 0 && a(CodeBlock, {
						text,
						numbered: true
					})
				]
			}, path)),
			more > 0 && a("p", {
				class: "muted",
				children: `${more} more files are not shown here.`
			})
		]
	});
}
// src/console/ui/components/status/chip.tsx
function Chip({ icon, tone, kind, href, title, children }) {
	const content = a($, { children: [
		icon && a(Icon, { name: icon }),
		kind && a("span", {
			class: "chip-kind",
			children: kind
		}),
		a("span", {
			class: "any-text",
			children
		})
	] });
	const name = classes("chip", tone && `tone-${tone}`);
	return href === void 0 ? a("span", {
		class: name,
		title,
		children: content
	}) : a("a", {
		class: name,
		href,
		title,
		children: content
	});
}
const tiers = {
	trusted: {
		tone: "ok",
		icon: "shield-check",
		means: "Work of the team on the team's own content"
	},
	restricted: {
		tone: "warn",
		icon: "shield",
		means: "Work that strangers had a part in: less is allowed"
	},
	untrusted: {
		tone: "bad",
		icon: "shield-alert",
		means: "Work of strangers: no secrets, no writes"
	}
};
function TrustChip({ tier }) {
	const { tone, icon, means } = tiers[tier];
	return a(Chip, {
		tone,
		icon,
		title: means,
		children: tier
	});
}
function RefChips({ refs }) {
	const { ref, base, head, pullRequest, issue, path, workflowRun, job } = refs;
	return a($, { children: [
		issue !== void 0 && a(Chip, {
			icon: "circle-dot",
			children: ["#", issue]
		}),
		pullRequest !== void 0 && a(Chip, {
			icon: "git-pull-request",
			children: ["#", pullRequest]
		}),
		ref !== void 0 && a(Chip, {
			icon: "git-branch",
			title: ref,
			children: a(HiddenCharacters, { text: ref.replace(/^refs\/(heads|tags)\//, "") })
		}),
		path !== void 0 && a(Chip, {
			icon: "file",
			children: a(HiddenCharacters, { text: path })
		}),
		head !== void 0 && a(CommitChip, { commit: head }),
		head === void 0 && base !== void 0 && a(CommitChip, { commit: base }),
		workflowRun !== void 0 && a(Chip, {
			icon: "play",
			kind: "CI run",
			children: a(HiddenCharacters, { text: workflowRun })
		}),
		job !== void 0 && a(Chip, {
			kind: "job",
			children: a(HiddenCharacters, { text: job })
		})
	] });
}
function CommitChip({ commit, href }) {
	return a(Chip, {
		icon: "git-commit-horizontal",
		title: commit,
		href,
		children: a("code", { children: commit.slice(0, 10) })
	});
}
// src/console/ui/components/text/ansi-text.tsx
function AnsiText({ text, most = 2e4 }) {
	const cut = text.length > most ? text.slice(0, wholeCharacters(text, most)) : text;
	return a("pre", {
		class: "terminal",
		children: [ansiPieces(cut.replaceAll("\r\n", "\n")).map((piece) => piece.classes.length === 0 ? a(HiddenCharacters, { text: piece.text }) : a("span", {
			class: piece.classes.join(" "),
			children: a(HiddenCharacters, { text: piece.text })
		})), cut.length < text.length && a("span", {
			class: "muted",
			children: `\n… and ${text.length - cut.length} more characters`
		})]
	});
}
// src/console/ui/components/run/timeline.tsx
function Timeline(props) {
	const { events, startedAt, before = 0, after = 0, leftOutWords = "", open = [], most } = props;
	return a("ol", {
		class: "timeline",
		children: [
			before > 0 && a(LeftOut, {
				count: before,
				words: leftOutWords
			}),
			events.map((event) => a(TimelineRow, {
				event,
				startedAt,
				open: open.includes(event.seq),
				most
			}, event.seq)),
			after > 0 && a(LeftOut, {
				count: after,
				words: leftOutWords
			})
		]
	});
}
function LeftOut({ count, words }) {
	return a("li", {
		class: "gap",
		children: [
			countWords(count),
			" ",
			count === 1 ? "event is" : "events are",
			" not shown here. ",
			words
		]
	});
}
function TimelineRow({ event, startedAt, open = false, most }) {
	return a("li", { children: hasMore(event) ? a("details", {
		open,
		children: [a("summary", {
			class: "event",
			children: a(EventLine, {
				event,
				startedAt,
				opens: true
			})
		}), a("div", {
			class: "whole-event",
			children: a(WholeEvent, {
				event,
				most
			})
		})]
	}) : a("div", {
		class: "event",
		children: a(EventLine, {
			event,
			startedAt
		})
	}) });
}
function EventLine({ event, startedAt, opens = false }) {
	const { icon, word } = eventLooks[event.type];
	const tone = eventTone(event);
	const passed = secondsBetween(startedAt, event.time);
	return a($, { children: [
		a("span", {
			class: "at",
			children: passed === void 0 ? `#${event.seq}` : durationWords(passed)
		}),
		a("span", {
			class: "kind",
			children: [a(Icon, { name: icon }), a("span", {
				class: "word",
				children: word
			})]
		}),
		a("span", {
			class: "what",
			children: [
				event.lane !== void 0 && a(Chip, {
					icon: "bot",
					children: a(HiddenCharacters, {
						text: event.lane,
						most: 60
					})
				}),
				event.type === "message" && speakerOf(event).from !== "agent" && a(Chip, { children: speakerOf(event).from }),
				a("span", {
					class: "first-line",
					children: a(HiddenCharacters, {
						text: eventSentence(event),
						most: 300
					})
				})
			]
		}),
		a("span", {
			class: "end",
			children: [
				tone !== void 0 && tone !== "ok" && a(ToneWord, {
					tone,
					icon: statusMark(event.status ?? "").icon,
					word: event.status ?? ""
				}),
				event.truncated && a(Chip, {
					tone: "warn",
					children: "cut off"
				}),
				opens && a(Icon, {
					name: "chevron-right",
					class: "open"
				})
			]
		})
	] });
}
function WholeEvent({ event: { type, text = "", data = {} }, most = 2e4 }) {
	const facts = shownData(data);
	return a($, { children: [text !== "" && (type === "message" ? a(Markdown, {
		text,
		most
	}) : a(AnsiText, {
		text,
		most
	})), Object.keys(facts).length > 0 && a(CodeBlock, {
		text: JSON.stringify(facts, null, 2).slice(0, most),
		most: 200
	})] });
}
// src/console/ui/parts/run-timeline.tsx
function PagedTimeline({ part: { rows, total, older, newer }, startedAt }) {
	const [first, last] = [rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0];
	return a($, { children: [
		a("p", {
			class: "pad small muted",
			children: total === 0 ? "Nothing has happened yet." : `Events ${first} to ${last} of ${total}`
		}),
		rows.length > 0 && a(Timeline, {
			events: rows,
			startedAt
		}),
		a("p", {
			class: "pad row",
			children: [older !== void 0 && a("a", {
				class: "action",
				href: older,
				children: "Older events"
			}), newer !== void 0 && a("a", {
				class: "action",
				href: newer,
				children: "Newer events"
			})]
		})
	] });
}
const TimelineDrawing = U(PagedTimeline);
function RunTimeline(props) {
	const Drawing = j(TimelineDrawing);
	return a(Drawing, { ...props }, props.part.attempt);
}
// src/console/ui/components/status/conditions.tsx
const problemConditions = [
	"ApprovalBlocked",
	"WriteBackBlocked",
	"Stale",
	"RebaseNeeded",
	"RebaseConflicts",
	"Dirty",
	"Degraded"
];
function Conditions({ conditions, meanings = {}, badWhenTrue = problemConditions, now }) {
	return a("ul", {
		class: "conditions",
		children: conditions.map((one) => a("li", { children: [a("div", { children: [a(ToneWord, {
			...lookOf(one, badWhenTrue.includes(one.type)),
			title: meanings[one.type]
		}), a("div", {
			class: "small muted",
			children: [
				one.reason,
				" · ",
				a(Time, {
					at: one.lastTransitionTime,
					now
				})
			]
		})] }), a("div", { children: [a("p", {
			class: "any-text",
			children: a(HiddenCharacters, { text: one.message })
		}), one.remedy !== void 0 && a("p", {
			class: "remedy",
			children: [a(Icon, { name: "arrow-right" }), a("span", {
				class: "any-text",
				children: a(HiddenCharacters, { text: one.remedy })
			})]
		})] })] }, one.type))
	});
}
function lookOf({ type, status, severity }, isBadWhenTrue) {
	const holds = status === "Unknown" ? void 0 : status === "True" !== isBadWhenTrue;
	const word = `${spacedWords(type)}: ${{
		True: "yes",
		False: "no",
		Unknown: "unknown"
	}[status]}`;
	if (holds === void 0) return {
		tone: "idle",
		icon: "circle-dot",
		word
	};
	if (holds) return {
		tone: "ok",
		icon: "circle-check",
		word
	};
	return {
		tone: severity === "info" ? "idle" : severity === "warning" ? "warn" : "bad",
		icon: severity === "info" ? "info" : severity === "warning" ? "triangle-alert" : "circle-x",
		word
	};
}
// src/console/ui/components/data/table-wrap.tsx
function TableWrap({ children }) {
	return a("div", {
		class: "table-wrap",
		tabIndex: 0,
		children
	});
}
// src/console/ui/components/data/data-table.tsx
function DataTable({ label, columns, rows, keyOf, empty }) {
	if (rows.length === 0 && empty !== void 0) return a($, { children: empty });
	return a(TableWrap, { children: a("table", {
		class: "data",
		"aria-label": label,
		children: [a("thead", { children: a("tr", { children: columns.map((column) => a(ColumnHead, { column })) }) }), a("tbody", { children: rows.map((row) => a("tr", { children: columns.map(({ names, figures, long, title, cell }) => names ? a("th", {
			class: long ? "long" : void 0,
			scope: "row",
			children: a("span", { children: cell(row) })
		}) : a("td", {
			class: figures ? "number" : long ? "long" : void 0,
			"data-label": title,
			children: a("span", { children: cell(row) })
		})) }, keyOf(row))) })]
	}) });
}
function ColumnHead({ column }) {
	const { title, sortHref, sorted, figures } = column;
	const sign = sorted === "ascending" ? "arrow-up" : sorted === "descending" ? "arrow-down" : "arrow-up-down";
	return a("th", {
		scope: "col",
		class: classes(figures && "number"),
		"aria-sort": sorted,
		children: sortHref === void 0 ? title : a("a", {
			href: sortHref,
			children: [title, a(Icon, { name: sign })]
		})
	});
}
// src/console/ui/components/text/web-link.tsx
function WebLink({ href, children }) {
	const address = safeWebAddress(href);
	if (address === void 0) return a($, { children: children ?? a(HiddenCharacters, { text: href }) });
	return a("a", {
		href: address.href,
		rel: "noopener noreferrer",
		children: children ?? a(HiddenCharacters, { text: href })
	});
}
// src/console/ui/parts/shown-value.tsx
const most = 2e3;
function ShownValue({ value, now, copies }) {
	if (value === null || value === "") return a("span", {
		class: "muted",
		children: "–"
	});
	if (typeof value === "number") return a($, { children: value });
	if (typeof value === "string") return a(HiddenCharacters, {
		text: value,
		most
	});
	if ("link" in value) return a("a", {
		href: value.link,
		children: a(HiddenCharacters, {
			text: value.text,
			most: 300
		})
	});
	if ("outside" in value) return a(WebLink, {
		href: value.outside,
		children: value.text.slice(0, 300)
	});
	if ("time" in value) return a(Time, {
		at: value.time,
		now
	});
	if ("from" in value) return a(Duration, {
		from: value.from,
		to: value.to ?? now
	});
	if ("phase" in value) return a(StatusWord, {
		phase: value.phase,
		kind: value.kind,
		title: value.means
	});
	if ("digest" in value) return a(DigestText, {
		digest: value.digest,
		copies
	});
	if ("code" in value) return a("code", {
		class: "any-text",
		children: a(HiddenCharacters, {
			text: value.code,
			most
		})
	});
	return a("span", {
		class: "row",
		children: value.several.map((one, at) => a("span", { children: a(ShownValue, {
			value: one,
			now
		}) }, at))
	});
}
// src/console/ui/parts/shown-rows.tsx
function ShownRows({ label, table: { columns, rows, empty, next }, now, pick }) {
	return a($, { children: [a(DataTable, {
		label,
		rows,
		keyOf: ({ key }) => key,
		empty: a("p", {
			class: "pad muted",
			children: empty
		}),
		columns: [...columns.map((title, at) => ({
			title,
			names: at === 0,
			cell: ({ cells }) => a(ShownValue, {
				value: cells[at] ?? null,
				now
			})
		})), ...pick ? [{
			title: pick.title,
			cell: ({ key }) => pick.cell(key)
		}] : []]
	}), a(NextPage, { href: next })] });
}
function NextPage({ href }) {
	if (href === void 0) return null;
	return a("p", {
		class: "pad",
		children: a("a", {
			class: "action",
			rel: "next",
			href,
			children: "Next page"
		})
	});
}
// src/console/ui/parts/section-panel.tsx
function SectionPanel({ section, now }) {
	const { id, title, folded = false, table } = section;
	const content = a(SectionContent, {
		section,
		now
	});
	const { summary, facts = [], conditions = [], text } = section;
	const isTable = table && !folded && summary === void 0 && text === void 0;
	return a(Panel, {
		id,
		title,
		count: table && table.rows.length > 0 ? table.rows.length : void 0,
		flush: isTable && facts.length === 0 && conditions.length === 0,
		children: folded ? a("details", { children: [a("summary", {
			"aria-label": `Show: ${title}`,
			children: "Show"
		}), content] }) : content
	});
}
function SectionContent({ section, now }) {
	const { title, summary, facts = [], conditions = [], table, text } = section;
	return a("div", {
		class: "stack",
		children: [
			summary !== void 0 && a("p", {
				class: "muted any-text",
				children: a(HiddenCharacters, { text: summary })
			}),
			facts.length > 0 && a(FactsList, { facts: facts.map(({ label, value }) => [label, a(ShownValue, {
				value,
				now,
				copies: true
			})]) }),
			conditions.length > 0 && a(Conditions, {
				conditions,
				now
			}),
			table && a(ShownRows, {
				label: title,
				table,
				now
			}),
			text !== void 0 && a(CodeBlock, { text })
		]
	});
}
// src/console/ui/components/states/named-states.ts
const namedStates = {
	SessionBindingPending: {
		tone: "wait",
		icon: "timer",
		title: "The session has no name yet",
		happened: "The run was dispatched, and the client has not said yet what it calls the conversation.",
		stillTrue: "The run, its ticket and its budget count. Events are shown as they come.",
		canBeDone: "Wait, or cancel the run. This page opens the conversation as soon as it has a name."
	},
	LegacyRunRedirect: {
		tone: "idle",
		icon: "arrow-right",
		title: "This page has moved",
		happened: "You came by an old address of this run.",
		stillTrue: "It is the same run with the same records; old links go on working.",
		canBeDone: "Use the address of this page from now on."
	},
	StreamDisconnected: {
		tone: "warn",
		icon: "wifi-off",
		title: "Not live",
		happened: "The connection for live changes is gone, and was not made again so far.",
		stillTrue: "What is shown was true at the time that is written beside it. Runs go on without this page.",
		canBeDone: "Load the page again to see how things are now."
	},
	StreamReconnecting: {
		tone: "busy",
		icon: "loader",
		title: "Connecting again",
		happened: "No change and no heartbeat came for 20 seconds.",
		stillTrue: "What is dimmed may be out of date. No change is lost: the stream goes on where it ended.",
		canBeDone: "Wait a moment. Actions are checked by the server, whatever this page shows."
	},
	WorkspaceMissing: {
		tone: "bad",
		icon: "folder",
		title: "The workspace is gone",
		happened: "Its path is not on the machine that holds it.",
		stillTrue: "Its repository, commit, ref and last patch are on record, so it can be made again anywhere.",
		canBeDone: "Recover it, archive it, or clean it up."
	},
	WorkspaceRebaseNeeded: {
		tone: "warn",
		icon: "git-branch",
		title: "The target has moved",
		happened: "The branch that this work goes to has commits that the workspace does not have.",
		stillTrue: "The changes of the workspace are as they were. Nothing is written back before it is rebased.",
		canBeDone: "Start the rebase."
	},
	WorkspaceRebaseConflicts: {
		tone: "bad",
		icon: "git-merge",
		title: "The rebase has conflicts",
		happened: "Changes of the workspace and of the target contradict each other.",
		stillTrue: "Neither is lost. The state before the rebase comes back when it is aborted.",
		canBeDone: "Resolve the files in an editor and mark them, let an agent try, or abort the rebase."
	},
	AutomationRejected: {
		tone: "bad",
		icon: "ban",
		title: "The rule started no run",
		happened: "The event matched, and admission or the rule's policy refused it.",
		stillTrue: "The delivery is stored, with what was decided and why. It can be replayed.",
		canBeDone: "Fix what the reason names, then replay the delivery."
	},
	AutomationCoalesced: {
		tone: "idle",
		icon: "git-merge",
		title: "The event joined a run",
		happened: "A run with the same key was already there, so no second one was made.",
		stillTrue: "The run sees the newest state of its source. The event is listed among its events.",
		canBeDone: "Open the run. Change the rule's key where each event should have a run of its own."
	},
	ReviewChangesRequested: {
		tone: "warn",
		icon: "message-square",
		title: "Somebody wants changes",
		happened: "A person looked at the agent's review and asked for changes.",
		stillTrue: "The review is kept with its digest. It is not written back before the request is resolved.",
		canBeDone: "Continue the run with a message, or mark the request as resolved."
	},
	ApprovalBlocked: {
		tone: "wait",
		icon: "circle-pause",
		title: "A person has to decide",
		happened: "The run wants to do something that its policy lets nobody do unasked.",
		stillTrue: "Nothing of it was done. An approval holds for exactly the digests that are shown.",
		canBeDone: "Look at the exact change, then approve or reject it."
	},
	ContextLabelDrift: {
		tone: "warn",
		icon: "tag",
		title: "A context label has changed",
		happened: "A label that the run was given has another text now than when the run was dispatched.",
		stillTrue: "The run works with what it was given; digest and generation are on record.",
		canBeDone: "Compare the two texts. Retry the run to give it the new one."
	}
};
// src/console/ui/components/states/notice.tsx
function Notice(props) {
	const { tone, icon, title, happened, stillTrue, canBeDone, offers = [], blank, live } = props;
	return a("div", {
		class: classes("notice", `tone-${tone}`, blank && "blank"),
		role: live ? "status" : void 0,
		children: [a(Icon, { name: icon }), a("div", {
			class: "words",
			children: [
				a("p", {
					class: "strong",
					children: title
				}),
				a("dl", { children: [
					a(NoticeLine, {
						name: "What happened",
						words: happened
					}),
					a(NoticeLine, {
						name: "Still true",
						words: stillTrue
					}),
					a(NoticeLine, {
						name: "What to do",
						words: canBeDone
					})
				] }),
				offers.length > 0 && a(ActionBar, {
					label: "What can be done",
					offers
				})
			]
		})]
	});
}
function NoticeLine({ name, words }) {
	if (words === void 0 || words === null) return null;
	return a("div", { children: [a("dt", { children: name }), a("dd", {
		class: "any-text",
		children: words
	})] });
}
// src/console/ui/components/states/state-notice.tsx
function StateNotice({ state, offers, ...words }) {
	const usual = namedStates[state];
	return a(Notice, {
		...usual,
		happened: words.happened ?? usual.happened,
		stillTrue: words.stillTrue ?? usual.stillTrue,
		canBeDone: words.canBeDone ?? usual.canBeDone,
		offers,
		live: true
	});
}
// src/console/ui/parts/state-list.tsx
function StateList({ states }) {
	return a($, { children: states.map(({ state, happened, holds, remedy, links }, at) => a("div", {
		"data-state": state,
		children: a(StateNotice, {
			state,
			happened,
			stillTrue: holds,
			canBeDone: remedy,
			offers: links.map(({ link, text }) => ({
				id: `${state}-${at}-${link}`,
				word: text,
				href: link
			}))
		})
	}, `${state}-${at}`)) });
}
// src/console/ui/components/states/page-states.tsx
function EmptyState({ title, children, icon = "inbox", offers = [] }) {
	return a("div", {
		class: "notice blank tone-idle",
		children: [a(Icon, { name: icon }), a("div", {
			class: "words",
			children: [
				a("p", {
					class: "strong",
					children: title
				}),
				a("p", {
					class: "muted",
					children
				}),
				offers.map(({ id, word, href }) => href === void 0 ? null : a("a", {
					class: "action first",
					href,
					children: word
				}, id))
			]
		})]
	});
}
function ForbiddenState({ asked, reasons = [], remedy, offers }) {
	return a(Notice, {
		tone: "bad",
		icon: "lock",
		title: "You may not see this",
		happened: `Nothing gives you ${asked}.${reasons.map((reason) => ` ${asSentence(reason)}`).join("")}`,
		stillTrue: "Nothing was changed. Whether there is such an object is not said.",
		canBeDone: remedy ?? "Ask somebody who manages roles of this organisation for a role that gives it.",
		offers
	});
}
function NotFoundState({ what, offers }) {
	return a(Notice, {
		tone: "idle",
		icon: "circle-slash",
		title: "Not found",
		happened: `There is no ${what} here, or no longer.`,
		stillTrue: "Records are kept as long as the retention policy says; the audit log has what was done.",
		canBeDone: "Check the address, search for it, or go back to its list.",
		offers
	});
}
function FailureState({ code, message, reasons = [], remedy, stillTrue, offers }) {
	return a(Notice, {
		tone: "bad",
		icon: "circle-x",
		title: code,
		happened: a($, { children: [a("p", { children: a(HiddenCharacters, { text: message }) }), reasons.length > 0 && a("ul", { children: reasons.map(({ field, message: why }) => a("li", { children: [
			field !== "" && a("code", { children: shownText(field) }),
			" ",
			a(HiddenCharacters, { text: why })
		] }, `${field} ${why}`)) })] }),
		stillTrue: stillTrue ?? "Nothing was changed by this page.",
		canBeDone: remedy ?? "Load the page again; where that does not help, look at the log of the server.",
		offers
	});
}
// src/console/ui/parts/why-not.tsx
function WhyNot({ offer: { reason, remedy } }) {
	if (reason === void 0) return null;
	return a("p", {
		class: "reason",
		id: "why-not",
		children: [
			asSentence(reason),
			" ",
			remedy
		]
	});
}
// src/console/ui/components/run/approval-card.tsx
const risks = {
	low: {
		tone: "ok",
		icon: "shield-check"
	},
	medium: {
		tone: "warn",
		icon: "shield"
	},
	high: {
		tone: "bad",
		icon: "shield-alert"
	}
};
function ApprovalCard({ approval, runHref, diff, offers = [], now }) {
	const { metadata, spec, status } = approval;
	const { title = spacedWords(spec.action), risk, target, reasons = [], preview } = spec;
	return a(Panel, {
		id: `approval-${metadata.name}`,
		title: title.slice(0, 300),
		icon: "shield",
		level: 3,
		aside: a("span", {
			class: "row",
			children: [risk && a(Chip, {
				tone: risks[risk].tone,
				icon: risks[risk].icon,
				children: [risk, " risk"]
			}), a(StatusWord, {
				phase: status.phase ?? "Pending",
				kind: "AgentApproval",
				boxed: true
			})]
		}),
		children: [
			a(FactsList, { facts: [
				["Action", a(Chip, { children: spacedWords(spec.action) })],
				["Target", target && a(TargetWords, { target })],
				["Run", runHref === void 0 ? spec.run : a("a", {
					href: runHref,
					children: spec.run
				})],
				["Asked by", `${spec.requestedBy.name} (${spacedWords(spec.requestedBy.kind)})`],
				["Artifact", a(DigestText, { digest: spec.artifactDigest })],
				["Exactly sent", spec.write && a(DigestText, { digest: spec.write })],
				["State of target", spec.targetHead && a(DigestText, { digest: spec.targetHead })],
				["Policy", spec.rule && a(HiddenCharacters, { text: spec.rule })],
				["Needs", neededWords(approval)],
				["Too late", spec.expires && a(Time, {
					at: spec.expires,
					now
				})]
			] }),
			reasons.length > 0 && a("ul", {
				class: "stack tight",
				children: reasons.map((reason) => a("li", {
					class: "remedy",
					children: [a(Icon, { name: "info" }), a(HiddenCharacters, {
						text: reason,
						most: 1e3
					})]
				}, reason))
			}),
			preview !== void 0 && a("div", { children: [a("p", {
				class: "strong",
				children: "Exactly this would be done"
			}), a(CodeBlock, { text: preview })] }),
			diff !== void 0 && a(TextDiff, { text: diff }),
			a(Decisions, {
				approval,
				now
			}),
			offers.length > 0 && a(ActionBar, {
				label: `Decide about ${metadata.name}`,
				offers
			})
		]
	});
}
function neededWords({ spec: { needed, approvers = [] }, status: { decisions = [] } }) {
	const given = decisions.filter(({ verdict }) => verdict === "approve").length;
	const from = approvers.length > 0 ? ` of ${approvers.join(", ")}` : "";
	return `${given} of ${needed} ${needed === 1 ? "approval" : "approvals"}${from}`;
}
function TargetWords({ target: { kind, id, url } }) {
	const words = a(HiddenCharacters, {
		text: `${spacedWords(kind)} ${id}`,
		most: 400
	});
	return url === void 0 ? words : a(WebLink, {
		href: url,
		children: words
	});
}
function Decisions({ approval: { status }, now }) {
	const { decisions = [], result } = status;
	if (decisions.length === 0 && result === void 0) return null;
	return a("ul", {
		class: "stack tight",
		children: [decisions.map(({ by, verdict, comment, via, time }) => a("li", {
			class: "row",
			children: [
				a(StatusWord, {
					phase: verdict === "approve" ? "Approved" : "Rejected",
					kind: "AgentApproval",
					word: verdict === "approve" ? "Approved" : "Rejected"
				}),
				a("span", { children: [
					"by ",
					by.name,
					", ",
					via,
					", ",
					a(Time, {
						at: time,
						now
					})
				] }),
				comment && a("span", {
					class: "any-text muted",
					children: a(HiddenCharacters, {
						text: comment,
						most: 2e3
					})
				})
			]
		}, `${by.name} ${time}`)), result !== void 0 && a("li", {
			class: "any-text",
			children: ["Result: ", a(HiddenCharacters, {
				text: result,
				most: 2e3
			})]
		})]
	});
}
// src/console/ui/parts/filter-form.tsx
function FilterForm({ filter: { action, fields, active }, submit = "Filter" }) {
	return a("search", {
		"aria-label": "Filter",
		children: a("form", {
			class: "filters row",
			method: "get",
			action,
			children: [
				fields.map(({ name, label, value, options }) => a("div", {
					class: "field",
					children: [a("label", {
						class: "small",
						for: `filter-${name}`,
						children: label
					}), options ? a("select", {
						id: `filter-${name}`,
						name,
						children: [a("option", {
							value: "",
							selected: value === "",
							children: "Any"
						}), options.map((option) => a("option", {
							value: option,
							selected: option === value,
							children: option
						}, option))]
					}) : a("input", {
						id: `filter-${name}`,
						type: "text",
						name,
						defaultValue: value,
						autocomplete: "off"
					})]
				}, name)),
				a("button", {
					type: "submit",
					class: "action",
					children: submit
				}),
				active && a("a", {
					href: action,
					children: "Show all"
				})
			]
		})
	});
}
// src/console/ui/parts/scoped-offers.ts
function scopedOffers(offers, scope) {
	return offers.map((offer) => ({
		...offer,
		id: `${scope}-${offer.id}`
	}));
}
// src/console/ui/components/data/tabs.tsx
function Tabs({ label, tabs, current }) {
	return a("nav", {
		class: "tabs",
		"aria-label": label,
		children: a("ul", { children: tabs.map(({ word, href, count }) => a("li", { children: a("a", {
			href,
			"aria-current": href === current ? "page" : void 0,
			children: [word, count !== void 0 && a("span", {
				class: "count",
				children: countWords(count)
			})]
		}) }, href)) })
	});
}
// src/console/ui/parts/memory-place.tsx
function MemoryPlaceBar({ place, path, action }) {
	const { tabs, asked, commit, moment, problem, remedy, repositories, repository, withheld } = place;
	return a($, { children: [
		a(Tabs, {
			label: "The memory",
			tabs,
			current: tabs.find(({ word }) => word === path)?.href ?? ""
		}),
		a("form", {
			method: "get",
			action,
			class: "filters row",
			children: [
				repositories.length > 1 && a("p", {
					class: "field",
					children: [a("label", {
						for: "repository",
						children: "Repository"
					}), a("select", {
						id: "repository",
						name: "repository",
						children: repositories.map((one) => a("option", {
							value: one,
							selected: one === repository,
							children: one
						}, one))
					})]
				}),
				a("p", {
					class: "field",
					children: [a("label", {
						for: "at",
						children: "As of"
					}), a("input", {
						id: "at",
						type: "text",
						name: "at",
						defaultValue: asked
					})]
				}),
				a("button", {
					type: "submit",
					class: "action",
					children: "Show"
				}),
				commit !== void 0 && a("span", {
					class: "row",
					children: [
						moment ?? asked,
						" is ",
						a(DigestText, { digest: commit })
					]
				})
			]
		}),
		withheld > 0 && a("p", {
			class: "muted",
			children: `${withheld} records are not shown: you may not see them.`
		}),
		problem !== void 0 && a(Notice, {
			tone: "warn",
			icon: "triangle-alert",
			title: "The memory cannot be read",
			happened: a(HiddenCharacters, { text: problem }),
			stillTrue: "What runs were told of it stands in their contexts.",
			canBeDone: remedy
		})
	] });
}
// src/console/ui/components/data/counter.tsx
function Counter({ label, value, icon, tone, href }) {
	const content = a($, { children: [a("span", {
		class: "value",
		children: typeof value === "number" ? countWords(value) : value
	}), a("span", {
		class: "label",
		children: [a(Icon, { name: icon }), label]
	})] });
	const name = classes("counter", tone && `tone-${tone}`);
	return href === void 0 ? a("div", {
		class: name,
		children: content
	}) : a("a", {
		class: name,
		href,
		children: content
	});
}
// src/console/ui/components/run/run-row.tsx
const sourceIcons = {
	push: "git-commit-horizontal",
	tag: "tag",
	pull_request: "git-pull-request",
	comment: "message-square",
	review: "list-checks",
	label: "tag",
	issue: "circle-dot",
	schedule: "calendar-clock",
	manual: "user",
	workflow_run: "play",
	webhook: "webhook"
};
function RunRow({ run, href, now }) {
	const { metadata, spec, status } = run;
	const { queuedAt, startedAt, finishedAt } = status;
	return a("li", {
		class: "run-row",
		children: [
			a(StatusWord, {
				phase: status.phase ?? "Queued",
				kind: "AgentDispatchRun",
				title: status.message
			}),
			a("div", {
				class: "stack tight",
				children: [a("a", {
					class: "name any-text",
					href,
					children: a(HiddenCharacters, {
						text: spec.title ?? metadata.name,
						most: 300
					})
				}), a("div", {
					class: "from",
					children: [
						a(Chip, {
							icon: sourceIcons[spec.source],
							children: spec.source
						}),
						a("span", { children: spec.repository }),
						a(RefChips, { refs: spec.sourceRefs }),
						a("span", {
							class: "row",
							children: [
								a(Icon, { name: "layers" }),
								spec.agentStack,
								" · ",
								spec.taskKind
							]
						}),
						status.runnerPool && a("span", {
							class: "row",
							children: [a(Icon, { name: "server" }), status.runnerPool]
						}),
						spec.requestedBy && a("span", {
							class: "row",
							children: [a(Icon, { name: "user" }), a(HiddenCharacters, {
								text: spec.requestedBy.name,
								most: 80
							})]
						}),
						status.trustTier && a(TrustChip, { tier: status.trustTier })
					]
				})]
			}),
			a("dl", {
				class: "figures",
				children: [
					a("div", { children: [a("dt", { children: "Queued" }), a("dd", { children: queuedAt === void 0 ? "–" : a(Time, {
						at: queuedAt,
						now
					}) })] }),
					a("div", { children: [a("dt", { children: "Waited" }), a("dd", { children: a(Duration, {
						from: queuedAt,
						to: startedAt ?? finishedAt ?? now
					}) })] }),
					a("div", { children: [a("dt", { children: "Took" }), a("dd", { children: a(Duration, {
						from: startedAt,
						to: finishedAt ?? now
					}) })] }),
					a("div", { children: [a("dt", { children: "Cost" }), a("dd", {
						title: status.cost,
						children: moneyWords(status.cost)
					})] })
				]
			})
		]
	});
}
// src/console/ui/parts/run-rows.tsx
function RunRows({ runs, now, empty, label = "Runs" }) {
	if (runs.length === 0) return a("p", {
		class: "pad muted",
		children: empty
	});
	return a("ul", {
		class: "run-rows",
		"aria-label": label,
		children: runs.map(({ run, href }) => a(RunRow, {
			run,
			href,
			now
		}, run.metadata.name))
	});
}
// src/console/ui/components/data/board.tsx
function Board({ label, columns, keyOf, card }) {
	return a("section", {
		class: "board",
		"aria-label": label,
		...scrolls,
		children: columns.map(({ name, cards, limit }) => {
			const isOver = limit !== void 0 && cards.length > limit;
			return a("section", {
				class: isOver ? "over" : void 0,
				"aria-label": name,
				children: [a("header", { children: [a("h3", { children: a(HiddenCharacters, {
					text: name,
					most: 100
				}) }), a(Chip, {
					tone: isOver ? "warn" : void 0,
					icon: isOver ? "triangle-alert" : void 0,
					children: [limit === void 0 ? cards.length : `${cards.length} of ${limit}`, isOver && " (over the limit)"]
				})] }), a("ul", { children: cards.map((one) => a("li", {
					class: "card",
					children: card(one, name)
				}, keyOf(one))) })]
			}, name);
		})
	});
}
const scrolls = { tabIndex: 0 };
export { moneyWords as $, TrustChip as A, CodeBlock as B, PagedTimeline as C, Chip as D, TimelineRow as E, LanePanel as F, App as G, FactsList as H, PageHead as I, spacedWords as J, StatusWord as K, TranscriptPanel as L, DigestText as M, CopyButton as N, CommitChip as O, TextDiff as P, counted as Q, Time as R, Conditions as S, TimelineDrawing as T, ActionBar as U, Panel as V, ActionLink as W, byteWords as X, statusMark as Y, countWords as Z, NextPage as _, Tabs as a, DataTable as b, ApprovalCard as c, FailureState as d, HiddenCharacters as et, ForbiddenState as f, SectionPanel as g, Notice as h, MemoryPlaceBar as i, withQuery as it, PatchPanel as j, RefChips as k, WhyNot as l, StateList as m, RunRows as n, Icon as nt, scopedOffers as o, NotFoundState as p, ToneWord as q, Counter as r, addressOf as rt, FilterForm as s, Board as t, shownText as tt, EmptyState as u, ShownRows as v, RunTimeline as w, TableWrap as x, ShownValue as y, safeWebAddress as z };
