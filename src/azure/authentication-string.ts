/**
 * The platform's way to say by which identity telemetry is sent: `Authorization=AAD;ClientId=<id>`, without a client id
 * for the identity that is the app's own.
 * @returns undefined where no identity is asked for
 * @see https://learn.microsoft.com/azure/azure-functions/functions-app-settings#applicationinsights_authentication_string
 */
export const identityIn = (text: string | undefined): { clientId?: string } | undefined => {
  const pairs = (text ?? '').split(';').map((pair) => pair.split('=').map((part) => part.trim()));
  const values = new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  if (values.get('authorization')?.toUpperCase() !== 'AAD') return undefined;
  const clientId = values.get('clientid');
  return clientId ? { clientId } : {};
};
