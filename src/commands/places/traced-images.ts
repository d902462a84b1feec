import { LayoutStore } from "../../image/layout/layout-store.ts";
import { formatImageReference } from "../../image/reference.ts";
import { type Project, workPath } from "../../project/project.ts";
import type { TracedImage } from "../../trace/areas/image-area.ts";
import type { CommandContext } from "../context.ts";
import { placeOf } from "./images.ts";

/** The images that are named: those of the pipeline's own layouts, those of options, and the one that was asked about. */
export function tracedImages(
  context: CommandContext,
  project: Project,
  { given, asked }: { readonly given: readonly string[]; readonly asked: string | undefined },
): Omit<TracedImage, "template">[] {
  const own = ["images", "published"].flatMap((name) => {
    const directory = workPath(project, name);
    return new LayoutStore(directory, context.signal).names().map((tag) => ({
      reference: formatImageReference({ kind: "layout", directory, tag }),
      namedBy: `the layout .identikit/${name}`,
    }));
  });
  const named = given.map((each) => ({
    reference: formatImageReference(placeOf(context, each)),
    namedBy: "--image",
  }));
  const known = new Set([...own, ...named].map(({ reference }) => reference));
  if (asked === undefined || known.has(asked)) return [...own, ...named];
  return [...own, ...named, { reference: asked, namedBy: "the command line" }];
}

/** What was asked about as an image reference in full, where it is one beyond doubt: with a transport, or with a digest. */
export function imageReferenceIn(context: CommandContext, what: string): string | undefined {
  if (
    !/^(docker:\/\/|oci:|docker-archive:|docker-daemon:)/.test(what) &&
    !/.\/.*@sha256:[0-9a-f]{64}$/.test(what)
  )
    return undefined;
  return formatImageReference(placeOf(context, what));
}
