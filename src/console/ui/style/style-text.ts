import base from "./base.css?raw";
import components from "./components.css?raw";
import data from "./data.css?raw";
import layout from "./layout.css?raw";
import plots from "./plots.css?raw";
import print from "./print.css?raw";
import tokens from "./tokens.css?raw";

/** The whole style, for pages and for reports. */
export const consoleStyle: string = [tokens, base, layout, components, data, plots, print].join("\n");
