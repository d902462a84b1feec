import type { PageDataOf } from "../../page/page.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";
import { EmptyState } from "../components/states/page-states.tsx";
import { StatusWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { Time } from "../components/time/time.tsx";

/** The images that agents run in. */
export function ImagesPage({ frame, model: { images, tags, without } }: PageDataOf<"images">) {
  return (
    <>
      <PageHead
        title={frame.title}
        lead="Which image, by digest, which stack and which run uses, and what the gate said of it."
      />
      <DataTable
        label="Images"
        rows={images}
        keyOf={({ image }) => image}
        empty={
          <EmptyState title="No stack names an image">
            A stack's image is given by digest: spec.image.
          </EmptyState>
        }
        columns={[
          {
            title: "Image",
            long: true,
            names: true,
            cell: ({ image }) => <HiddenCharacters text={image} most={300} />,
          },
          { title: "Gate", cell: ({ verdict, message }) => <StatusWord phase={verdict} title={message} /> },
          {
            title: "Identity",
            cell: ({ treeDigest }) =>
              treeDigest === undefined ? "–" : <DigestText digest={treeDigest} copies />,
          },
          {
            title: "Seen",
            cell: ({ seenAt }) => (seenAt === undefined ? "never" : <Time at={seenAt} now={frame.now} />),
          },
          {
            title: "Stacks",
            cell: ({ stacks }) =>
              stacks.length === 0 ? (
                <span class="muted">none any more</span>
              ) : (
                stacks.map(({ name, href }) => (
                  <a key={name} href={href}>
                    {name}{" "}
                  </a>
                ))
              ),
          },
          {
            title: "Newest runs in it",
            cell: ({ runs }) =>
              runs.length === 0 ? (
                "–"
              ) : (
                <ul>
                  {runs.map(({ name, href, at }) => (
                    <li key={name}>
                      <a href={href}>{name}</a> <Time at={at} now={frame.now} />
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
      {tags.length > 0 && (
        <Panel title="History of tags" id="tags" icon="tag" count={tags.length} flush>
          <DataTable
            label="Which digests each name has stood for, the newest first"
            rows={tags}
            keyOf={({ name, digest, verdict }) => JSON.stringify([name, digest, verdict])}
            columns={[
              {
                ...{ title: "Name", names: true, long: true },
                cell: ({ name }) => <HiddenCharacters text={name} most={300} />,
              },
              { title: "Digest", cell: ({ digest }) => <DigestText digest={digest} copies /> },
              {
                title: "Before",
                cell: ({ previous }) =>
                  previous === undefined ? (
                    "–"
                  ) : previous === null ? (
                    "a new tag"
                  ) : (
                    <DigestText digest={previous} />
                  ),
              },
              {
                title: "Gate",
                cell: ({ verdict }) => (
                  <StatusWord phase={verdict ?? "unknown"} word={verdict ? undefined : "Not asked"} />
                ),
              },
              { title: "Since", cell: ({ since }) => <Time at={since} now={frame.now} /> },
              { title: "Known from", cell: ({ by: { name, href } }) => <a href={href}>{name}</a> },
            ]}
          />
          <p class="muted">
            As stacks named them (status.identityHistory of each stack), as runs worked in them, and as
            identikit publish and promote wrote down, where they were given a database. No registry is asked.
          </p>
        </Panel>
      )}
      {without.length > 0 && (
        <Panel title="Stacks without an image" id="without" icon="layers" count={without.length}>
          <ul class="row">
            {without.map(({ name, href }) => (
              <li key={name}>
                <a href={href}>{name}</a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
