import { takeInventory } from '../force-app/metadata/inventory.ts';
import { readSources } from '../force-app/metadata/read-package.ts';
import type { ProjectCopy } from './project-copy.ts';
import type { Json, Ran, Sf } from './sf.ts';

/** What `sf project deploy start --json` gives. */
export type Deployed = {
  success: boolean;
  status: string;
  numberComponentsDeployed: number;
  files: { state: string; type: string; fullName: string; filePath?: string }[];
  details: { componentFailures: { fullName: string; problem: string }[]; componentSuccesses?: unknown[] };
} & Record<string, unknown>;

/** The arguments that deploy the package. */
export const deployArguments = (...flags: string[]): string[] => [
  ...['project', 'deploy', 'start', '--source-dir', 'force-app'],
  ...flags,
];

/** Deploys a copy of the package to the CLI's org. */
export const deployPackage = (sf: Sf, { folder }: ProjectCopy): Promise<Json & Ran> =>
  sf.json(deployArguments(), { cwd: folder });

/** The components of our files that a deploy did not bring, without the folders that are deploys of their own. */
export function findUndeployed({ files }: Deployed): string[] {
  const names = new Set(files.map(({ type, fullName }) => `${type}:${fullName}`));
  return takeInventory(readSources())
    .all()
    .filter((name) => !names.has(name) && !name.startsWith('ExternalCredentialPrincipal:'));
}
