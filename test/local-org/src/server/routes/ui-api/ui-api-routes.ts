import type { SyncRoute } from '../../sync-route.ts';
import { uiActionRoutes } from './action-routes.ts';
import { uiDefaultsRoutes } from './defaults-routes.ts';
import { uiListRoutes } from './list-routes.ts';
import { uiLookupRoutes } from './lookup-routes.ts';
import { uiObjectRoutes } from './object-routes.ts';
import { uiReadRoutes } from './read-routes.ts';
import { uiRelatedListRoutes } from './related-list-routes.ts';
import { uiWriteRoutes } from './write-routes.ts';

/** The User Interface API, which Lightning components read and write through. */
export const uiApiRoutes: SyncRoute[] = [
  ...uiObjectRoutes,
  ...uiReadRoutes,
  ...uiWriteRoutes,
  ...uiListRoutes,
  ...uiRelatedListRoutes,
  ...uiDefaultsRoutes,
  ...uiLookupRoutes,
  ...uiActionRoutes,
];
