// The house: which room may import which, and what the pure rooms must not touch.

/** @type {Record<string, { rooms: string[], types?: string[], packages: RegExp, pure: boolean }>} */
export const ROOMS = {
  contracts: {
    rooms: ['contracts'],
    packages: /^(ajv|ajv-formats|cloudevents|node:crypto|node:buffer)(\/|$)/,
    pure: true,
  },
  mesh: { rooms: ['mesh', 'contracts'], packages: /^(ipaddr\.js|lru-cache|node:crypto)$/, pure: true },
  kit: { rooms: ['kit', 'mesh', 'contracts'], packages: /^$/, pure: true },
  // An agent imports the kit and itself; the libraries it needs are its own business, Azure's are not.
  agents: { rooms: ['agents', 'kit'], packages: /^(?!@azure\/)/, pure: false },
  azure: { rooms: ['azure', 'kit', 'mesh', 'contracts'], types: ['agents'], packages: /./, pure: false },
  functions: {
    rooms: ['functions', 'azure', 'agents', 'kit', 'mesh', 'contracts'],
    packages: /./,
    pure: false,
  },
  local: { rooms: ['local', 'contracts'], packages: /./, pure: false },
  // The command line is a client of the HTTP interface, but for the laptop's processes.
  cli: { rooms: ['cli', 'local', 'contracts', 'clients'], packages: /./, pure: false },
  // Beside src: what others install. It stands alone.
  clients: { rooms: ['clients'], packages: /^$/, pure: false },
};

/** Clock, chance and environment come to the pure rooms as parameters. */
export const IMPURE = [
  'Date.now',
  'Math.random',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'crypto.randomUUID',
  'randomUUID',
  'performance',
];

/** A double of time lets the event loop turn, which is how what follows from its time gets done; that tells no time. */
const DOUBLE_OF_TIME = 'src/mesh/ports/memory/virtual-clock.ts';

/** What a file of a pure room must not touch. */
export const impureIn = (file) =>
  file === DOUBLE_OF_TIME ? IMPURE.filter((name) => name !== 'setImmediate') : IMPURE;
