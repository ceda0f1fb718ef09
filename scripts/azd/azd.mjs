// What hooks ask azd: values of the environment, tokens.
import { execFileSync } from 'node:child_process';

const azd = (...args) =>
  execFileSync('azd', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Remembers a value with the environment, so that templates and later hooks see it. */
export const remember = (name, value) => azd('env', 'set', name, value);

/** An access token of whoever is signed in. @param {string} [scope] Azure Resource Manager's, if absent */
export const tokenFor = (scope) =>
  JSON.parse(azd('auth', 'token', '--output', 'json', ...(scope ? ['--scope', scope] : []))).token;

/** What a token says, unverified: it is our own. */
export const claimsOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));

/** Asks Azure Resource Manager. @param {string} path with its api-version */
export const arm = async (path, { method = 'GET', token = tokenFor() } = {}) => {
  const answer = await fetch(`https://management.azure.com${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
};
