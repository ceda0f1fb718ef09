// `npm run contracts:release -- 0.2.0`: freezes the schemas as those of a release, and what its connector relies on:
// flows that were built with it stay.
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { fromSources } from '../generate/from-sources.mjs';
import { freeze, RELEASED } from './releases.mjs';

const CONNECTOR = 'power-platform/generator/consumer.ts';

const writeConsumer = async (version) => {
  const { connectorConsumer } = await fromSources(CONNECTOR);
  const text = JSON.stringify(await connectorConsumer(version));
  writeFileSync(
    `contracts/consumers/connector-${version}.json`,
    await format(text, { parser: 'json', printWidth: 110 }),
  );
};

const [version] = process.argv.slice(2);
try {
  const count = freeze(version);
  await writeConsumer(version);
  console.log(
    `${count} schemas are frozen in ${RELEASED}/${version}, and what its connector relies on in contracts/consumers. Commit both with the release.`,
  );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
