/** Whether the check digits of an IBAN are right (ISO 13616, modulo 97). */
export const isIban = (iban: string): boolean =>
  /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(iban) && remainder(iban.slice(4) + iban.slice(0, 4)) === 1;

const remainder = (text: string): number =>
  Array.from(text).reduce((rest, character) => {
    const value = Number.parseInt(character, 36);
    return (rest * (value > 9 ? 100 : 10) + value) % 97;
  }, 0);
