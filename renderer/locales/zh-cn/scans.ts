/** Scans of signed receipts, and what a file of SMS replies may be refused for. */
export const scans = {
  scans: {
    title: '签名回执扫描件',
    none: '还没有扫描件。',
    missing: '还没有扫描件，请补上。',
    add: '附上扫描件…',
    added: '扫描件已加密保存。',
    item: '{{kind}}，{{size}}，{{at}}',
    save: '另存副本…',
    saved: '副本已保存为 {{name}}。',
    help: 'PDF、JPEG 或 PNG，每个不超过 20 MB。加密保存在本机，原文件请自行删除。',
  },
};

export const scanErrors = {
  scan_not_wanted: '这一项不以签名回执结束，不能附扫描件。请在需要回执的事项上添加。',
  scan_kind: '这个文件不是 PDF、JPEG 或 PNG。请重新扫描，或另存为这三种格式之一。',
  scan_too_large: '文件超过 {{megabytes}} MB。请降低扫描分辨率（200 dpi 已够清楚），或分成几个文件。',
  scans_full: '这一项已有 10 个扫描件，不能再加。请把多页合成一个 PDF。',
  scan_unprotected:
    '这台电脑没有可用的系统钥匙串，扫描件不会以明文保存。请解锁或安装系统钥匙串后再附；此前请只填写回执编号，纸质件另行归档。',
  sms_no_policy_column: '文件里没有保单号这一列。请在第一行写上列名“保单号”，再导入。',
  sms_no_time_column: '文件里没有回复时间这一列。请在第一行写上列名“回复时间”，再导入。',
  sms_no_score_column:
    '文件里没有分数。请在第一行写上列名“回复内容”（如 5 4 5），或“服务态度”“专业程度”“解决效果”三列。',
  scan_unreadable:
    '扫描件打不开：它已损坏、不在了，或是在别的电脑或用户下加密的。请找出纸质回执，重新扫描附上。',
};
