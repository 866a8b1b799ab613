import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Writes what a release publishes beside the sources: a software bill of materials (CycloneDX, made by npm) of what the
 * service installs and of what the plugin installs, and their SHA-256 sums.
 */
const root = join(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'release') } } });

type Package = { name: string; version: string; dependencies?: Record<string, string> };
type Bom = {
  metadata: { component: { name: string; version?: string } };
  components: { name: string; group?: string; version: string }[];
};

/** A product and the workspaces that it installs, the product itself first. */
const products: [name: string, workspaces: string[]][] = [
  ['plumbline-scoring-service', ['scoring-service', 'scoring-service/contract', 'scoring-service/learning']],
  ['plumbline-plugin', ['plugin', 'scoring-service/contract']],
];

const readPackage = (workspace: string): Package =>
  JSON.parse(readFileSync(join(root, workspace, 'package.json'), 'utf8')) as Package;

function writeBom(name: string, workspaces: string[]): string {
  // Workspaces have no dev dependencies. `--omit=dev` would leave out what a dev dependency of the root needs as well.
  const args = [
    'sbom',
    '--sbom-format=cyclonedx',
    '--sbom-type=application',
    ...workspaces.map((one) => `--workspace=${one}`),
  ];
  const bom = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 })) as Bom;
  const packages = workspaces.map(readPackage);
  const listed = new Set(
    bom.components.map((one) => (one.group === undefined ? one.name : `${one.group}/${one.name}`)),
  );
  const missing = packages
    .flatMap(({ dependencies = {} }) => Object.keys(dependencies))
    .filter((one) => !isListed(listed, one));
  if (missing.length > 0) throw new Error(`The bill of materials of ${name} lacks ${missing.join(', ')}.`);
  bom.metadata.component = { ...bom.metadata.component, name, version: packages[0]?.version };
  const file = `${name}-${packages[0]?.version}.cdx.json`;
  writeFileSync(join(values.out, file), `${JSON.stringify(bom, undefined, 2)}\n`);
  return file;
}

/** npm names workspaces by their folders. */
const isListed = (listed: ReadonlySet<string>, dependency: string): boolean =>
  listed.has(dependency) || (dependency.startsWith('@plumbline/') && listed.has(dependency.replace('@plumbline/', '')));

mkdirSync(values.out, { recursive: true });
const files = products.map(([name, workspaces]) => writeBom(name, workspaces));
const sums = files.map(
  (file) =>
    `${createHash('sha256')
      .update(readFileSync(join(values.out, file)))
      .digest('hex')}  ${file}\n`,
);
writeFileSync(join(values.out, 'SHA256SUMS'), sums.join(''));
console.log(`Written to ${values.out}: ${[...files, 'SHA256SUMS'].join(', ')}`);
