// `npm run dev`: the mesh as `npm start` starts it; what is saved in src/ and schemas/ is built and taken up at once. The
// mesh's state stays: only the processes that the functions run in are replaced.
import { buildEntries, LOCAL } from './build.mjs';
import { startMesh } from './dev/mesh.mjs';
import { rebuild } from './dev/rebuild.mjs';
import { typeChecker } from './dev/types.mjs';
import { watch } from './dev/watch.mjs';

const HELP = `Starts the mesh and watches src/ and schemas/: what is saved is built and taken up at once, while the mesh keeps
its state. What is wrong is said with file and line, and the build before goes on.

  npm run dev                 all of it
  npm run dev -- --no-types   without the compiler beside it
  npm run dev -- OPTIONS      as npm start takes them: npm start -- --help
`;

const args = process.argv.slice(2);
const meshArgs = args.filter((arg) => arg !== '--no-types');
const say = (line) => console.log(`dev: ${line}`);
const listed = (faults) => faults.map((fault) => `  ${fault}`).join('\n');

let mesh;
let isWrong = false;
let typesWereWrong = false;

const checkTypes = args.includes('--no-types')
  ? () => undefined
  : typeChecker((faults) => {
      if (faults.length) say(`the types do not fit, though the build runs:\n${listed(faults)}`);
      else if (typesWereWrong) say('the types fit again');
      typesWereWrong = faults.length > 0;
    });

const complain = (faults) => {
  isWrong = true;
  const next = mesh
    ? 'The build before goes on; save again when it is mended.'
    : 'The mesh starts when it is mended.';
  say(`this cannot be built:\n${listed(faults)}\n${next}`);
};

const takeUp = async (started) => {
  if (!mesh) {
    mesh = startMesh(meshArgs);
    await mesh.ready;
    return say('watching src/ and schemas/');
  }
  await mesh.reload();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`${isWrong ? 'mended: ' : ''}the mesh runs the new build (${seconds} s)`);
};

const round = async (changed) => {
  const started = performance.now();
  if (mesh) say(`building, for ${changed.join(', ')}`);
  const faults = await rebuild(changed);
  if (faults.length) return complain(faults);
  // Beside what is taken up: whoever waits for the one does not wait for the other.
  checkTypes();
  await takeUp(started).then(
    () => (isWrong = false),
    ({ message }) => complain([message]),
  );
};

const isBuilt = (path) => !/^src\/(cli|local)\//.test(path);

/** What is saved while a round is under way is the next one. */
const rounds = () => {
  let waiting = new Set();
  let busy;
  const work = async () => {
    while (waiting.size) {
      const changed = [...waiting];
      waiting = new Set();
      await round(changed).catch((error) => complain([error.message]));
    }
    busy = undefined;
  };
  return (paths) => {
    for (const path of paths) waiting.add(path);
    if (waiting.size) busy ??= work();
  };
};

const main = async () => {
  if (args.includes('--help') || args.includes('-h')) return console.log(HELP);
  await buildEntries(...LOCAL);
  const next = rounds();
  watch(['src', 'schemas'], (paths) => {
    if (paths.some((path) => path.startsWith('src/local/')))
      say('src/local/ is the laptop’s mesh itself: start npm run dev again to use what you changed there');
    next(paths.filter(isBuilt));
  });
  next(['schemas/']);
};

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
