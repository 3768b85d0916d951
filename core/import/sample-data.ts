import type { PayFrequency, ProductDesign } from '../callback/policy.ts';

/** What the sample list (sample.ts) is put together from. All of it is made up. */
export const surnames = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蒋蔡余',
];
export const maleNames = [
  '建国',
  '志强',
  '伟',
  '明远',
  '家豪',
  '文斌',
  '晓东',
  '俊杰',
  '海涛',
  '国栋',
  '立新',
  '浩然',
  '宏伟',
  '永康',
  '子轩',
  '少华',
];
export const femaleNames = [
  '秀英',
  '丽华',
  '敏',
  '雨欣',
  '晓燕',
  '静怡',
  '桂兰',
  '思琪',
  '海燕',
  '美玲',
  '春梅',
  '诗涵',
  '玉珍',
  '佳慧',
  '婷婷',
  '红霞',
];
export const childNames = ['一诺', '梓涵', '沐阳', '可欣', '宇航', '语桐'];
export const branches = [
  '北京分公司',
  '上海分公司',
  '浙江分公司杭州中支',
  '广东分公司广州中支',
  '四川分公司成都中支',
  '湖北分公司武汉中支',
];
export const banks = ['示例银行城东支行', '示例银行人民路支行', '样本农商行中心支行'];

export type Product = {
  name: string;
  design: ProductDesign;
  coverage: string;
  term: string;
  waiting: number;
  health: boolean;
  years: readonly number[];
  /** Yearly or single premium in yuan. */
  premium: readonly number[];
};

export const products: readonly Product[] = [
  {
    name: '安心一生终身寿险',
    design: '普通型',
    coverage: '身故或全残给付基本保额',
    term: '终身',
    waiting: 90,
    health: true,
    years: [10, 20],
    premium: [3600, 5200, 8000],
  },
  {
    name: '康护重大疾病保险',
    design: '普通型',
    coverage: '重大疾病120种给付保额；轻症给付保额的30%',
    term: '终身',
    waiting: 180,
    health: true,
    years: [15, 20, 30],
    premium: [4860, 6280.5, 9120],
  },
  {
    name: '乐享定期寿险',
    design: '普通型',
    coverage: '保险期间内身故或全残给付保额',
    term: '30年',
    waiting: 90,
    health: true,
    years: [10, 20],
    premium: [1280, 2350],
  },
  {
    name: '颐年养老年金保险',
    design: '普通型',
    coverage: '60周岁起每年领取养老年金',
    term: '至85周岁',
    waiting: 0,
    health: false,
    years: [5, 10],
    premium: [12000, 20000],
  },
  {
    name: '鑫福两全保险（分红型）',
    design: '分红型',
    coverage: '满期给付基本保额；身故给付已交保费的较大者；红利不保证',
    term: '20年',
    waiting: 0,
    health: false,
    years: [5, 10],
    premium: [10000, 15000],
  },
  {
    name: '传世金生终身寿险（分红型）',
    design: '分红型',
    coverage: '身故给付；每年可能有红利，红利不保证',
    term: '终身',
    waiting: 90,
    health: true,
    years: [3, 5, 10],
    premium: [20000, 30000],
  },
  {
    name: '聚财宝终身寿险（万能型）',
    design: '万能型',
    coverage: '身故给付账户价值与保额的较大者；最低保证利率以上的收益不确定',
    term: '终身',
    waiting: 0,
    health: false,
    years: [5, 10],
    premium: [6000, 12000],
  },
  {
    name: '稳盈年金保险（万能型）',
    design: '万能型',
    coverage: '账户价值按结算利率累积；可约定领取年金',
    term: '至88周岁',
    waiting: 0,
    health: false,
    years: [1, 3],
    premium: [50000, 100000],
  },
  {
    name: '进取人生终身寿险（投资连结型）',
    design: '投资连结型',
    coverage: '身故给付账户价值的105%；投资风险由投保人承担',
    term: '终身',
    waiting: 0,
    health: false,
    years: [1, 5],
    premium: [30000, 60000],
  },
];

export const frequencies: readonly PayFrequency[] = ['年交', '年交', '年交', '月交', '季交', '半年交'];
export const lengths = [10, 15, 20, 30];
/** 个险 and 银保 are most of the business. */
export const channels = ['个险', '银保', '个险', '电销', '银保', '网销'];
