/** Tries as `1/3`; the number needed comes from the rules of the pack and is left out where it is not known. */
export const triesText = (tries: number, needed: number | null): string =>
  needed === null ? String(tries) : `${tries}/${needed}`;
