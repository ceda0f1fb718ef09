import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL } from '../../../src/local/supervisor/roles';
import { chooseTables, rolesOf, usualRolesOf } from '../../../src/local/supervisor/tables-choice';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'mesh-choice-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const withAzurites = () => {
  mkdirSync(join(data, 'storage'));
  writeFileSync(join(data, 'storage', '__azurite_db_table__.json'), '{}');
};

it('keeps the tables of a new folder itself, unless told otherwise', () => {
  expect(chooseTables({ given: undefined, data })).toBe('sqlite');
  expect(chooseTables({ given: 'azurite', data })).toBe('azurite');
});

it('stays with the service that has kept the tables of a folder so far', () => {
  withAzurites();
  expect(chooseTables({ given: undefined, data })).toBe('azurite');
  expect(usualRolesOf(data)).not.toContain('tables');
  // Azurite makes that file even when nobody uses its tables.
  mkdirSync(join(data, 'tables'));
  expect(chooseTables({ given: undefined, data })).toBe('sqlite');
  expect(usualRolesOf(data)).toContain('tables');
});

it('refuses to begin with no tables where there are some', () => {
  withAzurites();
  expect(() => chooseTables({ given: 'sqlite', data })).toThrow(
    'are in azurite, and --tables sqlite would begin',
  );
});

it('names the services that there are', () => {
  expect(() => chooseTables({ given: 'cosmos', data })).toThrow(
    "--tables is 'cosmos': choose from sqlite, azurite.",
  );
});

it('starts a part for tables only where Azurite does not keep them', () => {
  expect(rolesOf({ tables: 'sqlite' })).toEqual(USUAL);
  expect(rolesOf({ tables: 'azurite' })).toEqual(USUAL.filter((role) => role !== 'tables'));
  expect(rolesOf({ tables: 'azurite', roles: ['storage', 'tables'] })).toEqual(['storage']);
  expect(() => rolesOf({ tables: 'azurite', roles: ['tables'] })).toThrow('start it with --only storage');
});
