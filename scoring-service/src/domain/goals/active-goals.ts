import type { Goal } from '@plumbline/contract';

/** How many goals may be active at once (rule G10). */
export const MOST_ACTIVE = { production: 5, sandbox: 1 } as const;

/** Why one more goal cannot become active beside those that are; undefined where it can. A goal is no rival of itself. */
export function activationRefusal(
  goal: Pick<Goal, 'id'>,
  goals: Pick<Goal, 'id' | 'name' | 'isActive'>[],
  { isSandbox, most = isSandbox ? MOST_ACTIVE.sandbox : MOST_ACTIVE.production }: { isSandbox: boolean; most?: number },
): string | undefined {
  const active = goals.filter(({ id, isActive }) => isActive && id !== goal.id);
  if (active.length < most) return undefined;
  const place = isSandbox ? 'A sandbox' : 'An org';
  const names = active.map(({ name }) => name).join(', ');
  return `${place} has at most ${most === 1 ? 'one active goal' : `${most} active goals`}, and these are active: ${names}. Switch one off first.`;
}
