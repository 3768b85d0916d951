import { expect, it } from 'vitest';
import { faultOf } from '../../../../main/log/uncaught.ts';

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
};

it('tells the kind, the place and the words of the engine, and no folder', () => {
  const fault = faultOf(thrown(() => (undefined as unknown as { call: string }).call));
  expect(fault).toMatchObject({ kind: 'TypeError' });
  expect(fault.message).toContain("reading 'call'");
  expect(fault.at).toMatch(/uncaught\.test\.ts:\d+:\d+/);
  expect(fault.at).not.toContain('/');
});

it('keeps to itself what may quote data', () => {
  const fault = faultOf(thrown(() => JSON.parse('{"holder": 王小明') as unknown));
  expect(fault).toMatchObject({ kind: 'SyntaxError', message: '' });
  expect(JSON.stringify(fault)).not.toContain('王小明');
  expect(faultOf(Object.assign(new Error('connect to 203.0.113.7'), { code: 'ECONNRESET' }))).toMatchObject({
    kind: 'Error ECONNRESET',
    message: '',
  });
  expect(faultOf('王小明')).toEqual({ kind: 'string', message: '', at: '' });
});
