/** A project with a component of each kind of metadata, in source format, as the platform's tools arrange it. */
const metadata = (root: string, elements: string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<${root} xmlns="http://soap.sforce.com/2006/04/metadata">`,
    ...elements.map((element) => `    ${element}`),
    `</${root}>`,
    '',
  ].join('\n');

const apexClass =
  "public with sharing class Greeter {\n    // An apostrophe in a comment: it's no string {\n    public static String greet() {\n        return 'Hello }';\n    }\n}\n";

/** Path below `force-app/main/default` and text. Labels are left to the package: a project has one file of them. */
export const everyType: Readonly<Record<string, string>> = {
  'objects/Visit__c/Visit__c.object-meta.xml': metadata('CustomObject', [
    '<deploymentStatus>Deployed</deploymentStatus>',
    '<label>Visit</label>',
    '<nameField>\n        <label>Visit Name</label>\n        <type>Text</type>\n    </nameField>',
    '<pluralLabel>Visits</pluralLabel>',
    '<sharingModel>ReadWrite</sharingModel>',
  ]),
  'objects/Visit__c/fields/Reason__c.field-meta.xml': metadata('CustomField', [
    '<fullName>Reason__c</fullName>',
    '<label>Reason &amp; Cause</label>',
    '<length>40</length>',
    '<type>Text</type>',
  ]),
  'objects/Visit__c/validationRules/Reason_Given.validationRule-meta.xml': metadata('ValidationRule', [
    '<fullName>Reason_Given</fullName>',
    '<active>true</active>',
    '<errorConditionFormula>Reason__c = &quot;none&quot;</errorConditionFormula>',
    '<errorMessage>Give a reason.</errorMessage>',
  ]),
  'objects/Visit__c/listViews/All.listView-meta.xml': metadata('ListView', [
    '<fullName>All</fullName>',
    '<columns>NAME</columns>',
    '<filterScope>Everything</filterScope>',
    '<label>All</label>',
  ]),
  'objects/Visit__c/recordTypes/Short.recordType-meta.xml': metadata('RecordType', [
    '<fullName>Short</fullName>',
    '<active>true</active>',
    '<label>Short</label>',
  ]),
  'objects/Lead/fields/Visited__c.field-meta.xml': metadata('CustomField', [
    '<fullName>Visited__c</fullName>',
    '<defaultValue>false</defaultValue>',
    '<label>Visited</label>',
    '<type>Checkbox</type>',
  ]),
  'classes/Greeter.cls': apexClass,
  'classes/Greeter.cls-meta.xml': metadata('ApexClass', ['<apiVersion>65.0</apiVersion>', '<status>Active</status>']),
  'triggers/VisitTrigger.trigger': 'trigger VisitTrigger on Visit__c (after insert) {\n    Greeter.greet();\n}\n',
  'triggers/VisitTrigger.trigger-meta.xml': metadata('ApexTrigger', [
    '<apiVersion>65.0</apiVersion>',
    '<status>Active</status>',
  ]),
  'lwc/greeting/greeting.js':
    "import { LightningElement } from 'lwc';\n\nexport default class Greeting extends LightningElement {}\n",
  'lwc/greeting/greeting.html': '<template>\n    <p>Hello</p>\n</template>\n',
  'lwc/greeting/greeting.css': 'p {\n    color: teal;\n}\n',
  'lwc/greeting/greeting.js-meta.xml': metadata('LightningComponentBundle', [
    '<apiVersion>65.0</apiVersion>',
    '<isExposed>true</isExposed>',
    '<targets>\n        <target>lightning__RecordPage</target>\n    </targets>',
  ]),
  'flows/Greet.flow-meta.xml': metadata('Flow', [
    '<apiVersion>65.0</apiVersion>',
    '<label>Greet</label>',
    '<processType>AutoLaunchedFlow</processType>',
    '<status>Active</status>',
  ]),
  'flexipages/Visit_Page.flexipage-meta.xml': metadata('FlexiPage', [
    '<flexiPageRegions>\n        <name>main</name>\n        <type>Region</type>\n    </flexiPageRegions>',
    '<masterLabel>Visit Page</masterLabel>',
    '<sobjectType>Visit__c</sobjectType>',
    '<template>\n        <name>flexipage:recordHomeTemplateDesktop</name>\n    </template>',
    '<type>RecordPage</type>',
  ]),
  'layouts/Visit__c-Visit Layout.layout-meta.xml': metadata('Layout', [
    '<layoutSections>\n        <customLabel>false</customLabel>\n        <detailHeading>true</detailHeading>\n        <editHeading>true</editHeading>\n        <layoutColumns>\n            <layoutItems>\n                <behavior>Required</behavior>\n                <field>Name</field>\n            </layoutItems>\n        </layoutColumns>\n        <style>OneColumn</style>\n    </layoutSections>',
  ]),
  'staticresources/Notes.resource-meta.xml': metadata('StaticResource', [
    '<cacheControl>Private</cacheControl>',
    '<contentType>text/plain</contentType>',
  ]),
  'staticresources/Notes.txt': 'Plain notes, ä and é.\n',
  'tabs/Visit__c.tab-meta.xml': metadata('CustomTab', [
    '<customObject>true</customObject>',
    '<motif>Custom1: Heart</motif>',
  ]),
  'applications/Visits.app-meta.xml': metadata('CustomApplication', [
    '<label>Visits</label>',
    '<navType>Standard</navType>',
    '<tabs>Visit__c</tabs>',
    '<uiType>Lightning</uiType>',
  ]),
  'quickActions/Visit__c.Greet.quickAction-meta.xml': metadata('QuickAction', [
    '<actionSubtype>ScreenAction</actionSubtype>',
    '<label>Greet</label>',
    '<lightningWebComponent>greeting</lightningWebComponent>',
    '<optionsCreateFeedItem>false</optionsCreateFeedItem>',
    '<type>LightningWebComponent</type>',
  ]),
  'reports/Visit_Reports.reportFolder-meta.xml': metadata('ReportFolder', ['<name>Visit Reports</name>']),
  'reports/Visit_Reports/Visits.report-meta.xml': metadata('Report', [
    '<columns>\n        <field>CUST_NAME</field>\n    </columns>',
    '<format>Tabular</format>',
    '<name>Visits</name>',
    '<reportType>CustomEntity$Visit__c</reportType>',
  ]),
  'dashboards/Visit_Boards.dashboardFolder-meta.xml': metadata('DashboardFolder', ['<name>Visit Boards</name>']),
  'dashboards/Visit_Boards/Overview.dashboard-meta.xml': metadata('Dashboard', [
    '<backgroundEndColor>#FFFFFF</backgroundEndColor>',
    '<dashboardType>SpecifiedUser</dashboardType>',
    '<title>Overview</title>',
  ]),
  'customPermissions/May_Greet.customPermission-meta.xml': metadata('CustomPermission', [
    '<isLicensed>false</isLicensed>',
    '<label>May Greet</label>',
  ]),
  'notificationtypes/Visit_Due.notiftype-meta.xml': metadata('CustomNotificationType', [
    '<customNotifTypeName>Visit_Due</customNotifTypeName>',
    '<desktop>true</desktop>',
    '<masterLabel>Visit Due</masterLabel>',
    '<mobile>true</mobile>',
  ]),
  'globalValueSets/Moods.globalValueSet-meta.xml': metadata('GlobalValueSet', [
    '<customValue>\n        <fullName>Good</fullName>\n        <default>false</default>\n        <label>Good</label>\n    </customValue>',
    '<masterLabel>Moods</masterLabel>',
    '<sorted>false</sorted>',
  ]),
  'permissionsets/Visitor.permissionset-meta.xml': metadata('PermissionSet', [
    '<classAccesses>\n        <apexClass>Greeter</apexClass>\n        <enabled>true</enabled>\n    </classAccesses>',
    '<fieldPermissions>\n        <editable>true</editable>\n        <field>Visit__c.Reason__c</field>\n        <readable>true</readable>\n    </fieldPermissions>',
    '<hasActivationRequired>false</hasActivationRequired>',
    '<label>Visitor</label>',
    '<objectPermissions>\n        <allowCreate>true</allowCreate>\n        <allowDelete>false</allowDelete>\n        <allowEdit>true</allowEdit>\n        <allowRead>true</allowRead>\n        <modifyAllRecords>false</modifyAllRecords>\n        <object>Visit__c</object>\n        <viewAllRecords>false</viewAllRecords>\n    </objectPermissions>',
    '<tabSettings>\n        <tab>Visit__c</tab>\n        <visibility>Visible</visibility>\n    </tabSettings>',
  ]),
  'queues/Visitors.queue-meta.xml': metadata('Queue', [
    '<doesSendEmailToMembers>false</doesSendEmailToMembers>',
    '<name>Visitors</name>',
    '<queueSobject>\n        <sobjectType>Lead</sobjectType>\n    </queueSobject>',
  ]),
  'assignmentRules/Lead.assignmentRules-meta.xml': metadata('AssignmentRules', [
    '<assignmentRule>\n        <fullName>Visitors</fullName>\n        <active>false</active>\n    </assignmentRule>',
  ]),
  'approvalProcesses/Visit__c.Long_Visits.approvalProcess-meta.xml': metadata('ApprovalProcess', [
    '<active>false</active>',
    '<label>Long Visits</label>',
  ]),
  'workflows/Visit__c.workflow-meta.xml': metadata('Workflow', [
    '<rules>\n        <fullName>Greeted</fullName>\n        <active>false</active>\n        <triggerType>onAllChanges</triggerType>\n    </rules>',
  ]),
  'settings/LeadConfig.settings-meta.xml': metadata('LeadConfigSettings', [
    '<doesTrackHistory>true</doesTrackHistory>',
  ]),
  'email/Visit_Emails.emailFolder-meta.xml': metadata('EmailFolder', ['<name>Visit Emails</name>']),
  'email/Visit_Emails/Thanks.email': 'Thank you for the visit.\n',
  'email/Visit_Emails/Thanks.email-meta.xml': metadata('EmailTemplate', [
    '<available>true</available>',
    '<name>Thanks</name>',
  ]),
  'standardValueSets/LeadSource.standardValueSet-meta.xml': metadata('StandardValueSet', ['<sorted>false</sorted>']),
};
