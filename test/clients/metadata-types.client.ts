import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { sfEntry } from './install-sf.ts';
import { assert } from './tally.ts';

/** A type in the registry by which the CLI reads and writes the files of a project. */
type RegistryType = {
  name: string;
  directoryName: string;
  suffix?: string;
  folderType?: string;
  folderContentType?: string;
  strategies?: { adapter: string };
};

const registryPath = 'node_modules/@salesforce/source-deploy-retrieve/lib/src/registry/metadataRegistry.json';
const list = fileURLToPath(new URL('../local-org/src/metadata/metadata-types.csv', import.meta.url));

/** `npm run test:clients -- metadata-types` with this variable writes the list instead of comparing it. */
const writes = process.env['PLUMBLINE_WRITE_METADATA_TYPES'] === 'true';

function readRegistry(): RegistryType[] {
  let folder = dirname(sfEntry);
  while (!existsSync(join(folder, registryPath))) folder = dirname(folder);
  const registry = JSON.parse(readFileSync(join(folder, registryPath), 'utf8')) as {
    types: Record<string, RegistryType>;
  };
  return Object.values(registry.types);
}

const withContent = ['Document', 'StaticResource'];
const bundles = ['bundle', 'digitalExperience', 'uiBundles'];
/** Only these live in folders that are components too; a territory lives in its model. */
const folderTypes = ['dashboardfolder', 'documentfolder', 'emailfolder', 'reportfolder'];

function lineOf({ name, directoryName, suffix = '', folderType = '', strategies }: RegistryType): string {
  const adapter = strategies?.adapter ?? '';
  const isBundle = bundles.includes(adapter) || name === 'ExperienceBundle';
  const kinds = [
    ...(adapter === 'matchingContentFile' || withContent.includes(name) ? ['content'] : []),
    ...(isBundle ? ['bundle'] : []),
    ...(folderTypes.includes(folderType) ? ['folders'] : []),
  ];
  const folder = /^Territory2(?:Rule)?$/.test(name) ? 'territory2Models' : directoryName;
  return [name, folder, isBundle ? '' : suffix, kinds.join(' ')].join(',');
}

test('the org knows every type of metadata that the CLI knows, by the same folder and ending', () => {
  const lines = readRegistry()
    .filter(({ folderContentType }) => folderContentType === undefined)
    .map(lineOf)
    .toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
  const text = ['name,folder,suffix,kind', ...lines, ''].join('\n');
  if (writes) writeFileSync(list, text);
  assert.ok(lines.length > 500);
  assert.equal(readFileSync(list, 'utf8'), text);
});
