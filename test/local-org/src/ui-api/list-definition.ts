/** A condition in the names that list views use for columns and operations. */
export type ListFilter = { column: string; operation: string; value: string };

/** A list view of an object, deployed or the platform's own. */
export type ListView = {
  object: string;
  apiName: string;
  label: string;
  /** Everything, Mine, MineAndMyGroups, Queue … */
  scope: string;
  queue?: string;
  columns: string[];
  filters: ListFilter[];
  /** `1 AND (2 OR 3)`; all of them when absent. */
  booleanFilter?: string;
  /** Path of the field that the list is sorted by; the record's name when absent. */
  sortedBy?: { column: string; isAscending: boolean };
};
