import type { ErrorStage } from './error-stage.ts';

/** Tests by error code of the platform and by the behaviour of the service. */
export type Proofs = Readonly<Record<string, Readonly<Record<string, (stage: ErrorStage) => Promise<void>>>>>;
