import { beforeAll, describe, expect, test } from 'vitest';
import i18next from 'i18next';
import type { ErrorCode, IpcError } from '../../../../core/ipc/envelope.ts';
import type { CellProblem } from '../../../../core/ipc/features/import.ts';
import type { SyncStatus } from '../../../../core/ipc/features/sync.ts';
import { problemSentence } from '../../../../renderer/console/features/import/problem-sentence.ts';
import { groupBlocks } from '../../../../renderer/console/features/call/group-blocks.ts';
import { errorSentence } from '../../../../renderer/console/shared/error-sentence.ts';
import { deadlineText, deadlineTone } from '../../../../renderer/console/shared/deadline-text.ts';
import { triesText } from '../../../../renderer/console/shared/tries.ts';
import { syncLine } from '../../../../renderer/console/shell/sync-line.ts';
import { formatFullMoment, formatMoment, formatSpan } from '../../../../renderer/lib/format.ts';
import { startI18n } from '../../../../renderer/locales/i18n.ts';

const zh = () => i18next.getFixedT('zh-CN');
const english = () => i18next.getFixedT('en');

beforeAll(() => startI18n('zh-CN'));

describe('deadline in words', () => {
  test.each([
    [-2, '已过 2 天', '2 days over', 'rule'],
    [-1, '已过 1 天', '1 day over', 'rule'],
    [0, '今天截止', 'Ends today', 'rule'],
    [1, '剩 1 天', '1 day left', 'rule'],
    [2, '剩 2 天', '2 days left', 'plain'],
    [15, '剩 15 天', '15 days left', 'plain'],
  ] as const)('%i days left', (days, chinese, inEnglish, tone) => {
    expect(deadlineText(zh(), days)).toBe(chinese);
    expect(deadlineText(english(), days)).toBe(inEnglish);
    expect(deadlineTone(days)).toBe(tone);
  });
});

describe('import problems as sentences', () => {
  const problem: CellProblem = {
    severity: 'error',
    field: 'holderMobile',
    column: '手机号',
    columnLetter: 'D',
    code: 'mobile_wrong_length',
    found: '1381234567',
    taken: null,
  };

  test('name line, column, reason and remedy', () => {
    expect(problemSentence(zh(), 12, problem)).toBe(
      '第 12 行 D 列 手机号：“1381234567”位数不对，请填 11 位手机号',
    );
    expect(problemSentence(english(), 12, problem)).toBe(
      'Row 12, column D 手机号: "1381234567" has the wrong length; enter 11 digits',
    );
  });

  test('a notice says what was taken', () => {
    const sentence = problemSentence(zh(), 3, { ...problem, code: 'mobile_cleaned', taken: '138****4567' });
    expect(sentence).toContain('取 138****4567');
  });

  test('a problem of the whole row has no column', () => {
    const sentence = problemSentence(zh(), 9, {
      ...problem,
      column: '',
      columnLetter: '',
      field: null,
      code: 'line_broken',
    });
    expect(sentence).toBe('第 9 行：这一行的引号或列数不对，请修正');
  });

  test('characters of markup stay as they are in the file', () => {
    expect(problemSentence(zh(), 2, { ...problem, code: 'unknown_word', found: '<b>&' })).toContain('“<b>&”');
  });
});

describe('the line about head office', () => {
  const sync = (more: Partial<SyncStatus>, counts: Partial<SyncStatus['counts']> = {}): SyncStatus => ({
    state: 'online',
    reason: null,
    since: null,
    nextTryAt: null,
    lastContactAt: null,
    counts: { waiting: 0, sent: 0, refused: 0, oldestWaitingAt: null, ...counts },
    ...more,
  });

  test.each([
    [sync({ state: 'off' }), '未连接总部，记录存于本机'],
    [sync({ state: 'off' }, { waiting: 3 }), '未连接总部，3 条存于本机'],
    [sync({}), '已与总部同步'],
    [sync({}, { waiting: 2 }), '2 条等待上传'],
    [sync({ state: 'sending' }, { waiting: 5 }), '正在上传，还有 5 条'],
    [sync({ state: 'offline' }, { waiting: 7 }), '离线，自 10:42；7 条已存本机'],
    [sync({}, { refused: 2 }), '2 条被总部退回，请处理'],
    [sync({ state: 'offline' }, { waiting: 1, refused: 2 }), '离线，自 10:42；1 条已存本机'],
  ])('%o', (status, line) => expect(syncLine(zh(), status, '10:42')).toBe(line));
});

describe('figures', () => {
  test.each([
    [0, '00:00'],
    [59_999, '00:59'],
    [187_000, '03:07'],
    [3_600_000, '1:00:00'],
    [-5_000, '00:00'],
  ])('a call of %i ms is %s', (ms, text) => expect(formatSpan(ms)).toBe(text));

  test('moments are told in China Standard Time whatever the workstation is set to', () => {
    const at = Date.UTC(2026, 10, 23, 16, 5, 9);
    expect(formatMoment(at, 'zh-CN')).toBe('11/24 00:05');
    expect(formatFullMoment(at, 'zh-CN')).toBe('2026/11/24 00:05:09');
  });

  test('tries, with the number needed where it is known', () => {
    expect(triesText(1, 3)).toBe('1/3');
    expect(triesText(1, null)).toBe('1');
  });

  test('reasons against 成功 are grouped with their questions', () => {
    expect(
      groupBlocks([
        { reason: 'blocked.question_open', questionId: 'Q18' },
        { reason: 'blocked.abnormal', questionId: 'Q11' },
        { reason: 'blocked.question_open', questionId: 'Q19' },
        { reason: 'blocked.issue', questionId: null },
      ]),
    ).toEqual([
      { reason: 'blocked.question_open', questionIds: ['Q18', 'Q19'] },
      { reason: 'blocked.abnormal', questionIds: ['Q11'] },
      { reason: 'blocked.issue', questionIds: [] },
    ]);
  });
});

describe('errors of main as sentences', () => {
  const sentence = (code: ErrorCode, field: string | null = null, params: IpcError['params'] = {}) =>
    errorSentence(zh(), { code, field, params });

  test('name field, reason and remedy', () => {
    expect(sentence('address_not_allowed', 'url', { reason: 'not_encrypted', wanted: 'https://' })).toBe(
      '总部地址：必须用加密连接。请改用 https:// 开头的地址。',
    );
    expect(sentence('not_registered', 'password', { reason: 'wrong_password', sipStatus: 401 })).toBe(
      '密码：用户名或密码不对。请在“设置”的线路里核对后重新连接。',
    );
    expect(sentence('mapping_incomplete', 'policyNo', { count: 2 })).toMatch(/^保单号：/);
    expect(sentence('head_office_unreachable', 'url', { reason: 'dns' })).toContain('找不到总部地址');
    expect(sentence('task_not_diallable', null, { reason: 'min_gap', nextAt: 0 })).toBe('两次拨打的间隔未到');
    expect(sentence('file_too_large', null, { maxMegabytes: 20 })).toBe('超过 20 MB。请分成几个文件导入。');
  });

  test('a reply to an identity factor that cannot be read says so and tells nothing expected', () => {
    expect(sentence('bad_input', 'reply', { inputKind: 'date' })).toBe(
      '客户答复：认不出这个写法，请按示例重新输入（不计次数）。',
    );
  });

  test('an unknown reason or field falls back to the sentence of the code', () => {
    expect(sentence('internal', 'somewhere', { reason: 'never-heard' })).toMatch(/^程序内部出错/);
  });
});
