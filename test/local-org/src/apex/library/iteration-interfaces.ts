import { abstract, defineClass } from '../library.ts';
import type { LibraryClass } from '../library.ts';

/** Interfaces that the collections and loops work with. */
export const iterationInterfaces: readonly LibraryClass[] = [
  defineClass('System.Iterable<T>', { 'Iterator<T> iterator()': abstract }, { kind: 'interface', isOpen: true }),
  defineClass(
    'System.Iterator<T>',
    { 'Boolean hasNext()': abstract, 'T next()': abstract },
    { kind: 'interface', isOpen: true },
  ),
  defineClass(
    'System.Comparable',
    { 'Integer compareTo(Object other)': abstract },
    { kind: 'interface', isOpen: true },
  ),
  defineClass(
    'System.Comparator<T>',
    { 'Integer compare(T one, T other)': abstract },
    { kind: 'interface', isOpen: true },
  ),
];
