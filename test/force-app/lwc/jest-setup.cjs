// `expect(element).toBeAccessible()` in every test.
require('@sa11y/jest').setup();
