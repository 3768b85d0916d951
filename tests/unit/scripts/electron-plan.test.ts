import { describe, expect, it } from 'vitest';
import { planElectron, type ElectronSituation } from '../../../scripts/setup/electron-runtime.ts';
import { prebuiltSuffices } from '../../../scripts/setup/native-modules.ts';
import { downloadBase, installerReason } from '../../../scripts/setup/official-electron.ts';
import { registryElectronOffered } from '../../../scripts/setup/registry-electron.ts';

const fresh: ElectronSituation = {
  overrideDir: undefined,
  wanted: undefined,
  officialInstalled: false,
  failedRecently: false,
  registryOffered: true,
};

describe('which Electron runs', () => {
  it('tries the official one first and falls back where the registry has one', () => {
    expect(planElectron(fresh)).toBe('download-official-else-registry');
    expect(planElectron({ ...fresh, registryOffered: false })).toBe('download-official');
  });

  it('does not try again soon after a failure, except where there is nothing else', () => {
    expect(planElectron({ ...fresh, failedRecently: true })).toBe('registry');
    expect(planElectron({ ...fresh, failedRecently: true, registryOffered: false })).toBe(
      'download-official',
    );
  });

  it('uses the official one that is there', () => {
    expect(planElectron({ ...fresh, officialInstalled: true, failedRecently: true })).toBe('official');
  });

  it('follows the user: an own folder before all, then the one asked for', () => {
    const situation = { ...fresh, officialInstalled: true };
    expect(planElectron({ ...situation, overrideDir: '/opt/electron', wanted: 'registry' })).toBe('override');
    expect(planElectron({ ...situation, wanted: 'registry' })).toBe('registry');
    expect(planElectron({ ...fresh, failedRecently: true, wanted: 'official' })).toBe('download-official');
  });

  it('has the registry runtime for linux-x64 only', () => {
    expect(registryElectronOffered('linux', 'x64')).toBe(true);
    expect(registryElectronOffered('linux', 'arm64')).toBe(false);
    expect(registryElectronOffered('win32', 'x64')).toBe(false);
  });

  it('compiles better-sqlite3 below Electron 35 only', () => {
    expect(prebuiltSuffices('33.2.1')).toBe(false);
    expect(prebuiltSuffices('34.9.9')).toBe(false);
    expect(prebuiltSuffices('35.0.0')).toBe(true);
    expect(prebuiltSuffices('45.4.1')).toBe(true);
  });
});

describe('the download of the official Electron', () => {
  it('comes from the mirror that is set, npm settings first', () => {
    expect(downloadBase({})).toContain('github.com/electron');
    expect(downloadBase({ ELECTRON_MIRROR: 'https://mirror/' })).toBe('https://mirror/');
    expect(downloadBase({ ELECTRON_MIRROR: 'https://a/', npm_config_electron_mirror: 'https://b/' })).toBe(
      'https://b/',
    );
  });

  it('tells the cause behind a bare "fetch failed"', () => {
    const output = 'TypeError: fetch failed\n    at node:internal/deps/undici\n';
    expect(installerReason(output, 'getaddrinfo ENOTFOUND github.com')).toBe(
      'getaddrinfo ENOTFOUND github.com',
    );
  });

  it("tells the installer's own error when it has one", () => {
    const output = 'HTTPError: Response code 404 (Not Found) for https://mirror/v45\n    at download\n';
    expect(installerReason(output, null)).toBe('Response code 404 (Not Found) for https://mirror/v45');
  });
});
