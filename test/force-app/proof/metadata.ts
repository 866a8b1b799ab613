import { checkCodeRights } from '../metadata/check-code-rights.ts';
import { checkElements } from '../metadata/check-elements.ts';
import type { MetadataFile } from '../metadata/check-elements.ts';
import { checkReferences } from '../metadata/check-references.ts';
import { checkTranslations } from '../metadata/check-translations.ts';
import { takeInventory } from '../metadata/inventory.ts';
import { planted } from '../metadata/planted.ts';
import { readPackage } from '../metadata/read-package.ts';
import { readMetadataTypes } from '../metadata/read-types.ts';
import { ownCheck } from './tool.ts';
import type { Tool } from './tool.ts';

const files = readPackage();
const knownTypes = readMetadataTypes();

const elementProblems = (checked: readonly MetadataFile[]): string[] =>
  checked.filter(({ path }) => path.endsWith('-meta.xml')).flatMap((file) => checkElements(knownTypes, file));

const elements: Tool = {
  name: 'Metadata has only elements and values that the platform knows',
  version: ownCheck('@salesforce/types'),
  things: 'XML files',
  look: () => ({
    count: files.filter(({ path }) => path.endsWith('-meta.xml')).length,
    violations: elementProblems(files),
  }),
  planted: [
    {
      defect: 'a misspelt element of a field',
      said: () =>
        elementProblems(planted(files, 'Lead/fields/Predictive_Score__c.field-meta.xml', /precision>/g, 'precison>')),
      names: /no <precison>/,
    },
  ],
};

const references: Tool = {
  name: 'Every name leads to a component of the package or the platform',
  version: ownCheck(),
  things: 'files',
  look: () => ({ count: files.length, violations: checkReferences(files) }),
  planted: [
    {
      defect: 'a flow that calls a class that is not there',
      said: () =>
        checkReferences(
          planted(
            files,
            'Evaluate_Qualified_Lead.flow-meta.xml',
            '<actionName>EvaluatePredictiveScore',
            '<actionName>EvaluateScore',
          ),
        ),
      names: /no ApexClass EvaluateScore/,
    },
  ],
};

const deployed = files.filter(({ path }) => path.startsWith('main/'));
const lastGrant =
  /<fieldPermissions>(?:(?!<\/fieldPermissions>)[\s\S])*>Score_Goal__c\.High_From__c<[\s\S]*?<\/fieldPermissions>/;

const rights: Tool = {
  name: 'Permission sets cover what code touches',
  version: ownCheck(),
  things: 'classes and bundles',
  look: () => {
    const inventory = takeInventory(deployed);
    const touching = [...inventory.own('ApexClass'), ...inventory.own('LightningComponentBundle')];
    return { count: touching.length, violations: checkCodeRights(deployed) };
  },
  planted: [
    {
      defect: 'a field that a class reads and reps may not',
      said: () => checkCodeRights(planted(deployed, 'ScoringUser.permissionset-meta.xml', lastGrant, '')),
      names: /ScoringUser does not give the CustomField Score_Goal__c\.High_From__c/,
    },
  ],
};

const textOf = (ending: string, of: readonly MetadataFile[] = files): string => {
  const file = of.find(({ path }) => path.endsWith(ending));
  if (file === undefined) throw new Error(`The package has no ${ending}.`);
  return file.text;
};
const labels = textOf('CustomLabels.labels-meta.xml');
const german = 'de.translation-meta.xml';

const translations: Tool = {
  name: 'German says every label',
  version: ownCheck(),
  things: 'labels',
  look: () => ({
    count: takeInventory(files).own('CustomLabel').length,
    violations: checkTranslations(labels, textOf(german)),
  }),
  planted: [
    {
      defect: 'a placeholder that is lost',
      said: () => checkTranslations(labels, textOf(german, planted(files, german, '{0}', ''))),
      names: /has the placeholders .*, not '.*\{0\}/,
    },
  ],
};

export const metadataTools: readonly Tool[] = [elements, references, rights, translations];
