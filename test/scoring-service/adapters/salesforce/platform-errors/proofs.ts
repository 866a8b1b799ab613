import type { ErrorStage } from './error-stage.ts';

/** For each code of the platform what the service does about it, each with its proof. */
export type Proofs = Readonly<Record<string, Readonly<Record<string, (stage: ErrorStage) => Promise<void>>>>>;
