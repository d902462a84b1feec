FROM base
USER 0
WORKDIR /opt/molecule-platform-agent-template
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/platform-agent
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml ${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml IMAGE_BAKED_IDENTITY_PRESENT ./
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/prompts prompts
WORKDIR /opt/molecule-platform-agent-template/extra
