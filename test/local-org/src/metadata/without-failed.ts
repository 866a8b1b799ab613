import type { DeployMessage } from '../org.ts';
import { componentKey } from './component.ts';
import type { Deletion, ReadPackage } from './package-files.ts';
import { notFound } from './plan-deploy.ts';

/** A package without its failed components; undefined when leaving them out does not help. */
export function withoutFailed(contents: ReadPackage, failures: readonly DeployMessage[]): ReadPackage | undefined {
  const failed = new Set(
    failures.map(({ componentType, fullName }) => componentKey({ type: componentType, fullName })),
  );
  const problems = new Set(failures.map(({ problem }) => problem));
  const isFine = (member: { type: string; fullName: string }): boolean => !failed.has(componentKey(member));
  const isDeletable = (member: Deletion): boolean => isFine(member) && !problems.has(notFound(member, false).problem);
  const { components, members, deletions = { before: [], after: [] } } = contents;
  const rest: ReadPackage = {
    components: components.filter(isFine),
    problems: [],
    deletions: { before: deletions.before.filter(isDeletable), after: deletions.after.filter(isDeletable) },
    ...(members && { members: members.filter(isFine) }),
  };
  return sizeOf(rest) < sizeOf(contents) ? rest : undefined;
}

const sizeOf = ({ components, problems, members = [], deletions }: ReadPackage): number =>
  components.length +
  problems.length +
  members.length +
  (deletions?.before.length ?? 0) +
  (deletions?.after.length ?? 0);
