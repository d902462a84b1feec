import type { Plugin } from "rolldown";
import { minifySync } from "rolldown/utils";

/** Makes the files under `vendor/` small: nobody reads them there. Functions and classes keep their names for stack traces. */
export function minifyVendors(): Plugin {
  return {
    name: "minify-vendors",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type === "chunk" && chunk.fileName.startsWith("vendor/"))
          chunk.code = minified(chunk.fileName, chunk.code);
      }
    },
  };
}

function minified(fileName: string, text: string): string {
  const { code, errors } = minifySync(fileName, text, {
    module: true,
    compress: { keepNames: { function: true, class: true } },
    mangle: { toplevel: true, keepNames: true },
    codegen: { removeWhitespace: true, legalComments: "none" },
  });
  if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message}`);
  return code;
}
