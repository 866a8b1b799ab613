import type { Savepoint } from '../../org.ts';
import { ApexFault } from '../run.ts';
import type { Transaction } from '../transaction.ts';
import type { ApexObject } from '../values.ts';
import { definePlatformClass, given } from './define.ts';
import type { PlatformCode } from './define.ts';

/** `hadWritten`: whether the transaction had changed anything before. */
type Kept = { savepoint: Savepoint; hadWritten: boolean; isReleased: boolean; number: number };

const kept = (me: ApexObject | null): Kept => given(me).native as Kept;

const points = (t: Transaction): Kept[] => {
  const found = (t.state.get('savepoints') ?? []) as Kept[];
  t.state.set('savepoints', found);
  return found;
};

function set(t: Transaction): ApexObject {
  t.use('DMLStatements');
  const hadWritten = t.hasWritten;
  t.beginWrite();
  const all = points(t);
  const point: Kept = { savepoint: t.org.savepoint(), hadWritten, isReleased: false, number: all.length };
  all.push(point);
  return t.make('System.Savepoint', point);
}

function requireValid(point: Kept): void {
  if (point.isReleased) throw new ApexFault('System.TypeException', 'Savepoint has been released');
}

function rollback(t: Transaction, me: ApexObject | null): undefined {
  const point = kept(me);
  requireValid(point);
  t.use('DMLStatements');
  point.savepoint.rollback();
  // Savepoints that were set later are invalid.
  for (const later of points(t).splice(point.number + 1)) later.isReleased = true;
  t.hasWritten = true;
  t.state.set('rolled back to', point);
  return undefined;
}

/** After the release of a savepoint that everything was rolled back to, callouts are allowed again. */
function release(t: Transaction, me: ApexObject | null): undefined {
  const point = kept(me);
  requireValid(point);
  const isClean = t.state.get('rolled back to') === point && !point.hadWritten;
  point.savepoint.release();
  for (const later of points(t).splice(point.number)) later.isReleased = true;
  if (isClean) t.hasWritten = false;
  return undefined;
}

export const savepointMembers: Readonly<Record<string, PlatformCode>> = {
  'static Savepoint setSavepoint()': set,
  'static void rollback(Savepoint savepoint)': rollback,
  'static void releaseSavepoint(Savepoint savepoint)': release,
};

export const savepointClass = definePlatformClass('System.Savepoint', {});
