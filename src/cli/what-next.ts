import { quoted } from '../local/supervisor/data-folder';
import type { Hint } from './hint';
import type { Triaged } from './triage-table';
import { bold } from './style';

export interface Invitation {
  /** Of the HTTP interface, with `/api`. */
  url: string;
  /** A sample, by its path. */
  example: string;
  triaged: readonly Triaged[];
  hint: Hint;
}

/** Without npm's own words, so that another command can read it. */
const silent = (command: string): string => command.replace('npm run mesh', 'npm run -s mesh');

const approval = ({ triaged, hint }: Invitation): string => {
  const waiting = triaged.find(({ run }) => run.status === 'waiting')?.run.runId;
  if (!waiting) return '';
  return `
${bold('Approve the one that waits for a person')}
  ${hint('answer', `${waiting}.approve`, '--approve', '--watch')}
`;
};

/** What to try on a mesh that is up; each command can be pasted as it is. */
export const whatNext = (invitation: Invitation): string => {
  const { url, example, triaged, hint } = invitation;
  const first = triaged[0]?.run.runId ?? '<run id>';
  return `What to try next. The mesh stays up until Ctrl-C here; type these in another terminal, in this folder:

${bold('Post an invoice')}
  TOKEN=$(${silent(hint('token'))})
  curl -sw '\\n' "${url}/intents/business.invoice.intent?reference=my-first" \\
    -H "authorization: Bearer $TOKEN" -H "content-type: application/xml" \\
    --data-binary @${quoted(example)}

${bold('See its run')}: the answer holds the URL; this is the one of the first sample
  curl -sw '\\n' -H "authorization: Bearer $TOKEN" ${url}/runs/${first}
${approval(invitation)}
${bold('Kill the worker while it works on a hundred invoices, and see that nothing is lost')}
  ${silent(hint('send', example, '--times', '100', '--watch'))} &
  sleep 2; kill -9 $(${silent(hint('ps', '--pid', 'worker'))}); wait
  ${hint('ps')}

${bold('Look around')}
  ${hint('runs')}
  ${hint('--help').replace(/--help .*$/, '--help')}
`;
};
