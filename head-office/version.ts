const numbers = (version: string): number[] => version.split(/[-+]/)[0]?.split('.').map(Number) ?? [];

/** True when `version` comes before `than`, by major, minor and patch; what follows `-` or `+` does not count. */
export const isOlder = (version: string, than: string): boolean => {
  const a = numbers(version);
  const b = numbers(than);
  for (let place = 0; place < 3; place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
};
