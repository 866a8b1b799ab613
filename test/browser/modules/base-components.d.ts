// The base components that the shell uses from TypeScript.
declare module 'lightning/modal' {
  import { LightningElement } from 'lwc';
  export default class LightningModal extends LightningElement {
    static open(properties: Record<string, unknown>): Promise<unknown>;
    close(result?: unknown): void;
  }
}
declare module 'lightning/toast' {
  import type { LightningElement } from 'lwc';
  const Toast: { show(toast: Record<string, unknown>, source: LightningElement): Promise<unknown> };
  export default Toast;
}
