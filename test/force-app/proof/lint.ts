import { lintComponents, lintText } from '../lint-components.ts';
import { versionsOf } from './tool.ts';
import type { Tool } from './tool.ts';

const component = `import { LightningElement } from 'lwc';
export default class Planted extends LightningElement {
  renderedCallback() {
    this.template.querySelector('div').innerHTML = window.location.hash;
  }
}
`;

const scripts: Tool = {
  name: "ESLint with Salesforce's rules for components",
  version: versionsOf('eslint', '@salesforce/eslint-config-lwc', '@lwc/eslint-plugin-lwc-platform'),
  things: 'scripts',
  look: () => lintComponents('js'),
  planted: [
    {
      defect: 'text of the address written into the page as HTML',
      said: () => lintText('planted.js', component),
      names: /@lwc\/lwc\/no-inner-html/,
    },
  ],
};

const markup: Tool = {
  name: 'ESLint with the SLDS rules',
  version: versionsOf('eslint', '@salesforce-ux/eslint-plugin-slds'),
  things: 'templates and style sheets',
  look: () => lintComponents('html', 'css'),
  planted: [
    {
      defect: 'a design token that SLDS 2 has no more',
      said: () => lintText('planted.css', '.planted {\n  padding: var(--lwc-spacingSmall);\n}\n'),
      names: /@salesforce-ux\/slds\/lwc-token-to-slds-hook/,
    },
  ],
};

export const lintTools: readonly Tool[] = [scripts, markup];
