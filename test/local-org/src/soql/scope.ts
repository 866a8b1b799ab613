import type { DescribeField, FieldType } from '../schema/describe.ts';
import type { SchemaObject } from '../schema/schema.ts';
import { rowFilter } from '../sharing/row-filter.ts';
import { quote } from '../storage/tables.ts';
import { findField, findObject, unknownRelationship } from './query-context.ts';
import type { QueryContext } from './query-context.ts';

/** A parent in the path of a column: the relationship's name, and the SQL of the parent's id. */
export type ParentStep = { name: string; idSql: string; isPolymorphic: boolean };

/** The target of a path. */
export type Column = { sql: string; type: FieldType; name: string; field: DescribeField; parents: ParentStep[] };

/** A row that a path has reached. */
type Reached = { object: SchemaObject; alias: string };

const maximumParents = 5;

// The fields that every target of a polymorphic relationship has.
const nameFields = [
  'id',
  'name',
  'firstname',
  'lastname',
  'alias',
  'userroleid',
  'profileid',
  'isactive',
  'title',
  'email',
  'phone',
  'username',
];
const nameParents = ['profile', 'userrole'];

/** One FROM: its object and the parents joined to it. */
export class Scope {
  readonly object: SchemaObject;
  readonly alias: string;
  private readonly context: QueryContext;
  private readonly soqlAlias: string | undefined;
  private readonly joins = new Map<string, Reached>();
  private readonly joinSql: string[] = [];

  constructor(context: QueryContext, object: SchemaObject, soqlAlias?: string) {
    this.context = context;
    this.object = object;
    this.soqlAlias = soqlAlias?.toLowerCase();
    this.alias = context.nextAlias();
  }

  get from(): string {
    return [`${quote(this.object.name)} ${this.alias}`, ...this.joinSql].join(' ');
  }

  /** Resolves `Account.Owner.Name`. Throws INVALID_FIELD. */
  resolve(path: string): Column {
    const parts = this.withoutPrefix(path.split('.'));
    if (parts.length - 1 > maximumParents) throw unknownRelationship(this.context, parts[0] ?? '', path);
    const parents: ParentStep[] = [];
    let reached: Reached = { object: this.object, alias: this.alias };
    for (const [index, relationship] of parts.slice(0, -1).entries()) {
      const reference = this.parentField(reached.object, relationship, path);
      const idSql = this.visibleId(reached, reference);
      const isPolymorphic = reference.referenceTo.length > 1;
      parents.push({ name: reference.relationshipName ?? relationship, idSql, isPolymorphic });
      const leaf = parts[index + 1] ?? '';
      if (isPolymorphic && index === parts.length - 2)
        return { ...this.nameColumn(reached, { reference, leaf, path }), parents };
      reached = this.join(reached, reference, isPolymorphic ? this.nameParentTarget(reference, leaf, path) : undefined);
    }
    const field = findField(this.context, reached.object, { name: parts.at(-1) ?? '', path });
    return { sql: this.columnSql(reached, field), type: field.type, name: field.name, field, parents };
  }

  /** The parent row of one of the objects that a reference may lead to. */
  joinTarget(reference: DescribeField, target: string): Reached {
    return this.join({ object: this.object, alias: this.alias }, reference, target);
  }

  /** The id of a parent for the row of an answer: NULL where the user does not see the parent. */
  visibleId(from: Reached, reference: DescribeField): string {
    const idSql = this.columnSql(from, reference);
    const cases = reference.referenceTo.flatMap((name) => {
      const parent = this.context.schema.object(name);
      const seen = parent && rowFilter(this.context, parent, 'p');
      if (parent === undefined || seen === undefined) return [];
      const visible = `(SELECT p."Id" FROM ${quote(parent.name)} p WHERE p."Id" = ${idSql} AND ${seen})`;
      return [`WHEN '${parent.keyPrefix ?? ''}' THEN ${visible}`];
    });
    return cases.length === 0 ? idSql : `(CASE substr(${idSql}, 1, 3) ${cases.join(' ')} ELSE ${idSql} END)`;
  }

