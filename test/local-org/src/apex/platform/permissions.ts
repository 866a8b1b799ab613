import { definePlatformClass, given } from './define.ts';

/** Custom permissions of the running user; feature parameters belong to managed packages, which the org has none of. */
export const permissionClasses = [
  definePlatformClass('System.FeatureManagement', {
    'static Boolean checkPermission(String name)': (t, name: string | null) => {
      const wanted = given(name).toLowerCase();
      return [...t.org.customPermissions(t.user.id)].some((one) => one.toLowerCase() === wanted);
    },
    'static Boolean checkPackageBooleanValue(String name)': () => false,
    'static Date checkPackageDateValue(String name)': () => null,
    'static Integer checkPackageIntegerValue(String name)': () => 0,
  }),
  definePlatformClass('System.Label', {
    'static String get(String namespace, String name)': (t, _namespace: string | null, name: string | null) =>
      t.label(given(name, 2)),
    'static String get(String namespace, String name, String language)': (
      t,
      _namespace: string | null,
      name: string | null,
    ) => t.label(given(name, 2)),
    'static Boolean translationExists(String namespace, String name, String language)': () => false,
  }),
];
