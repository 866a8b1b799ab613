export class FlowNavigationFinishEvent extends CustomEvent<{ action: string }> {
  constructor() {
    super('lightning__flownavigation', { bubbles: true, composed: true, detail: { action: 'FINISH' } });
  }
}

export class FlowAttributeChangeEvent extends CustomEvent<{ attributeName: string; newValue: unknown }> {
  constructor(attributeName: string, newValue: unknown) {
    super('lightning__flowattributechange', { bubbles: true, composed: true, detail: { attributeName, newValue } });
  }
}
