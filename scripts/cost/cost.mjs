// `npm run cost`: what each environment costs, from infra/environments/ and infra/prices.json.
// `-- --prices FILE` computes with other prices, `--environment prod` one of them, `--json` for programs,
// `--write` puts the tables into docs/cost.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { billOf } from './bill.mjs';
import { reportOf } from './report.mjs';

const ENVIRONMENTS = ['dev', 'test', 'prod'];
const PAGE = 'docs/cost.md';
const PLACE = /(<!-- npm run cost -->\n)[\s\S]*?(\n<!-- end -->)/;

const { values } = parseArgs({
  options: {
    prices: { type: 'string', default: 'infra/prices.json' },
    environment: { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

const main = () => {
  if (values.environment && !ENVIRONMENTS.includes(values.environment))
    throw new Error(`There is no environment '${values.environment}'; there are ${ENVIRONMENTS.join(', ')}.`);
  const prices = read(values.prices);
  const assumptions = read('scripts/cost/assumptions.json');
  const thresholds = read('infra/monitoring/thresholds.json');
  const bills = Object.fromEntries(
    ENVIRONMENTS.filter((name) => !values.environment || name === values.environment).map((name) => [
      name,
      billOf({
        size: read(`infra/environments/${name}.json`),
        every: thresholds[name].every,
        prices,
        assumptions,
      }),
    ]),
  );
  if (values.json) return console.log(JSON.stringify({ prices: values.prices, bills }, null, 2));
  const report = reportOf({ bills, prices, assumptions });
  if (!values.write) return console.log(report);
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(PLACE, (_, start, end) => `${start}\n${report}\n${end}`),
  );
  console.log(`${PAGE} is as the prices of ${prices.asOf} say.`);
};

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
