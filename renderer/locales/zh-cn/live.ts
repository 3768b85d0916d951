import type { PaceZone } from '../../../core/quality/pace.ts';
import type { KeywordSource } from '../../../core/script/keywords.ts';
import type { StepStatus } from '../../../core/script/step-status.ts';
import type { FieldMatch } from '../../../core/script/field-match.ts';
import type { RecordChecks } from '../../../core/script/record-checks.ts';

/** What watches over the agent's work in the call: pace, steps, keywords; and the same in the record. */
export const live = {
  pace: {
    atLeast: '朗读不少于 {{count}} 秒',
    readOn: '请读完，至少 {{count}} 秒',
    now: '约 {{pace}} 字/分',
    zone: { over: '过快', fast: '偏快', band: '合适', slow: '从容' } satisfies Record<PaceZone, string>,
    average: '平均 {{pace}} 字/分',
    averageTerm: '平均语速',
    tooFast: '过快 {{count}} 题',
    last: '{{question}} 约 {{pace}}',
    lastQuestion: '上一题',
    told: '{{question}} 约 {{pace}} 字/分，上限 {{limit}}，已标记质检复听。请放慢。',
    violations: '达到 {{limit}} 字/分的题',
  },
  steps: {
    title: '各环节合规状态',
    status: {
      kept: '合规',
      found: '有异常',
      broken: '违规',
      open: '未完成',
      not_reached: '未到',
      not_needed: '不适用',
    } satisfies Record<StepStatus['status'], string>,
    reason: {
      unanswered: '必答题未答完。',
      abnormal: '回答异常。',
      refused: '客户拒答。',
      identity_failed: '身份核实未通过。',
      identity_forgotten: '客户记不清核实信息。',
      pace: '语速过快。',
      late: '归档超时。',
    } satisfies Record<StepStatus['reasons'][number], string>,
    qualityFlag: { pace: '质检复听：语速', agent_words: '质检复听：用语' } satisfies Record<
      RecordChecks['qualityFlags'][number],
      string
    >,
  },
  keywords: {
    title: '关键词',
    source: { notes: '备注', words: '客户原话', question: '客户疑问' } satisfies Record<
      KeywordSource,
      string
    >,
    found: '{{place}}里有“{{word}}”',
    more: '另 {{count}} 处',
    open: '登记：{{name}}',
    none: '不是',
    opened: '已登记问题件：{{name}}',
    dismissed: '已记下：“{{word}}”不是问题件',
    own: '勿用“{{words}}”',
    ownHint: '备注里有“{{words}}”：不引导、不承诺，已标记质检复听。如已对客户这样说，请当即更正。',
    ownTerm: '坐席用语',
    outcome: { opened: '已登记', dismissed: '不是问题件', left: '未处理' } satisfies Record<
      RecordChecks['keywords'][number]['outcome'],
      string
    >,
  },
  fields: {
    title: '投保信息核对',
    field: '项目',
    policy: '保单资料',
    said: '客户答复',
    result: '结果',
    results: { match: '相符', mismatch: '不符', unclear: '未确认', not_asked: '未问' } satisfies Record<
      FieldMatch['result'],
      string
    >,
  },
  recordChecks: {
    objections: '客户异议',
    summaryConfirmed: '总结（客户已确认）',
    summaryDenied: '总结（客户未确认）',
  },
  reflect: { label: '先复述客户的意思' },
};
