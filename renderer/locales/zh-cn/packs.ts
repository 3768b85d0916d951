/** Head office's script pack, where it is not used: which file, why, and what to do. */
export const packTexts = {
  packs: {
    refused:
      '总部话术包未启用（个人资料文件夹中的 script-pack.yaml）：{{reason}} 现用的 {{version}} 版话术继续有效，回访不受影响。',
    reason: {
      unreadable: '文件无法读取。请信息部门检查文件权限，再重启回访台。',
      unsigned: '缺少签名文件 script-pack.yaml.sig。请把总部下发的两个文件一起放入。',
      bad_signature: '签名与文件不符，文件可能被改动过。请向总部重新领取两个文件，不要自行修改。',
      broken: '第 {{line}} 行有错误。请把下面的说明转给总部，更正后重新签名下发。',
      other_pack: '这是另一套话术（编号不同）。请向总部领取本软件所用编号的话术包。',
      not_newer: '版本不高于现用版本。请向总部领取更新的版本，或移走这两个文件。',
      phone_policy: '缺少电话规则所用的处置代码。请总部补上这些处置，再重新签名下发。',
    },
    knowledgeRefused:
      '总部下发的知识文件未启用（个人资料文件夹中的 {{file}}）：{{reason}} 现有知识继续可用。',
    knowledgeReason: {
      unreadable: '文件无法读取。请信息部门检查文件权限，下一通回访前会再读一次。',
      unsigned: '缺少签名文件 {{file}}.sig。请把总部下发的两个文件一起放入。',
      bad_signature: '签名与文件不符，文件可能被改动过。请向总部重新领取两个文件，不要自行修改。',
      broken: '内容有错误。请把下面的说明转给总部，更正后重新签名下发。',
      not_newer: '没有比现用版本更高的内容。请向总部领取更新的版本，或移走这两个文件。',
    },
  },
};
