import { adminUsername, integrationUsername } from '../../local-org/src/index.ts';
import type { PreparedOrg } from '../../e2e/stage/prepared-org.ts';

const types: Record<string, string> = {
  '': '<type>Number</type><precision>3</precision><scale>0</scale>',
  _Band: '<type>Text</type><length>20</length>',
  _Percentile: '<type>Number</type><precision>3</precision><scale>0</scale>',
  _Scored_At: '<type>DateTime</type>',
  _Factors: '<type>LongTextArea</type><length>32768</length><visibleLines>3</visibleLines>',
};

const metadata = (type: string, body: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><${type} xmlns="http://soap.sforce.com/2006/04/metadata">${body}</${type}>`,
  );

/** Deploys further sets of score fields on Lead, `Name__c` and the rest, which the integration user may write. */
export function deployScoreFields({ org }: Pick<PreparedOrg, 'org'>, names: readonly string[]): void {
  const fields = names.flatMap((name) => Object.entries(types).map(([part, type]) => [`${name}${part}__c`, type]));
  const objects = fields.map(
    ([name, type]) => `<fields><fullName>${name}</fullName><label>${name}</label>${type}</fields>`,
  );
  const grants = fields.map(
    ([name]) =>
      `<fieldPermissions><editable>true</editable><field>Lead.${name}</field><readable>true</readable></fieldPermissions>`,
  );
  const { success, messages } = org.deploy(org.userId(adminUsername) ?? '', [
    { path: 'objects/Lead.object', content: metadata('CustomObject', objects.join('')) },
    {
      path: 'permissionsets/Further_Scores.permissionset',
      content: metadata('PermissionSet', `${grants.join('')}<label>Further Scores</label>`),
    },
  ]);
  if (!success) throw new Error(`The score fields were not deployed: ${JSON.stringify(messages)}`);
  org.assignPermissionSet(org.userId(integrationUsername) ?? '', 'Further_Scores');
}
