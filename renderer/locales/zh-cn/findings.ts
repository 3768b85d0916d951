/** Counts of 问题件. */
export const findings = {
  findings: {
    title: '问题件统计',
    scope: '统计',
    dimensions: '统计方式',
    spans: '统计时段',
    days: '近 {{count}} 天',
    by: {
      seller: '销售人员',
      product: '产品',
      branch: '机构',
      channel: '渠道',
      question: '回访问题',
      type: '问题类型',
    },
    column: {
      total: '问题件',
      policies: '保单',
      misSelling: '销售类',
      urgent: '紧急',
      open: '未办结',
      pattern: '提示',
    },
    unknown: '未注明',
    pattern: '集中出现',
    sum: '共 {{total}} 件问题件，涉及 {{policies}} 份保单。{{days}} 天内有 {{least}} 份以上保单出现问题的，标为“集中出现”。',
    empty: '这段时间没有问题件。',
  },
};
