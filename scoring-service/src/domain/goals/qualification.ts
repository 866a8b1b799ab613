import type { Goal } from '@plumbline/contract';

/** Whether a record of that status is scored; without a list every open status qualifies. The org ignores case. */
export function isQualifiedStatus(
  { qualifiedStatuses }: Pick<Goal, 'qualifiedStatuses'>,
  status: string | undefined,
): boolean {
  if (qualifiedStatuses.length === 0) return true;
  return qualifiedStatuses.some((qualified) => qualified.toLowerCase() === status?.toLowerCase());
}

/** Why a record that is not qualified has no score, with what would give it one. */
export function notQualifiedReason({ object, qualifiedStatuses }: Pick<Goal, 'object' | 'qualifiedStatuses'>): string {
  if (qualifiedStatuses.length === 0) return `The ${object.toLowerCase()} is not open.`;
  return `The ${object.toLowerCase()} is not qualified: its status is not ${qualifiedStatuses.join(' or ')}.`;
}
