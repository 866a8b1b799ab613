const meta = (apiVersion: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<ApexClass xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>${apiVersion}</apiVersion><status>Active</status></ApexClass>
`;

const unsafeClass = String.raw`public class Unsafe {
    @AuraEnabled
    public static List<Lead> find(String name) {
        return Database.query('SELECT Id, Email FROM Lead WHERE Name = \'' + name + '\'');
    }

    @AuraEnabled
    public static void change(Id leadId) {
        update new Lead(Id = leadId, Company = 'Test');
    }
}
`;

const statements = Array.from({ length: 12 }, (_, index) => `        total += Math.max(${String(index)}, total) * 3;`);
const method = (name: string): string =>
  [
    `    public Integer ${name}() {`,
    '        Integer total = 0;',
    ...statements,
    '        return total;',
    '    }',
  ].join('\n');
const copiedClass = `public with sharing class Copied {\n${method('one')}\n\n${method('two')}\n}\n`;

const unsafeComponent = `import { LightningElement } from 'lwc';
export default class Unsafe extends LightningElement {
  connectedCallback() {
    this.template.querySelector('div').innerHTML = window.location.hash;
  }
}
`;

const unsafeFlow = `<?xml version="1.0" encoding="UTF-8"?>
<Flow xmlns="http://soap.sforce.com/2006/04/metadata">
    <apiVersion>65.0</apiVersion>
    <label>Unsafe</label>
    <processType>Flow</processType>
    <recordDeletes>
        <name>Delete_Lead</name>
        <label>Delete Lead</label>
        <locationX>176</locationX>
        <locationY>134</locationY>
        <filterLogic>and</filterLogic>
        <filters>
            <field>Id</field>
            <operator>EqualTo</operator>
            <value>
                <elementReference>recordId</elementReference>
            </value>
        </filters>
        <object>Lead</object>
    </recordDeletes>
    <runInMode>SystemModeWithoutSharing</runInMode>
    <start>
        <locationX>50</locationX>
        <locationY>0</locationY>
        <connector>
            <targetReference>Delete_Lead</targetReference>
        </connector>
    </start>
    <status>Active</status>
    <variables>
        <name>recordId</name>
        <dataType>String</dataType>
        <isCollection>false</isCollection>
        <isInput>true</isInput>
        <isOutput>false</isOutput>
    </variables>
</Flow>
`;

/** A package of defects, by path: each engine of the analyzer has something to find. */
export const plantedFiles: Record<string, string> = {
  'classes/Unsafe.cls': unsafeClass,
  'classes/Unsafe.cls-meta.xml': meta('65.0'),
  'classes/Copied.cls': copiedClass,
  'classes/Copied.cls-meta.xml': meta('65.0'),
  'classes/Old.cls': 'public with sharing class Old {\n}\n',
  'classes/Old.cls-meta.xml': meta('20.0'),
  'lwc/unsafe/unsafe.js': unsafeComponent,
  'flows/Unsafe.flow-meta.xml': unsafeFlow,
  'staticresources/jquery-1.8.3.min.js': '/*! jQuery v1.8.3 jquery.com | jquery.org/license */\n',
};

/** By engine: the rules that find the planted defects, and where. */
export const plantedFindings: Record<string, string[]> = {
  cpd: ['cpd:DetectCopyPasteForApex classes/Copied.cls'],
  eslint: ['eslint:@lwc/lwc/no-inner-html lwc/unsafe/unsafe.js'],
  flow: ['flow:PreventPassingUserDataIntoElementWithoutSharing flows/Unsafe.flow-meta.xml'],
  pmd: ['ApexSharingViolations', 'ApexSOQLInjection', 'ApexCRUDViolation'].map(
    (rule) => `pmd:${rule} classes/Unsafe.cls`,
  ),
  regex: ['regex:AvoidOldSalesforceApiVersions classes/Old.cls-meta.xml'],
  'retire-js': ['retire-js:LibraryWithKnownMediumSeverityVulnerability staticresources/jquery-1.8.3.min.js'],
  sfge: ['ApexFlsViolation', 'DatabaseOperationsMustUseWithSharing'].map((rule) => `sfge:${rule} classes/Unsafe.cls`),
};
