// `expect(element).toBeAccessible()` in every test.
require('@sa11y/jest').setup();

// Viewers of the tests may view scores; a test of others mocks the permission itself.
jest.mock('@salesforce/customPermission/View_Predictive_Scoring', () => ({ default: true }), { virtual: true });
