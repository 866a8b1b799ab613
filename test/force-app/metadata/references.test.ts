import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkReferences } from './check-references.ts';
import { planted } from './planted.ts';
import { readPackage } from './read-package.ts';

const files = readPackage();

test('every component that the package names is in the package or of the platform', () => {
  assert.deepEqual(checkReferences(files), []);
});

/** A defect in a file of the package: what is replaced by what, and how the check names it. */
const defects: [defect: string, file: string, from: string | RegExp, to: string, problem: RegExp][] = [
  [
    'a class',
    'ScoringUser.permissionset-meta.xml',
    '>ScoringController<',
    '>ScoreController<',
    /no ApexClass ScoreController/,
  ],
  [
    'a class called by a flow',
    'Evaluate_Qualified_Lead.flow-meta.xml',
    '<actionName>EvaluatePredictiveScore',
    '<actionName>EvaluateScore',
    /no ApexClass EvaluateScore/,
  ],
  [
    'a field of a list view',
    'Lead/listViews/Not_Scored_Why.listView-meta.xml',
    '>Predictive_Score_Icon__c',
    '>Score_Icon__c',
    /no CustomField Lead.Score_Icon__c/,
  ],
  [
    'a standard field of a compact layout',
    'Lead/compactLayouts/Predictive_Score.compactLayout-meta.xml',
    '>Company<',
    '>Firm<',
    /no CustomField Lead.Firm/,
  ],
  [
    'a field of a flow',
    'flows/Score_Run_Alerts.flow-meta.xml',
    '$Record.Goal_Name__c',
    '$Record.Goal_Title__c',
    /no CustomField Score_Run__c.Goal_Title__c/,
  ],
  [
    'a field that a flow asks for',
    'Evaluate_Qualified_Lead.flow-meta.xml',
    '>Model_Version__c<',
    '>Model__c<',
    /no CustomField Score_Goal__c.Model__c/,
  ],
  [
    'the record of a flow',
    'Late_Score_Run_Alerts.flow-meta.xml',
    '>Job_Start__c<',
    '>Started__c<',
    /no CustomField Score_Run__c.Started__c/,
  ],
  [
    'an element of a flow',
    'Notify_Scoring_Admins.flow-meta.xml',
    '<targetReference>Send<',
    '<targetReference>Notify<',
    /nothing in the flow is called Notify/,
  ],
  [
    'the way to an element of a flow',
    'Notify_Scoring_Admins.flow-meta.xml',
    '<targetReference>Send<',
    '<targetReference>Add_Recipient<',
    /no path leads to Send/,
  ],
  [
    'a flow of a flow',
    'flows/Score_Run_Alerts.flow-meta.xml',
    '>Notify_Scoring_Admins<',
    '>Notify_Admins<',
    /no Flow Notify_Admins/,
  ],
  [
    'the flow of a button',
    'Lead/webLinks/Evaluate_Predictive_Scores.webLink-meta.xml',
    '/flow/Evaluate_Predictive_Scores',
    '/flow/Evaluate_Scores',
    /no Flow Evaluate_Scores/,
  ],
  [
    'a component of a flow',
    'Evaluate_Predictive_Scores.flow-meta.xml',
    'c:evaluateScores',
    'c:scoreAll',
    /no LightningComponentBundle scoreAll/,
  ],
  [
    'a component of a record page',
    'Predictive_Score_Lead.flexipage-meta.xml',
    '>scoreBadge<',
    '>leadBadge<',
    /no LightningComponentBundle leadBadge/,
  ],
  [
    'an action of a record page',
    'Predictive_Score_Lead.flexipage-meta.xml',
    'Lead.Evaluate_Predictive_Score',
    'Lead.Evaluate',
    /no QuickAction Lead.Evaluate$/m,
  ],
  [
    'the component of an action',
    'Lead.Evaluate_Predictive_Score.quickAction-meta.xml',
    '>evaluateScore<',
    '>evaluateLead<',
    /no LightningComponentBundle evaluateLead/,
  ],
  [
    'the component of a tab',
    'Scoring_Runs.tab-meta.xml',
    '>scoringRuns<',
    '>runs<',
    /no LightningComponentBundle runs/,
  ],
  ['a tab of the app', 'Predictive_Scoring.app-meta.xml', '>Scoring_Runs<', '>Runs<', /no CustomTab Runs/],
  ['a tab that is shown', 'ScoringAdmin.permissionset-meta.xml', '<tab>Scoring_Runs', '<tab>Runs', /no CustomTab Runs/],
  [
    'a label of a flow',
    'flows/Score_Run_Alerts.flow-meta.xml',
    '$Label.Run_Alert_Failed_Title',
    '$Label.Run_Failed_Title',
    /no CustomLabel Run_Failed_Title/,
  ],
  [
    'a custom permission of a flow',
    'Evaluate_Qualified_Lead.flow-meta.xml',
    '$Permission.View_Predictive_Scoring',
    '$Permission.View_Scores',
    /no CustomPermission View_Scores/,
  ],
  [
    'a principal of the credential',
    'ScoringUserCredential.permissionset-meta.xml',
    '>Scoring_Service-Score<',
    '>Scoring_Service-Rep<',
    /no ExternalCredentialPrincipal Scoring_Service-Rep/,
  ],
  [
    'the credential of the endpoint',
    'Scoring_Service.namedCredential-meta.xml',
    '>Scoring_Service<',
    '>Scoring<',
    /no ExternalCredential Scoring$/m,
  ],
  [
    'the token in the header',
    'Scoring_Service.externalCredential-meta.xml',
    '$Credential.Scoring_Service.',
    '$Credential.Scoring.',
    /no ExternalCredential Scoring$/m,
  ],
  [
    'a column of a report',
    'Contacts_by_Score_Band.report-meta.xml',
    'Contact$Predictive_Score__c',
    'Contact$Score__c',
    /no CustomField Contact.Score__c/,
  ],
  [
    'the type of a report',
    'Contacts_by_Score_Band.report-meta.xml',
    '>Contacts_with_Predictive_Scores__c<',
    '>Contacts_with_Scores__c<',
    /no ReportType Contacts_with_Scores/,
  ],
  [
    'a column of a report type',
    'Leads_with_Predictive_Scores.reportType-meta.xml',
    '>LeadSource<',
    '>Source<',
    /no CustomField Lead.Source/,
  ],
  [
    'a report of the dashboard',
    'Predictive_Scoring.dashboard-meta.xml',
    '/Score_Distribution<',
    '/Distribution<',
    /no Report Predictive_Scoring\/Distribution/,
  ],
  [
    'a field that is translated',
    'Lead-de/Predictive_Score__c.fieldTranslation-meta.xml',
    '<name>Predictive_Score__c',
    '<name>Score__c',
    /no CustomField Lead\.Score__c/,
  ],
  [
    'an action that is translated',
    'Lead-de.objectTranslation-meta.xml',
    '<name>Evaluate_Predictive_Score<',
    '<name>Evaluate<',
    /no QuickAction Lead\.Evaluate$/m,
  ],
  [
    'a class that a component calls',
    'scoreBadge.ts',
    /@salesforce\/apex\/ScoringController\./,
    '@salesforce/apex/ScoreController.',
    /no ApexClass ScoreController/,
  ],
  ['a component in a component', 'scoreBadge.html', '<c-', '<c-no-', /no LightningComponentBundle no/],
  [
    'the endpoint of a callout',
    'ScoringClient.cls',
    'callout:Scoring_Service',
    'callout:Scoring',
    /no NamedCredential Scoring$/m,
  ],
];

for (const [defect, file, from, to, problem] of defects) {
  test(`a wrong name is found: ${defect}`, () => {
    assert.match(checkReferences(planted(files, file, from, to)).join('\n'), problem);
  });
}
