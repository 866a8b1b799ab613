/** `unknown`: the org cannot report it, or not to this viewer. It never counts as done. */
export type CheckState = 'done' | 'missing' | 'unknown' | 'checking';
export type Check = { state: CheckState; detail: string };
