/** Suites are folders: `npm run jest -- --selectProjects unit` runs one of them. */
const common = {
  testEnvironment: 'node',
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // ESM-only packages are transformed like our own code.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|cockatiel|@seriousme/openapi-schema-validator|fast-check|pure-rand|commander|croner|p-limit|yocto-queue)/)',
  ],
  extensionsToTreatAsEsm: [],
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
};
const suite = (displayName, folder, extra = {}) => ({
  ...common,
  displayName,
  roots: [`<rootDir>/test/${folder}`],
  ...extra,
});

module.exports = {
  projects: [
    {
      ...common,
      displayName: 'unit',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: ['/node_modules/', '/test/(ports|local|e2e|faults)/'],
    },
    suite('ports', 'ports'),
    // The same suites of stores on tables, on the laptop's own table service.
    suite('tables', 'ports', {
      testMatch: ['**/{table-writes,ledger,run-index,run-lines,*-store}.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', 'content-store'],
      globals: { OWN_TABLES: true },
    }),
    suite('local', 'local'),
    suite('e2e', 'e2e'),
    suite('faults', 'faults'),
  ],
};
