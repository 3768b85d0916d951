import { describe, expect, it } from 'vitest';
import {
  COMPILER,
  lockHolder,
  missingPackages,
  runtimeNeeds,
} from '../../../scripts/setup/system-packages.ts';

const installed = (...names: string[]): string => names.map((name) => `${name}\tinstalled`).join('\n');
const allNames = (withDisplay: boolean): string[] => runtimeNeeds(withDisplay).map((need) => need.name);

describe('missing Debian packages', () => {
  it('is empty when dpkg calls every package installed', () => {
    expect(missingPackages(runtimeNeeds(true), installed(...allNames(true)))).toEqual([]);
  });

  it('names every package that dpkg does not know', () => {
    const output = `${installed('libnss3', 'make')}\ndpkg-query: no packages found matching xvfb\n`;
    const missing = missingPackages(runtimeNeeds(true), output);
    expect(missing).toEqual(allNames(true).filter((name) => name !== 'libnss3'));
    expect(missing).toContain('xvfb');
    expect(missing).toContain('fonts-noto-cjk');
  });

  it('counts removed and half-installed packages as missing', () => {
    const output = 'python3\tconfig-files\nmake\thalf-installed\ng++\tinstalled\n';
    expect(missingPackages(COMPILER, output)).toEqual(['python3', 'make']);
  });

  it('accepts the renamed packages of newer releases, and asks for the Debian 12 name', () => {
    const need = [{ name: 'libgtk-3-0', orElse: ['libgtk-3-0t64'] }];
    expect(missingPackages(need, 'libgtk-3-0\tnot-installed\nlibgtk-3-0t64\tinstalled')).toEqual([]);
    expect(missingPackages(need, '')).toEqual(['libgtk-3-0']);
  });

  it('does not take one package for another whose name begins alike', () => {
    expect(missingPackages([{ name: 'make' }], installed('make-guile'))).toEqual(['make']);
  });

  it('asks for the virtual display only where there is no screen', () => {
    expect(allNames(false)).not.toContain('xvfb');
    expect(allNames(true)).toEqual([...allNames(false), 'xvfb', 'xauth']);
  });
});

describe('a lock that apt-get runs into', () => {
  it('is told with its holder', () => {
    const output =
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 812 (unattended-upgr)\n';
    expect(lockHolder(output)).toBe('process 812 (unattended-upgr)');
    expect(lockHolder('E: Could not get lock /var/lib/apt/lists/lock - open (11)')).toContain('lock');
  });

  it('is not seen in other failures', () => {
    expect(lockHolder('E: Unable to locate package xvfb')).toBeNull();
  });
});
