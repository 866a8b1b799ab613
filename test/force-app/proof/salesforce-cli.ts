import { join } from 'node:path';
import { conversionDefects, convertPackage, readManifest } from '../../clients/convert-package.ts';
import { deployPackage, findUndeployed } from '../../clients/deploy-package.ts';
import type { Deployed } from '../../clients/deploy-package.ts';
import { cliVersion, installSf } from '../../clients/install-sf.ts';
import { openClients } from '../../clients/open-clients.ts';
import type { Clients } from '../../clients/open-clients.ts';
import { copyProject } from '../../clients/project-copy.ts';
import type { ProjectCopy } from '../../clients/project-copy.ts';
import type { Tool } from './tool.ts';

/** Works with a copy of the package, the real CLI and an org of its own. */
async function withClients<T>(work: (clients: Clients, project: ProjectCopy) => Promise<T>): Promise<T> {
  await installSf();
  const clients = await openClients();
  try {
    return await work(clients, copyProject(join(clients.sf.folder, 'project')));
  } finally {
    await clients.close();
  }
}

const said = ({ name = '', message = '' }: { name?: string; message?: string }): string => `${name}: ${message}`;

const conversion: Tool = {
  name: 'sf project convert source: source-deploy-retrieve',
  version: `@salesforce/cli ${cliVersion}`,
  things: 'components',
  look: () =>
    withClients(async ({ sf }, project) => {
      const converted = await convertPackage(sf, project);
      if (converted.exitCode !== 0) return { count: 0, violations: [said(converted)] };
      return { count: readManifest(project).names.length, violations: converted.warnings ?? [] };
    }),
  planted: conversionDefects.map(({ defect, plant, says }) => ({
    defect,
    said: () =>
      withClients(async ({ sf }, project) => {
        plant(project);
        return [said(await convertPackage(sf, project))];
      }),
    names: says,
  })),
};

/** What a deploy said: why it failed, by component, or what it left out. */
const problemsOf = (deployed: Deployed): string[] => [
  ...deployed.details.componentFailures.map(({ fullName, problem }) => `${fullName}: ${problem}`),
  ...(deployed.success ? findUndeployed(deployed).map((name) => `${name} was not deployed.`) : []),
];

const deploy: Tool = {
  name: 'sf project deploy start, to an empty local org',
  version: `@salesforce/cli ${cliVersion}`,
  things: 'files',
  look: () =>
    withClients(async ({ sf }, project) => {
      const { result, ...rest } = await deployPackage(sf, project);
      if (result === undefined) throw new Error(said(rest));
      const deployed = result as Deployed;
      return { count: deployed.files.length, violations: problemsOf(deployed) };
    }),
  planted: [
    {
      defect: 'a number field without a scale',
      said: () =>
        withClients(async ({ sf }, project) => {
          const field = 'objects/Lead/fields/Predictive_Score_Percentile__c.field-meta.xml';
          project.edit(field, /\s*<scale>0<\/scale>/, '');
          return problemsOf((await deployPackage(sf, project)).result as Deployed);
        }),
      names: /Lead\.Predictive_Score_Percentile__c: Must specify 'scale'/,
    },
  ],
};

export const cliTools: readonly Tool[] = [conversion, deploy];
