import { strToU8, zipSync } from 'fflate';
import type { RunningOrg } from '../../src/index.ts';
import { adminUsername } from '../../src/index.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';
const namespace = 'xmlns="http://soap.sforce.com/2006/04/metadata"';

const leadObject = `${head}<CustomObject ${namespace}>
  <fields>
    <fullName>Test_Key__c</fullName>
    <externalId>true</externalId>
    <label>Test Key</label>
    <length>20</length>
    <type>Text</type>
    <unique>false</unique>
  </fields>
  <fields>
    <fullName>Test_Code__c</fullName>
    <externalId>true</externalId>
    <label>Test Code</label>
    <length>20</length>
    <type>Text</type>
    <unique>true</unique>
  </fields>
  <fields>
    <fullName>Test_Percent__c</fullName>
    <label>Test Percent</label>
    <precision>3</precision>
    <scale>0</scale>
    <type>Number</type>
  </fields>
  <validationRules>
    <fullName>Test_Percent_Range</fullName>
    <active>true</active>
    <errorConditionFormula>Test_Percent__c &gt; 100</errorConditionFormula>
    <errorDisplayField>Test_Percent__c</errorDisplayField>
    <errorMessage>A percentage is at most 100.</errorMessage>
  </validationRules>
</CustomObject>`;

const accountObject = `${head}<CustomObject ${namespace}>
  <fields>
    <fullName>Test_Code__c</fullName>
    <externalId>true</externalId>
    <label>Test Code</label>
    <length>20</length>
    <type>Text</type>
    <unique>true</unique>
  </fields>
</CustomObject>`;

const grantedFields = ['Lead.Test_Key__c', 'Lead.Test_Code__c', 'Lead.Test_Percent__c', 'Account.Test_Code__c'];

const permissionSet = `${head}<PermissionSet ${namespace}>
${grantedFields
  .map(
    (field) =>
      `  <fieldPermissions><editable>true</editable><field>${field}</field><readable>true</readable></fieldPermissions>`,
  )
  .join('\n')}
  <label>Test Fields</label>
</PermissionSet>`;

const packageXml = `${head}<Package ${namespace}>
  <types><members>*</members><name>CustomObject</name></types>
  <types><members>Test_Fields</members><name>PermissionSet</name></types>
  <version>65.0</version>
</Package>`;

/** A package in metadata format; `changed` files replace its own. */
export function zipPackage(changed: Record<string, string> = {}): Buffer {
  const files = {
    'package.xml': packageXml,
    'objects/Lead.object': leadObject,
    'objects/Account.object': accountObject,
    'permissionsets/Test_Fields.permissionset': permissionSet,
    ...changed,
  };
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([path, content]) => [path, strToU8(content)]))),
  );
}

/** Deploys the test fields and lets the administrator see them. */
export function deployTestPackage({ org }: RunningOrg): void {
  const admin = org.userId(adminUsername) ?? '';
  const files = Object.entries({
    'objects/Lead.object': leadObject,
    'objects/Account.object': accountObject,
    'permissionsets/Test_Fields.permissionset': permissionSet,
  }).map(([path, content]) => ({ path, content: strToU8(content) }));
  const { success, messages } = org.deploy(admin, files);
  if (!success) throw new Error(JSON.stringify(messages.filter((message) => !message.success)));
  org.assignPermissionSet(admin, 'Test_Fields');
}
