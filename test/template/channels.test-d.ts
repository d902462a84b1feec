import { describe, expectTypeOf, it } from "vitest";
import type { ConfigFiles } from "../../src/secret/config-files.ts";
import type { deliverInto } from "../../src/template/deliver.ts";
import type { materialize } from "../../src/template/materialize.ts";
import type { TemplateAssets } from "../../src/template/template-assets.ts";
import type { FileTree } from "../../src/tree/file-tree.ts";

// Read by the compiler and never run: npm test reports what does not hold.
describe("the asset channel", () => {
  it("takes assets that were checked, on a volume and in a fetched directory", () => {
    expectTypeOf<typeof materialize>().parameter(0).toEqualTypeOf<TemplateAssets>();
    expectTypeOf<typeof deliverInto>().parameter(1).toEqualTypeOf<TemplateAssets>();
  });

  it("takes nothing that the secret channel brings", () => {
    expectTypeOf<ConfigFiles>().not.toExtend<TemplateAssets>();
  });

  it("takes no tree that was not checked, and nothing that only looks as if it had been", () => {
    expectTypeOf<FileTree>().not.toExtend<TemplateAssets>();
    expectTypeOf<Pick<TemplateAssets, keyof TemplateAssets>>().not.toExtend<TemplateAssets>();
  });
});

describe("the secret channel", () => {
  it("takes no assets", () => {
    expectTypeOf<TemplateAssets>().not.toExtend<ConfigFiles>();
  });
});
