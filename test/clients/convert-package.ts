import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nodesAt, readXml, textsAt } from '../force-app/metadata/xml-node.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { Json, Ran, Sf } from './sf.ts';

/** `sf project convert source` is source-deploy-retrieve: what it makes of the files is what a deploy sends. */
export const convertPackage = (sf: Sf, { folder }: ProjectCopy): Promise<Json & Ran> =>
  sf.json(['project', 'convert', 'source', '--source-dir', 'force-app', '--output-dir', 'converted'], { cwd: folder });

/** The components that a converted package names, as `Type:Name`, without the folders of reports and dashboards. */
export function readManifest({ folder }: ProjectCopy): { version: string | undefined; names: string[] } {
  const manifest = readXml(readFileSync(join(folder, 'converted/package.xml'), 'utf8'));
  const names = nodesAt(manifest, 'types').flatMap((type) =>
    textsAt(type, 'members').map((member) => `${textsAt(type, 'name')[0] ?? ''}:${member}`),
  );
  return { version: textsAt(manifest, 'version')[0], names: names.filter((name) => !name.endsWith('/')) };
}

/** What is broken in a copy of the package, and how the conversion names it. */
export const conversionDefects: { defect: string; plant(project: ProjectCopy): void; name: string; says: RegExp }[] = [
  {
    defect: 'a file of no type',
    plant: ({ folder }) => {
      const flows = join(folder, 'force-app/main/default/flows');
      renameSync(join(flows, 'Score_Run_Alerts.flow-meta.xml'), join(flows, 'Alerts.flw-meta.xml'));
    },
    name: 'TypeInferenceError',
    says: /Alerts\.flw-meta\.xml: Could not infer a metadata type/,
  },
  {
    defect: 'a class without its code',
    plant: ({ folder }) => {
      rmSync(join(folder, 'force-app/main/default/classes/ScoringClient.cls'));
    },
    name: 'ExpectedSourceFilesError',
    says: /Expected source files for type 'ApexClass'/,
  },
];
