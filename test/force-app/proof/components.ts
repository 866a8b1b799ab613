import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleNames, compileBundle, findMissingScript, readBundle } from '../compile-bundle.ts';
import { checkComponentTypes } from '../component-types.ts';
import { versionsOf } from './tool.ts';
import type { Tool } from './tool.ts';

const badge = join(import.meta.dirname, '../../../force-app/main/default/lwc/scoreBadge/scoreBadge.ts');

const types: Tool = {
  name: 'TypeScript of the components',
  version: versionsOf('typescript'),
  things: 'sources',
  look: () => checkComponentTypes(),
  planted: [
    {
      defect: 'a text where a number belongs',
      said: () =>
        checkComponentTypes({ [badge]: `${readFileSync(badge, 'utf8')}\nexport const planted: number = 'text';\n` })
          .violations,
      names: /scoreBadge\.ts.*Type 'string' is not assignable to type 'number'/,
    },
  ],
};

const scripts: Tool = {
  name: 'Guard: every bundle has its script',
  version: 'this repository',
  things: 'bundles',
  look: () => ({
    count: bundleNames.length,
    violations: bundleNames.flatMap((name) => findMissingScript(name, readBundle(name))),
  }),
  planted: [
    {
      defect: 'markup without its script, which would deploy and render nothing',
      said: () => findMissingScript('planted', { 'planted.html': '<template></template>' }),
      names: /planted\.js is missing/,
    },
  ],
};

const platformCompiler: Tool = {
  name: "The platform's own LWC compiler, as for a customer",
  version: versionsOf('@lwc/sfdc-lwc-compiler'),
  things: 'bundles',
  look: async () => {
    const violations: string[] = [];
    for (const name of bundleNames) violations.push(...(await compileBundle(name, readBundle(name))));
    return { count: bundleNames.length, violations };
  },
  planted: [
    {
      defect: 'a platform module that does not exist',
      said: () => compileBundle('planted', { 'planted.js': "export { open } from '@salesforce/nothing';" }),
      names: /@salesforce\/nothing/,
    },
  ],
};

export const componentTools: readonly Tool[] = [types, scripts, platformCompiler];
