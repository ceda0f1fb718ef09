// One line in the composition file, and the imports that it needs.
import { format, resolveConfig } from 'prettier';
import { renamed } from './names.mjs';
import { UsageError } from './usage-error.mjs';

export const COMPOSITION = 'src/functions/compose/agents.ts';

const LINE = "newAgentName({ register: tableNewAgentNameRegister({ table: tableOf(settings, 'ledger') }) }),";
const IMPORTS = [
  ["import { newAgentName } from '../../agents/new-agent-name';", '../../agents/'],
  ["import { tableOf } from './agent-tables';", './'],
  ["import { tableNewAgentNameRegister } from '../../azure/table-new-agent-name-register';", '../../azure/'],
];

/** After the last import of its neighbours, else before all others. */
const withImport = (text, line, neighbours) => {
  if (text.includes(line)) return text;
  const last = text.lastIndexOf(`from '${neighbours}`);
  const at = last === -1 ? 0 : text.indexOf('\n', last) + 1;
  return `${text.slice(0, at)}${line}\n${text.slice(at)}`;
};

const byHand = (line) =>
  new UsageError(
    `${COMPOSITION} is not as it was: no list of agents that ends with '];' follows 'agentsOf'. Make it so, and try again; or add this line there by hand: ${line}`,
  );

/** @returns the composition file with the new agent. @throws UsageError where it cannot be found where it goes */
export const wired = async (text, names) => {
  const line = renamed(LINE, names);
  const list = /agentsOf = [^[]*=> \[/.exec(text.replaceAll('readonly Agent[]', 'readonly Agent__'));
  const end = list ? text.indexOf('\n];', list.index) : -1;
  if (end === -1) throw byHand(line);
  const withLine = `${text.slice(0, end)}\n  ${line}${text.slice(end)}`;
  const whole = IMPORTS.reduce(
    (made, [each, neighbours]) => withImport(made, renamed(each, names), neighbours),
    withLine,
  );
  return format(whole, { ...(await resolveConfig(COMPOSITION)), filepath: COMPOSITION });
};
