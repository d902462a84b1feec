import { certain } from "./fault.js";
import { IdentikitError } from "../start/faces.js";
import { admit, grantedConfigs, grantedSecrets } from "./agents-with-yaml.js";
import { agentContextBundle, agentDispatchAttempt, contentDigest, currentRequest, endedToWait, isBounded, labelDrift, launchBase, notReady, objectNamed, poolFullFault, recordAgain, recordDispatch, recordRefusal, sealContent, settleRoom, signTicket, ticketClaims, ticketDigest, ticketWriteBack, webhookDelivery } from "./agents.js";
import { earlierAttempt, snapshotNow } from "./agents-with-config.js";
import { runContext, storedLabels } from "./agents-with-template-yaml.js";
import { ticketIdentity } from "./agents-with-config-zlib.js";
import { randomUUID } from "node:crypto";
// src/agents/dispatch/launch-run.ts
const ticketHours = 6;
const mostTries = 5;
async function launchRun(services, key, signal) {
	let base = await launchBase(services, key);
	for (let tried = 1;; tried++) try {
		return await launchOn(services, base, signal);
	} catch (caught) {
		if (!(caught instanceof IdentikitError && caught.code === "CONFLICT") || tried === mostTries) throw caught;
		const { attempts } = base.run.status;
		base = await launchBase(services, key);
		if (base.run.status.attempts !== attempts) throw caught;
	}
}
async function launchOn(services, base, signal) {
	const key = base.run.metadata;
	const request = await currentRequest(services, base.run, "launch", signal);
	const snapshot = await snapshotNow(services, key.namespace);
	const decision = admit(request, snapshot);
	if (decision.verdict !== "allowed") throw await recordRefusal(services, base, decision);
	const stack = certain(objectNamed(snapshot.stacks, base.run.spec.agentStack));
	if (!base.open) await demandRoom(services, base, stack.spec.runnerPool);
	const secrets = grantedSecrets(request, stack, snapshot);
	const configs = await grantedConfigs(services, request, stack, snapshot);
	const identity = await ticketIdentity(services, stack, snapshot, secrets);
	const labels = await services.store.read((reader) => storedLabels(reader, key.namespace));
	const context = base.bundle ? void 0 : await newBundle(services, base, {
		stack,
		labels,
		host: certain(request.host)
	}, signal);
	const bundle = base.bundle ?? certain(context).bundle;
	const attempt = base.open ?? newAttempt(services, base, {
		stack,
		snapshot,
		decision,
		secrets,
		identity,
		bundle
	});
	const earlier = await earlierAttempt(services, key.namespace, attempt.spec);
	const parts = {
		issuer: services.issuer,
		run: base.run,
		attempt,
		stack,
		bundle,
		snapshot,
		secrets,
		configs,
		identity,
		earlier,
		tier: decision.tier
	};
	const claims = ticketClaims(parts);
	const digest = ticketDigest(claims);
	if (base.open && digest !== base.open.spec.ticketDigest) throw notReady(base.run, "its attempt has a ticket that says something else than one of now would");
	const { publicKey } = poolOf(snapshot, certain(attempt.spec.runnerPool)).spec;
	const ticket = await sealedTicket(services, stack, claims, publicKey);
	const stored = base.open ? {
		run: base.run,
		attempt: await recordAgain(services, base.open, services.ciRun)
	} : await recordDispatch(services, base, {
		bundle,
		memory: context?.memory,
		attempt: withTicketDigest(attempt, digest),
		decision,
		claims,
		ciRun: services.ciRun
	});
	const drift = base.bundle ? labelDrift(base.bundle.spec, labels) : [];
	return {
		...stored,
		ticket,
		claims,
		decision,
		isAgain: base.open !== void 0,
		drift
	};
}
async function demandRoom(services, { run }, pool) {
	if (pool === void 0 || !await services.store.read((reader) => isBounded(reader, run, pool))) return;
	const full = await settleRoom(services, run, pool);
	if (full) throw poolFullFault(run, full);
}
async function newBundle(services, { run }, parts, signal) {
	const { namespace } = run.metadata;
	const { delivery: name } = run.spec;
	const delivery = name === void 0 ? void 0 : await services.store.read((reader) => reader.get(webhookDelivery, {
		namespace,
		name
	}));
	const { bundle: spec, memory } = await runContext(services, {
		...parts,
		run,
		delivery
	}, signal);
	const metadata = {
		namespace,
		name: run.metadata.name
	};
	return {
		bundle: {
			kind: agentContextBundle.kind,
			metadata,
			spec
		},
		memory
	};
}
function newAttempt({ now }, { run, previous, asked }, parts) {
	const { stack, snapshot, decision, secrets, identity, bundle } = parts;
	const number = (run.status.attempts ?? 0) + 1;
	const { runnerPool, runtimeIdentity } = stack.spec;
	if (runnerPool === void 0) throw notReady(run, `its stack ${stack.metadata.name} names no runner pool, so no ticket can be sealed for one`);
	const pool = poolOf(snapshot, runnerPool);
	const issued = now();
	const profile = stack.status.profile ?? {};
	if (Object.keys(profile).length === 0) throw notReady(run, `its stack ${stack.metadata.name} has no launch profile yet: no controller has made one`);
	return {
		kind: agentDispatchAttempt.kind,
		metadata: {
			namespace: run.metadata.namespace,
			name: `${run.metadata.name}-${number}`
		},
		spec: agentDispatchAttempt.spec.parse({
			run: run.metadata.name,
			reason: !previous ? "initial" : asked?.reason ?? (endedToWait(previous) ? "resume" : "retry"),
			number,
			...previous ? { previous: previous.metadata.name } : {},
			...previous && asked?.message !== void 0 ? { message: asked.message } : {},
			stackSnapshot: {
				digest: stack.status.snapshot ?? contentDigest(profile),
				generation: stack.metadata.generation,
				profile
			},
			identityDigest: identity.digest,
			permissionSnapshot: decision.digest,
			contextBundle: bundle.metadata.name,
			serviceAccount: runtimeIdentity,
			...pool.spec.serviceAccount === void 0 ? {} : { runnerServiceAccount: pool.spec.serviceAccount },
			runnerPool,
			...run.status.workspace === void 0 ? {} : { workspaceRef: run.status.workspace },
			secrets: [...new Set(secrets.map(({ name }) => name))],
			writeBack: ticketWriteBack({
				run,
				stack,
				snapshot,
				tier: decision.tier
			}),
			ticket: {
				id: randomUUID(),
				issuedAt: issued.toISOString(),
				expires: new Date(issued.getTime() + ticketHours * 36e5).toISOString()
			}
		})
	};
}
function withTicketDigest(attempt, ticketDigest) {
	const { kind, spec } = attempt;
	const { namespace, name } = attempt.metadata;
	return {
		kind,
		metadata: {
			namespace,
			name
		},
		spec: {
			...spec,
			ticketDigest
		}
	};
}
async function sealedTicket({ secrets, accessor, key, bundleKeys, reports }, stack, claims, publicKey) {
	const values = {};
	const use = {
		agent: stack.spec.agent ?? stack.metadata.name,
		accessor,
		reason: `dispatch of ${claims.attempt}`
	};
	for (const { name } of claims.secrets) values[name] ??= await secrets.read(name, use);
	const [bundleKey] = bundleKeys(claims.jti);
	const [token] = reports?.tokensOf(claims.jti) ?? [];
	const content = {
		secrets: values,
		bundleKey: Buffer.from(bundleKey).toString("base64url"),
		...reports && token !== void 0 ? { reports: {
			url: reportUrl(reports.server, claims),
			token
		} } : {}
	};
	return await signTicket({
		...claims,
		sealed: await sealContent(content, publicKey)
	}, key);
}
function reportUrl(server, { namespace, attempt }) {
	return `${server.replace(/\/+$/, "")}/api/agents/attempts/${attempt}/events?org=${namespace}`;
}
function poolOf({ runnerPools }, name) {
	const pool = objectNamed(runnerPools, name);
	if (pool) return pool;
	throw new IdentikitError("RUN_NOT_READY", `the runner pool ${name} does not exist`, { remedy: `Declare agentrunnerpools/${name}, or name another pool in the stack.` });
}
export { launchRun };
