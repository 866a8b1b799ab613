import { metadata } from '../engine/opened-org.ts';

const items = (fields: string[], behavior = 'Edit'): string =>
  fields.map((field) => `<layoutItems><behavior>${behavior}</behavior><field>${field}</field></layoutItems>`).join('');

/** A layout of leads with two columns, a gap, a related list and an action. */
export const leadLayout = metadata(
  'Layout',
  `<layoutSections><customLabel>true</customLabel><detailHeading>true</detailHeading><editHeading>true</editHeading>
    <label>Who</label>
    <layoutColumns>${items(['Name'], 'Required')}${items(['Email', 'Address'])}</layoutColumns>
    <layoutColumns>${items(['Status'], 'Required')}<layoutItems><emptySpace>true</emptySpace></layoutItems>${items(['Test_Percent__c'], 'Readonly')}</layoutColumns>
    <style>TwoColumnsTopToBottom</style></layoutSections>
  <layoutSections><customLabel>true</customLabel><detailHeading>false</detailHeading><editHeading>false</editHeading>
    <label>System</label><layoutColumns>${items(['CreatedById'], 'Readonly')}</layoutColumns>
    <style>OneColumn</style></layoutSections>
  <layoutSections><customLabel>false</customLabel><detailHeading>true</detailHeading><editHeading>false</editHeading>
    <layoutColumns/><style>CustomLinks</style></layoutSections>
  <platformActionList><actionListContext>Record</actionListContext>
    <platformActionListItems><actionName>Lead.Evaluate</actionName><actionType>QuickAction</actionType><sortOrder>1</sortOrder></platformActionListItems>
    <platformActionListItems><actionName>Edit</actionName><actionType>StandardButton</actionType><sortOrder>0</sortOrder></platformActionListItems>
  </platformActionList>
  <relatedLists><fields>CAMPAIGN.NAME</fields><fields>STATUS</fields><relatedList>RelatedCampaignList</relatedList></relatedLists>`,
);

export const otherLeadLayout = metadata(
  'Layout',
  `<layoutSections><label>Short</label><detailHeading>true</detailHeading>
    <layoutColumns>${items(['Name'])}</layoutColumns><style>OneColumn</style></layoutSections>`,
);

/** Assigns the short layout to standard users. */
export const standardProfile = metadata(
  'Profile',
  '<layoutAssignments><layout>Lead-Short Layout</layout></layoutAssignments>',
);

export const evaluateAction = metadata(
  'QuickAction',
  `<label>Evaluate</label><lightningWebComponent>sendInvoice</lightningWebComponent>
   <actionSubtype>ScreenAction</actionSubtype><type>LightningWebComponent</type><optionsCreateFeedItem>false</optionsCreateFeedItem>`,
);

const filter = (field: string, operation: string, value: string): string =>
  `<filters><field>${field}</field><operation>${operation}</operation>${value === '' ? '' : `<value>${value}</value>`}</filters>`;

/** List views of leads, as the body of `objects/Lead.object`. */
export const leadListViews = metadata(
  'CustomObject',
  `<listViews><fullName>Hot_Or_Big</fullName><booleanFilter>1 AND (2 OR 3)</booleanFilter>
    <columns>FULL_NAME</columns><columns>LEAD.COMPANY</columns><columns>LEAD.LEAD_SOURCE</columns><columns>CORE.USERS.ALIAS</columns><columns>Test_Percent__c</columns>
    <filterScope>Everything</filterScope>
    ${filter('LEAD.STATUS', 'equals', 'Open - Not Contacted,Working - Contacted')}
    ${filter('LEAD.RATING', 'equals', 'Hot')}${filter('Test_Percent__c', 'greaterOrEqual', '50')}
    <label>Hot or big</label></listViews>
  <listViews><fullName>My_Engines</fullName><columns>NAME</columns><filterScope>Mine</filterScope>
    ${filter('LEAD.COMPANY', 'contains', 'Engine')}${filter('LEAD.RATING', 'notEqual', 'Cold')}
    <label>My engines</label></listViews>
  <compactLayouts><fullName>Key</fullName><fields>Name</fields><fields>Test_Percent__c</fields><label>Key</label></compactLayouts>
  <compactLayoutAssignment>Key</compactLayoutAssignment>`,
);
