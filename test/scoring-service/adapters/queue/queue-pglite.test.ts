import { openDatabase } from '../../../../scoring-service/src/adapters/storage/open-database.ts';
import { describeQueue } from './describe-queue.ts';

describeQueue('PGlite', () => openDatabase());
