import type { Finding, Verdict } from "../../../src/fault/finding.ts";
import type { PlatformImage } from "../../../src/image/image.ts";
import type { RawManifest } from "../../../src/image/store.ts";
import type { ContainerView } from "../../../src/image/view/container-view.ts";
import { destination, template } from "./identity.ts";
import type { LayerCase } from "./layer-case.ts";
import { stageCase } from "./staged-case.ts";

/** What the code under test says of a case. */
export interface Answer {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What the view of the destination shows, where it shows anything. */
  readonly view: ContainerView | undefined;
}

/** The code under test, in one place for copies of it that lack a check. */
export interface Subject {
  answer(of: LayerCase): Promise<Answer>;
}

/**
 * Loads the code under test.
 * @param src its root, with a slash at its end; left out, this repository's `src/`
 */
export async function loadSubject(src = new URL("../../../src/", import.meta.url)): Promise<Subject> {
  const load = (path: string) => import(new URL(path, src).href);
  const { gateFor }: typeof import("../../../src/gate/gate.ts") = await load("gate/gate.ts");
  const { readImage }: typeof import("../../../src/image/image.ts") = await load("image/image.ts");
  const { StagedImage }: typeof import("../../../src/image/staged-image.ts") =
    await load("image/staged-image.ts");
  const { viewDirectory }: typeof import("../../../src/image/view/container-view.ts") = await load(
    "image/view/container-view.ts",
  );
  const { verdictOf }: typeof import("../../../src/fault/finding.ts") = await load("fault/finding.ts");
  const { FileTree }: typeof import("../../../src/tree/file-tree.ts") = await load("tree/file-tree.ts");
  // A copy of the code has classes of its own.
  const gate = gateFor({ template: FileTree.of(template, "the template"), destination: `/${destination}` });

  const view = async (image: InstanceType<typeof StagedImage>, top: RawManifest) => {
    const { images } = await readImage(image, { kind: "digest", digest: top.digest });
    return await viewDirectory(image, images[0] as PlatformImage, destination);
  };

  return {
    async answer(of) {
      const { image, top } = stageCase(of, StagedImage);
      const selector = { kind: "digest", digest: top.digest } as const;
      const findings = await gate({ source: image, selector, subject: "fuzz" });
      const verdict = verdictOf(findings);
      return { verdict, findings, view: verdict === "unverified" ? undefined : await view(image, top) };
    },
  };
}
