import type { LibraryClass } from '../library.ts';
import { asyncClasses } from './async.ts';
import { platformCacheClasses } from './cache.ts';
import { customSettingClasses } from './custom-settings.ts';
import { databaseClasses } from './database-class.ts';
import { describeFieldClasses } from './describe-field.ts';
import { describeObjectClasses } from './describe-object.ts';
import { dmlExceptionClasses } from './dml-exceptions.ts';
import { eventBusClasses } from './event-bus.ts';
import { httpSendClasses } from './http.ts';
import { outboxClasses } from './outbox.ts';
import { permissionClasses } from './permissions.ts';
import { searchClasses } from './search.ts';
import { securityClasses } from './security.ts';
import { sObjectClasses } from './sobject-class.ts';
import { setupClasses } from './setup-classes.ts';
import { testClasses } from './test-class.ts';
import { typeClasses } from './type-instances.ts';
import { visualforceClasses } from './visualforce.ts';

/** The library's classes that need the org and the transaction. Some add members to classes of the other tables. */
export const platformClasses: readonly LibraryClass[] = [
  ...sObjectClasses,
  ...describeObjectClasses,
  ...describeFieldClasses,
  ...securityClasses,
  ...databaseClasses,
  ...dmlExceptionClasses,
  ...permissionClasses,
  ...customSettingClasses,
  ...httpSendClasses,
  ...eventBusClasses,
  ...asyncClasses,
  ...outboxClasses,
  ...searchClasses,
  ...testClasses,
  ...typeClasses,
  ...visualforceClasses,
  ...platformCacheClasses,
  ...setupClasses,
];
