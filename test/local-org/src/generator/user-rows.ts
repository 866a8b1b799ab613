import type { RowBatch } from './row-batch.ts';
import { systemFields } from './system-fields.ts';
import { planUser, userEmail } from './user-plan.ts';
import type { World } from './world.ts';

/** Writes a sales user, created as the period begins. */
export function addUser(
  batch: RowBatch,
  world: World,
  { index, profileId }: { index: number; profileId: string | undefined },
): void {
  const user = planUser(world, index);
  const username = userEmail(world, index);
  batch.add('User', {
    Id: user.id,
    Username: username,
    FirstName: user.firstName,
    LastName: user.lastName,
    Name: `${user.firstName} ${user.lastName}`,
    Alias: `rep${index}`,
    CommunityNickname: `rep${index}`,
    Email: username,
    IsActive: 1,
    ProfileId: profileId ?? null,
    UserType: 'Standard',
    TimeZoneSidKey: user.timeZone.name,
    LocaleSidKey: user.timeZone.locale,
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ...systemFields({ atMs: world.startMs, by: user.id }),
  });
}
