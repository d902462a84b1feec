/** The tables of scoped rows. */
const scopedTables = [
	"plugin_binding",
	"plugin_marketplace",
	"mcp_server",
	"skill",
	"system_prompt"
], systemPromptKey = "system", tableShapes = [
	{
		name: "agent_type",
		key: ["name"],
		columns: [
			"name",
			"runtime",
			"enabled"
		]
	},
	{
		name: "agent",
		key: ["name"],
		columns: [
			"name",
			"type",
			"enabled"
		]
	},
	{
		name: "agent_type_config",
		key: ["type", "key"],
		columns: [
			"type",
			"key",
			"value"
		]
	},
	...scopedTables.map((name) => ({
		name,
		key: [
			"scope",
			"scope_ref",
			"key"
		],
		columns: [
			"scope",
			"scope_ref",
			"key",
			"enabled",
			"value"
		]
	})),
	{
		name: "secret",
		key: ["name"],
		columns: [
			"name",
			"version",
			"key_id",
			"nonce",
			"ciphertext",
			"tag"
		]
	}
];
/** The shape of one table. */
function shapeOf(table) {
	return tableShapes.find(({ name }) => name === table);
}
export { tableShapes as i, shapeOf as n, systemPromptKey as r, scopedTables as t };
