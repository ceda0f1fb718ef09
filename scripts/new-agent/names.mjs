// What a new agent is called, in every form in which the template names it.
import { UsageError } from './usage-error.mjs';

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const LONGEST = 40;

/** Words that the scaffold's own files use already, or that no constant can be named. */
const TAKEN = new Set(
  'agent plan skill trial is register break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null package return static super switch this throw true try typeof var void while with yield await'.split(
    ' ',
  ),
);

const pascal = (kebab) =>
  kebab
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('');
const camel = (kebab) => pascal(kebab).replace(/^./, (first) => first.toLowerCase());

const checked = (what, text) => {
  if (!KEBAB.test(text) || text.length > LONGEST)
    throw new UsageError(
      `'${text}' is no name for ${what}: use lower-case letters, digits and single hyphens, a letter first, at most ${LONGEST}, such as order-exceptions.`,
    );
  return text;
};

/** @returns what stands for what in the template. @throws UsageError */
export const namesOf = ({ name, domain = name.split('-')[0] }) => {
  checked('an agent', name);
  checked('a domain', domain);
  if (TAKEN.has(camel(name)))
    throw new UsageError(
      `'${name}' cannot be the name of an agent, because the code uses this word already. Add what it is about, such as ${name}-desk.`,
    );
  return {
    name,
    domain,
    // The longest first: none is part of one before it.
    replacements: [
      ['new-agent-name', name],
      ['newAgentName', camel(name)],
      ['NewAgentName', pascal(name)],
      ['new-domain', domain],
      ['NewDomain', pascal(domain)],
    ],
  };
};

/** The text of the template as that of the new agent. */
export const renamed = (text, { replacements }) =>
  replacements.reduce((made, [from, to]) => made.replaceAll(from, to), text);
