// `npm run contracts:release -- 0.2.0`: freezes the schemas as those of a release.
import { freeze, RELEASED } from './releases.mjs';

const [version] = process.argv.slice(2);
try {
  const count = freeze(version);
  console.log(`${count} schemas are frozen in ${RELEASED}/${version}. Commit them with the release.`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
