// The end of `azd up`: asks the mesh how it is, by the way that callers take, and says how to call it.
import { arm, tokenFor } from './azd.mjs';

const { env } = process;
const PATIENCE_MS = 5 * 60_000;
const PAUSE_MS = 10_000;

const keyPath = (values) =>
  `/subscriptions/${values.AZURE_SUBSCRIPTION_ID}/resourceGroups/${values.AZURE_RESOURCE_GROUP}` +
  `/providers/Microsoft.ApiManagement/service/${values.MESH_API_MANAGEMENT_NAME}` +
  `/subscriptions/${values.MESH_API_SUBSCRIPTION}/listSecrets?api-version=2024-05-01`;

/** What to paste: it holds no secret, but fetches both with the rights of whoever pastes it. */
export const commandsFor = (values) => `
  TOKEN=$(az account get-access-token --scope "${values.MESH_CALLER_AUDIENCE}/.default" --query accessToken -o tsv)
  KEY=$(az rest --method post --url "https://management.azure.com${keyPath(values)}" --query primaryKey -o tsv)

  curl "${values.MESH_API_URL}/health" -H "Authorization: Bearer $TOKEN" -H "Ocp-Apim-Subscription-Key: $KEY"

  curl "${values.MESH_API_URL}/intents/business.invoice.intent" -H "Authorization: Bearer $TOKEN" \\
    -H "Ocp-Apim-Subscription-Key: $KEY" -H "Content-Type: application/json" \\
    -d "{\\"reference\\":\\"first\\",\\"data\\":{\\"encoding\\":\\"base64\\",\\"document\\":\\"$(base64 < samples/invoices/01-invoice-several-vat-rates.xml | tr -d '\\n')\\"}}"
`;

const ask = async (headers) => {
  try {
    const answer = await fetch(`${env.MESH_API_URL}/health`, {
      headers,
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 0, text: error.message };
  }
};

/** Rights and policies take minutes to be everywhere: a first refusal is not the last word. */
const askUntilWell = async (headers, until) => {
  for (;;) {
    const answer = await ask(headers);
    if (answer.status === 200 || Date.now() > until) return answer;
    console.log(`  not yet: ${answer.status || 'no answer'}; rights and apps take minutes to be there`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

const main = async () => {
  const { primaryKey } = await arm(keyPath(env), { method: 'POST' });
  const headers = {
    authorization: `Bearer ${tokenFor(`${env.MESH_CALLER_AUDIENCE}/.default`)}`,
    'ocp-apim-subscription-key': primaryKey,
  };
  const { status, text } = await askUntilWell(headers, Date.now() + PATIENCE_MS);
  if (status === 200) return console.log(`\nThe mesh is up: ${text}`);
  console.warn(
    `\nThe mesh does not answer well yet (${status}): ${text}\nWhat it may be: docs/deployment.md.`,
  );
};

if (import.meta.filename === process.argv[1]) {
  console.log(`\nThe mesh's API: ${env.MESH_API_URL}`);
  await main().catch((error) => console.warn(`Could not ask it: ${error.message}`));
  console.log(`\nTo call it:\n${commandsFor(env)}`);
}
