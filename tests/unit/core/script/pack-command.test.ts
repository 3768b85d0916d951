import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { packText } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'pack-command-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/pack.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
};

describe('npm run pack', () => {
  test('check: the shipped pack is fine, in one line', () => {
    const { status, out } = run('check', 'resources/packs/hf-default-zh.yaml');
    expect(status).toBe(0);
    expect(out).toMatch(
      /^resources\/packs\/hf-default-zh\.yaml: hf-default-zh 1\.2\.0 is fine: 11 scripts, 71 questions, 27 issue types, 30 dispositions, sha256 [0-9a-f]{12}\n$/,
    );
  });

  test('check: every problem as FILE:line:column code message, and status 1', () => {
    const file = join(folder, 'broken.yaml');
    writeFileSync(file, packText.replace('    issue: I20\n', '    issue: I99\n'));
    const { status, out } = run('check', file);
    expect(status).toBe(1);
    const line = packText.slice(0, packText.indexOf('    issue: I20\n')).split('\n').length;
    expect(out).toBe(
      `${file}:${line}:12 unknown_issue Line ${line}: Issue I99 is not in the list of issues. Add it under issues or name another.\n`,
    );
  });

  test('check: a file that is not there is told, and status 1', () => {
    const { status, err } = run('check', join(folder, 'none.yaml'));
    expect(status).toBe(1);
    expect(err).toContain('cannot be read');
  });

  test('schema: writes the schema that is in docs', () => {
    const file = join(folder, 'schema.json');
    expect(run('schema', file).status).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
      JSON.parse(readFileSync('docs/script-pack.schema.json', 'utf8')),
    );
  });

  test('without a command: how to use it, and status 2', () => {
    const { status, err } = run();
    expect(status).toBe(2);
    expect(err).toContain('Usage');
  });
});
