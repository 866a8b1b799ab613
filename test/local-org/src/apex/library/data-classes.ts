import type { LibraryClass } from '../library.ts';
import { assertClass } from './assertions.ts';
import { exceptionClasses } from './exceptions.ts';
import { httpClasses } from './http-classes.ts';
import { iterationInterfaces } from './iteration-interfaces.ts';
import { jsonClasses } from './json-class.ts';
import { jsonGeneratorClass } from './json-generator-class.ts';
import { jsonParserClass } from './json-parser-class.ts';
import { limitsClass } from './limits.ts';
import { listClasses } from './list-class.ts';
import { mapClass } from './map-class.ts';
import { messagingClasses } from './messaging.ts';
import { platformEnums } from './platform-enums.ts';
import { platformInterfaces } from './platform-interfaces.ts';
import { restClasses } from './rest-classes.ts';
import { setClass } from './set-class.ts';
import { accessLevelClass, requestClass, systemClass } from './system-class.ts';
import { typeClass } from './type-class.ts';
import { userInfoClass } from './user-info.ts';
import { collatorClass, versionClass } from './version-class.ts';

/** The library's classes about collections, JSON, exceptions, assertions, HTTP, e-mail and the transaction. */
export const dataClasses: readonly LibraryClass[] = [
  ...listClasses,
  setClass,
  mapClass,
  ...iterationInterfaces,
  typeClass,
  ...exceptionClasses,
  assertClass,
  ...jsonClasses,
  jsonParserClass,
  jsonGeneratorClass,
  systemClass,
  requestClass,
  accessLevelClass,
  limitsClass,
  userInfoClass,
  ...platformEnums,
  ...platformInterfaces,
  ...httpClasses,
  ...restClasses,
  ...messagingClasses,
  versionClass,
  collatorClass,
];
