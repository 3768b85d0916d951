import { beforeAll, describe, expect, test } from 'vitest';
import i18next from 'i18next';
import { callEndings, callPhases, registrationSchema } from '../../../../core/call/types.ts';
import { dialReasons } from '../../../../core/callback/dial-window.ts';
import { issueGrades, taskStates } from '../../../../core/callback/task.ts';
import { importFields, problemCodes } from '../../../../core/import/fields.ts';
import { errorCodes } from '../../../../core/ipc/envelope.ts';
import { importPreviewSchema } from '../../../../core/ipc/features/import.ts';
import { syncStatusSchema } from '../../../../core/ipc/features/sync.ts';
import { taskFilters, taskRowSchema } from '../../../../core/ipc/features/worklist.ts';
import { endEffects } from '../../../../core/script/pack-schema.ts';
import { stages } from '../../../../core/script/view.ts';
import { refusalReasons } from '../../../../core/sync/contract.ts';
import { en } from '../../../../renderer/locales/en/catalogue.ts';
import { codeText, reasonText, startI18n } from '../../../../renderer/locales/i18n.ts';
import { zhCn } from '../../../../renderer/locales/zh-cn/catalogue.ts';

type Tree = { [key: string]: string | Tree };

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : flat(value, `${path}${key}.`),
  );

const chinese = new Map(flat(zhCn));
const english = new Map(flat(en));
const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();

beforeAll(() => startI18n('zh-CN'));

describe('the two catalogues', () => {
  test('have the same keys, but for the English singulars', () => {
    const singulars = [...english.keys()].filter((key) => key.endsWith('_one'));
    expect(singulars.every((key) => chinese.has(key.replace(/_one$/, '_other')))).toBe(true);
    expect([...english.keys()].filter((key) => !key.endsWith('_one')).sort()).toEqual(
      [...chinese.keys()].sort(),
    );
  });

  test('have no empty text', () => {
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  test('put the same values into the same sentence', () => {
    const differing = [...chinese].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(english.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test('Chinese is in Chinese and English in English', () => {
    const han = /\p{Script=Han}/u;
    const foreign = [...english].filter(([, text]) => han.test(text));
    expect(foreign).toEqual([]);
    const untranslated = [...chinese].filter(([key, text]) => english.get(key) === text && !han.test(text));
    expect(untranslated.map(([key]) => key).sort()).toEqual([
      'documents.format.csv',
      'documents.format.json',
      'documents.format.xlsx',
      'encoding.gb18030',
      'encoding.utf-16le',
      'encoding.utf-8',
      'field.pin',
      'seat.who',
      'signIn.pin',
    ]);
  });
});

describe('every code that main can name has a text', () => {
  const enumOf = (schema: { options: readonly string[] }): readonly string[] => schema.options;
  test.each<[string, readonly string[]]>([
    ['error', errorCodes],
    ['importProblem', problemCodes],
    ['importField', importFields],
    ['import.verdict', ['new', 'changed', 'same', 'error']],
    ['encoding', enumOf(importPreviewSchema.shape.encoding.unwrap())],
    ['taskState', taskStates],
    ['orderReason', enumOf(taskRowSchema.shape.orderReason)],
    ['worklist.filter', taskFilters],
    ['nextDial', dialReasons],
    ['grade', issueGrades],
    ['syncReason', enumOf(syncStatusSchema.shape.reason.unwrap())],
    ['sync.state', enumOf(syncStatusSchema.shape.state)],
    ['refusal', refusalReasons],
    ['registration', enumOf(registrationSchema.shape.reason.unwrap())],
    ['callEnding', callEndings],
    ['callPhase', callPhases],
    ['stage', stages],
    ['ending', endEffects],
  ])('%s', (group, codes) => {
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !chinese.has(`${group}.${code}`))).toEqual([]);
  });
});

describe('codes of open sets', () => {
  test('are looked up with and without their group', () => {
    expect(reasonText(i18next.t, 'blocked', 'blocked.identity')).toBe('身份未核实');
    expect(reasonText(i18next.t, 'nextDial', 'min_gap')).toBe('两次拨打的间隔未到');
  });

  test('say their code when they are not known, so that nothing is hidden', () => {
    expect(reasonText(i18next.t, 'refusal', 'brand-new')).toContain('brand-new');
    expect(codeText('disposition', 'D99')).toBe('D99');
  });
});
