/** The names that all examples speak of: one invoice, and what became of it. */
export const BASE = 'https://contoso.azure-api.net/mesh/api';
export const TYPE = 'business.invoice.intent';
export const RUN = '7d3f2a10-5b6c-8d4e-9f01-23456789abcd';
export const TASK = `${RUN}.approve`;
export const LETTER = '2026112110-3f6d1c0b8a7e4d52';
export const REPLAY = '20261121T101500Z-5a1c9e';
export const FINGERPRINT = '9c41f0d2a6b3e857';
export const HOOK = 'kJ2m0vQyT4xw8cZr1nHs6bLdPfGtUeYaXoViWqEjR5M';
export const TRACE = '0af7651916cd43dd8448eb211c80319c';

export const ACCEPTED_AT = '2026-11-21T10:00:00.000Z';
export const ENDED_AT = '2026-11-21T10:00:04.120Z';

export const runLink = `${BASE}/runs/${RUN}`;
export const expectedLink = `${runLink}?since=1795255200000`;
