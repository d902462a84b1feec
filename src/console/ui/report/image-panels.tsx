import { DataTable } from "../components/data/data-table.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { byteWords } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { Chip } from "../components/status/chip.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import type { ShownImage } from "./pipeline-report-data.ts";

/** Each image with its digest, its layers and what the gate came to. */
export function ImagePanels({ images }: { readonly images: readonly ShownImage[] }) {
  return (
    <div class="stack" id="images">
      {images.map((image) => (
        <ImagePanel key={image.name} image={image} />
      ))}
    </div>
  );
}

function ImagePanel({ image }: { readonly image: ShownImage }) {
  const { name, reference, digest, treeDigest, tags, gate, platforms } = image;
  return (
    <Panel
      id={`image-${name}`}
      title={`Image of ${name}`}
      icon="package"
      aside={<StatusWord phase={gate.verdict} word={`Gate: ${gate.verdict}`} boxed />}
    >
      <FactsList
        facts={[
          ["Published", <code class="any-text">{reference}</code>],
          ["Digest", <DigestText digest={digest} />],
          ["Tree of the template", <DigestText digest={treeDigest} />],
          [
            "Tags",
            tags.map((tag) => (
              <Chip key={tag} icon="tag">
                {tag}
              </Chip>
            )),
          ],
          ["Checked", <HiddenCharacters text={gate.subject} most={600} />],
          ...gate.facts.map(
            ({ label, value }) => [label, <HiddenCharacters key={label} text={value} most={600} />] as const,
          ),
        ]}
      />
      {platforms.map(({ platform, layers }) => (
        <DataTable
          key={platform}
          label={`Layers for ${platform}`}
          rows={layers}
          keyOf={({ digest: layer }) => layer}
          columns={[
            {
              title: `Layer, ${platform}`,
              names: true,
              cell: (layer) => <DigestText digest={layer.digest} />,
            },
            { title: "Length", figures: true, cell: ({ bytes }) => byteWords(bytes) },
            {
              title: "Holds",
              cell: ({ isIdentity }) => (isIdentity ? <Chip tone="ok">the identity</Chip> : "the base image"),
            },
          ]}
        />
      ))}
    </Panel>
  );
}
