import { isProved } from './tool.ts';
import type { Proof } from './tool.ts';

const plural = (count: number, word: string): string => `${String(count)} ${word}${count === 1 ? '' : 's'}`;

/** What came of one tool, in lines: the first says how it stands, the others what it saw and what is wrong. */
export function describeProof(proof: Proof): string[] {
  const { tool, count, violations, caught, seconds, failure } = proof;
  const seen = `looked at ${String(count)} ${tool.things}, ${plural(violations.length, 'violation')}`;
  return [
    `${isProved(proof) ? 'ok  ' : 'FAIL'} ${tool.name} (${tool.version})`,
    `     ${failure === undefined ? seen : `could not look: ${failure}`}; ${seconds.toFixed(1)} s`,
    ...violations.map((violation) => `     - ${violation}`),
    ...tool.planted.map(
      (planted) => `     planted: ${planted.defect}: ${caught.includes(planted) ? 'caught' : 'NOT CAUGHT'}`,
    ),
  ];
}

/** What came of all of them, in a line. */
export function sumUp(proofs: readonly Proof[]): string {
  const sum = (of: (proof: Proof) => number): number => proofs.reduce((total, proof) => total + of(proof), 0);
  const passed = proofs.filter(isProved).length;
  const violations = sum((proof) => proof.violations.length);
  const planted = sum(({ tool }) => tool.planted.length);
  const caught = sum((proof) => proof.caught.length);
  const seconds = sum((proof) => proof.seconds);
  return [
    `${plural(proofs.length, 'tool')}: ${String(passed)} passed, ${String(proofs.length - passed)} failed`,
    plural(violations, 'violation'),
    `${String(caught)} of ${plural(planted, 'planted defect')} caught`,
    `${seconds.toFixed(0)} s`,
  ].join('; ');
}
