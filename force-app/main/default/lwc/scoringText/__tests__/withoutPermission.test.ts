import { messageOf } from 'c/scoringText';

jest.mock('@salesforce/customPermission/View_Predictive_Scoring', () => ({ default: undefined }), { virtual: true });
jest.mock('@salesforce/customPermission/Manage_Predictive_Scoring', () => ({ default: undefined }), { virtual: true });

test('a viewer without a permission set reads which one to ask for, not the name of a class', () => {
  const body = { message: "You do not have access to the Apex class named 'ScoringController'." };
  expect(messageOf({ body })).toBe('c.Common_No_View_Permission');
});
