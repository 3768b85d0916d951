/** Traditional forms that customers' papers bring, each followed by the simplified one. */
const variants =
  '險险電电話话訪访猶犹豫豫現现價价與与責责還还單单業业務务經经規规確确認认簽签訂订約约繳缴費费額额紅红萬万賬账戶户資资風风' +
  '產产條条問问題题應应對对時时間间權权損损銷销騙骗誤误導导錄录聽听說说讀读復复請请為为會会個个後后從从達达開开關关無无監监' +
  '管管証证證证號号碼码銀银貸贷賠赔辦办務务員员難难點点連连續续變变轉转';

const simplified = new Map<string, string>();
for (let at = 0; at + 1 < variants.length; at += 2)
  simplified.set(variants.charAt(at), variants.charAt(at + 1));

/** A folded text; `origin[i]` is the index in the original of the folded character i. */
export type Folded = { text: string; origin: number[] };

/**
 * One form for what means the same: full and half width, capitals, traditional characters. Every folded
 * character keeps its place in the original, so that a hit can be marked there.
 */
export const foldText = (original: string): Folded => {
  let text = '';
  const origin: number[] = [];
  let at = 0;
  for (const character of original) {
    const plain = character.normalize('NFKC').toLowerCase();
    for (const unit of plain.split('')) {
      text += simplified.get(unit) ?? unit;
      origin.push(at);
    }
    at += character.length;
  }
  return { text, origin };
};
