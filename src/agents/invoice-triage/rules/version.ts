/**
 * The rules that are followed, and where they differ from what was published. This is the one place that names a version.
 *
 * EN 16931-1 as its validation artefacts for UBL 2.1 check it, version 1.3.16, and Peppol BIS Billing 3.0 for what a line
 * comes to. BR-CO-25 is followed as well: the standard has it, its artefacts up to 1.3.14.1 check it, and 1.3.16 does not.
 * @see https://github.com/ConnectingEurope/eInvoicing-EN16931/releases/tag/validation-1.3.16
 */
export const RULES_VERSION = 'EN 16931 validation artefacts 1.3.16 and BR-CO-25, Peppol BIS Billing 3.0';
