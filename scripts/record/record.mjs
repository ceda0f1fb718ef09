// `npm run record`: runs the demo on a mesh of its own, and writes what a terminal would show to docs/demo.svg.
// `npm run record -- --cast FILE` keeps the recording too (asciicast v2); `--from FILE` makes the SVG of one that was kept;
// `--out FILE` writes elsewhere.
import { spawn } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { fromAsciicast, pauseBefore, toAsciicast, withoutPauses } from './asciicast.mjs';
import { toSvg } from './svg.mjs';

// Wide enough for a run’s id at the end of its line, and for the longest command.
const SIZE = { columns: 120, rows: 30 };
const TITLE = 'npm run demo';
const ALT = 'A terminal: the demo starts the mesh, triages twenty sample invoices and shows each run live.';
const LONGEST_PAUSE_S = 1.2;
/** The table comes at once with what follows it: so long it is left to be read. */
const READ = { before: 'What to try next', seconds: 5 };
/** A page is to load it without a thought. */
const MOST_BYTES = 200_000;
/** The demo stays up: it is over when it has said what to try next, and then nothing for so long. */
const QUIET_MS = 2_500;

const { values } = parseArgs({
  options: {
    cast: { type: 'string' },
    from: { type: 'string' },
    out: { type: 'string', default: 'docs/demo.svg' },
  },
});
const { out } = values;

/** A folder like the project's with no state of its own: what is shown names no other folder than a user's would. */
const freshFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-record-'));
  for (const name of readdirSync('.'))
    if (!name.startsWith('.')) symlinkSync(resolve(name), join(folder, name));
  return folder;
};

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });

/** The ports that a user would see; others where those are taken. */
const portsFor = async () => {
  const free = await Promise.all([7071, 5672, 7072, 10000, 10001, 10002].map(isFree));
  return free.every(Boolean) ? [] : ['--port-base', String(20_000 + Math.floor(Math.random() * 20_000))];
};

const play = async (folder) => {
  const env = { ...process.env, RECORD_SIZE: `${SIZE.columns}x${SIZE.rows}` };
  const shim = resolve('scripts/record/as-terminal.cjs');
  const args = ['--require', shim, resolve('dist/cli/demo.js'), ...(await portsFor())];
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const began = performance.now();
  const events = [{ at: 0, text: '$ npm run demo\n' }];
  let quiet;
  child.stdout.setEncoding('utf8').on('data', (text) => {
    events.push({ at: (performance.now() - began) / 1_000, text });
    clearTimeout(quiet);
    if (events.some((event) => event.text.includes('What to try next')))
      quiet = setTimeout(() => child.kill('SIGINT'), QUIET_MS);
  });
  await ended;
  clearTimeout(quiet);
  const last = events.findLastIndex(({ text }) => text.includes('What to try next'));
  if (last < 0) throw new Error('the demo ended before it said what to try next: run it by itself');
  // What it says when it is stopped is not part of it.
  return events.slice(0, last + 1);
};

const record = async () => {
  const folder = freshFolder();
  try {
    return { ...SIZE, title: TITLE, events: await play(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const recording = values.from ? fromAsciicast(readFileSync(values.from, 'utf8')) : await record();
if (values.cast) writeFileSync(values.cast, toAsciicast(recording));
const events = pauseBefore(withoutPauses(recording.events, LONGEST_PAUSE_S), READ);
writeFileSync(out, toSvg({ ...recording, events }, { alt: ALT }));
const { size } = statSync(out);
console.log(`${out}: ${Math.round(size / 1_000)} KB`);
if (size > MOST_BYTES) throw new Error(`${out} is larger than ${MOST_BYTES / 1_000} KB`);
