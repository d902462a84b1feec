/**
 * A Dockerfile for an engine's builds: it copies the identity that `fetch` stages, so that no list of files stands in it.
 * @param template whose identity it is
 */
export function starterDockerfile(template: string): string {
  return `# For builds by an engine; \`identikit bake\` needs neither this file nor an engine.
#
#   npm run identikit -- fetch
#   docker build --build-arg BASE_IMAGE=your/base -f Dockerfile.${template} .
#
# \`npm run identikit -- gate --dockerfile Dockerfile.${template}\` proves that it copies the template's identity and nothing else.
ARG BASE_IMAGE

FROM scratch AS identity
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/${template}
COPY \${PLATFORM_AGENT_TEMPLATE_DIR}@identity/ /identity/

FROM \${BASE_IMAGE}
COPY --from=identity /identity/ /opt/molecule-platform-agent-template/
`;
}
