FROM base
ARG PLATFORM_AGENT_TEMPLATE_DIR=.tenant-bundle-deps/workspace-configs-templates/platform-agent
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/config.yaml ${PLATFORM_AGENT_TEMPLATE_DIR}/mcp_servers.yaml /opt/molecule-platform-agent-template/
COPY ${PLATFORM_AGENT_TEMPLATE_DIR}/prompts /opt/molecule-platform-agent-template/prompts
COPY --chmod=0755 <<'EOF' /opt/molecule-platform-agent-template/IMAGE_BAKED_IDENTITY_PRESENT
#!/bin/sh
echo "identikit: the image-baked identity is present; it is a last resort for hosts that cannot reach the template" >&2
EOF
