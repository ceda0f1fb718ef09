import { resolve } from 'node:path';
import { hintFor } from '../../src/cli/hint';

it.each([
  ['nothing for the default folder', { data: '.mesh' }, ''],
  ['a folder of one’s own', { data: '/srv/mesh' }, ' --data /srv/mesh'],
  ['a folder below, from here', { data: resolve('tmp/mesh') }, ' --data tmp/mesh'],
  ['a folder with a blank, as a shell takes it', { data: '/srv/my mesh' }, " --data '/srv/my mesh'"],
  ['the address of another mesh', { url: 'https://mesh.example/api' }, ' --url https://mesh.example/api'],
])('adds %s', (_, options, where) => {
  expect(hintFor(options)('run', 'r1')).toBe(`npm run mesh -- run r1${where}`);
});
