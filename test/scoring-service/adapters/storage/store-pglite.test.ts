import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { describeStore } from './describe-store.ts';

describeStore('PGlite', () => openDatabase());
