/** Printed and exported documents. */
export const documents = {
  documents: {
    evidence: '证据单 PDF',
    savedMasked: '证据单已保存到 {{path}}，个人信息已脱敏。',
    savedOpen: '证据单已保存到 {{path}}，个人信息未脱敏，请妥善保管。',
    list: '列表导出（{{count}} 条）',
    format: { csv: 'CSV', xlsx: 'Excel', json: 'JSON' },
    writing: '正在写入……',
    listMasked: '已导出 {{count}} 条到 {{path}}，个人信息已脱敏。',
    listOpen: '已导出 {{count}} 条到 {{path}}，个人信息未脱敏，请妥善保管。',
  },
};