  columnSql({ object, alias }: Reached, field: DescribeField): string {
    const derived = object.derived[field.name];
    return derived === undefined ? `${alias}.${quote(field.name)}` : derived(alias, this.context.access.grants.userId);
  }

  /** The reference field behind a relationship's name. Throws INVALID_FIELD. */
  parentField(object: SchemaObject, relationship: string, path: string): DescribeField {
    const reference = object.parentByName.get(relationship.toLowerCase());
    const isReadable = reference !== undefined && this.context.access.fields(object).readable.has(reference.name);
    if (!isReadable || !reference.referenceTo.some((name) => this.isReadable(name))) {
      throw unknownRelationship(this.context, relationship, path);
    }
    return reference;
  }

  private isReadable(name: string): boolean {
    const object = this.context.schema.object(name);
    return object !== undefined && this.context.access.object(object).read;
  }

  // `Lead.Name` and `l.Name` in `FROM Lead l` are the object's own fields.
  private withoutPrefix(parts: string[]): string[] {
    const first = parts[0]?.toLowerCase();
    const isPrefix =
      first === this.soqlAlias || (first === this.object.name.toLowerCase() && !this.object.parentByName.has(first));
    return parts.length > 1 && isPrefix ? parts.slice(1) : parts;
  }

  private nameParentTarget(reference: DescribeField, relationship: string, path: string): string {
    const target = reference.referenceTo.find((name) =>
      this.context.schema.object(name)?.parentByName.has(relationship.toLowerCase()),
    );
    if (target === undefined || !nameParents.includes(relationship.toLowerCase())) {
      throw unknownRelationship(this.context, relationship, path);
    }
    return target;
  }

  private nameColumn(
    from: Reached,
    { reference, leaf, path }: { reference: DescribeField; leaf: string; path: string },
  ): Omit<Column, 'parents'> {
    const targets = reference.referenceTo.filter((name) => this.isReadable(name));
    const nameObject = { ...this.object, name: 'Name', fieldByName: new Map<string, DescribeField>() };
    if (leaf.toLowerCase() === 'type') {
      const cases = targets.map((name) => `WHEN '${this.context.schema.object(name)?.keyPrefix ?? ''}' THEN '${name}'`);
      const sql = `(CASE substr(${this.columnSql(from, reference)}, 1, 3) ${cases.join(' ')} END COLLATE NOCASE)`;
      return { sql, type: 'string', name: 'Type', field: { ...reference, name: 'Type', type: 'string', length: 40 } };
    }
    const candidates = targets.filter((name) => this.context.schema.object(name)?.fieldByName.has(leaf.toLowerCase()));
    const first = candidates[0];
    if (first === undefined || !nameFields.includes(leaf.toLowerCase())) {
      const field = findField(this.context, nameObject, { name: leaf, path });
      return { sql: 'NULL', type: field.type, name: field.name, field };
    }
    const columns = candidates.map((target) => {
      const joined = this.join(from, reference, target);
      const field = findField(this.context, joined.object, { name: leaf, path });
      return { field, sql: this.columnSql(joined, field) };
    });
    const field = columns[0]?.field ?? findField(this.context, nameObject, { name: leaf, path });
    const sql =
      columns.length === 1
        ? (columns[0]?.sql ?? 'NULL')
        : `COALESCE(${columns.map((column) => column.sql).join(', ')})`;
    return { sql, type: field.type, name: field.name, field };
  }

  private join(from: Reached, reference: DescribeField, target = reference.referenceTo[0] ?? ''): Reached {
    const key = `${from.alias}.${reference.name}:${target}`;
    const kept = this.joins.get(key);
    if (kept !== undefined) return kept;
    const object = findObject(this.context, target);
    const alias = this.context.nextAlias();
    const seen = rowFilter(this.context, object, alias);
    const on = `${alias}."Id" = ${this.columnSql(from, reference)}${seen === undefined ? '' : ` AND ${seen}`}`;
    this.joinSql.push(`LEFT JOIN ${quote(object.name)} ${alias} ON ${on}`);
    const reached = { object, alias };
    this.joins.set(key, reached);
    return reached;
  }
}
