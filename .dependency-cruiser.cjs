/** Import direction: core is imported by all and imports none; the edges never import each other. */
const edges = ['main', 'preload', 'renderer', 'head-office'];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'core-is-pure',
      comment: 'core/ may import itself, zod (schemas) and yaml (script packs), nothing of any platform.',
      severity: 'error',
      from: { path: '^core/' },
      to: { pathNot: ['^core/', '(^|/)node_modules/(zod|yaml)/'] },
    },
    ...edges.map((edge) => ({
      name: `${edge}-imports-no-other-edge`,
      severity: 'error',
      from: { path: `^${edge}/` },
      to: { path: `^(${edges.filter((other) => other !== edge).join('|')}|tests|scripts)/` },
    })),
    {
      name: 'preload-is-types-and-electron',
      comment: 'A preload holds no schemas: it stays below 1 kB.',
      severity: 'error',
      from: { path: '^preload/' },
      to: { dependencyTypesNot: ['type-only'], pathNot: ['(^|/)node_modules/electron/', '^electron$'] },
    },
    {
      name: 'sql-only-in-store',
      severity: 'error',
      from: { path: '^main/', pathNot: '^main/store/' },
      to: { path: '(^|/)node_modules/better-sqlite3/' },
    },
    {
      name: 'sip-library-only-behind-the-port',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/(phone|customer|sip)/' },
      to: { path: '(^|/)node_modules/sip\\.js/' },
    },
    {
      name: 'ui-kit-only-in-ui',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '^renderer/ui/' },
      to: { path: '(^|/)node_modules/react-aria-components/' },
    },
    {
      name: 'no-schemas-in-the-renderer',
      comment: 'Types only: validation happens in main, zod would add 90 kB to each window.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '(^|/)node_modules/zod/', dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
