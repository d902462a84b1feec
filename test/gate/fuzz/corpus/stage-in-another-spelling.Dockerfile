FROM base AS Up
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/platform-agent
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml ${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml IMAGE_BAKED_IDENTITY_PRESENT /opt/molecule-platform-agent-template/
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /opt/molecule-platform-agent-template/prompts
FROM up
