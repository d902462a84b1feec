import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "rolldown";

const asText = "?raw";

/** Makes a module of a style sheet that is imported as text (`x.css?raw`), without its comments. */
export function styleText(): Plugin {
  return {
    name: "style-text",
    resolveId(source, importer) {
      if (!source.endsWith(`.css${asText}`) || importer === undefined) return undefined;
      return join(dirname(importer), source);
    },
    load(id) {
      if (!id.endsWith(`.css${asText}`)) return undefined;
      const text = readFileSync(id.slice(0, -asText.length), "utf8").replace(/\/\*[^*]*\*\/\s*/g, "");
      return { code: `export default ${JSON.stringify(text)};\n`, moduleType: "js" };
    },
  };
}
