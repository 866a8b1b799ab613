import type { App } from './environment.ts';

/** The API's description, from the same schemas that check requests. */
export const describeApi = (app: App): object =>
  app.getOpenAPIDocument({
    openapi: '3.0.3',
    info: {
      title: 'Plumbline scoring service',
      version: '1',
      description: 'Predictive lead and account scoring for Salesforce. Errors are RFC 9457 problems with next steps.',
    },
    security: [{ token: [] }],
  });

/** How a caller shows who it is. */
export const registerTokenScheme = (app: App): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
};
