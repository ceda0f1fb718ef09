// Holds a source file against the house.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { ROOMS, impureIn } from './rooms.mjs';
import { importsOf, impuritiesOf, parse } from './imports.mjs';

/** Clients are beside src, each a package of its own. */
const isClient = (file) => file.startsWith('clients' + sep);
const roomOf = (file) => (isClient(file) ? 'clients' : relative('src', file).split(sep)[0]);

/** What is wrong with one import; undefined when nothing is. */
export const faultOf = (file, { path, typeOnly }) => {
  const room = ROOMS[roomOf(file)];
  if (!room) return `'${file}' is in no room of the house: see scripts/house/rooms.mjs`;
  if (!path.startsWith('.'))
    return room.packages.test(path) ? undefined : `${roomOf(file)} does not import the package '${path}'`;
  const target = join(dirname(file), path);
  if (!target.startsWith('src' + sep) && !isClient(target))
    return target.endsWith('package.json') ? undefined : `${file} reaches out of src: '${path}'`;
  const other = roomOf(target);
  if (other === 'agents' && roomOf(file) === 'agents' && agentOf(target) !== agentOf(file))
    return `an agent does not import another: '${path}'`;
  if (room.rooms.includes(other) || (typeOnly && room.types?.includes(other))) return undefined;
  return `${roomOf(file)} does not import ${other}: '${path}'`;
};

const agentOf = (file) => relative('src/agents', file).split(sep)[0];

export const checkFile = (file, text = readFileSync(file, 'utf8')) => {
  const { ast, base } = parse(text);
  const line = (offset) => Buffer.from(text).subarray(0, offset).toString().split('\n').length;
  const wrong = importsOf(ast, base)
    .map((found) => ({ ...found, fault: faultOf(file, found) }))
    .filter(({ fault }) => fault);
  const impure = ROOMS[roomOf(file)]?.pure ? impuritiesOf(ast, base, impureIn(file)) : [];
  return [
    ...wrong.map(({ offset, fault }) => `${file}:${line(offset)} ${fault}`),
    ...impure.map(
      ({ offset, name }) => `${file}:${line(offset)} ${name} in a pure room: take it as a parameter`,
    ),
  ];
};
