/** `unknown` is what the org cannot tell, or may not tell this viewer: it is never shown as done. */
export type CheckState = 'done' | 'missing' | 'unknown' | 'checking';
export type Check = { state: CheckState; detail: string };
