import type { Policy } from '../callback/policy.ts';

/** What the workstation knows besides the policy. */
export type ScriptSession = {
  company: string;
  agentName: string;
  agentNumber: string;
  servicePhone: string;
};

/**
 * Variables the program fills; `fact` = tells something about the policy and is never on screen before
 * identity has passed. 自动总结 is made by the stepper from the answers (summary.ts).
 */
export const providedVariables: Readonly<Record<string, { fact: boolean }>> = {
  公司: { fact: false },
  坐席: { fact: false },
  工号: { fact: false },
  客服电话: { fact: false },
  客户: { fact: false },
  称谓: { fact: false },
  产品: { fact: true },
  保险期间: { fact: true },
  等待期: { fact: true },
  交费年期: { fact: true },
  频率: { fact: true },
  保费: { fact: true },
  起算日: { fact: true },
  犹豫期天数: { fact: true },
  截止日: { fact: true },
  银行: { fact: true },
  自动总结: { fact: true },
  中止日: { fact: true },
  保全项目: { fact: true },
  日期: { fact: true },
  问题: { fact: true },
  原服务人员: { fact: true },
  合同状况: { fact: true },
};

/** `2026-11-22` as it is read out: 2026年11月22日. */
export const spokenDate = (isoDate: string): string => {
  const [year = '', month = '', day = ''] = isoDate.split('-');
  return `${year}年${Number(month)}月${Number(day)}日`;
};

/** Fen as yuan with thousands separators; cents only where there are any. */
export const yuan = (fen: number): string => {
  const whole = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = fen % 100;
  return cents === 0 ? whole : `${whole}.${String(cents).padStart(2, '0')}`;
};

const titles: Readonly<Record<'男' | '女', string>> = { 男: '先生', 女: '女士' };

/** What only callbacks of certain kinds can say; the others leave it out. */
const subjectVariables = ({ callback }: Policy): Record<string, string> => {
  switch (callback?.kind) {
    case 'lapse':
      return { 中止日: spokenDate(callback.date), 合同状况: '效力中止' };
    case 'pos':
      return { 保全项目: callback.service, 日期: spokenDate(callback.requestedOn) };
    case 'recheck':
      return { 问题: callback.problem };
    case 'orphan':
      return { 合同状况: callback.contractStatus };
    default:
      return {};
  }
};

/** Values of the script's variables for one policy and one seat, in Chinese as they are read out. */
export const scriptVariables = (policy: Policy, session: ScriptSession): Record<string, string> => ({
  公司: session.company,
  坐席: session.agentName,
  工号: session.agentNumber,
  客服电话: session.servicePhone,
  客户: policy.holderName,
  称谓: policy.holderGender === null ? '' : titles[policy.holderGender],
  产品: policy.product,
  保险期间: policy.termText,
  等待期: String(policy.waitingDays),
  交费年期: String(policy.payYears),
  频率: policy.payFrequency,
  保费: yuan(policy.premiumFen),
  起算日: spokenDate(policy.coolingOffStart),
  犹豫期天数: String(policy.coolingOffDays),
  截止日: spokenDate(policy.coolingOffEnd),
  银行: policy.bank ?? '代理银行',
  原服务人员: policy.sellerName ?? '销售人员',
  ...subjectVariables(policy),
});
